"""Tells where a claim turns round what its source says: denials, opposites, orders, duties."""

from collections.abc import Callable, Sequence

from bot.answering.generating.bounds import UP_TO
from bot.answering.generating.concepts import Concept
from bot.answering.generating.likeness import likeness, nearest_sentence
from bot.answering.generating.negation import (
    AFTER_CUES,
    ALL,
    BEFORE_CUES,
    DUTY,
    OBLIGATION,
    ONLY,
    OPPOSITES,
    PERMISSION,
    PROHIBITION,
    Polarity,
    claims_always,
    denials,
)
from bot.answering.generating.quantities import Quantity
from bot.answering.generating.reading_sentences import Sentence, keys_of

# So much of what the likest sentence holds has one of the same topic, and one as like as that.
_SAME_TOPIC, _AS_LIKE = 0.6, 0.9
ReadConcepts = Callable[[str, str], tuple[Concept, ...]]


def disagreement(
    claim: Sentence, window: Sequence[Sentence], source: Sequence[Sentence], read: ReadConcepts
) -> str:
    """Give the code of what a claim turns round, "" where it agrees.

    `window` are the sentences that carry it, `source` all of the passage: what is denied there of
    the same thing counts, wherever it stands.
    """
    nearest = nearest_sentence(claim, window)
    if _is_denied_otherwise(claim, window, source) or _allows_prohibited(claim, source):
        return "negation"
    if _says_opposite(claim, nearest, source, read):
        return "opposite"
    plain = {word for sentence in window for word in sentence.words.plain}
    said = set(claim.words.plain)
    if said & ONLY and not plain & ONLY:
        return "only"
    if claims_always(claim.words.plain) and not plain & ALL:
        return "all"
    if _turns_order(claim, nearest):
        return "order"
    if _is_duty_made(claim, plain, nearest):
        return "duty"
    return ""


def _is_duty_made(claim: Sentence, plain: set[str], nearest: Sentence) -> bool:
    """Tell whether a claim makes a duty of what may be done; a deadline is not one."""
    if any(isinstance(m.fact, Quantity) and m.fact.bound == UP_TO for m in claim.facts.marks):
        return False
    duty = set(claim.words.plain) & DUTY
    return bool(duty and not plain & OBLIGATION and set(nearest.words.plain) & PERMISSION)


def _allows_prohibited(claim: Sentence, source: Sequence[Sentence]) -> bool:
    """Tell whether a claim allows what a sentence as like to it as any prohibits."""
    if not set(claim.words.plain) & PERMISSION or denials(claim.words.plain):
        return False
    alike = likeness(claim, source)
    most = max(shared for shared, _ in alike)
    return any(
        set(sentence.words.plain) & PROHIBITION
        for shared, sentence in alike
        if shared >= most * _AS_LIKE
    )


def _is_denied_otherwise(
    claim: Sentence, window: Sequence[Sentence], source: Sequence[Sentence]
) -> bool:
    denied_here = sum(denials(sentence.words.plain) for sentence in window)
    if denials(claim.words.plain) and not denied_here:
        return True
    alike = likeness(claim, source)
    if denials(claim.words.plain) and all(
        concept.polarity is not Polarity.DENIED for concept in claim.words.concepts
    ):
        most = max(shared for shared, _ in alike)
        return not any(denials(s.words.plain) for shared, s in alike if shared == most)
    for concept in claim.words.concepts:
        found = _polarities(concept, alike)
        if concept.polarity is Polarity.DENIED and found == {Polarity.SAID}:
            return True
        if concept.polarity is Polarity.SAID and found == {Polarity.DENIED}:
            return True
    return not claim.facts.marks and _hides_denial(claim, alike)


def _polarities(concept: Concept, alike: Sequence[tuple[float, Sentence]]) -> set[Polarity]:
    """Give how a word of a claim is used where the source is most like the claim."""
    most = max(shared for shared, _ in alike)
    best, found = 0.0, set[Polarity]()
    for shared, sentence in alike:
        # What a sentence about something else denies is not denied here.
        if shared < most * _SAME_TOPIC or shared < best or not concept.stands_in(sentence.keys):
            continue
        near = [c for c in sentence.words.concepts if concept.stands_in(keys_of((c,)))]
        same = [c for c in near if c.stem == concept.stem]
        used = {c.polarity for c in same or near}
        if used:
            found = used if shared > best else found | used
            best = shared
    return found


def _hides_denial(claim: Sentence, alike: Sequence[tuple[float, Sentence]]) -> bool:
    """Tell whether a claim has a word that is not found, where the source denies another one.

    It may be the same word in other words, without the denial.
    """
    most = max(shared for shared, _ in alike)
    for shared, sentence in alike:
        if shared < most or denials(sentence.words.plain) <= denials(claim.words.plain):
            continue
        lost = [c for c in claim.words.concepts if not c.stands_in(sentence.keys)]
        denied = [c for c in sentence.words.concepts if c.polarity is Polarity.DENIED]
        if lost and any(not one.stands_in(claim.keys) for one in denied):
            return True
    return False


def _says_opposite(
    claim: Sentence, nearest: Sentence, source: Sequence[Sentence], read: ReadConcepts
) -> bool:
    """Tell whether a claim says one thing where the source says the opposite and not the same."""
    alike = likeness(claim, source)
    most = max(shared for shared, _ in alike)
    lacking = keys_of(
        c for c in claim.words.concepts if not any(c.stands_in(s.keys) for s in source)
    )
    near = [s.keys for shared, s in alike if shared >= most * _SAME_TOPIC] if lacking else []
    pairs = [pair for one, other in OPPOSITES for pair in ((one, other), (other, one))]
    return any(
        (
            _means(one, claim.keys, read)
            and _means(other, nearest.keys, read)
            and not _means(one, nearest.keys, read)
            and not _means(other, claim.keys, read)
        )
        or (_means(one, lacking, read) and any(_means(other, keys, read) for keys in near))
        for one, other in pairs
    )


def _means(word: str, keys: set[str], read: ReadConcepts) -> bool:
    return any(c.stands_in(keys) for language in ("id", "en") for c in read(word, language))


def _turns_order(claim: Sentence, nearest: Sentence) -> bool:
    """Tell whether a claim puts after what the source puts before, or the other way round."""
    here = _after_cues(claim)
    there = _after_cues(nearest)
    return any(
        cue != other and any(c.stands_in(keys_of(others)) for c in concepts)
        for cue, concepts in here
        for other, others in there
    ) and not any(
        cue == other and any(c.stands_in(keys_of(others)) for c in concepts)
        for cue, concepts in here
        for other, others in there
    )


def _after_cues(sentence: Sentence) -> list[tuple[bool, list[Concept]]]:
    """Give what follows each "before" (True) and "after" (False) in its clause."""
    found = []
    for at, word in enumerate(sentence.words.plain):
        if word in BEFORE_CUES | AFTER_CUES:
            clause = sentence.words.clauses[at]
            concepts = [c for c in sentence.words.concepts if c.clause == clause]
            found.append((word in BEFORE_CUES, concepts))
    return found
