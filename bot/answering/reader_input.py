"""What the reader sees: question and passage as one row of tokens, long passages in windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

BEGIN, PAD, END = 0, 1, 2
# The bundled encoder has 512 positions; windows shorter than that are read faster and no worse.
WINDOW_TOKENS = 384
# Questions of citizens are shorter; a longer one is cut, so that the passage keeps its room.
_QUESTION_TOKENS = 64
# Longer than nearly every answer, so that none is cut by both of two neighbouring windows.
_OVERLAP_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a text with the characters (start, end) each stands for, without white space."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A question and a stretch of a passage as one row of token ids.

    Passage tokens stand at `first` .. `first + len(offsets) - 1`; `offsets` are the characters of
    the whole passage that each stands for.
    """

    ids: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


def load_tokenizer(folder: Path) -> Tokenizer:
    """Load the tokenizer of the unpacked encoder, without truncation."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    return tokenizer


def tokenize(tokenizer: Tokenizer, text: str) -> Tokens:
    """Split a text into tokens; those that stand for white space alone are left out."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = [], []
    for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
        visible = text[start:end].strip()
        if visible:
            start += len(text[start:end]) - len(text[start:end].lstrip())
            ids.append(token)
            offsets.append((start, start + len(visible)))
    return Tokens(tuple(ids), tuple(offsets))


def passage_room(question: Tokens, most: int = WINDOW_TOKENS) -> int:
    """Tell how many tokens of the passage fit beside a question."""
    return most - min(len(question.ids), _QUESTION_TOKENS) - 4


def join(question: Tokens, passage: Tokens, start: int, count: int) -> Window:
    """Put `count` tokens of the passage from token `start` on beside the question."""
    asked = question.ids[:_QUESTION_TOKENS]
    ids = (BEGIN, *asked, END, END, *passage.ids[start : start + count], END)
    return Window(ids, len(asked) + 3, passage.offsets[start : start + count])


def windows(question: Tokens, passage: Tokens, most: int = WINDOW_TOKENS) -> list[Window]:
    """Cover a passage with overlapping windows of at most `most` tokens; at least one."""
    room = passage_room(question, most)
    step = room - _OVERLAP_TOKENS
    length = len(passage.ids)
    starts: Sequence[int] = range(0, max(1, length - _OVERLAP_TOKENS), step)
    return [join(question, passage, start, room) for start in starts]
