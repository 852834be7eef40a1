"""What belongs to an answering sentence: its list, its lead-in, its conditions and exceptions."""

import re
from collections.abc import Sequence

from bot.answering.answer_spans import find_answer_span
from bot.answering.candidates import SOURCE_NOTE, Candidate
from bot.answering.composing import DraftSentence
from bot.answering.sentences import Span
from bot.answering.understanding import Expected

# A list that answers is shown whole up to here.
_MOST_LIST_ITEMS = 15
# The sentence after the best one often holds its condition or exception; longer ones are asides.
_LONGEST_COMPLEMENT = 220
_LONGEST_CONDITION = 400
# A text as short as this is shown whole: its paragraphs are the cases of one rule.
_SHORT_TEXT = 420
_LIST_ASKED = re.compile(
    r"\b(apa (saja|aja)|apa-apa|siapa (saja|aja)|syarat\w*|persyaratan\w*|sebutkan|langkah\w*|"
    r"tahap\w*|prosedur\w*|tata cara|alur\w*|dokumen apa|berkas apa|jenis\w*|macam\w*|"
    r"which documents|requirements?|steps?|what are|list|how (do|can|to))\b",
    re.IGNORECASE,
)
_LIST_QUESTION_STARTS = re.compile(r"\s*(bagaimana|gimana|gmn|caranya|cara)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\s*(namun|akan tetapi|tetapi|kecuali|dikecualikan|apabila|dalam hal|jika|bila|jangka waktu|"
    r"batas waktu|perpanjangan|ketentuan ini|however|except|unless|if|this (period|deadline)|"
    r"the (period|deadline))\b",
    re.IGNORECASE,
)
# How an item ends that is part of a longer sentence.
_GOES_ON = re.compile(r"(;|,)(\s*(dan|atau|dan/atau|and|or))?\s*$", re.IGNORECASE)
_PARAGRAPH_NUMBER = re.compile(r"\((\d{1,2})[a-z]?\)\s")
_CHANGES_ANSWER = re.compile(
    r"\b(diperpanjang|perpanjangan|memperpanjang|dikecualikan|kecuali|tidak berlaku|tidak termasuk|"
    r"extended|except)\b",
    re.IGNORECASE,
)


def asks_for_list(question: str) -> bool:
    """Tell whether the items of a list, all of them, answer a question."""
    return bool(_LIST_ASKED.search(question) or _LIST_QUESTION_STARTS.match(question))


def belonging_sentences(
    answer: Candidate, *, whole_list: bool, expected: Expected = Expected.NONE
) -> list[DraftSentence]:
    """Give what the reader of one sentence must see as well; the sentence itself is not in it.

    `expected` is the sort of words asked for: a paragraph that adds such words belongs as well.
    """
    text = answer.passage.chunk.text
    if len(text) <= _SHORT_TEXT:
        spans = [
            s for s in answer.sentences if s != answer.span and not SOURCE_NOTE.match(s.of(text))
        ]
        return [DraftSentence(answer.passage, span.start, span.end) for span in spans]
    return [*list_parts(answer, whole_list=whole_list), *_complements(answer, expected)]


def list_parts(answer: Candidate, *, whole_list: bool) -> list[DraftSentence]:
    """Give the items of a lead-in, or of an item its lead-in and, if asked, the other items."""
    spans, index, text = answer.sentences, answer.index, answer.passage.chunk.text
    chosen: list[Span] = []
    if answer.text.endswith(":"):
        chosen = _items(spans, index + 1, _marker(answer.span, text), text)
    elif answer.span.list_item:
        first = _first_item(spans, index, text)
        lead_in = spans[first - 1] if first else None
        if lead_in is not None and lead_in.of(text).endswith(":"):
            chosen = [lead_in]
        items = _items(spans, first, _marker(lead_in, text) if lead_in else "", text)
        if (chosen or not first) and (whole_list or _is_one_statement(items, answer)):
            chosen += [span for span in items if span != answer.span]
    return [DraftSentence(answer.passage, span.start, span.end) for span in chosen]


def _is_one_statement(items: Sequence[Span], answer: Candidate) -> bool:
    """Tell whether an item is but a part of a short enumeration, and says little without it."""
    length = sum(span.end - span.start for span in items)
    return length <= _SHORT_TEXT and bool(_GOES_ON.search(answer.text))


def _first_item(spans: tuple[Span, ...], index: int, text: str) -> int:
    """Give the first item of the innermost list that an item stands in."""
    marker = _marker(spans[index], text)
    while index and spans[index - 1].list_item:
        before = spans[index - 1]
        if _marker(before, text) != marker and before.of(text).endswith(":"):
            break
        index -= 1
    return index


def _items(spans: tuple[Span, ...], first: int, outer: str, text: str) -> list[Span]:
    """Give the items from the first on; a marker of the `outer` list ends theirs."""
    items: list[Span] = []
    for span in spans[first : first + _MOST_LIST_ITEMS]:
        marker = _marker(span, text)
        if not marker or marker == outer:
            break
        items.append(span)
    return items


def _marker(span: Span, text: str) -> str:
    """Tell how an item is marked: "(1)", "1.", "a." or a dash are lists of their own."""
    if not span.list_item:
        return ""
    mark = text[span.start : span.end].split(maxsplit=1)[0]
    return re.sub(r"[a-z]+", "a", re.sub(r"[0-9]+", "1", mark))


def _complements(answer: Candidate, expected: Expected) -> list[DraftSentence]:
    """Give the sentence that follows, and each that changes what the answering paragraph says."""
    if answer.text.endswith(":"):
        return []
    text = answer.passage.chunk.text
    number = _PARAGRAPH_NUMBER.match(answer.text)
    chosen: list[DraftSentence] = []
    for index, span in enumerate(answer.sentences):
        words = span.of(text)
        if index == answer.index or SOURCE_NOTE.match(words):
            continue
        if (index == answer.index + 1 and _follows_on(answer.span, span, words)) or (
            number
            and f"ayat ({number.group(1)})" in words
            and (_CHANGES_ANSWER.search(words) or find_answer_span(expected, words))
        ):
            chosen.append(DraftSentence(answer.passage, span.start, span.end))
    return chosen


def _follows_on(answer: Span, following: Span, words: str) -> bool:
    if answer.list_item or following.list_item:
        return False
    return len(words) <= (_LONGEST_CONDITION if _CONDITION.match(words) else _LONGEST_COMPLEMENT)
