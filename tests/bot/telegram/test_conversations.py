"""What is remembered of a chat is little, bounded and soon forgotten."""

import pytest

from bot.answering.models import AnswerStatus
from bot.telegram.conversations import FORGOTTEN_AFTER_SECONDS, Conversations
from tests.fakes import Clock

ANSWERED = AnswerStatus.ANSWERED


@pytest.fixture
def clock() -> Clock:
    """A clock that is moved by hand."""
    return Clock()


def test_each_chat_has_its_own_questions(clock: Clock) -> None:
    """Nobody's follow-up is completed from what another citizen asked."""
    conversations = Conversations(clock)
    conversations.remember(1, "satu", ANSWERED)
    conversations.remember(2, "dua", ANSWERED)
    assert (conversations.earlier(1), conversations.earlier(2)) == (("satu",), ("dua",))
    assert conversations.earlier(3) == ()


def test_the_last_three_questions_are_kept(clock: Clock) -> None:
    """Oldest first."""
    conversations = Conversations(clock)
    for question in ("satu", "dua", "tiga", "empat"):
        conversations.remember(1, question, ANSWERED)
    assert conversations.earlier(1) == ("dua", "tiga", "empat")


def test_small_talk_and_refusals_are_not_kept(clock: Clock) -> None:
    """A chat with nothing else takes no place."""
    conversations = Conversations(clock)
    for status in (AnswerStatus.SMALLTALK, AnswerStatus.REFUSED_PERSONAL_DATA):
        conversations.remember(1, "halo", status)
    assert len(conversations) == 0


def test_a_silent_chat_is_forgotten(clock: Clock) -> None:
    """A quarter of an hour counts from the last message, and leaves nothing behind."""
    conversations = Conversations(clock)
    conversations.remember(1, "satu", ANSWERED)
    clock.seconds = FORGOTTEN_AFTER_SECONDS - 1
    conversations.remember(1, "makasih", AnswerStatus.SMALLTALK)
    clock.seconds += FORGOTTEN_AFTER_SECONDS - 1
    assert conversations.earlier(1) == ("satu",)
    clock.seconds += 1
    assert conversations.earlier(2) == ()
    assert len(conversations) == 0


def test_the_chat_that_fell_silent_first_makes_room(clock: Clock) -> None:
    """Memory does not grow with the number of citizens."""
    conversations = Conversations(clock, most_chats=2)
    for chat_id in (1, 2, 1, 3):
        conversations.remember(chat_id, f"dari {chat_id}", ANSWERED)
    assert len(conversations) == 2
    assert conversations.earlier(1) == ("dari 1", "dari 1")
    assert conversations.earlier(2) == ()


def test_a_chat_can_be_forgotten_at_once(clock: Clock) -> None:
    """Also where nothing is known of it."""
    conversations = Conversations(clock)
    conversations.remember(1, "satu", ANSWERED)
    conversations.forget(1)
    conversations.forget(2)
    assert conversations.earlier(1) == ()
