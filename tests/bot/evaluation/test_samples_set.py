"""The question set of the samples keeps what it promises."""

from collections import Counter
from pathlib import Path

import pytest

from bot.evaluation.models import QuestionSet
from bot.evaluation.phrases import holds_gold
from bot.evaluation.questions import read_questions
from ingest.models import FoundArticle
from ingest.sources.files import read_source

_ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def samples() -> QuestionSet:
    """Give the set."""
    return read_questions(_ROOT / "evaluation" / "samples.jsonl")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Give the text of each sample article."""
    found = read_source(_ROOT / "samples")
    articles = [one.article for one in found if isinstance(one, FoundArticle)]
    return {one.info.article_id: "\n".join(b.text for b in one.blocks) for one in articles}


def test_it_has_sixty_questions_in_three_registers(samples: QuestionSet) -> None:
    """Twenty of them unanswerable, at least six in each register."""
    assert samples.unreadable == ()
    assert Counter(one.answerable for one in samples.questions) == {True: 40, False: 20}
    for answerable, least in ((True, 13), (False, 6)):
        of_sort = [one for one in samples.questions if one.answerable is answerable]
        registers = Counter(one.register for one in of_sort)
        assert set(registers) == {"id", "id-colloquial", "en"}
        assert min(registers.values()) >= least


def test_each_expected_article_says_what_is_expected(
    samples: QuestionSet, texts: dict[str, str]
) -> None:
    """The phrases stand in its text, word for word."""
    for question in samples.questions:
        assert question.answerable is bool(question.articles)
        assert question.answerable is bool(question.phrases or question.answers)
        for article in question.articles:
            gold = holds_gold([texts[article]], question.phrases, question.answers)
            assert gold, f"{question.qid}: {article}"
        everything = "\n".join(texts.values())
        for phrase in (*question.phrases, *question.answers):
            assert phrase in everything, f"{question.qid}: {phrase}"
