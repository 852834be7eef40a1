"""Answers both questions of a message that asks two, each with its own search."""

import re
from collections.abc import Mapping
from dataclasses import replace

from langchain_core.runnables import Runnable, RunnableLambda

from bot.answering.models import Answer, AnswerStatus, Citation, Question, used
from bot.answering.parts import two_parts
from bot.answering.understanding import without_personal_data

# Ours stand at the end of a line; a bracketed number elsewhere is a footnote of the source.
_OUR_NUMBERS = re.compile(r"(?:\s*\[\d{1,4}\])+$", re.MULTILINE)
_NUMBER = re.compile(r"\d+")


def with_two_parts(chain: Runnable[Question, Answer]) -> Runnable[Question, Answer]:
    """Let a chain answer two questions at once; one that asks one is answered as before."""

    def answer(question: Question) -> Answer:
        parts = two_parts(question.text)
        if parts is None:
            return chain.invoke(question)
        first = chain.invoke(replace(question, text=parts[0]))
        # The second may lean on the first: "siapa yang menjawab, dan berapa lama?"
        earlier = (*question.earlier, first.question.text)
        second = chain.invoke(replace(question, text=parts[1], earlier=earlier))
        both = first.status is second.status is AnswerStatus.ANSWERED
        # A build published in between must not be mixed with the one before.
        if not both or first.build != second.build:
            return _after(first, second, chain.invoke(question))
        return _joined(question, first, second)

    return RunnableLambda(answer)


def _after(first: Answer, second: Answer, whole: Answer) -> Answer:
    """Add what the parts took to the answer that is shown instead of theirs."""
    spent = used(first.model, second.model)
    return replace(
        whole,
        timings=first.timings + second.timings + whole.timings,
        model=used(whole.model, spent.discarded() if spent else None),
    )


def _joined(question: Question, first: Answer, second: Answer) -> Answer:
    numbers, citations = dict[int, int](), list(first.citations)
    for citation in second.citations:
        known = next((c.number for c in citations if _is_same(c, citation)), 0)
        numbers[citation.number] = known or len(citations) + 1
        if not known:
            citations.append(replace(citation, number=len(citations) + 1))
    says_more = len(citations) > len(first.citations)
    added = f"\n\n{_renumbered(second.text, numbers)}" if says_more else ""
    asked = without_personal_data(question)
    weaker = min(first, second, key=lambda answer: answer.confidence)
    return replace(
        first,
        question=asked,
        text=first.text + added,
        citations=tuple(citations),
        confidence=weaker.confidence,
        timings=first.timings + second.timings,
        masked=asked.text != question.text,
        urgent=first.urgent or second.urgent,
        model=used(first.model, second.model),
        searched="\n".join(filter(None, (first.searched, second.searched))),
    )


def _is_same(one: Citation, other: Citation) -> bool:
    return (one.chunk_id, one.quote) == (other.chunk_id, other.quote)


def _renumbered(text: str, numbers: Mapping[int, int]) -> str:
    def renumber(match: re.Match[str]) -> str:
        return _NUMBER.sub(lambda digits: str(numbers[int(digits.group())]), match.group())

    return _OUR_NUMBERS.sub(renumber, text)
