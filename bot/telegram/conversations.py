"""Remembers each chat's last questions for a while, in memory only: what follow-ups build on."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.following_up import remembered
from bot.answering.models import AnswerStatus

# Who comes back later has something else in mind, and what is not kept cannot leak.
FORGOTTEN_AFTER_SECONDS = 15 * 60.0
# With three questions of at most 500 characters each, some 30 MB.
MOST_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class _Conversation:
    questions: tuple[str, ...]
    last: float


class Conversations:
    """The last questions of the chats that wrote last; used from the event loop only.

    What is too old is dropped whenever any chat is looked at, not by a timer.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        seconds: float = FORGOTTEN_AFTER_SECONDS,
        most_chats: int = MOST_CHATS,
    ) -> None:
        self._clock = clock
        self._seconds = seconds
        self._most_chats = most_chats
        # The chat that wrote longest ago stands first.
        self._chats: OrderedDict[int, _Conversation] = OrderedDict()

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def earlier(self, chat_id: int) -> tuple[str, ...]:
        """Give the chat's last questions, oldest first; none where it fell silent."""
        self._drop_old()
        known = self._chats.get(chat_id)
        return known.questions if known else ()

    def remember(self, chat_id: int, question: str, status: AnswerStatus) -> None:
        """Add a question that ended in this status, if later ones can build on it."""
        questions = remembered(self.earlier(chat_id), question, status)
        if not questions:
            return
        self._chats[chat_id] = _Conversation(questions, self._clock())
        self._chats.move_to_end(chat_id)
        if len(self._chats) > self._most_chats:
            self._chats.popitem(last=False)

    def forget(self, chat_id: int) -> None:
        """Drop all questions of a chat."""
        self._chats.pop(chat_id, None)

    def _drop_old(self) -> None:
        oldest_kept = self._clock() - self._seconds
        while self._chats and next(iter(self._chats.values())).last <= oldest_kept:
            self._chats.popitem(last=False)
