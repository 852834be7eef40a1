"""Examples as token rows with their answer's tokens, and the batches of an epoch."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tokenizers import Tokenizer

from bot.answering.reader_input import Tokens, Window, join, passage_room, tokenize
from training.data import Example

# Longer rows are cut around their answer: they cost much and teach no more.
_ROW_TOKENS = 208
# A batch of this many tokens keeps the processor's matrix units busy.
_BATCH_TOKENS = 1700
# Rows are sorted by length within pools of this many, so that batches have little padding and
# still differ from epoch to epoch.
_POOL = 512


@dataclass(frozen=True, slots=True)
class Feature:
    """A row of tokens; `start` and `end` are the answer's first and last token, 0: no answer."""

    window: Window
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TokenExample:
    """An example's tokens; `answer` are its first and last token in the passage."""

    question: Tokens
    passage: Tokens
    answer: tuple[int, int] | None


class ExampleTokenizer:
    """Splits examples into tokens, each passage once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokens = lru_cache(maxsize=None)(lambda text: tokenize(tokenizer, text))

    def __call__(self, example: Example) -> TokenExample | None:
        """Give an example's tokens; None where no token holds the answer."""
        passage = self._tokens(example.passage)
        if example.answer is None:
            return TokenExample(self._tokens(example.question), passage, None)
        first, last = example.answer
        inside = [i for i, (a, b) in enumerate(passage.offsets) if b > first and a < last]
        if not inside:
            return None
        return TokenExample(self._tokens(example.question), passage, (inside[0], inside[-1]))


def feature(example: TokenExample, chance: random.Random) -> Feature:
    """Cut an example to a row of tokens that holds its whole answer, at a random place."""
    room = passage_room(example.question, _ROW_TOKENS)
    most = max(0, len(example.passage.ids) - room)
    if example.answer is None:
        window = join(example.question, example.passage, chance.randint(0, most), room)
        return Feature(window, 0, 0)
    first, last = example.answer[0], min(example.answer[1], example.answer[0] + room - 1)
    base = chance.randint(min(most, max(0, last - room + 1)), min(most, first))
    window = join(example.question, example.passage, base, room)
    return Feature(window, first - base + window.first, last - base + window.first)


def batches(features: Sequence[Feature], chance: random.Random) -> list[list[Feature]]:
    """Shuffle rows into batches of about one size in tokens and of like lengths."""
    shuffled = list(features)
    chance.shuffle(shuffled)
    made: list[list[Feature]] = []
    for start in range(0, len(shuffled), _POOL):
        batch: list[Feature] = []
        for row in sorted(shuffled[start : start + _POOL], key=lambda f: len(f.window.ids)):
            if batch and (len(batch) + 1) * len(row.window.ids) > _BATCH_TOKENS:
                made.append(batch)
                batch = []
            batch.append(row)
        made.append(batch)
    chance.shuffle(made)
    return made
