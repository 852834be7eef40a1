"""What people do: write, edit, press buttons, ask inline or as guests, add and block the bot."""

import time
from typing import Any

from tests.bot_api_double.records import SentMessage
from tests.bot_api_double.updates import (
    BOT_USERNAME,
    Json,
    chat,
    media_content,
    member_content,
    person,
    text_content,
)
from tests.bot_api_double.world import World

CITIZEN = 4001
GROUP = -1_002_000_000_001

# https://core.telegram.org/bots/api#inlinequery: what is longer, clients cut.
LONGEST_QUERY = 256


class Citizens(World):
    """A negative chat is a group; without `user`, the number of the chat is that of its person.

    Unless said otherwise, the id of the update is given.
    """

    def say(
        self,
        text: str,
        chat_id: int = CITIZEN,
        language_code: str = "id",
        *,
        user: int | None = None,
        reply_to: SentMessage | int | None = None,
        thread_id: int | None = None,
    ) -> int:
        """Let a citizen write `text`; `reply_to` is a message of the bot or any message's id."""
        content = text_content(text)
        if reply_to is not None:
            content["reply_to_message"] = self._existing(chat_id, reply_to)
            if chat_id < 0:
                # Groups without topics name a thread too, and refuse messages to it.
                content["message_thread_id"] = content["reply_to_message"]["message_id"]
        if thread_id is not None:
            content |= {"message_thread_id": thread_id, "is_topic_message": True}
        return self.post(content, chat_id, language_code, user=user)

    def send_media(
        self, kind: str, caption: str = "", chat_id: int = CITIZEN, language_code: str = "id"
    ) -> int:
        """Let a citizen send a kind of `updates.MEDIA`."""
        return self.post(media_content(kind, caption), chat_id, language_code)

    def post(
        self,
        content: Json,
        chat_id: int = CITIZEN,
        language_code: str = "id",
        kind: str = "message",
        *,
        user: int | None = None,
    ) -> int:
        """Let a message of any content come in."""
        with self.changed:
            if content.get("is_topic_message"):
                self.threads.add((chat_id, content["message_thread_id"]))
            message = self._written_by(user or abs(chat_id), chat_id, language_code) | content
            self.known_chats.add(chat_id)
            self.write(message)
            return self.offer(kind, message)

    def edit(
        self,
        text: str,
        chat_id: int = CITIZEN,
        message_id: int | None = None,
    ) -> int:
        """Let a citizen change a message, the chat's newest unless named."""
        with self.changed:
            number = self.last_written(chat_id) if message_id is None else message_id
            before = self.content(chat_id, number) if number is not None else None
            if before is None or self.message(chat_id, before["message_id"]) is not None:
                raise AssertionError("no citizen wrote such a message")
            kept = {key: value for key, value in before.items() if key not in {"text", "entities"}}
            message = kept | text_content(text) | {"edit_date": int(time.time())}
            self.write(message)
            return self.offer("edited_message", message)

    def press(
        self,
        message: SentMessage,
        button: str,
        user: int | None = None,
        language_code: str = "id",
    ) -> str:
        """Let somebody press the button with this text or callback data; gives the query's id.

        Raises:
            AssertionError: the message has no such button, or it sends nothing to the bot.
        """
        shown = self.message(message.chat_id, message.message_id) or message
        found = [
            one
            for row in shown.keyboard
            for one in row
            if one.data and button in (one.text, one.data)
        ]
        if not found:
            raise AssertionError(f"no button {button!r} to press among {shown.buttons()}")
        query_id = self.open_query("callback")
        gone = {"chat": chat(shown.chat_id), "message_id": shown.message_id, "date": 0}
        query = {
            "id": query_id,
            "from": person(user or abs(shown.chat_id), language_code),
            "message": gone if shown.deleted else self.told(shown),
            "chat_instance": str(shown.chat_id),
            "data": found[0].data,
        }
        self.offer("callback_query", query)
        return query_id

    def inline(self, text: str, user: int = CITIZEN, language_code: str = "id") -> str:
        """Let somebody name the bot in the text field of another chat; gives the query's id."""
        query_id = self.open_query("inline")
        query = {
            "id": query_id,
            "from": person(user, language_code),
            "query": text[:LONGEST_QUERY],
            "offset": "",
            "chat_type": "supergroup",
        }
        self.offer("inline_query", query)
        return query_id

    def guest(
        self, text: str, chat_id: int = GROUP, user: int = CITIZEN, language_code: str = "id"
    ) -> str:
        """Let somebody mention the bot where it is no member; gives the query's id."""
        mention = f"@{BOT_USERNAME}"
        query_id = self.open_query("guest")
        content = text_content(text if mention in text else f"{mention} {text}")
        message = self._written_by(user, chat_id, language_code) | content
        self.offer("guest_message", message | {"guest_query_id": query_id})
        return query_id

    def set_membership(self, status: str, chat_id: int = GROUP, user: int = CITIZEN) -> int:
        """Make the bot "member", "administrator", "left" or "kicked"; in private, block it so."""
        with self.changed:
            if chat_id < 0:
                old = self.memberships.get(chat_id, "left")
                self.memberships[chat_id] = status
            else:
                old = "kicked" if chat_id in self.blocked_chats else "member"
                self.blocked_chats -= {chat_id}
                self.blocked_chats |= {chat_id} if status == "kicked" else set()
            if status in {"member", "administrator"}:
                self.known_chats.add(chat_id)
            content = member_content(self.token, chat_id, person(user, "id"), old, status)
            return self.offer("my_chat_member", content)

    def expire(self, query_id: str) -> None:
        """Let a query become too old to be answered."""
        with self.changed:
            self.open_queries.pop(query_id, None)

    def _written_by(self, user: int, chat_id: int, language_code: str) -> dict[str, Any]:
        return {
            "message_id": self.take_message_id(),
            "date": int(time.time()),
            "chat": chat(chat_id, is_forum=self.is_forum(chat_id)),
            "from": person(user, language_code),
        }

    def _existing(self, chat_id: int, message: SentMessage | int) -> Json:
        message_id = message.message_id if isinstance(message, SentMessage) else message
        content = self.content(chat_id, message_id)
        if content is None:
            raise AssertionError(f"the chat has no message {message_id} to reply to")
        # What that message replied to itself is not told.
        return {key: value for key, value in content.items() if key != "reply_to_message"}
