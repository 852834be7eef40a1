"""Finds what leads into the items of lists and the rows of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.structure.lines import ends_sentence, logical_lines
from ingest.structure.sections import Span
from ingest.structure.tables import find_tables

# The markers of one list look alike; "(2)" beside "b." or "-" is another list.
_FORMS = (
    ("(1)", re.compile(r"\(\s?\w{1,3}\s?\)\s")),
    ("1.", re.compile(r"\d{1,3}\s?\.\s")),
    ("1)", re.compile(r"\d{1,3}\s?\)\s")),
    ("a.", re.compile(r"[a-z]{1,2}\.\s")),
    ("a)", re.compile(r"[a-z]{1,2}\)\s")),
    ("-", re.compile(r"[-–•*▪]\s")),
)
_LAST_SENTENCE = re.compile(r".*[.!?]\s+(?=[A-Z])", re.S)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """A sentence or header from `start` to `end` that what follows needs, up to `scope`."""

    start: int
    end: int
    scope: int


@dataclass(slots=True)
class _Open:
    """A list that is being read: its lead-in and the form of its markers."""

    start: int
    end: int
    form: str = ""


def find_lead_ins(text: str, start: int, end: int) -> tuple[LeadIn, ...]:
    """Give the lead-ins of lists and the headers of tables between two places, in order."""
    part = text[start:end]
    lists = _of_lists(part) if ":" in part else ()
    tables = (LeadIn(*table.header, table.end) for table in find_tables(part))
    found = sorted((*lists, *tables), key=lambda lead: lead.start)
    return tuple(LeadIn(lead.start + start, lead.end + start, lead.scope + start) for lead in found)


def lead_at(lead_ins: tuple[LeadIn, ...], place: int) -> Span | None:
    """Give the innermost lead-in of which `place` is the continuation."""
    for lead in reversed(lead_ins):
        if lead.end <= place < lead.scope:
            return lead.start, lead.end
    return None


def _of_lists(text: str) -> Iterator[LeadIn]:
    stack: list[_Open] = []
    last_end = 0
    for start, end in logical_lines(text):
        line = text[start:end]
        form = _form_of(line)
        for ended in _ended_by(stack, form, runs_on=not ends_sentence(text[:last_end][-3:])):
            yield LeadIn(ended.start, ended.end, start)
        if line.endswith(":"):
            sentence = _LAST_SENTENCE.match(line)
            stack.append(_Open(start + (sentence.end() if sentence else 0), end))
        last_end = end
    for still_open in stack:
        if still_open.form:
            yield LeadIn(still_open.start, still_open.end, len(text))


def _ended_by(stack: list[_Open], form: str, *, runs_on: bool) -> Iterator[_Open]:
    """Take the lists from the stack that a line with this marker ends."""
    if not form and runs_on:
        return
    if form and stack and not stack[-1].form and all(outer.form != form for outer in stack):
        stack[-1].form = form
    while stack and (not form or stack[-1].form != form):
        ended = stack.pop()
        if ended.form:
            yield ended


def _form_of(line: str) -> str:
    return next((form for form, pattern in _FORMS if pattern.match(line)), "")
