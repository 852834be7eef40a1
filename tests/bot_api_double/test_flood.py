"""Flood control refuses what comes too fast and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bot_api_double.flood import FloodControl, FloodLimits
from tests.fakes import Clock

GROUP = -1


def _control(limits: FloodLimits | None = None) -> tuple[FloodControl, Clock]:
    clock = Clock()
    return FloodControl(limits or FloodLimits.like_telegram(), clock), clock


def test_a_chat_gets_one_message_a_second_after_a_burst() -> None:
    """Another chat does not wait for it, and a second later it goes on."""
    control, clock = _control()
    waits = [control.seconds_to_wait("sendMessage", 1) for _ in range(4)]
    assert waits == [0, 0, 0, 1]
    assert control.seconds_to_wait("editMessageText", 1) == 1
    assert control.seconds_to_wait("sendMessage", 2) == 0
    clock.seconds += 1
    assert control.seconds_to_wait("sendMessage", 1) == 0
    assert control.seconds_to_wait("sendMessage", 1) == 1


def test_all_chats_together_get_30_messages_a_second() -> None:
    """The 31st waits."""
    control, _ = _control()
    assert not any(control.seconds_to_wait("sendMessage", chat) for chat in range(1, 31))
    assert control.seconds_to_wait("sendMessage", 31) == 1


def test_a_group_gets_20_messages_a_minute() -> None:
    """One every three seconds once the burst is spent."""
    control, clock = _control(FloodLimits(group=FloodLimits.like_telegram().group))
    waits = [control.seconds_to_wait("sendMessage", GROUP) for _ in range(21)]
    assert waits == [0] * 20 + [3]
    assert not any(control.seconds_to_wait("sendMessage", 1) for _ in range(100))
    clock.seconds += 3
    assert control.seconds_to_wait("sendMessage", GROUP) == 0


def test_only_drafts_are_limited_by_default() -> None:
    """Other calls are not counted at all."""
    control, clock = _control(FloodLimits())
    assert not any(control.seconds_to_wait("sendMessage", 1) for _ in range(1000))
    drafts = [control.seconds_to_wait("sendMessageDraft", 1) for _ in range(4)]
    assert drafts == [0, 0, 0, 1]
    for _ in range(10):
        clock.seconds += 1
        assert control.seconds_to_wait("sendMessageDraft", 1) == 0


@given(st.lists(st.floats(0, 3), max_size=60))
@settings(max_examples=50)
def test_whoever_waits_as_told_is_let_through(pauses: list[float]) -> None:
    """The seconds told are enough, whatever came before."""
    control, clock = _control()
    for pause in pauses:
        clock.seconds += pause
        wait = control.seconds_to_wait("sendMessage", GROUP)
        if wait:
            clock.seconds += wait
            assert control.seconds_to_wait("sendMessage", GROUP) == 0
