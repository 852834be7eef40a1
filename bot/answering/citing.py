"""Ties every sentence of a draft to a numbered, verbatim citation, and checks that it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.composing import DraftSentence
from bot.answering.models import Citation
from vectorstore.models import Chunk


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of an answer and the number of the citation that carries it.

    `worded` tells that it says what the quote says in other words.
    """

    text: str
    number: int
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """Citations in the order of their numbers, and the sentences that point to them."""

    citations: tuple[Citation, ...]
    sentences: tuple[CitedSentence, ...]


def cite(sentences: Sequence[DraftSentence]) -> Cited:
    """Number the sentences: those that follow each other in one chunk share one quote.

    So do those that are worded from the same words.
    """
    citations: list[Citation] = []
    cited: list[CitedSentence] = []
    numbers: dict[tuple[str, int, int], int] = {}
    for run in stretches(sentences):
        place = (run[0].passage.chunk.chunk_id, run[0].start, max(s.end for s in run))
        number = numbers.setdefault(place, len(citations) + 1)
        if number > len(citations):
            citations.append(_citation(number, run))
        cited += [_cited(sentence, number) for sentence in run]
    return Cited(tuple(citations), tuple(cited))


def verified(cited: Cited, sentences: Sequence[DraftSentence]) -> Cited:
    """Keep only citations whose quote stands word for word in its chunk, and what they carry.

    Whether a quote carries a sentence that is worded from it was judged before.
    """
    texts = {s.passage.chunk.chunk_id: s.passage.chunk.text for s in sentences}
    sound = tuple(c for c in cited.citations if c.quote and c.quote in texts.get(c.chunk_id, ""))
    numbers = {citation.number: _on_one_line(citation.quote) for citation in sound}
    kept = (s for s in cited.sentences if s.number in numbers)
    return Cited(sound, tuple(s for s in kept if s.worded or s.text in numbers[s.number]))


def stretches(sentences: Sequence[DraftSentence]) -> list[list[DraftSentence]]:
    """Group sentences that follow each other in one chunk, with nothing but space between."""
    runs: list[list[DraftSentence]] = []
    for sentence in sentences:
        if runs and _follows(runs[-1][-1], sentence):
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return runs


def _follows(before: DraftSentence, after: DraftSentence) -> bool:
    chunk = before.passage.chunk
    if chunk.chunk_id != after.passage.chunk.chunk_id:
        return False
    if before.wording and before.start <= after.start and after.end <= before.end:
        return True
    if after.start < before.end:
        return False
    return not chunk.text[before.end : after.start].strip()


def _cited(sentence: DraftSentence, number: int) -> CitedSentence:
    text = _on_one_line(sentence.wording or sentence.text)
    return CitedSentence(text, number, worded=bool(sentence.wording))


def _citation(number: int, run: Sequence[DraftSentence]) -> Citation:
    chunk: Chunk = run[0].passage.chunk
    start, end = run[0].start, max(sentence.end for sentence in run)
    marked = next((s.highlight for s in run if s.highlight), None)
    return Citation(
        number=number,
        quote=chunk.text[start:end],
        highlight=(marked[0] - start, marked[1] - start) if marked else None,
        article_id=chunk.article.article_id,
        chunk_id=chunk.chunk_id,
        title=chunk.article.title,
        section=chunk.section,
        url=chunk.url,
        published=chunk.article.published,
        publisher=chunk.article.publisher,
        superseded=chunk.article.superseded,
        lead=_on_one_line(chunk.lead) if _continues_lead(chunk, run[0]) else "",
    )


def _continues_lead(chunk: Chunk, first: DraftSentence) -> bool:
    """A lead belongs to the list or table that its chunk begins with, until a blank line."""
    return bool(chunk.lead) and "\n\n" not in chunk.text[: first.start]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
