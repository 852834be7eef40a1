"""Tells which sentences of a source are most like a claim."""

from collections.abc import Collection, Sequence

from bot.answering.generating.facts_in_text import Fact
from bot.answering.generating.reading_sentences import Sentence

# The same in other words, and in the sentence that leads a list.
_OTHER_WORD, _LEADS = 0.8, 0.5


def nearest_sentence(claim: Sentence, sentences: Sequence[Sentence]) -> Sentence:
    """Give the sentence that holds most words of a claim, names of who acts counted last."""
    acting = {word for actor in claim.words.actors for word in actor.phrase}
    return max(
        sentences,
        key=lambda sentence: (
            _shared(claim, sentence, acting),
            _facts_told(claim, sentence),
            _shared(claim, sentence),
        ),
    )


def likeness(claim: Sentence, source: Sequence[Sentence]) -> list[tuple[float, Sentence]]:
    """Count the words and facts of a claim that each sentence holds.

    The sentence that leads a list counts half for each of its items.
    """
    found: list[tuple[float, Sentence]] = []
    lead: Sentence | None = None
    words = {c.word: c for c in claim.words.concepts}.values()
    for sentence in source:
        lead = lead if sentence.list_item else sentence
        stems = {c.stem for c in sentence.words.concepts}
        own = [
            1.0 if c.stem in stems else _OTHER_WORD if c.stands_in(sentence.keys) else 0.0
            for c in words
        ]
        led = [lead is not None and c.stands_in(lead.keys) for c in words]
        facts = _facts_told(claim, sentence)
        shared = sum(mine or _LEADS * its for mine, its in zip(own, led, strict=True))
        found.append((shared + facts, sentence))
    return found


def _facts_told(claim: Sentence, sentence: Sentence) -> int:
    told = [mark.fact for mark in sentence.facts.marks]
    return sum(any(same_fact(mark.fact, one) for one in told) for mark in claim.facts.marks)


def _shared(claim: Sentence, sentence: Sentence, but: Collection[str] = ()) -> int:
    words = {c.word: c for c in claim.words.concepts if c.word not in but}
    return sum(concept.stands_in(sentence.keys) for concept in words.values())


def same_fact(fact: Fact, other: Fact) -> bool:
    """Tell whether a fact of the source says what one of a claim says."""
    return type(fact) is type(other) and fact.told_by(other)  # type: ignore[arg-type]  # same type
