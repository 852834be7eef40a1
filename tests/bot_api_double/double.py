"""What the double knows: waiting updates, sent messages, calls, scripted faults."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from tests.bot_api_double.faults import Fault
from tests.bot_api_double.records import Call, SentMessage
from tests.bot_api_double.server import ServerThread

# The form of a real token, and of no real bot.
TOKEN = "7000000001:AAdoubledoubledoubledoubledoubledou"
CITIZEN = 4001


class BotApiDouble:
    """A Bot API server for tests; use it as a context manager.

    It runs in its own thread, so that it serves this process and child processes alike. Give its
    `url` and `token` to the bot.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.sent: list[SentMessage] = []
        self.calls: list[Call] = []
        self.pending: list[dict[str, Any]] = []
        self.known_messages: set[tuple[int, int]] = set()
        self.known_chats: set[int] = set()
        self.blocked_chats: set[int] = set()
        self.webhook_url = ""
        self.changed = threading.Condition()
        self.poll_generation = 0
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._next_update_id = 1
        self._next_message_id = 1
        self._server = ServerThread(self)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """The server's address, as for SULUH_BOT_API_URL."""
        return f"http://127.0.0.1:{self._server.port}"

    def say(self, text: str, chat_id: int = CITIZEN, language_code: str = "id") -> int:
        """Let a citizen write `text` in a private chat; gives the update's id."""
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            length = len(text.split()[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.post(content, chat_id, language_code)

    def post(
        self,
        content: dict[str, Any],
        chat_id: int = CITIZEN,
        language_code: str = "id",
        kind: str = "message",
    ) -> int:
        """Let a message of any content come in; a negative chat is a group."""
        user = {"id": abs(chat_id), "is_bot": False, "first_name": "Warga"}
        chat = {"id": chat_id, "type": "private", "first_name": "Warga"}
        if chat_id < 0:
            chat = {"id": chat_id, "type": "supergroup", "title": "Warga"}
        with self.changed:
            message = {
                "message_id": self.take_message_id(chat_id),
                "date": int(time.time()),
                "chat": chat,
                "from": {**user, "language_code": language_code},
                **content,
            }
            update_id = self._next_update_id
            self._next_update_id += 1
            self.pending.append({"update_id": update_id, kind: message})
            self.changed.notify_all()
        return update_id

    def take_message_id(self, chat_id: int) -> int:
        """Number a new message of a chat; the caller holds the lock."""
        message_id = self._next_message_id
        self._next_message_id += 1
        self.known_chats.add(chat_id)
        self.known_messages.add((chat_id, message_id))
        return message_id

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of `method` meet `fault`."""
        with self.changed:
            self._faults[method].extend([fault] * times)

    def take_fault(self, method: str) -> Fault | None:
        """Give the next scripted fault of `method`, once."""
        with self.changed:
            queue = self._faults[method]
            return queue.popleft() if queue else None

    def calls_of(self, method: str) -> list[Call]:
        """Every call of one method."""
        with self.changed:
            return [call for call in self.calls if call.method == method]

    def wait_for_messages(self, count: int, timeout: float = 10.0) -> list[SentMessage]:
        """Wait, blocking this thread, until `count` messages were sent; gives all of them."""
        self.wait_until(lambda: len(self.sent) >= count, timeout)
        return list(self.sent)

    def wait_until(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        """Wait, blocking this thread, until a condition on this double holds.

        Raises:
            AssertionError: it did not hold in time.
        """
        with self.changed:
            if not self.changed.wait_for(condition, timeout):
                methods = [call.method for call in self.calls]
                raise AssertionError(f"nothing came in {timeout} s; calls so far: {methods[-20:]}")
