"""Questions that ask for the same are one line of the list."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reporting.unanswered import QuestionGroup, Stems, group_questions
from vectorstore.keyword_index import Analyser


@dataclass(frozen=True)
class Asked:
    """A logged question."""

    question: str
    asked: float
    searched: str = ""


@pytest.fixture(scope="module")
def stems() -> Stems:
    """The stems that the index is made of."""
    return Analyser.load().stems


def test_questions_with_the_same_meaning_words_are_grouped(stems: Stems) -> None:
    """Whatever their order, endings, small words and marks; the newest stands for all."""
    groups = group_questions(
        [
            Asked("Berapa biaya permohonan informasi?", 1.0),
            Asked("biaya mohon informasi brp, berapa ya", 3.0),
            Asked("PERMOHONAN INFORMASI: biayanya?", 2.0),
            Asked("Apa syarat permohonan informasi?", 4.0),
        ],
        stems,
    )
    assert groups == (
        QuestionGroup(3, "biaya mohon informasi brp, berapa ya", 3.0),
        QuestionGroup(1, "Apa syarat permohonan informasi?", 4.0),
    )


_WORDS = st.sampled_from("biaya syarat jadwal pajak izin apa yang di".split())
_QUESTIONS = st.lists(
    st.builds(
        Asked,
        st.lists(_WORDS, max_size=5).map(" ".join),
        st.floats(0, 1e9, allow_nan=False),
    ),
    max_size=40,
)


@given(asked=_QUESTIONS)
def test_each_question_is_in_one_group(asked: list[Asked], stems: Stems) -> None:
    """None is lost or counted twice; questions of the same words are together; largest first."""
    groups = group_questions(asked, stems)
    assert sum(group.size for group in groups) == len(asked)
    assert [group.size for group in groups] == sorted((g.size for g in groups), reverse=True)
    assert {(group.example, group.last) for group in groups} <= {
        (one.question, one.asked) for one in asked
    }
    examples = [frozenset(stems(group.example)) for group in groups]
    assert len(examples) == len(set(examples))
