"""Recognises the text of scanned pages (adapter: the `tesseract` command, where it is installed).

Runs in the child process. A scanned page is one picture; JPEG, JPEG 2000 and fax pictures are
handed on as they are, others as a plain bitmap, so no imaging library is needed.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject

from ingest.parsing.document_text import Line

_LANGUAGE = "ind"
_PAGE_SECONDS = 60
_MAX_PIXELS = 40_000_000  # an A4 page at 400 dpi has 15 million, an A3 page 31 million
_MAX_NESTING = 2  # of forms around a picture; scanning programs use one
_MIN_SIDE = 500  # pixels; smaller pictures are logos and stamps
_LISTING_SECONDS = 10


@dataclass(frozen=True, slots=True)
class ScanReader:
    """Reads pages with the tesseract command."""

    command: str

    def read(self, page: PageObject) -> list[Line]:
        """Recognise the lines of a page's pictures; blank lines leave a gap."""
        lines: list[Line] = []
        for drawn in drawn_pictures(page):
            picture = _as_file(drawn)
            texts = self._recognise(picture).splitlines() if picture else []
            start = lines[-1].top - 2 if lines else 0.0
            lines += [
                Line(" ".join(text.split()), top=start - at)
                for at, text in enumerate(texts)
                if text.strip()
            ]
        return lines

    def _recognise(self, picture: bytes) -> str:
        command = [self.command, "stdin", "stdout", "-l", _LANGUAGE]
        # The command is a fixed one; the picture reaches it as data on its standard input.
        done = subprocess.run(  # noqa: S603
            command, input=picture, capture_output=True, timeout=_PAGE_SECONDS, check=False
        )
        return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""


def find_scan_reader() -> ScanReader | None:
    """Find tesseract with its Indonesian model; None where either is missing."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    try:
        # The command is a fixed one and takes nothing from outside.
        done = subprocess.run(  # noqa: S603
            [command, "--list-langs"],
            capture_output=True,
            text=True,
            timeout=_LISTING_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ScanReader(command) if _LANGUAGE in done.stdout.split() else None


def drawn_pictures(owner: Any, depth: int = _MAX_NESTING) -> Iterator[Any]:
    """Give the pictures that a page draws, also through forms, but for logos and stamps."""
    resources: Any = owner.get("/Resources")
    objects: Any = resources.get_object().get("/XObject") if resources is not None else None
    for entry in objects.get_object().values() if objects is not None else ():
        drawn: Any = entry.get_object()
        if drawn.get("/Subtype") == "/Form" and depth > 0:
            yield from drawn_pictures(drawn, depth - 1)
        elif drawn.get("/Subtype") == "/Image" and min(_size(drawn)) >= _MIN_SIDE:
            yield drawn


def _size(drawn: Any) -> tuple[int, int]:
    return int(drawn.get("/Width", 0)), int(drawn.get("/Height", 0))


def _as_file(drawn: Any) -> bytes:
    """Give a picture as a file that tesseract reads, empty where it is of a rare kind."""
    width, height = _size(drawn)
    if width * height > _MAX_PIXELS:
        return b""
    data: bytes = drawn.get_data()
    filters = str(drawn.get("/Filter", ""))
    if any(name in filters for name in ("DCTDecode", "JPXDecode", "CCITTFaxDecode")):
        return data
    bits = int(drawn.get("/BitsPerComponent", 1))
    if bits == 1 and len(data) >= (width + 7) // 8 * height:
        # In a PDF 1 is white, in a portable bitmap black.
        return f"P4 {width} {height}\n".encode() + bytes(byte ^ 0xFF for byte in data)
    channels = len(data) // (width * height) if bits == 8 else 0  # 8 bits make one byte
    header = {1: "P5", 3: "P6"}.get(channels)
    return f"{header} {width} {height} 255\n".encode() + data if header else b""
