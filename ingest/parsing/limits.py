"""What reading one untrusted document may cost."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """The most that the process which reads a document may use.

    `memory_bytes` is its address space, `cpu_seconds` its time at work, `wall_seconds` its whole
    time; `output_bytes` is the JSON it hands back, which is also what its parent holds in memory.
    """

    memory_bytes: int = 768 * 1024 * 1024  # a text-heavy law of 1,000 pages needs a fifth of it
    cpu_seconds: int = 50
    wall_seconds: int = 60
    output_bytes: int = 6_000_000  # the longest Indonesian laws have 3 million characters
    pages: int = 3000

    def as_json(self) -> str:
        """Give the limits as an argument of the command line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `as_json` gave."""
        return cls(**json.loads(text))


# Recognising one page takes 2 to 10 seconds of one core, so scans get more time and fewer pages.
SCAN_LIMITS = DocumentLimits(cpu_seconds=300, wall_seconds=600, pages=100)


@dataclass(frozen=True, slots=True)
class StyleLimits:
    """How much of a page's style sheets is read to tell what it hides.

    A step is to look at one element for one selector; `steps` of them take about two seconds.
    `rules` are those that can hide or show something.
    """

    characters: int = 500_000  # the sheets that site builders write into a page have up to 300,000
    rules: int = 5_000
    selector_characters: int = 200
    elements: int = 20_000
    steps: int = 500_000  # a page of 3,000 elements with 30 rules for tags takes a fifth of it
