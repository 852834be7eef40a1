"""What the front end promises citizens whatever happens to it or to the Bot API.

Measured with the real model and more of everything: `benchmarks/telegram.py`.
"""

import os
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot_api_double import BotApiDouble, Fault
from tests.system.processes import ROOT

pytestmark = pytest.mark.system

CHILD = textwrap.dedent(
    """
    import sys
    from contextlib import closing
    from pathlib import Path

    from bot.messages.catalogue import Catalogue
    from bot.settings import BotSettings
    from bot.storage.store import Storage
    from bot.telegram.front_end import Answering, LiveStatus, build_front_end
    from bot.telegram.polling import run_polling
    from tests.system.echo import EchoAnswerer

    async def opens():
        return ""

    answerer = EchoAnswerer(float(sys.argv[1]))
    answering = Answering(answerer, Catalogue.load(), str.split, LiveStatus, opens)
    with closing(Storage.open(Path.cwd())) as storage:
        front_end = build_front_end(BotSettings(), storage, answering)
        run_polling(front_end.application, front_end.intake, front_end.receiving)
    """
)
START_SECONDS = 60.0
PATIENCE_SECONDS = 40.0
CHATS = range(1, 5)
# One failing call in three: more would only test patience.
SHARE = 0.33
FAULTS = 60
# Of those that lose a reply after the message was taken nobody can tell whether it was; what
# becomes of them says `bot.telegram.delivery`.
TOLD = (
    Fault.too_many_requests(1),
    Fault.bad_gateway(),
    Fault.reset(),
    Fault.slow(0.2),
    Fault.empty_body(),
    Fault.broken_json(),
)


@contextmanager
def _child(double: BotApiDouble, home: Path, pause: float) -> Iterator["subprocess.Popen[bytes]"]:
    polls = len(double.calls_of("getUpdates"))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(pause)],
        cwd=home,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SULUH_TELEGRAM_TOKEN": double.token,
            "SULUH_BOT_API_URL": double.url,
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        double.wait_until(lambda: len(double.calls_of("getUpdates")) > polls, START_SECONDS)
        yield child
    finally:
        child.kill()
        child.wait()


def _answers(double: BotApiDouble) -> list[str]:
    """Give what was answered, in order; the first words are "Tentang: QUESTION"."""
    with double.changed:
        texts = [message.text for message in double.sent if message.text.startswith("Tentang: ")]
    return [text.split()[1] for text in texts]


def _wait_for_count(double: BotApiDouble, count: int) -> None:
    double.wait_until(lambda: len(_answers(double)) >= count, PATIENCE_SECONDS)


def _wait_for_answers(double: BotApiDouble, questions: set[str]) -> list[str]:
    double.wait_until(lambda: questions <= set(_answers(double)), PATIENCE_SECONDS)
    return _answers(double)


def _of_chat(answers: list[str], chat: int) -> list[str]:
    return [text for text in answers if text.startswith(f"{chat}.")]


def test_a_kill_loses_no_question_and_repeats_at_most_the_one_under_way(
    double: BotApiDouble, tmp_path: Path
) -> None:
    """Twenty questions of four chats are pending at kill -9; the next start answers the rest."""
    asked = [f"{chat}.{number}" for number in range(5) for chat in CHATS]
    with _child(double, tmp_path, 0.1) as child:
        for text in asked:
            double.say(text, int(text[0]))
        _wait_for_count(double, 6)
        child.send_signal(signal.SIGKILL)
        child.wait()
        before = _answers(double)
    assert len(before) < len(asked)
    with _child(double, tmp_path, 0.01):
        last = [f"{chat}.last" for chat in CHATS]
        for text in last:
            double.say(text, int(text[0]))
        answers = _wait_for_answers(double, {*asked, *last})
    for chat in CHATS:
        answered, repeated = _of_chat(before, chat), _of_chat(answers[len(before) :], chat)
        # In order; the only one that may come again is the last that had come.
        assert [*answered, *repeated] in (
            _of_chat([*asked, *last], chat),
            [*answered, *answered[-1:], *_of_chat([*asked, *last], chat)[len(answered) :]],
        )


def test_under_faults_of_the_bot_api_every_question_gets_one_answer(
    double: BotApiDouble, tmp_path: Path
) -> None:
    """Sixty calls fail: refused, garbled, late or cut off."""
    methods = ("sendMessage", "sendChatAction", "getUpdates")
    asked: list[str] = []
    with _child(double, tmp_path, 0.01):
        double.fail_randomly(7, SHARE, TOLD, methods, FAULTS)
        for number in range(9):  # of ten that a citizen may ask in a minute
            wave = [f"{chat}.{number}" for chat in range(10, 20)]
            for text in wave:
                double.say(text, int(text[:2]))
            asked += wave
            # So that questions arrive while others are answered.
            _wait_for_count(double, len(asked) // 2)
        _wait_for_answers(double, set(asked))
        last = [f"{chat}.last" for chat in range(10, 20)]
        for text in last:
            double.say(text, int(text[:2]))
        answers = _wait_for_answers(double, set(last))
    assert Counter(answers) == Counter([*asked, *last])
    assert len(double.faulted()) == FAULTS
    assert len({call.fault.name for call in double.faulted() if call.fault}) == len(TOLD)


def test_flood_control_of_one_chat_holds_up_no_other(double: BotApiDouble, tmp_path: Path) -> None:
    """The other chat is answered before the first has waited for its turn."""
    with _child(double, tmp_path, 0.01):
        double.fail("sendMessage", Fault.too_many_requests(2))
        double.say("1.waits", 1)
        double.wait_until(lambda: len(double.faulted()) == 1, PATIENCE_SECONDS)
        double.say("2.passes", 2)
        answers = _wait_for_answers(double, {"1.waits", "2.passes"})
    assert answers == ["2.passes", "1.waits"]
