"""From the bytes of a PDF to the lines of its pages (adapter: pypdf).

Runs in the child process only: pypdf keeps what it reads from hostile files within bounds as far
as it knows them; the process's own limits hold for what it does not know.
"""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import (
    DependencyError,
    FileNotDecryptedError,
    LimitReachedError,
    PdfReadError,
)

from ingest.errors import SkippedInputError, SkipReason
from ingest.parsing.document_text import DocumentText, Line, Page
from ingest.parsing.limits import DocumentLimits
from ingest.parsing.pdf_scans import ScanReader, drawn_pictures

MIN_PAGE_CHARACTERS = 40  # less text than a stamp or page number leaves means that the page is one
_MAX_STREAM_BYTES = 20_000_000  # decoded; the content of a dense page has 0.1 MB
_SCANNED_SHARE = 0.5  # of the pages
_TOO_MUCH = (LimitReachedError, MemoryError)


def read_pages(
    stream: IO[bytes], name: str, limits: DocumentLimits, scans: ScanReader | None = None
) -> DocumentText:
    """Read the lines of every readable page; pages without text go to `scans` if it is given.

    Raises:
        SkippedInputError: the file is encrypted, scanned, too large or no readable PDF.
    """
    settings = Configuration(
        array_based_stream_maximum_output_length=_MAX_STREAM_BYTES,
        lzw_maximum_output_length=_MAX_STREAM_BYTES,
        run_length_maximum_output_length=_MAX_STREAM_BYTES,
        zlib_maximum_output_length=_MAX_STREAM_BYTES,
        jbig2dec_binary=None,
    )
    with apply_configuration(settings):
        try:
            reader = PdfReader(stream)
            pages = _open_pages(reader, name, limits)
            return _read(reader, pages, name, limits, scans)
        except DependencyError:
            reason = "is encrypted in a way that cannot be read here; save it without protection"
            raise SkippedInputError(name, SkipReason.ENCRYPTED, reason) from None
        except FileNotDecryptedError:
            reason = "is protected with a password; save it without one"
            raise SkippedInputError(name, SkipReason.ENCRYPTED, reason) from None
        except PdfReadError:
            reason = "is damaged or no PDF; export it again"
            raise SkippedInputError(name, SkipReason.MALFORMED, reason) from None


def _open_pages(reader: PdfReader, name: str, limits: DocumentLimits) -> list[PageObject]:
    pages = list(reader.pages[: limits.pages + 1]) if _count(reader, name, limits) else []
    if not pages:
        raise SkippedInputError(name, SkipReason.MALFORMED, "has no readable pages")
    return pages


def _count(reader: PdfReader, name: str, limits: DocumentLimits) -> int:
    try:
        count = len(reader.pages)
    except LimitReachedError:
        count = limits.pages + 1
    if count > limits.pages:
        reason = f"has more than {limits.pages} pages or a damaged list of them; split it"
        raise SkippedInputError(name, SkipReason.TOO_LARGE, reason)
    return count


def _read(
    reader: PdfReader,
    pages: list[PageObject],
    name: str,
    limits: DocumentLimits,
    scans: ScanReader | None,
) -> DocumentText:
    read: list[Page] = []
    scanned: list[int] = []
    lost: list[int] = []
    faults: list[Exception] = []
    characters = 0
    for number, page in enumerate(pages, start=1):
        try:
            lines = _lines(page)
            if _is_scan(page, lines):
                recognised = scans.read(page) if scans else []
                if not recognised:
                    scanned.append(number)
                lines = recognised or lines  # a cover has a picture and few words
        except Exception as error:  # noqa: BLE001 - foreign; a damaged page must not cost the others
            faults.append(error)
            lost.append(number)
            continue
        characters += sum(len(line.text) for line in lines)
        if characters > limits.output_bytes:
            reason = f"holds more than {limits.output_bytes // 1_000_000} MB of text; split it"
            raise SkippedInputError(name, SkipReason.TOO_LARGE, reason)
        read.append(Page(number, tuple(lines)))
    _check_readable(name, len(pages), scanned, faults)
    return DocumentText(
        pages=tuple(page for page in read if page.lines),
        lost=tuple(sorted({*scanned, *lost} - {page.number for page in read if page.lines})),
        title=_title(reader),
        created=_created(reader),
    )


def _check_readable(name: str, count: int, scanned: list[int], faults: list[Exception]) -> None:
    if len(scanned) >= _SCANNED_SHARE * count and scanned:
        reason = (
            f"is scanned: {len(scanned)} of its {count} pages are pictures without text; "
            "export it from the original, or have its text recognised (OCR) and saved with it"
        )
        raise SkippedInputError(name, SkipReason.SCANNED, reason)
    if len(faults) == count:
        if any(isinstance(fault, _TOO_MUCH) for fault in faults):
            reason = "needs more memory to read than a document should"
            raise SkippedInputError(name, SkipReason.TOO_LARGE, reason)
        raise SkippedInputError(name, SkipReason.MALFORMED, "is damaged: no page can be read")


def _is_scan(page: PageObject, lines: list[Line]) -> bool:
    if sum(len(line.text) for line in lines) >= MIN_PAGE_CHARACTERS:
        return False
    return any(True for _ in drawn_pictures(page))


def _lines(page: PageObject) -> list[Line]:
    collector = _LineCollector()
    page.extract_text(visitor_text=collector.visit)
    return list(collector.lines())


class _LineCollector:
    """Puts the runs of text that pypdf gives together to lines again."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, float, bool, float]] = []

    def visit(self, text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        """Take one run; an end of line may stand within it."""
        if not text:
            return
        scale = math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
        top = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        self._runs.append((text, round(float(size) * scale, 1), _is_bold(font), float(top)))

    def lines(self) -> Iterator[Line]:
        """Give the lines that hold visible text."""
        parts: list[tuple[str, float, bool, float]] = []
        for text, size, bold, top in self._runs:
            first, *others = text.split("\n")
            parts.append((first, size, bold, top))
            for other in others:
                yield from _line(parts)
                parts = [(other, size, bold, top)]
        yield from _line(parts)


def _line(parts: list[tuple[str, float, bool, float]]) -> Iterator[Line]:
    visible = [part for part in parts if part[0].strip()]
    text = " ".join("".join(part[0] for part in parts).split())
    if not text or not visible:
        return
    sizes: Counter[float] = Counter()
    for part, size, _, _ in visible:
        sizes[size] += len(part)
    yield Line(
        text=text,
        size=sizes.most_common(1)[0][0],
        bold=all(bold for _, _, bold, _ in visible),
        top=visible[0][3],
    )


def _is_bold(font: Any) -> bool:
    name = str(font.get("/BaseFont", "")).lower() if font is not None else ""
    return any(word in name for word in ("bold", "black", "heavy"))


def _title(reader: PdfReader) -> str:
    try:
        return (reader.metadata.title or "") if reader.metadata else ""
    except Exception:  # noqa: BLE001 - foreign; a damaged fact is an unknown one
        return ""


def _created(reader: PdfReader) -> date | None:
    try:
        created = reader.metadata.creation_date if reader.metadata else None
    except Exception:  # noqa: BLE001 - foreign; a damaged fact is an unknown one
        return None
    return created.date() if created else None
