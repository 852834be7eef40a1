"""Faults of the Bot API and kills of the front end, while citizens ask."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.telegram_load import (
    Asked,
    LoadDouble,
    different,
    in_rhythm,
    out_of_order,
    play,
    summary,
)
from benchmarks.telegram_process import Front, running
from tests.bot_api_double import Fault, SentMessage

METHODS = ("sendMessage", "sendChatAction", "getUpdates", "answerCallbackQuery")
FAULTS = 1000
SHARE = 0.25
CITIZENS = 50
PRESSING_CITIZENS = 15
EVERY_SECONDS = 10.0
PATIENCE_SECONDS = 180.0
# Beyond the time that the bot waits for a reply (application.READ_SECONDS).
TOO_SLOW_SECONDS = 25.0
UNLIMITED = {"SULUH_QUESTIONS_A_MINUTE": "100000", "SULUH_QUESTIONS_A_DAY": "100000"}

KILLS = 20
PENDING = 20
PENDING_CHATS = 5
# Twenty questions are answered in about that time.
KILL_WITHIN_SECONDS = 3.0

_PRESSING_CHAT = 800_000
# As often as they stand here; "after" or `carried_out`: the call took effect all the same.
_KINDS = (
    *[Fault.too_many_requests(1), Fault.bad_gateway()] * 20,
    *[Fault.reset(), Fault.reset(carried_out=True)] * 15,
    *[Fault.slow(0.3), Fault.slow(1.0), Fault.slow(2.0)] * 4,
    *[Fault.empty_body(), Fault.empty_body(carried_out=True)] * 4,
    *[Fault.broken_json(), Fault.broken_json(carried_out=True)] * 4,
    replace(Fault.slow(TOO_SLOW_SECONDS), name="too slow"),
)


def measure_faults(
    double: LoadDouble, front: Front, questions: list[str], faults: int, seed: int
) -> dict[str, Any]:
    """Ask until so many faults were met, and count what each question ended in."""
    texts = different(questions, seed)
    asked: list[Asked] = []
    with running(front, UNLIMITED):
        menus = _language_menus(double)
        double.fail_randomly(seed, SHARE, _KINDS, METHODS, faults)
        while len(double.faulted()) < faults:
            for menu in menus:
                double.press(menu, menu.buttons()[-1][1])
            turns = in_rhythm(
                range(1, CITIZENS + 1),
                texts,
                every=EVERY_SECONDS,
                seconds=EVERY_SECONDS,
                seed=seed + len(asked),
            )
            asked += play(double, turns)
        double.wait_for_replies(asked, PATIENCE_SECONDS)
        presses = len(asked) // CITIZENS
        double.wait_for(lambda: min(_replies(double, menus).values()) >= presses, PATIENCE_SECONDS)
        statuses = front.statuses()
    lost_replies = _lost_replies(double)
    uncertain = [one for one in asked if (one.chat, one.message) in lost_replies]
    certain = [one for one in asked if (one.chat, one.message) not in lost_replies]
    return summary(asked) | {
        "out_of_order": out_of_order(certain),
        "statuses": statuses,
        "faults": len(double.faulted()),
        "kinds": dict(Counter(call.fault.name for call in double.faulted() if call.fault)),
        "methods": dict(Counter(call.method for call in double.faulted())),
        "certain": len(certain),
        "certain_answered_once": sum(len(one.replies) == 1 for one in certain),
        "reply_lost": len(uncertain),
        "reply_lost_answered_once": sum(len(one.replies) == 1 for one in uncertain),
        "reply_lost_repeated": sum(len(one.replies) > 1 for one in uncertain),
        "presses_a_citizen": presses,
        "replies_to_presses": sorted(_replies(double, menus).values()),
        "presses_reply_lost": sum(chat >= _PRESSING_CHAT for chat, _ in lost_replies),
    }


def _language_menus(double: LoadDouble) -> list[SentMessage]:
    """Give a message with harmless buttons to each of some more citizens."""
    chats = range(_PRESSING_CHAT, _PRESSING_CHAT + PRESSING_CITIZENS)
    for chat in chats:
        double.say("/bahasa", chat)
    double.wait_until(lambda: len(double.sent) == len(chats), PATIENCE_SECONDS)
    return list(double.sent)


def _replies(double: LoadDouble, menus: Sequence[SentMessage]) -> dict[int, int]:
    with double.changed:
        counts = Counter(message.chat_id for message in double.sent)
    return {menu.chat_id: counts[menu.chat_id] - 1 for menu in menus}


def _lost_replies(double: LoadDouble) -> set[tuple[int, int]]:
    """Give the chats and messages of replies that were taken although the bot was not told so."""
    found = set()
    for call in double.calls_of("sendMessage"):
        too_slow = call.fault is not None and call.fault.seconds == TOO_SLOW_SECONDS
        if call.reply_lost or too_slow:
            reply = json.loads(call.parameters.get("reply_parameters", "{}"))
            found.add((int(call.parameters["chat_id"]), int(reply.get("message_id", 0))))
    return found


def measure_kills(
    double: LoadDouble, front: Front, questions: list[str], kills: int, seed: int
) -> dict[str, Any]:
    """Kill with questions pending, start again, and count what each question ended in."""
    random = Random(seed)  # noqa: S311 - any times will do
    texts = different(questions, seed)
    rounds: list[dict[str, Any]] = []
    front.start(UNLIMITED)
    try:
        for number in range(kills):
            chats = [10 * (number + 1) + i for i in range(PENDING_CHATS)]
            asked = [double.ask(next(texts), chats[i % len(chats)]) for i in range(PENDING)]
            time.sleep(random.uniform(0, KILL_WITHIN_SECONDS))
            front.kill()
            killed = time.monotonic()
            double.collect()
            pending = sum(not one.replies for one in asked)
            front.start(UNLIMITED)
            # Once a later question of a chat is answered, the earlier ones are done with.
            last = [double.ask(next(texts), chat) for chat in chats]
            double.wait_for_replies([*asked, *last], PATIENCE_SECONDS)
            twice = [one for one in asked if len(one.replies) > 1]
            rounds.append(
                {
                    "pending": pending,
                    "lost": sum(not one.replies for one in [*asked, *last]),
                    "twice_ms_before_kill": [
                        round(1000 * (killed - one.replies[0]), 1) for one in twice
                    ],
                    "out_of_order": out_of_order([*asked, *last]),
                }
            )
        front.stop()
    finally:
        front.kill()
    twice_ms = [ms for one in rounds for ms in one["twice_ms_before_kill"]]
    return {
        "kills": kills,
        "questions": kills * PENDING,
        "pending": [one["pending"] for one in rounds],
        "lost": sum(one["lost"] for one in rounds),
        "out_of_order": sum(one["out_of_order"] for one in rounds),
        "answered_twice": len(twice_ms),
        "twice_ms_before_kill": twice_ms,
        "most_twice_a_kill": max(len(one["twice_ms_before_kill"]) for one in rounds),
    }
