"""The Telegram front end in a process of its own."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from bot.errors import TokenRefusedError
from tests.bot_api_double import TOKEN, BotApiDouble
from tests.system.processes import ROOT

pytestmark = pytest.mark.system

CHILD = textwrap.dedent(
    """
    import sys
    from bot.errors import BotError
    from bot.logs import configure_logging
    from bot.messages.catalogue import Catalogue
    from bot.telegram.application import build_application
    from bot.telegram.polling import run_polling
    from tests.system.echo import EchoAnswerer

    url, token = sys.argv[1:]
    configure_logging([token])
    try:
        run_polling(build_application(token, EchoAnswerer(0.5), Catalogue.load(), url))
    except BotError as error:
        sys.exit(str(error))
    """
)


def _start_child(url: str, token: str = TOKEN) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, url, token],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_process_answers_and_drains_on_sigterm(double: BotApiDouble) -> None:
    """SIGTERM while an answer is made: the answer still goes out, and the exit code is 0."""
    child = _start_child(double.url)
    double.say("satu")
    double.wait_until(lambda: bool(double.calls_of("sendChatAction")), 60)
    child.send_signal(signal.SIGTERM)
    _, stderr = child.communicate(timeout=15)
    assert child.returncode == 0, stderr
    assert [message.text.split()[1] for message in double.sent] == ["satu"]
    assert TOKEN.partition(":")[2] not in stderr


def test_a_process_with_a_wrong_token_says_one_sentence(double: BotApiDouble) -> None:
    """Exit code 1 and a single line on standard error."""
    child = _start_child(double.url, TOKEN[:-1] + "X")
    _, stderr = child.communicate(timeout=60)
    assert child.returncode == 1
    assert stderr.strip() == str(TokenRefusedError())
