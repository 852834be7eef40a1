"""Tells whether facts of a claim belong to the same things as in the source.

"10 for the answer, 7 for its extension" holds both numbers, and so does the claim that swaps them.
So each fact of a claim is looked for among all facts of its sort in the source: the one whose
surroundings are most like those in the claim must be the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.generating.bounds import AT_LEAST, UP_TO
from bot.answering.generating.facts_in_text import Code, Date, Fact, Time, Weekday
from bot.answering.generating.law_places import Place
from bot.answering.generating.likeness import same_fact
from bot.answering.generating.placing import Spot, in_company, scores_near, share_said
from bot.answering.generating.quantities import DURATIONS, PERCENT, RUPIAH, Quantity
from bot.answering.generating.reading_sentences import Sentence, Source, keys_of

# Another fact has to fit this much better; of correct sentences that were measured (402 of
# tests/bot/answering/generating/cases) none but weekdays had one that fits more than 1.1 times.
_TIMES_BETTER, _BETTER, _TIMES_BETTER_DAY = 1.05, 0.02, 1.2
# Where words of a claim are not understood, it must fit better than all others by this much.
_SURELY = 0.8
_FEWEST = 2
# A word without a group or a translation is known by its stem alone, in each language.
_OWN_WAYS = 2
_COUNT = "count"
_SHORTNESS_OF_FACTS = 0.5


@dataclass(frozen=True, slots=True)
class _Placed:
    fact: Fact
    place: Spot


def misplaced_fact(claim: Sentence, source: Source) -> Fact | None:
    """Give a fact of a claim that the source tells of something else."""
    unclear = _is_unclear(claim, source)
    for fact, clause in claim.placed_facts:
        family = _family(fact)
        candidates = list(_candidates(source, family)) if family else []
        if len({_value(one.fact) for one in candidates}) < _FEWEST:
            continue
        if family == _COUNT and _counts_otherwise(fact, claim, source):
            return fact
        others = [f for f, _ in claim.placed_facts if _family(f) == family]
        weights = [
            (c, 1.0 if len(others) == 1 else 1 / (1 + abs(c.clause - clause)))
            for c in claim.words.concepts
        ]
        places = [one.place for one in candidates]
        company = [f for f, _ in claim.placed_facts if f is not fact and _family(f) != family]
        scores = [
            (score + in_company(company, claim, place, source))
            * share_said(claim, source.sentences[place.sentence]) ** _SHORTNESS_OF_FACTS
            for score, place in zip(scores_near(weights, places, source), places, strict=True)
        ]
        held = [same_fact(fact, one.fact) for one in candidates]
        if isinstance(fact, Weekday):
            # "Sabtu dan Minggu": the one is no rival of the other.
            here = {place.sentence for place, h in zip(places, held, strict=True) if h}
            held = [place.sentence in here for place in places]
        own = max((s for s, h in zip(scores, held, strict=True) if h), default=0.0)
        rival = [
            not h and not _binds_otherwise(fact, o.fact)
            for h, o in zip(held, candidates, strict=True)
        ]
        other = max((s for s, r in zip(scores, rival, strict=True) if r), default=0.0)
        times = _TIMES_BETTER_DAY if isinstance(fact, Weekday) else _TIMES_BETTER
        if any(held) and (other > own * times + _BETTER or (unclear and other > own * _SURELY)):
            return fact
    return None


def _binds_otherwise(fact: Fact, other: Fact) -> bool:
    """Tell whether one is a least and the other a most, which nobody takes for each other."""
    if not (isinstance(fact, Quantity) and isinstance(other, Quantity)):
        return False
    return {fact.bound, other.bound} == {UP_TO, AT_LEAST}


def _is_unclear(claim: Sentence, source: Source) -> bool:
    """Tell whether a claim has words that no table translates and that the source does not hold."""
    if not source.sentences or source.sentences[0].language == claim.language:
        return False
    unknown = [c for c in claim.words.concepts if len(c.ways) <= _OWN_WAYS]
    return any(not any(c.stands_in(s.keys) for s in source.sentences) for c in unknown)


def _counts_otherwise(fact: Fact, claim: Sentence, source: Source) -> bool:
    """Tell whether what is counted has another number, and this number counts something else."""
    things = [c for one, c in claim.counted if one == fact]
    if not things:
        return False
    counted = [pair for sentence in source.sentences for pair in sentence.counted]
    alike = [one for one, thing in counted if things[0].stands_in(keys_of((thing,)))]
    here = [one for one, _ in counted if same_fact(fact, one)]
    return bool(alike and here) and not any(same_fact(fact, one) for one in alike)


def _family(fact: Fact) -> str:
    if isinstance(fact, Quantity):
        if fact.unit in DURATIONS:
            return "duration"
        return fact.unit if fact.unit in (RUPIAH, PERCENT) else _COUNT
    if isinstance(fact, Place):
        return "place" if fact.paragraph or fact.letter else ""
    names = {Date: "date", Time: "time", Weekday: "weekday", Code: "code"}
    return names.get(type(fact), "")


def _value(fact: Fact) -> object:
    return (fact.value, fact.unit) if isinstance(fact, Quantity) else fact


def _candidates(source: Source, family: str) -> Iterator[_Placed]:
    for number, sentence in enumerate(source.sentences):
        same = [(f, clause) for f, clause in sentence.placed_facts if _family(f) == family]
        alone = len({_value(f) for f, _ in same}) == 1
        yield from (_Placed(f, Spot(clause, alone, number)) for f, clause in same)
