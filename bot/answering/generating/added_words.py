"""Tells whether a claim brings in words that no passage gave it."""

from bot.answering.generating.reading_sentences import Sentence, Source

# So many new words on end: same language, other language.
_NEW, _UNKNOWN_IN_RUN = {False: 2.0, True: 2.5}, 0.5
_STRANGE_AT_END = 2


def adds_something(claim: Sentence, source: Source, *, unquoted: bool = False) -> bool:
    """Tell whether so many words on end stand nowhere in a source that they say something new.

    `unquoted` tells that the source is not all of the passage: what a sentence is about may stand
    before the words that are quoted.
    """
    foreign = is_foreign(claim, source)
    run = 0.0
    for concept in claim.words.concepts:
        if any(concept.stands_in(sentence.keys) for sentence in source.sentences):
            run = 0.0
            continue
        run += _UNKNOWN_IN_RUN if foreign and not concept.known else 1.0
        if run >= _NEW[foreign] + unquoted:
            return True
    return False


def has_strange_word(claim: Sentence, quoted: Source) -> bool:
    """Tell whether a word stands neither in what is quoted nor in any table of ours.

    One word too many is what somebody orders who wants to know whether the bot obeys. In another
    language many an honest word is strange; there such words must not make up most of it, a clause
    or the very end.
    """
    concepts = claim.words.concepts
    strange = [
        not one.usual and not any(one.stands_in(sentence.keys) for sentence in quoted.sentences)
        for one in concepts
    ]
    if not is_foreign(claim, quoted):
        return any(strange)
    clauses: dict[int, list[bool]] = {}
    for one, odd in zip(concepts, strange, strict=True):
        clauses.setdefault(one.clause, []).append(odd)
    most = any(sum(odd) > len(odd) / 2 for odd in (strange, *clauses.values()))
    return most or all(strange[-_STRANGE_AT_END:])


def is_foreign(claim: Sentence, source: Source) -> bool:
    """Tell whether a passage is in another language than a claim."""
    return bool(source.sentences) and source.sentences[0].language != claim.language
