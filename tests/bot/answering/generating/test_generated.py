"""What a model writes is read wherever it stands, and believed only where its types are right."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.generating.generated import (
    MOST_SENTENCE_CHARACTERS,
    Generated,
    GeneratedSentence,
    parse_generated,
)
from bot.answering.generating.prompting import MOST_SENTENCES
from bot.errors import ModelGarbledError
from tests.bot.answering.generating.doubles import reply_json

_REPLY = reply_json(("PPID menjawab.", [1, 2, 1]))
_READ = Generated((GeneratedSentence("PPID menjawab.", (1, 2)),), "complete", "id")


@pytest.mark.parametrize(
    "text",
    [
        _REPLY,
        f"```json\n{_REPLY}\n```",
        f"Here is {{the}} answer:\n{_REPLY}\nIs that {{ok}}?",
        f"<think>{reply_json(('Bukan ini.', [1]))} no</think> {_REPLY}",
        json.dumps(json.loads(_REPLY), indent=4),
    ],
)
def test_fences_prose_and_thoughts_around_it_do_not_matter(text: str) -> None:
    """The last object counts."""
    assert parse_generated(text) == _READ


@pytest.mark.parametrize(
    "changed",
    [
        {"sentences": "PPID menjawab."},
        {"sentences": ["PPID menjawab."]},
        {"sentences": [{"text": "PPID menjawab."}]},
        {"sentences": [{"text": 5, "citations": [1]}]},
        {"sentences": [{"text": "PPID.", "citations": 1}]},
        {"sentences": [{"text": "PPID.", "citations": ["1"]}]},
        {"sentences": [{"text": "PPID.", "citations": [True]}]},
        {"sentences": [{"text": "PPID.", "citations": [1.0]}]},
        {"sentences": [{"text": "PPID.", "citations": list(range(11))}]},
        {"sentences": [{"text": "a" * (MOST_SENTENCE_CHARACTERS + 1), "citations": [1]}]},
        {"completeness": "very"},
        {"completeness": ["complete"]},
        {"language": None},
    ],
)
def test_wrong_types_and_lengths_are_refused(changed: dict[str, object]) -> None:
    """Nothing is guessed."""
    with pytest.raises(ModelGarbledError):
        parse_generated(json.dumps(json.loads(_REPLY) | changed))


def test_more_sentences_than_wanted_are_cut() -> None:
    """The first ones are the answer."""
    many = reply_json(*[(f"Kalimat {n}.", [1]) for n in range(20)])
    assert len(parse_generated(many).sentences) == MOST_SENTENCES


def test_invisible_characters_and_line_ends_are_removed() -> None:
    """A sentence stands on one line, as people see it."""
    text = reply_json(("PPID\u200b men\u202ejawab.\n\nSegera", [1]))
    assert parse_generated(text).sentences[0].text == "PPID menjawab. Segera"


@settings(max_examples=100)
@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet='{}[]",:sentences 1\\', max_size=300),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["sentences", "text", "citations", "completeness", "language"]),
                    inner,
                    max_size=5,
                )
            ),
        ).map(json.dumps),
    )
)
def test_garbage_of_any_kind_has_one_name(text: str) -> None:
    """No other error comes out."""
    with suppress(ModelGarbledError):
        parse_generated(text)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 12_000, "{" * 12_000, "9" * 12_000])
def test_what_would_exhaust_a_parser_is_garbage(text: str) -> None:
    """Deep nesting and endless braces end as soon as any other."""
    with pytest.raises(ModelGarbledError):
        parse_generated(text)
