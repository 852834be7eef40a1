"""Reads one untrusted document in a process of its own, within fixed limits.

`python -m ingest.parsing.document_child KIND LIMITS < FILE` writes the draft, or the fault, as JSON
to its standard output. Libraries are imported after the limits are set and only as needed.
"""

import json
import resource
import sys
from collections.abc import Callable
from typing import IO, Any

from ingest.errors import SkippedInputError, SkipReason
from ingest.parsing.draft import Draft
from ingest.parsing.limits import DocumentLimits

_SOFT_STEP = 5  # seconds between the signal that ends the process and the one that kills it


def main(kind: str, limits: DocumentLimits) -> None:
    """Read the document on the standard input and write what came of it."""
    _restrict(limits)
    sys.stdout.write(answer(kind, sys.stdin.buffer, limits))


def answer(kind: str, stream: IO[bytes], limits: DocumentLimits) -> str:
    """Read a document of a kind; give the JSON of its draft, or of a fault's code and reason."""
    output = json.dumps(_read(kind, stream, limits))
    if len(output) > limits.output_bytes:
        reason = f"holds more than {limits.output_bytes // 1_000_000} MB of text; split it"
        return json.dumps(_fault(SkipReason.TOO_LARGE, reason))
    return output


def _read(kind: str, stream: IO[bytes], limits: DocumentLimits) -> dict[str, Any]:
    try:
        return _READERS[kind](stream, limits)
    except SkippedInputError as error:
        return _fault(error.code, error.reason)
    except MemoryError:
        return _fault(SkipReason.TOO_LARGE, "needs more memory to read than a document should")
    except RecursionError:
        return _fault(SkipReason.MALFORMED, "nests its parts too deeply")
    except Exception as error:  # noqa: BLE001 - foreign; whatever a hostile file provokes is a report
        return _fault(SkipReason.MALFORMED, f"is damaged ({type(error).__name__})")


def _restrict(limits: DocumentLimits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    cpu = (limits.cpu_seconds, limits.cpu_seconds + _SOFT_STEP)
    resource.setrlimit(resource.RLIMIT_CPU, cpu)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_pdf(stream: IO[bytes], limits: DocumentLimits) -> dict[str, Any]:
    from ingest.parsing.pdf import draft_pdf
    from ingest.parsing.pdf_pages import read_pages

    text = read_pages(stream, "", limits)
    return _told(draft_pdf(text), text.lost)


def _read_scanned_pdf(stream: IO[bytes], limits: DocumentLimits) -> dict[str, Any]:
    from ingest.parsing.pdf import draft_pdf
    from ingest.parsing.pdf_pages import read_pages
    from ingest.parsing.pdf_scans import find_scan_reader

    text = read_pages(stream, "", limits, find_scan_reader())
    return _told(draft_pdf(text), text.lost)


def _read_docx(stream: IO[bytes], limits: DocumentLimits) -> dict[str, Any]:
    from ingest.parsing.docx import draft_docx

    return _told(draft_docx(stream), ())


def _told(draft: Draft, lost: tuple[int, ...]) -> dict[str, Any]:
    return {
        "title": draft.title,
        "published": draft.published.isoformat() if draft.published else None,
        "kind": draft.kind.value if draft.kind else None,
        "blocks": [(block.text, block.heading_path, block.anchor) for block in draft.blocks],
        "lost": lost,
    }


def _fault(code: SkipReason, reason: str) -> dict[str, Any]:
    return {"code": code.value, "reason": reason}


_READERS: dict[str, Callable[[IO[bytes], DocumentLimits], dict[str, Any]]] = {
    "pdf": _read_pdf,
    "scanned-pdf": _read_scanned_pdf,
    "docx": _read_docx,
}


if __name__ == "__main__":
    main(sys.argv[1], DocumentLimits.from_json(sys.argv[2]))
