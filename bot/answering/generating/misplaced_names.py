"""Tells whether persons and offices of a claim do, or meet, the same as in the source."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.answering.generating.concepts import Actor
from bot.answering.generating.placing import Spot, in_company, scores_near, share_said
from bot.answering.generating.reading_sentences import Sentence, Source

# Another name has to fit this much better, as of facts in `misplaced_facts`.
_TIMES_BETTER, _BETTER = 1.05, 0.02
# Who is only mentioned is seldom who was meant to act.
_UNCLEAR_ROLE = 0.7


@dataclass(frozen=True, slots=True)
class _Named:
    actor: Actor
    place: Spot


def misplaced_name(claim: Sentence, source: Source) -> str:
    """Give a name of a claim of whom the source tells something else, or ""."""
    named = (*claim.words.actors, *claim.names_alone)
    labels = {actor.name for actor in named}
    candidates = list(_named(source))
    company = [fact for fact, _ in claim.placed_facts]
    for actor in named:
        same = [_is_same(actor, one.actor) for one in candidates]
        doing = {one.place.sentence for one in candidates if one.actor.role == "by"}
        # Where another one acts, this one does not.
        acts = [
            actor.role != "by" or one.actor.role == "by" or one.place.sentence not in doing
            for one in candidates
        ]
        held = [is_same and may for is_same, may in zip(same, acts, strict=True)]
        held = held if any(held) else same
        own_sentences = {o.place.sentence for o, h in zip(candidates, held, strict=True) if h}
        is_rival = [
            not h and one.actor.name not in labels and _may_stand_for(actor, one, own_sentences)
            for one, h in zip(candidates, held, strict=True)
        ]
        if not any(held) or not any(is_rival):
            continue
        weights = [(c, 1.0) for c in claim.words.concepts if c.word not in actor.phrase]
        scores = [
            (score + in_company(company, claim, one.place, source))
            * share_said(claim, source.sentences[one.place.sentence])
            for score, one in zip(
                scores_near(weights, [one.place for one in candidates], source),
                candidates,
                strict=True,
            )
        ]
        own = max(s for s, h in zip(scores, held, strict=True) if h)
        other = max(
            score if one.actor.role or not actor.role else score * _UNCLEAR_ROLE
            for score, one, rival in zip(scores, candidates, is_rival, strict=True)
            if rival
        )
        if other > own * _TIMES_BETTER + _BETTER:
            return actor.name
    return ""


def _is_same(actor: Actor, other: Actor) -> bool:
    if actor.name in (other.name, other.wider):
        return True
    # "Setya Utama" stands in "Sekretaris Setya Utama"; PPID is not the superior of PPID.
    return not other.wider and " " in actor.name and set(actor.phrase) < set(other.phrase)


def _may_stand_for(actor: Actor, other: _Named, own_sentences: Collection[int]) -> bool:
    """Tell whether a claim may have put one for another: not the one who acts for whom it meets."""
    role, its_role = actor.role, other.actor.role
    if other.place.sentence in own_sentences:
        return role == its_role
    return its_role != "of" and (not role or not its_role or role == its_role)


def _named(source: Source) -> Iterator[_Named]:
    for number, sentence in enumerate(source.sentences):
        found = (*sentence.words.actors, *sentence.names_alone)
        alone = len({actor.clause for actor in found}) == 1
        for actor in found:
            # Who acts belongs to one clause; who is met, to those before as well.
            follows = actor.role != "by"
            yield _Named(actor, Spot(actor.clause, alone, number, follows))
