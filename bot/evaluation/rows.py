"""Reads a question set's file as numbered rows of fields: JSON Lines or CSV, packed or not."""

import codecs
import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.errors import QuestionSetError
from bot.evaluation.models import Unreadable

# What a list is separated by within a cell of a table.
LIST_SEPARATOR = "|"
_COLUMN_SEPARATORS = ",;\t"
_DECLARED_SEPARATOR = re.compile(r"sep=(.)\r?\n?")  # Excel writes it above the header

Row = tuple[int, Mapping[str, object]]


def read_rows(path: Path) -> Iterator[Row | Unreadable]:
    """Give each row with its line number, or why it is none.

    Cells of a table that hold `|` become lists.

    Raises:
        QuestionSetError: the file cannot be opened, unpacked or decoded, or has no header.
    """
    text = _read_text(path)
    is_table = ".csv" in (suffix.lower() for suffix in path.suffixes)
    return _table_rows(text, path) if is_table else _json_rows(text)


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
        return _decoded(content)
    except OSError as error:
        raise QuestionSetError(path, error.strerror or str(error)) from error
    except (EOFError, zlib.error) as error:
        raise QuestionSetError(path, f"it cannot be unpacked ({error})") from error
    except UnicodeDecodeError as error:
        raise QuestionSetError(path, "it is no text; save it as UTF-8") from error


def _decoded(content: bytes) -> str:
    """Decode UTF-8, what Excel calls Unicode text, and else what it calls ANSI."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _json_rows(text: str) -> Iterator[Row | Unreadable]:
    for number, line in enumerate(io.StringIO(text), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield Unreadable(number, "is not JSON")
            continue
        if isinstance(row, dict):
            yield number, {str(name).lower(): value for name, value in row.items()}
        else:
            yield Unreadable(number, "is no JSON object")


def _table_rows(text: str, path: Path) -> Iterator[Row | Unreadable]:
    declared = _DECLARED_SEPARATOR.match(text)
    body = text[declared.end() :] if declared else text
    first = body.lstrip().partition("\n")[0]
    separator = declared[1] if declared else max(_COLUMN_SEPARATORS, key=first.count)
    rows = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    lines_before = 1 if declared else 0
    names: list[str] | None = None
    while True:
        number = lines_before + rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Unreadable(number, f"is no row of a table ({error})")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [cell.strip().lower() for cell in cells]
        elif len(cells) > len(names):
            yield Unreadable(number, "has more cells than the header; quote cells with commas")
        else:
            yield number, _fields(names, cells)
    if names is None:
        raise QuestionSetError(path, "it is empty")


def _fields(names: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    return {
        name: cell.split(LIST_SEPARATOR) if LIST_SEPARATOR in cell else cell
        for name, cell in zip(names, cells, strict=False)
    }
