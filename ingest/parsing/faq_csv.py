"""From a table of questions and answers, as office programs save it, to articles."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import Finding, FoundArticle, Skipped, SourceDefaults
from ingest.parsing.dates import parse_date
from ingest.parsing.decoding import decode_text
from ingest.parsing.draft import MAX_TITLE_CHARACTERS, Draft, finish_article
from ingest.parsing.language import normalise_language
from ingest.parsing.markdown import slugify
from vectorstore.cleaning import clean_line
from vectorstore.models import Article, ArticleKind, Block

_COLUMNS = {
    "pertanyaan": "question",
    "question": "question",
    "jawaban": "answer",
    "answer": "answer",
    "id": "id",
    "url": "url",
    "kategori": "category",
    "category": "category",
    "tanggal": "date",
    "date": "date",
    "penerbit": "publisher",
    "publisher": "publisher",
    "bahasa": "language",
    "language": "language",
}
_SEPARATORS = ",;\t"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")  # Excel writes it above the header
_MAX_LINES = 400_000  # of which the longest tables in use have a hundredth
_MAX_ROW_LINES = 2000
_MAX_BAD_ROWS = 1000  # each may cost reading one field's greatest length
_MAX_SLUG = 100


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines after the header, the number of the first, and what the columns are."""

    lines: list[str]
    first_line: int
    separator: str
    columns: tuple[str, ...]


def read_faq_csv(
    content: bytes, name: str, defaults: SourceDefaults | None = None
) -> Iterator[Finding]:
    """Read one article of kind FAQ a row; a bad row is reported as "FILE line N".

    The header names a column "pertanyaan" or "question" and one "jawaban" or "answer"; columns id,
    url, kategori, tanggal, penerbit and bahasa (or English) are optional.

    Raises:
        SkippedInputError: the file is no such table; its encoding cannot be told.
    """
    table = _open(decode_text(content, name=name), name)
    bad, found = 0, 0
    for number, row in _rows(table):
        try:
            article = _article(row, table, name, f"{name} line {number}", defaults)
        except SkippedInputError as error:
            yield Skipped.from_error(error)
            bad += 1
            if bad > _MAX_BAD_ROWS:
                reason = f"has more than {_MAX_BAD_ROWS} bad rows; the rest of it was not read"
                yield Skipped(name, reason, SkipReason.MALFORMED)
                return
            continue
        found += 1
        yield FoundArticle(article, origin=f"{name} line {number}")
    if not found and not bad:
        yield Skipped(name, "has no rows under its header", SkipReason.EMPTY)


def _open(text: str, name: str) -> _Table:
    if text.count("\n") + text.count("\r") > _MAX_LINES:
        reason = f"has more than {_MAX_LINES} lines; divide it"
        raise SkippedInputError(name, SkipReason.TOO_LARGE, reason)
    lines = list(io.StringIO(text.replace("\x00", ""), newline=""))
    at = next((at for at, line in enumerate(lines) if line.strip()), 0)
    declared = _SEPARATOR_LINE.fullmatch(lines[at]) if lines else None
    at += declared is not None
    for separator in declared.group(1) if declared else _SEPARATORS:
        columns = _columns(lines[at : at + 1], separator)
        if {"question", "answer"} <= set(columns):
            return _Table(lines[at + 1 :], at + 2, separator, columns)
    reason = (
        'needs a header row that names the columns "pertanyaan" and "jawaban" '
        '(or "question" and "answer"), divided by commas, semicolons or tabs'
    )
    raise SkippedInputError(name, SkipReason.MALFORMED, reason)


def _columns(lines: list[str], separator: str) -> tuple[str, ...]:
    try:
        header = next(csv.reader(lines, delimiter=separator, strict=True), [])
    except (csv.Error, ValueError, TypeError):
        return ()
    known = [_COLUMNS.get(clean_line(column).casefold(), "") for column in header]
    return tuple(column if known.index(column) == at else "" for at, column in enumerate(known))


def _rows(table: _Table) -> Iterator[tuple[int, list[str]]]:
    """Give each row with its line number; one that cannot be read is empty, and costs one line."""
    at = 0
    while at < len(table.lines):
        number = table.first_line + at
        if not table.lines[at].strip():
            at += 1
            continue
        reader = csv.reader(
            iter(table.lines[at : at + _MAX_ROW_LINES]), delimiter=table.separator, strict=True
        )
        try:
            row = next(reader)
        except (csv.Error, StopIteration):
            row = []
            at += 1
        else:
            at += reader.line_num
        if not row or any(map(str.strip, row)):
            yield number, row


def _article(
    row: Sequence[str], table: _Table, file: str, name: str, defaults: SourceDefaults | None
) -> Article:
    if not row:
        reason = "cannot be read: check its quotation marks and its length"
        raise SkippedInputError(name, SkipReason.MALFORMED, reason)
    if any(map(str.strip, row[len(table.columns) :])):
        reason = "has more columns than the header: put texts that hold the separator in quotes"
        raise SkippedInputError(name, SkipReason.MALFORMED, reason)
    facts = dict(zip(table.columns, row, strict=False))
    return finish_article(
        _id(facts, file, name), _draft(facts), defaults or SourceDefaults(), name=name
    )


def _draft(facts: Mapping[str, str]) -> Draft:
    question, answer = clean_line(facts.get("question", "")), facts.get("answer", "")
    # What the title has no room for must stay findable and quotable.
    is_long = len(question) > MAX_TITLE_CHARACTERS and bool(answer.strip())
    text = f"{question}\n\n{answer}" if is_long else answer
    return Draft(
        blocks=(Block(text, (facts.get("category", ""),)),),
        title=question,
        url=facts.get("url", ""),
        publisher=facts.get("publisher", ""),
        published=parse_date(facts.get("date", "")),
        kind=ArticleKind.FAQ,
        language=normalise_language(facts.get("language", "")),
    )


def _id(facts: Mapping[str, str], file: str, name: str) -> str:
    given = facts.get("id", "").strip()
    if given:
        if not given.isprintable():
            reason = "has an id with control characters"
            raise SkippedInputError(name, SkipReason.MALFORMED, reason)
        return given
    question = clean_line(facts.get("question", ""))
    slug = slugify(question)
    if len(slug) > _MAX_SLUG or not slug:
        digest = hashlib.sha256(question.encode()).hexdigest()[:8]
        slug = f"{slug[:_MAX_SLUG]}-{digest}"
    return f"{file}#{slug}"
