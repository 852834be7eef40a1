"""A Bot API server for tests: state, people and server together."""

import time
from collections.abc import Callable, Collection, Sequence
from types import TracebackType
from typing import Self

from tests.bot_api_double.citizens import Citizens
from tests.bot_api_double.fault_plan import RandomFaults
from tests.bot_api_double.faults import EVERY_KIND, Fault
from tests.bot_api_double.flood import FloodControl, FloodLimits
from tests.bot_api_double.records import Call, SentMessage
from tests.bot_api_double.server import ServerThread

# The form of a real token, and of no real bot.
TOKEN = "7000000001:AAdoubledoubledoubledoubledoubledou"


class BotApiDouble(Citizens):
    """A Bot API server for tests; use it as a context manager.

    It runs in its own thread, so that it serves this process and child processes alike. Give its
    `url` and `token` to the bot. By itself it limits only drafts; `limit_flood` limits the rest.
    """

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__(token)
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

    def limit_flood(
        self, limits: FloodLimits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Refuse with 429 what is sent too fast by `clock`, by default as Telegram does."""
        with self.changed:
            self.flood = FloodControl(limits or FloodLimits.like_telegram(), clock)

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of `method` meet `fault`."""
        with self.changed:
            self.fault_plan.script(method, fault, times)

    def fail_randomly(
        self,
        seed: int,
        share: float,
        kinds: Sequence[Fault] = EVERY_KIND,
        methods: Collection[str] | None = None,
        most: int | None = None,
    ) -> None:
        """Let a share (0 to 1) of the calls fail, of some methods or of all, `most` at the most."""
        faults = RandomFaults(seed, share, kinds, methods, most)
        with self.changed:
            self.fault_plan.at_random(faults)

    def stop_failing(self) -> None:
        """Let no further call meet a fault."""
        with self.changed:
            self.fault_plan.clear()

    def calls_of(self, method: str) -> list[Call]:
        """Every call of one method."""
        with self.changed:
            return [call for call in self.calls if call.method == method]

    def faulted(self) -> list[Call]:
        """Every call that met a fault."""
        with self.changed:
            return [call for call in self.calls if call.fault is not None]

    def latencies(self) -> list[float]:
        """Give the seconds from each message of a citizen to the first message in reply to it."""
        with self.changed:
            replied: dict[tuple[int, int], float] = {}
            for message in self.sent:
                if message.reply_to is not None:
                    replied.setdefault((message.chat_id, message.reply_to), message.at)
            return [at - self.said_at[key] for key, at in replied.items() if key in self.said_at]

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
