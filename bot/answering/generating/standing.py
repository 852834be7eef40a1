"""Tells whether facts and names of a claim stand in the words that carry it, to the letter."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.generating.bounds import UP_TO
from bot.answering.generating.facts_in_text import Code, Date, Fact, Time, Weekday
from bot.answering.generating.law_places import Law, Place
from bot.answering.generating.likeness import nearest_sentence, same_fact
from bot.answering.generating.quantities import BARE, Quantity
from bot.answering.generating.reading_sentences import Sentence, Source

_LENIENT = 1
# A word without a group or a translation is known by its stem alone, in each language.
_OWN_WAYS = 2
_JOINTS = frozenset("dan of and the".split())
_ONE = frozenset("satu sebuah suatu seorang sekali tunggal a an one single once".split())
_PENAL = frozenset(
    "pidana dipidana penjara kurungan denda didenda hukuman dihukum prison imprisonment "
    "jail fine fined fines imprisoned jailed sentenced".split()
)
# Passages that say "you" or "the citizen" speak of them too.
_ANYONE = frozenset({"pemohon"})


def fact_fault(
    fact: Fact, claim: Sentence, window: Sequence[Sentence], source: Source, heading: Source
) -> str:
    """Give the code of a fact that the words that carry a claim do not tell, "" where they do."""
    if isinstance(fact, Law):
        nearest = [one for one in facts_of(window) if isinstance(one, Law)]
        wider: list[Fact] = [*nearest] or facts_of((*source.sentences, *heading.sentences))
        return "" if any(same_fact(fact, one) for one in wider) else code_of(fact)
    if isinstance(fact, Place):
        return "" if _is_placed_alike(fact, claim, window, source, heading) else code_of(fact)
    told = [one for one in facts_of(window) if same_fact(fact, one)]
    if isinstance(fact, Quantity):
        if not told and fact.value == _LENIENT and fact.unit in ("", BARE):
            return "" if _ONE & {w for s in window for w in s.lower} else code_of(fact)
        if told and not any(_binds_alike(fact, one, claim) for one in told):
            return f"bound:{_written(fact)}"
    return "" if told else code_of(fact)


def _binds_alike(fact: Quantity, other: Fact, claim: Sentence) -> bool:
    if not isinstance(other, Quantity):
        return False
    if fact.relation and other.relation and fact.relation != other.relation:
        return False
    if fact.bound == other.bound:
        return True
    if fact.bound == UP_TO:
        return not other.bound
    # A penalty of up to a year is not one of a year.
    return not fact.bound and other.bound == UP_TO and not _PENAL & claim.lower


def _is_placed_alike(
    place: Place, claim: Sentence, window: Sequence[Sentence], source: Source, heading: Source
) -> bool:
    """Tell whether the words that carry a claim stand at the place in a law that it names.

    They say so themselves, by a mark like "(7)", or because the passage is of one article only.
    """
    articles = {p.article for p in _places(heading.sentences) if p.article} or {
        p.article for p in _places(source.sentences) if p.article
    }
    article = articles.pop() if len(articles) == 1 else ""
    marker = nearest_sentence(claim, window).facts.marker
    here = [Place(article=article, paragraph=marker)] if marker else []
    if here and place.paragraph:
        return place.told_by(here[0])
    known = [*here, *_places(window), *_places(heading.sentences)]
    if article:
        known += [replace(p, article=article) for p in _places(window) if not p.article]
        known += [p for p in _places(source.sentences) if p.article == article]
    return any(place.told_by(one) for one in known)


def _places(sentences: Sequence[Sentence]) -> list[Place]:
    return [fact for fact in facts_of(sentences) if isinstance(fact, Place)]


def missing_name(claim: Sentence, source: Source, heading: Source) -> str:
    """Give the first name that stands nowhere in the passage, not even translated."""
    sentences = (*source.sentences, *heading.sentences)
    actors = {name for s in sentences for a in s.words.actors for name in (a.name, a.wider)}
    for name in claim.names:
        if any(set(name) <= set(a.phrase) and a.name in actors for a in claim.words.actors):
            continue
        if not any(_holds_name(name, claim, sentence) for sentence in sentences):
            return " ".join(name)
    for actor in claim.words.actors:
        if actor.name not in actors | _ANYONE:
            return actor.name
    return ""


def _holds_name(name: Sequence[str], claim: Sentence, sentence: Sentence) -> bool:
    """Tell whether all of a name stands in a sentence, and what is together in it is so there."""
    concepts = [c for c in claim.words.concepts if c.word in name]
    if not all(c.word in sentence.lower or c.stands_in(sentence.keys) for c in concepts):
        return False
    titles = {w for a in claim.words.actors if set(a.phrase) < set(name) for w in a.phrase}
    strange = [c.word for c in concepts if len(c.ways) <= _OWN_WAYS and c.word not in titles]
    plain = sentence.words.plain
    beside = set(itertools.pairwise(word for word in plain if word not in _JOINTS))
    for pair in itertools.pairwise(name):
        if set(pair) <= set(strange) & set(plain) and pair not in beside:
            return False
    return not titles or not strange or _is_titled(titles, strange, sentence)


def _is_titled(titles: set[str], strange: Sequence[str], sentence: Sentence) -> bool:
    """Tell whether a title and a person stand near: "Sekretaris Kementerian, Setya Utama"."""
    clauses = [c.clause for c in sentence.words.concepts if c.word in strange]
    titled = [a.clause for a in sentence.words.actors if set(a.phrase) & titles]
    return not titled or any(abs(c - t) <= 1 for c in clauses for t in titled)


def facts_of(sentences: Sequence[Sentence]) -> list[Fact]:
    """Give the facts of sentences in order."""
    return [mark.fact for sentence in sentences for mark in sentence.facts.marks]


def code_of(fact: Fact) -> str:
    """Write a fact as a short code, as in "number:30"."""
    kinds: dict[type, str] = {
        Date: "date", Time: "time", Weekday: "weekday", Law: "law", Place: "article", Code: "code",
        Quantity: "number",
    }  # fmt: skip
    return f"{kinds[type(fact)]}:{_written(fact)}"


def _written(fact: Fact) -> str:
    match fact:
        case Quantity():
            return f"{fact.value.normalize():f}"
        case Date():
            return "-".join(str(part) for part in (fact.year, fact.month, fact.day) if part)
        case Time():
            return f"{fact.hour}.{fact.minute:02}"
        case Law():
            return f"{fact.number}/{fact.year}"
        case Place():
            return fact.paragraph or fact.article or fact.letter or fact.number or fact.chapter
        case Weekday():
            return str(fact.number)
    return fact.written
