"""Shows the article that a question cites, where nothing else answers it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.composing import Draft, DraftSentence
from bot.answering.models import AnswerStatus
from bot.answering.premises import CitedLaws
from bot.answering.sentences import split_sentences
from vectorstore.models import Passage

# Of longer articles the beginning is shown; the citation links to the whole.
_MOST_SENTENCES = 12
_HEADING = re.compile(r"\W*(?:Pasal|Article)\s+\d{1,4}\s?[A-Z]?\W*", re.IGNORECASE)
_PARAGRAPH = re.compile(r"^[ \t]*\((\d{1,2})\)", re.MULTILINE)
_PART_OF_CITATION = re.compile(
    r"\b(?:pasal|psl|article|ayat|paragraph|huruf|angka|butir)\s*\(?\w{1,4}\)?|"
    r"\b(?:tahun|thn|nomor|no)\b\.?|\d+",
    re.IGNORECASE,
)
_SHOW_IT = frozenset(
    "apa apakah apaan bagaimana gimana isi isinya bunyi bunyinya berbunyi mengatur ngatur diatur "
    "tentang dari dalam di pada itu ini sih dong ya bilang tolong sebutkan jelaskan tampilkan "
    "tuliskan lihat mau minta teks lengkap naskah kutip kutipan yang adalah what is the does do "
    "say says of in text show me please about tell".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def asks_for_article(question: str, cited: CitedLaws) -> bool:
    """Tell whether a question asks for nothing but what the cited article says."""
    rest = question.lower()
    for citation in cited.citations:
        rest = rest.replace(citation.written.lower(), " ")
    rest = _PART_OF_CITATION.sub(" ", rest)
    return all(word in _SHOW_IT for word in _WORD.findall(rest))


def with_cited_article(
    draft: Draft, question: str, cited: CitedLaws, passages: Sequence[Passage]
) -> Draft:
    """Give the draft, or one of the cited article where the draft does not speak of it.

    Whether the article says what a question supposes is left to the reader: it is shown as what
    may be related, and as the answer only where nothing but its text was asked for.
    """
    ids = cited.chunk_ids
    named = [passage for passage in passages if passage.chunk.chunk_id in ids]
    if not named:
        return draft
    only = asks_for_article(question, cited)
    if not only and _speaks_of(ids, draft):
        return draft
    named.sort(key=lambda passage: ids.index(passage.chunk.chunk_id))
    paragraphs = {citation.paragraph for citation in cited.citations if citation.article}
    wanted = paragraphs.pop() if len(paragraphs) == 1 else 0
    shown = [s for p in named for s in _sentences(p, wanted)] or [
        s for p in named for s in _sentences(p, 0)
    ]
    status = AnswerStatus.ANSWERED if only else AnswerStatus.ANSWERED_PARTLY
    chance = max(draft.confidence, 1.0) if only else draft.confidence
    return replace(
        draft, status=status, sentences=tuple(shown[:_MOST_SENTENCES]), confidence=chance
    )


def _speaks_of(chunk_ids: Sequence[str], draft: Draft) -> bool:
    """Tell whether an answer leads with the cited article, and a guess holds nothing else."""
    cited = [s.passage.chunk.chunk_id in chunk_ids for s in draft.sentences]
    return any(cited[:1]) and (draft.status is AnswerStatus.ANSWERED or all(cited))


def _sentences(passage: Passage, paragraph: int) -> list[DraftSentence]:
    """Give the sentences of a passage, or of one paragraph in it; none where it has no such one."""
    text = passage.chunk.text
    start, end = 0, len(text)
    if paragraph:
        marks = [(int(mark[1]), mark.start()) for mark in _PARAGRAPH.finditer(text)]
        starts = [place for number, place in marks if number == paragraph]
        if not starts:
            return []
        start = starts[0]
        end = min((place for _, place in marks if place > start), default=end)
    return [
        DraftSentence(passage, span.start, span.end)
        for span in split_sentences(text)
        if start <= span.start < end and not _HEADING.fullmatch(span.of(text))
    ]
