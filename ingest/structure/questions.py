"""Takes pages of questions and answers apart into pairs."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.structure.lines import Line, lines_of
from ingest.structure.sections import Section

_QUESTION = re.compile(r"(?:T|Q|Tanya|Pertanyaan|Question)\s*\d{0,3}\s*[:.)]\s*\S", re.I)
_ANSWER = re.compile(r"(?:J|A|Jawab|Jawaban|Answer)\s*\d{0,3}\s*[:.)]", re.I)
_FEWEST_PAIRS = 2


def split_questions(text: str, *, is_faq: bool) -> tuple[Section, ...]:
    """Give a section for each question with its answer; none where the text holds no such pairs.

    In an article that `is_faq`, a line that ends with a question mark is a question too.
    """
    lines = list(lines_of(text))
    questions = list(_labelled(lines)) or (list(_plain(lines)) if is_faq else [])
    if len(questions) < _FEWEST_PAIRS:
        return ()
    starts = [line.start for line in questions]
    ends = [*starts[1:], len(text)]
    pairs = [
        Section(start, end, lead=(line.start, line.end))
        for line, start, end in zip(questions, starts, ends, strict=True)
    ]
    before = [Section(0, starts[0])] if text[: starts[0]].strip() else []
    return (*before, *pairs)


def _labelled(lines: Sequence[Line]) -> Iterator[Line]:
    """Give lines such as "T: ..." after which a line such as "J: ..." comes."""
    waiting: Line | None = None
    for line in lines:
        if _ANSWER.match(line.text) and waiting:
            yield waiting
            waiting = None
        elif _QUESTION.match(line.text):
            waiting = waiting or line


def _plain(lines: Sequence[Line]) -> Iterator[Line]:
    for line, following in pairwise(lines):
        if line.text.endswith("?") and not following.text.endswith("?"):
            yield line
