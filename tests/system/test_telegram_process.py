"""The Telegram front end in a process of its own."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bot.errors import TokenRefusedError
from tests.bot_api_double import TOKEN, BotApiDouble
from tests.system.processes import ROOT

pytestmark = pytest.mark.system

CHILD = textwrap.dedent(
    """
    import sys
    from contextlib import closing
    from pathlib import Path

    from bot.errors import BotError
    from bot.logs import configure_logging
    from bot.settings import BotSettings
    from bot.storage.store import Storage
    from bot.telegram.front_end import build_front_end
    from bot.telegram.polling import run_polling
    from tests.system.echo import echo_answering

    settings = BotSettings()
    configure_logging([settings.telegram_token.get_secret_value()])
    try:
        with closing(Storage.open(Path.cwd())) as storage:
            front_end = build_front_end(settings, storage, echo_answering(0.5))
            run_polling(front_end.application, front_end.intake, front_end.receiving)
    except BotError as error:
        sys.exit(str(error))
    """
)


def _start_child(home: Path, url: str, token: str = TOKEN) -> subprocess.Popen[str]:
    settings = {"SULUH_TELEGRAM_TOKEN": token, "SULUH_BOT_API_URL": url}
    return subprocess.Popen(
        [sys.executable, "-c", CHILD],
        cwd=home,
        env=os.environ | settings | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_process_answers_and_drains_on_sigterm(double: BotApiDouble, tmp_path: Path) -> None:
    """SIGTERM while an answer is made: the answer still goes out, and the exit code is 0."""
    child = _start_child(tmp_path, double.url)
    double.say("satu")
    double.wait_until(lambda: bool(double.calls_of("sendChatAction")), 60)
    child.send_signal(signal.SIGTERM)
    _, stderr = child.communicate(timeout=15)
    assert child.returncode == 0, stderr
    notice, answer = double.sent
    assert "/hapus_data" in notice.text
    assert answer.text.split()[1] == "satu"
    assert TOKEN.partition(":")[2] not in stderr


def test_a_process_with_a_wrong_token_says_one_sentence(
    double: BotApiDouble, tmp_path: Path
) -> None:
    """Exit code 1 and a single line on standard error."""
    child = _start_child(tmp_path, double.url, TOKEN[:-1] + "X")
    _, stderr = child.communicate(timeout=60)
    assert child.returncode == 1
    assert stderr.strip() == str(TokenRefusedError())
