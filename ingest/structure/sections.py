"""The parts that a block's text is taken apart into; all places are character offsets."""

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a numbered part begins, cited by its kind and number: "ayat" and "(2)"."""

    start: int
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a block that is never cut together with its neighbours.

    `path` are the headings that stand in the text above it, outermost first; `name` is what it
    is cited by ("Pasal 22", "Pasal 1 angka 2"), empty where the block's headings say it all.
    `lead` is the sentence elsewhere in the block that this section completes.
    """

    start: int
    end: int
    path: tuple[str, ...] = ()
    name: str = ""
    marks: tuple[Mark, ...] = ()
    lead: Span | None = None

    def name_of(self, start: int, end: int) -> str:
        """Give the name of the part from `start` to `end`, with its ayat where it is not all."""
        if not self.name or not self.marks or (start <= self.start and end >= self.end):
            return self.name
        before = [mark for mark in self.marks if mark.start <= start]
        first = before[-1] if before else self.marks[0]
        last = [mark for mark in self.marks if mark.start < end or mark is first][-1]
        until = "" if first is last else f"–{last.number}"
        return f"{self.name} {first.kind} {first.number}{until}"
