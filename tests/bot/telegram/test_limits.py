"""How often one may ask: judged by numeric id, told once, bounded in memory."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.limits import (
    LONGEST_SILENCE,
    OFTEN_SECONDS,
    SECONDS_A_DAY,
    SECONDS_A_MINUTE,
    Limit,
    LimitRules,
    Limits,
    Verdict,
    VerdictKind,
)
from tests.fakes import Clock

ANI, BUDI, GROUP = 11, 12, -100
RULES = LimitRules(a_minute=4, a_day=6, group_a_minute=5)


class NaiveLimits:
    """Keeps every question ever asked and counts them anew each time."""

    def __init__(self) -> None:
        self._asked: list[tuple[float, int]] = []
        self._told: dict[int, float] = {}

    def check(self, now: float, user_id: int, chat_id: int, *, is_group: bool) -> Verdict:
        """Judge by definition."""
        windows = [
            (user_id, Limit.A_MINUTE, RULES.a_minute, SECONDS_A_MINUTE),
            (user_id, Limit.A_DAY, RULES.a_day, SECONDS_A_DAY),
        ]
        group = [(chat_id, Limit.GROUP, RULES.group_a_minute, SECONDS_A_MINUTE)] * is_group
        for met in (windows, group):
            refusals = [self._wait(now, *window) for window in met]
            wait, limit, who = max(refusals, default=(0.0, Limit.GROUP, 0), key=lambda one: one[0])
            if wait > 0:
                return self._refuse(now, wait, limit, who)
        lately = [at for at, asker in self._asked if asker == user_id and at + OFTEN_SECONDS > now]
        self._asked += [(now, user_id), *([(now, chat_id)] if is_group else [])]
        return Verdict(VerdictKind.ALLOWED, gives_way=len(lately) > 1)

    def _wait(
        self, now: float, who: int, limit: Limit, most: int, seconds: float
    ) -> tuple[float, Limit, int]:
        within = [at for at, asker in self._asked if asker == who and at + seconds > now]
        return (within[-most] + seconds - now if len(within) >= most else 0.0), limit, who

    def _refuse(self, now: float, wait: float, limit: Limit, who: int) -> Verdict:
        if now < self._told.get(who, now):
            return Verdict(VerdictKind.LIMITED_SILENT, wait, limit)
        self._told[who] = now + min(max(wait, SECONDS_A_MINUTE), LONGEST_SILENCE)
        return Verdict(VerdictKind.LIMITED_NOTIFY, wait, limit)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 1.0, 7.5, 19.5, 60.0, 3_000.0, 30_000.0]),
            st.sampled_from([ANI, BUDI, 13]),
            st.sampled_from([0, GROUP, -200]),
        ),
        max_size=40,
    )
)
def test_a_verdict_is_what_counting_all_questions_gives(
    asked: list[tuple[float, int, int]],
) -> None:
    """In any order of people, chats and pauses."""
    clock, naive = Clock(), NaiveLimits()
    limits = Limits(RULES, clock)
    for pause, user, group in asked:
        clock.seconds += pause
        verdict = limits.check(user, group or user, is_group=bool(group))
        assert verdict == naive.check(clock(), user, group or user, is_group=bool(group))


def test_who_writes_on_and_on_is_told_once_a_minute_at_most() -> None:
    """A hundred messages a minute get their share of answers, and a word now and then."""
    clock = Clock()
    limits = Limits(LimitRules(), clock)
    kinds = []
    for _ in range(1_000):
        kinds.append(limits.check(ANI, ANI, is_group=False).kind)
        clock.seconds += 0.6
    assert kinds.count(VerdictKind.ALLOWED) == 100
    assert kinds.count(VerdictKind.LIMITED_NOTIFY) == 10
    assert limits.check(BUDI, BUDI, is_group=False).kind is VerdictKind.ALLOWED


def test_who_asks_faster_than_answers_can_be_read_gives_way() -> None:
    """The third question within 15 seconds, and again the first after a pause is as any other."""
    clock = Clock()
    limits = Limits(LimitRules(), clock)
    ways = []
    for pause in (0.0, 5.0, 5.0, 1.0, 15.0):
        clock.seconds += pause
        ways.append(limits.check(ANI, ANI, is_group=False).gives_way)
    assert ways == [False, False, True, True, False]


def test_a_full_group_does_not_use_up_its_members_questions() -> None:
    """They may go on asking in private."""
    limits = Limits(LimitRules(a_minute=10, group_a_minute=1), Clock())
    assert limits.check(ANI, GROUP, is_group=True).kind is VerdictKind.ALLOWED
    refused = limits.check(BUDI, GROUP, is_group=True)
    assert refused == Verdict(VerdictKind.LIMITED_NOTIFY, SECONDS_A_MINUTE, Limit.GROUP)
    kinds = {limits.check(BUDI, BUDI, is_group=False).kind for _ in range(10)}
    assert kinds == {VerdictKind.ALLOWED}


def test_blocked_persons_and_groups_get_nothing() -> None:
    """Wherever the person asks, and whoever asks in the group."""
    limits = Limits(LimitRules(blocked=frozenset({ANI, GROUP})), Clock())
    assert limits.check(ANI, ANI, is_group=False).kind is VerdictKind.BLOCKED
    assert limits.check(ANI, -200, is_group=True).kind is VerdictKind.BLOCKED
    assert limits.check(BUDI, GROUP, is_group=True).kind is VerdictKind.BLOCKED
    assert limits.check(BUDI, BUDI, is_group=False).kind is VerdictKind.ALLOWED


def test_memory_is_bounded_and_forgets_who_asked_longest_ago() -> None:
    """A crowd of new accounts cannot fill it; who asks meanwhile stays known."""
    limits = Limits(LimitRules(a_minute=1), Clock(), most_remembered=3)
    for user in (ANI, BUDI, 13):
        limits.check(user, user, is_group=False)
    limits.check(ANI, ANI, is_group=False)
    limits.check(14, 14, is_group=False)
    assert limits.check(ANI, ANI, is_group=False).kind is VerdictKind.LIMITED_SILENT
    assert limits.check(BUDI, BUDI, is_group=False).kind is VerdictKind.ALLOWED
