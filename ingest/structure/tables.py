"""Finds tables: rows of cells that the parsers have put on lines of their own."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.structure.lines import lines_of
from ingest.structure.sections import Span

_CELL_SEPARATOR = " | "
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Table:
    """The first row of a table, and where its last row ends."""

    header: Span
    end: int


def find_tables(text: str) -> Iterator[Table]:
    """Give runs of lines with cells; the first one is the header of the others."""
    header: Span | None = None
    end = rows = 0
    for line in lines_of(text) if _CELL_SEPARATOR in text else ():
        is_row = _CELL_SEPARATOR in line.text
        if header and (not is_row or line.apart):
            if rows >= _FEWEST_ROWS:
                yield Table(header, end)
            header = None
        if is_row:
            header, rows = header or (line.start, line.end), rows + 1 if header else 1
            end = line.end
    if header and rows >= _FEWEST_ROWS:
        yield Table(header, end)
