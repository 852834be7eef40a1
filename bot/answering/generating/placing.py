"""Tells how near the words of a claim stand to a place in its source."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.generating.concepts import Concept
from bot.answering.generating.facts_in_text import Fact
from bot.answering.generating.likeness import same_fact
from bot.answering.generating.reading_sentences import Sentence, Source

# What stands in the sentence before says little of a fact; what leads a list says more.
_BEFORE, _LEAD = 0.3, 0.5
_FORWARD, _BACKWARD = 0.7, 0.25
# A fact says more than a word.
_COMPANY = 1.5
_SHORTNESS = 0.5


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in the source; `alone` tells that its sentence has no other such.

    `follows` tells that it belongs as well to the clauses before it, as a name does.
    """

    clause: int
    alone: bool
    sentence: int
    follows: bool = False


def scores_near(
    weights: Sequence[tuple[Concept, float]], places: Sequence[Spot], source: Source
) -> list[float]:
    """Tell how near the words of a claim, each with its weight, stand to each of some places."""
    totals = [0.0] * len(places)
    for concept, weight in weights:
        near = [_nearness(concept, one, source) for one in places]
        # A word that stands near every number tells none from another.
        spread = sum(near)
        if spread:
            totals = [t + weight * n / (spread**0.5) for t, n in zip(totals, near, strict=True)]
    return totals


def _nearness(concept: Concept, one: Spot, source: Source) -> float:
    sentence = source.sentences[one.sentence]
    if concept.stands_in(sentence.keys):
        if one.alone:
            return 1.0
        clauses = [c for c, keys in sentence.by_clause.items() if concept.stands_in(keys)]
        return max((_reach(c, one) for c in clauses), default=_FORWARD)
    return _context(concept, one.sentence, source)


def _reach(word: int, one: Spot) -> float:
    """Tell how near a word of one clause is to a fact of another.

    What a clause leaves out stands before it: "31 selesai melalui mediasi dan 9 melalui ajudikasi".
    """
    if word == one.clause or (one.follows and word < one.clause):
        return 1.0
    away = abs(word - one.clause)
    return float((_FORWARD if word < one.clause else _BACKWARD) ** away)


def _context(concept: Concept, number: int, source: Source) -> float:
    """Tell how much a word says of a sentence that does not hold it: it may stand just before."""
    sentence = source.sentences[number]
    if number and concept.stands_in(source.sentences[number - 1].keys):
        return _BEFORE
    if sentence.list_item:
        lead = number
        while lead and source.sentences[lead].list_item:
            lead -= 1
        if lead != number and concept.stands_in(source.sentences[lead].keys):
            return _LEAD
    return 0.0


def in_company(facts: Sequence[Fact], claim: Sentence, place: Spot, source: Source) -> float:
    """Tell how much else of a claim stands near: an amount and its date go together."""
    sentence = source.sentences[place.sentence]
    total = 0.0
    for fact in facts:
        clauses = [c for f, c in sentence.placed_facts if same_fact(fact, f)]
        total += _COMPANY * max((_near(c, place) for c in clauses), default=0.0)
    return total


def _near(clause: int, place: Spot) -> float:
    return 1.0 if place.alone else _reach(clause, place)


def share_said(claim: Sentence, sentence: Sentence) -> float:
    """Tell how much of a sentence a claim says; of two that hold it, the shorter is meant."""
    acting = {word for actor in sentence.words.actors for word in actor.phrase}
    named = acting.union(*sentence.names)
    is_said = [(c, any(way <= claim.keys for way in c.ways)) for c in sentence.words.concepts]
    # Who else is named there makes a sentence no longer.
    counted = [said for c, said in is_said if said or c.word not in named]
    return float(((1 + sum(counted)) / (1 + len(counted))) ** _SHORTNESS)
