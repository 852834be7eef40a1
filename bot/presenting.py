"""Answers and passages as the JSON that scripts read and as text for a terminal."""

from dataclasses import asdict
from typing import Any

from bot.answering.models import Answer, Citation
from bot.messages.catalogue import Catalogue
from bot.messages.dates import format_date
from vectorstore.models import SECTION_SEPARATOR, Passage
from vectorstore.retriever import Retrieval


def answer_json(answer: Answer) -> dict[str, Any]:
    """Give an answer in the form that the command contract promises."""
    asked = {"qid": answer.question.qid} if answer.question.qid is not None else {}
    timings = answer.timings
    used = {"model": asdict(answer.model)} if answer.model is not None else {}
    searched = {"searched": answer.searched} if answer.searched else {}
    return {
        **asked,
        "question": answer.question.text,
        "status": answer.status.value,
        "language": answer.language,
        "text": answer.text,
        "citations": [_citation_json(citation) for citation in answer.citations],
        "confidence": answer.confidence,
        "build": answer.build,
        "timings_ms": {
            "understand": timings.understand,
            "retrieve": timings.retrieve,
            "compose": timings.compose,
            "total": timings.total,
        },
        **used,
        **searched,
    }


def answer_text(answer: Answer, catalogue: Catalogue) -> str:
    """Write an answer with the list of its sources."""
    if not answer.citations:
        return answer.text
    heading = catalogue.text("answer.sources", answer.language)
    sources = [_source_line(citation, answer.language, catalogue) for citation in answer.citations]
    note = ["", catalogue.text("answer.worded", answer.language)] if answer.worded else []
    return "\n".join([answer.text, "", f"{heading}:", *sources, *note])


def search_json(question: str, found: Retrieval) -> dict[str, Any]:
    """Give a search in the form that the command contract promises."""
    return {
        "question": question,
        "passages": [
            _passage_json(rank, passage) for rank, passage in enumerate(found.passages, start=1)
        ],
    }


def search_text(found: Retrieval) -> str:
    """Write the passages with both scores, best first."""
    if not found.passages:
        return "Nothing found."
    blocks = []
    for rank, passage in enumerate(found.passages, start=1):
        chunk = passage.chunk
        place = SECTION_SEPARATOR.join(p for p in (chunk.article.title, chunk.section) if p)
        scores = f"dense {passage.dense:.3f}, keyword {passage.keyword:.2f}"
        blocks.append(
            f"{rank}. {place}\n   {passage.score:.3f} ({scores})\n   {_start(chunk.text)}"
        )
    return "\n".join(blocks)


def _start(text: str, characters: int = 200) -> str:
    line = " ".join(text.split())
    return line if len(line) <= characters else f"{line[:characters]}…"


def _source_line(citation: Citation, language: str, catalogue: Catalogue) -> str:
    published = format_date(citation.published, language, catalogue) if citation.published else ""
    facts = (citation.title, citation.section, citation.publisher, published, citation.url)
    return f"[{citation.number}] {', '.join(fact for fact in facts if fact)}"


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "highlight": list(citation.highlight) if citation.highlight else None,
        "article_id": citation.article_id,
        "chunk_id": citation.chunk_id,
        "title": citation.title,
        "section": citation.section,
        "url": citation.url,
        "published": citation.published.isoformat() if citation.published else None,
        "publisher": citation.publisher,
        "superseded": citation.superseded,
    }


def _passage_json(rank: int, passage: Passage) -> dict[str, Any]:
    chunk = passage.chunk
    return {
        "rank": rank,
        "score": round(passage.score, 4),
        "dense": round(passage.dense, 4),
        "keyword": round(passage.keyword, 4),
        "article_id": chunk.article.article_id,
        "chunk_id": chunk.chunk_id,
        "title": chunk.article.title,
        "section": chunk.section,
        "url": chunk.url,
        "text": chunk.text,
    }
