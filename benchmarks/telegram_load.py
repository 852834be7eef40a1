"""Citizens for the Telegram benchmarks: who asks what and when, and what came of it."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.data import percentile
from tests.bot_api_double import BotApiDouble

# With one of these in front, a set of 95 questions gives several thousand different ones.
_TOWNS = (
    "Ambon Bandung Banjarmasin Batam Bekasi Bengkulu Bogor Bontang Brebes Cilacap Cimahi Denpasar "
    "Depok Dumai Garut Gorontalo Gresik Jambi Jayapura Jember Jepara Kediri Kendari Klaten Kudus "
    "Kupang Lumajang Madiun Magelang Makassar Malang Mamuju Manado Mataram Medan Metro Padang "
    "Palembang Palopo Palu Pati Pekanbaru Pontianak Samarinda Semarang Serang Solo Sorong Subang "
    "Sumedang Surabaya Tarakan Tegal Ternate Tuban"
).split()

_LOOK_SECONDS = 0.05


@dataclass(slots=True)
class Asked:
    """A question of a chat: when it was offered, and when replies to it came (monotonic)."""

    chat: int
    message: int
    offered: float
    replies: list[float] = field(default_factory=list)


class LoadDouble(BotApiDouble):
    """A Bot API server that assigns the bot's messages to the questions they reply to."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[tuple[int, int], Asked] = {}
        self._seen = 0

    def ask(self, text: str, chat: int) -> Asked:
        """Let a citizen ask."""
        with self.changed:
            self.say(text, chat)
            key = (chat, int(self.pending[-1]["message"]["message_id"]))
            self._asked[key] = Asked(*key, self.said_at[key])
            return self._asked[key]

    def collect(self) -> None:
        """Assign what was sent since the last call to the questions."""
        with self.changed:
            news = self.sent[self._seen :]
            self._seen += len(news)
        for message in news:
            asked = self._asked.get((message.chat_id, message.reply_to or 0))
            if asked is not None:
                asked.replies.append(message.at)

    def wait_for_replies(self, questions: Sequence[Asked], seconds: float) -> bool:
        """Wait until each question has a reply; tells whether it came to that."""
        return self.wait_for(lambda: all(asked.replies for asked in questions), seconds)

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Look now and then, which costs the bot less of the cores than each time."""
        deadline = time.monotonic() + seconds
        while True:
            self.collect()
            if condition():
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_SECONDS)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one chat says at a time, in seconds from the beginning."""

    at: float
    chat: int
    text: str


def different(questions: Sequence[str], seed: int) -> Iterator[str]:
    """Give each question as it is, in random order; then again and again, from other towns."""
    random = Random(seed)  # noqa: S311 - any order will do
    towns = random.sample(_TOWNS, len(_TOWNS))
    for opening in ("", *(f"Saya dari {town}. " for town in towns)):
        for question in random.sample(list(questions), len(questions)):
            yield opening + question
    raise ValueError("more questions are asked than can be made different")


def in_rhythm(
    chats: Sequence[int], texts: Iterator[str], *, every: float, seconds: float, seed: int
) -> list[Turn]:
    """Let each chat ask once in `every` seconds, each with a random phase of its own."""
    random = Random(seed)  # noqa: S311 - any phases will do
    phases = {chat: random.uniform(0, every) for chat in chats}
    times = sorted(
        (phase + number * every, chat)
        for chat, phase in phases.items()
        for number in range(int((seconds - phase) / every) + 1)
    )
    return [Turn(at, chat, next(texts)) for at, chat in times if at < seconds]


def play(double: LoadDouble, turns: Sequence[Turn]) -> list[Asked]:
    """Ask everything at its time; gives the questions in the order of `turns`."""
    began = time.monotonic()
    asked = []
    for turn in turns:
        time.sleep(max(0.0, began + turn.at - time.monotonic()))
        asked.append(double.ask(turn.text, turn.chat))
    return asked


def latencies(questions: Sequence[Asked]) -> list[float]:
    """Give the seconds from each question to its first reply, for those that have one."""
    return [asked.replies[0] - asked.offered for asked in questions if asked.replies]


def summary(questions: Sequence[Asked]) -> dict[str, Any]:
    """Give the figures of a run; times in milliseconds."""
    times = latencies(questions) or [float("nan")]
    return {
        "questions": len(questions),
        "mean_ms": round(1000 * sum(times) / len(times)),
        "p50_ms": round(1000 * percentile(times, 0.5)),
        "p95_ms": round(1000 * percentile(times, 0.95)),
        "max_ms": round(1000 * max(times)),
        "lost": sum(not asked.replies for asked in questions),
        "answered_twice": sum(len(asked.replies) > 1 for asked in questions),
        "out_of_order": out_of_order(questions),
    }


def out_of_order(questions: Sequence[Asked]) -> int:
    """Count the questions whose first reply came before that of an earlier one of the chat."""
    chats: dict[int, list[Asked]] = defaultdict(list)
    for asked in questions:
        if asked.replies:
            chats[asked.chat].append(asked)
    wrong = 0
    for chat in chats.values():
        latest = 0.0
        for asked in sorted(chat, key=lambda one: one.message):
            wrong += asked.replies[0] < latest
            latest = max(latest, asked.replies[0])
    return wrong
