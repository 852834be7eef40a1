"""Tells whether a claim lets another one act, or be met, than its source does."""

import itertools
from collections import Counter
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from bot.answering.generating.acting import FACT, is_verb
from bot.answering.generating.concepts import Actor, Concept
from bot.answering.generating.likeness import nearest_sentence
from bot.answering.generating.negation import DUTY, PERMISSION
from bot.answering.generating.reading_sentences import Sentence, keys_of

_MOST_OF_CLAIM = 0.75
_TOWARDS, _DONE_BY = frozenset({"kepada"}), frozenset({"oleh", "by"})
_RATES = frozenset("per tiap setiap each a an".split())
_ARTICLES = frozenset("the a an para seorang sebuah masing-masing setiap".split())


def role_fault(claim: Sentence, window: Sequence[Sentence], source: Sequence[Sentence]) -> str:
    """Give the code of what a claim lets another do or have, "" where it agrees.

    `window` are the sentences of the `source` that carry it.
    """
    nearest = nearest_sentence(claim, window)
    if fault := _acts_for_another(claim, nearest):
        return fault
    if name := _swapped(claim, nearest_sentence(claim, source)):
        return f"name:{name}"
    if _is_for_another(claim, nearest):
        return "unit"
    if _is_towards_another(claim, nearest):
        return "role"
    return "unsupported" if _puts_another_thing(claim, nearest_sentence(claim, source)) else ""


def _acts_for_another(claim: Sentence, nearest: Sentence) -> str:
    """Tell of who does what is done to them in the source, or who does what another does."""
    doing, done_to = _roles(nearest.words.actors)
    claims_doing, claims_done_to = _roles(claim.words.actors)
    for name in claims_doing:
        if name in done_to and name not in doing and doing:
            return f"name:{name}"
    for name in claims_done_to:
        if name in doing and name not in done_to:
            return f"name:{name}"
    if claims_done_to and done_to and claims_done_to.isdisjoint(done_to):
        return f"name:{min(claims_done_to)}"
    if claims_doing and doing and claims_doing.isdisjoint(doing):
        return f"name:{min(claims_doing)}"
    plain, said = set(nearest.words.plain), set(claim.words.plain)
    weakened = said & PERMISSION and not said & DUTY and plain & DUTY and not plain & PERMISSION
    return "duty" if weakened and claims_doing & doing - {"pemohon"} else ""


def _swapped(claim: Sentence, nearest: Sentence) -> str:
    """Give who stands in a claim in the place of another one in the sentence that it repeats."""
    acting = {word for actor in claim.words.actors for word in actor.phrase}
    words = [c for c in claim.words.concepts if c.word not in acting]
    held = sum(concept.stands_in(nearest.keys) for concept in words)
    if not words or held < _MOST_OF_CLAIM * len(words):
        return ""
    wider = {a.wider for a in (*claim.words.actors, *nearest.words.actors)}
    here = Counter(_told_as(actor, wider) for actor in claim.words.actors)
    there = Counter(_told_as(actor, wider) for actor in nearest.words.actors)
    return min(here - there) if here - there and there - here else ""


def _told_as(actor: Actor, wider: set[str]) -> str:
    return actor.wider if actor.wider in wider and actor.wider else actor.name


def _puts_another_thing(claim: Sentence, nearest: Sentence) -> bool:
    """Tell whether a claim repeats an Indonesian sentence but for a noun that is another thing."""
    if (claim.language, nearest.language) != ("id", "id"):
        return False
    here, there = claim.words.concepts, nearest.words.concepts
    blocks = SequenceMatcher(
        None, [c.stem for c in here], [c.stem for c in there], autojunk=False
    ).get_opcodes()
    same = sum(end - start for kind, start, end, _, _ in blocks if kind == "equal")
    if same < _MOST_OF_CLAIM * len(here):
        return False
    return any(
        kind == "replace"
        and end - start == 1
        and not is_verb(here[start].word)
        and not is_verb(there[its_start].word)
        and here[start].polarity is there[its_start].polarity
        and not here[start].stands_in(nearest.keys)
        for kind, start, end, its_start, _ in blocks
    )


def _is_for_another(claim: Sentence, nearest: Sentence) -> bool:
    """Tell whether a rate is one for something else: "Rp300 per halaman"."""
    return any(
        before == FACT and not concept.stands_in(nearest.keys)
        for before, mark, word in zip(
            claim.words.plain, claim.words.plain[1:], claim.words.plain[2:], strict=False
        )
        for concept in claim.words.concepts
        if mark in _RATES and concept.word == word
    )


def _is_towards_another(claim: Sentence, nearest: Sentence) -> bool:
    """Tell whether "kepada" or "oleh" names another one than it does in the source."""
    for marks in _TOWARDS, _DONE_BY:
        here, there = _after_words(claim, marks), _after_words(nearest, marks)
        keys = keys_of(there)
        held = [concept.stands_in(keys) for concept in here]
        same_language = claim.language == nearest.language
        if here and there and not (all(held) if same_language else any(held)):
            return True
    return False


def _after_words(sentence: Sentence, marks: Collection[str]) -> list[Concept]:
    """Give the words of content that follow one of the marks, up to the first that is none."""
    plain = sentence.words.plain
    by_word = {concept.word: concept for concept in sentence.words.concepts}
    found: list[Concept] = []
    for at, word in enumerate(plain):
        if word in marks:
            following = itertools.dropwhile(lambda w: w in _ARTICLES, plain[at + 1 :])
            # "oleh Sekretaris Kementerian, Setya Utama"
            named = itertools.takewhile(lambda w: w in by_word or w == ",", following)
            found += [by_word[w] for w in named if w != ","]
    return found


def _roles(actors: Sequence[Actor]) -> tuple[set[str], set[str]]:
    """Give who does something and to whom it is done, by their names and wider names."""
    named = [(name, a.role) for a in actors for name in (a.name, a.wider) if name]
    doing = {name for name, role in named if role == "by"}
    return doing, {name for name, role in named if role == "to"}
