"""What the double knows: chats and messages, waiting updates, and all that was recorded."""

import asyncio
import threading
import time
from dataclasses import replace
from itertools import count
from typing import Any

from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.fault_plan import FaultPlan
from tests.bot_api_double.flood import FloodControl, FloodLimits
from tests.bot_api_double.records import (
    Call,
    CallbackAnswer,
    Draft,
    GuestAnswer,
    InlineAnswer,
    Push,
    SentMessage,
)
from tests.bot_api_double.updates import Json, sent_content
from tests.bot_api_double.webhooks import NO_WEBHOOK, Webhook

MessageKey = tuple[int, int]


class World:
    """The state that the server's thread and the tests share, under the lock of `changed`.

    What is public may be read by tests; `sent`, `calls` and the like only grow. Message keys are
    (chat id, message id).
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.changed = threading.Condition()
        self.sent: list[SentMessage] = []
        self.calls: list[Call] = []
        self.drafts: list[Draft] = []
        self.pushes: list[Push] = []
        self.pending: list[Json] = []
        self.said_at: dict[MessageKey, float] = {}
        self.reactions: dict[MessageKey, tuple[str, ...]] = {}
        self.callback_answers: dict[str, CallbackAnswer] = {}
        self.inline_answers: dict[str, InlineAnswer] = {}
        self.guest_answers: dict[str, GuestAnswer] = {}
        # (scope, language code) -> (command, description); texts by method and language code.
        self.commands: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, Json] = {}
        self.known_chats: set[int] = set()
        self.blocked_chats: set[int] = set()
        self.memberships: dict[int, str] = {}
        self.threads: set[tuple[int, int]] = set()
        self.open_queries: dict[str, str] = {}
        self.webhook = NO_WEBHOOK
        # (unix time, description) of each failed delivery to the present webhook.
        self.webhook_faults: list[tuple[int, str]] = []
        self.webhook_retry_seconds = 0.05
        self.local_mode = True
        self.allowed_updates: tuple[str, ...] = ()
        self.poll_generation = 0
        self.poll_ended_by = ""
        # The event loop itself keeps only weak references.
        self.tasks: set[asyncio.Task[None]] = set()
        self.flood = FloodControl(FloodLimits())
        self.fault_plan = FaultPlan()
        self._written: dict[MessageKey, Json] = {}
        self._places: dict[MessageKey, int] = {}
        self._update_ids = count(1)
        self._message_ids = count(1)
        self._query_ids = count(4_382_000_000_000_001)

    @property
    def webhook_url(self) -> str:
        """Where updates are to go; empty for long polling."""
        return self.webhook.url

    @webhook_url.setter
    def webhook_url(self, url: str) -> None:
        """Pretend that another program set a webhook; nothing is delivered to it."""
        self.webhook = Webhook(url) if url else NO_WEBHOOK

    def offer(self, kind: str, content: Json) -> int:
        """Let an update wait for the bot; gives its id."""
        with self.changed:
            update_id = next(self._update_ids)
            self.pending.append({"update_id": update_id, kind: content})
            self.changed.notify_all()
        return update_id

    def take_message_id(self) -> int:
        """Number a new message."""
        return next(self._message_ids)

    def open_query(self, kind: str) -> str:
        """Number a new query, which can be answered once."""
        with self.changed:
            query_id = str(next(self._query_ids))
            self.open_queries[query_id] = kind
        return query_id

    def close_query(self, kind: str, query_id: str) -> None:
        """Take an answer to a query.

        Raises:
            ApiError: there is no such query, or it was answered, or it is too old.
        """
        if self.open_queries.get(query_id) != kind:
            raise ApiError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        del self.open_queries[query_id]

    def write(self, content: Json) -> None:
        """Keep a person's message, so that it can be replied to."""
        with self.changed:
            key = (content["chat"]["id"], content["message_id"])
            self._written[key] = content
            self.said_at.setdefault(key, time.monotonic())

    def keep(self, message: SentMessage) -> None:
        """Keep a message of the bot."""
        with self.changed:
            self._places[message.chat_id, message.message_id] = len(self.sent)
            self.sent.append(message)
            self.changed.notify_all()

    def change(self, message: SentMessage, **changes: Any) -> SentMessage:
        """Put a changed message of the bot in the place of what it was."""
        with self.changed:
            changed = replace(message, **changes)
            self.sent[self._places[message.chat_id, message.message_id]] = changed
            self.changed.notify_all()
        return changed

    def message(self, chat_id: int, message_id: int) -> SentMessage | None:
        """Give a message of the bot as it is now, also where it was deleted."""
        with self.changed:
            place = self._places.get((chat_id, message_id))
            return None if place is None else self.sent[place]

    def content(self, chat_id: int, message_id: int) -> Json | None:
        """Give whoever's message as the Bot API tells it; None where none is, or no longer."""
        with self.changed:
            sent = self.message(chat_id, message_id)
            if sent is None:
                return self._written.get((chat_id, message_id))
            return None if sent.deleted else self.told(sent)

    def told(self, message: SentMessage) -> Json:
        """Give a message of the bot as the Bot API tells it."""
        is_forum = self.is_forum(message.chat_id)
        return sent_content(message, self.token, is_forum=is_forum)

    def erase(self, chat_id: int, message_id: int) -> None:
        """Delete a message, whoever wrote it."""
        with self.changed:
            sent = self.message(chat_id, message_id)
            if sent is not None:
                self.change(sent, deleted=True)
            self._written.pop((chat_id, message_id), None)

    def last_written(self, chat_id: int) -> int | None:
        """Give the id of the newest message that a person wrote in a chat."""
        with self.changed:
            return max((number for chat, number in self._written if chat == chat_id), default=None)

    def is_forum(self, chat_id: int) -> bool:
        """Whether a chat has topics."""
        return any(chat == chat_id for chat, _ in self.threads)
