"""`suluh report` reads the bot's own database, also while the bot holds it."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.answering.models import Answer, AnswerStatus, Question
from bot.reporting.cli import report
from bot.storage.store import Storage


@pytest.fixture
def app() -> typer.Typer:
    """Give the command alone."""
    command = typer.Typer()
    command.command()(report)
    return command


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """Give the database of a running bot."""
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    with closing(Storage.open(tmp_path)) as opened:
        yield opened


def test_the_report_of_a_running_bot(app: typer.Typer, storage: Storage) -> None:
    """What is not answered and what did not help, and no id of who asked."""
    chat, now = storage.key.hashed(4001), time.time()
    for text, status in (
        ("Berapa biaya permohonan informasi?", AnswerStatus.UNANSWERABLE_NOTHING_FOUND),
        ("biaya permohonan informasi", AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES),
        ("Jam buka?", AnswerStatus.ANSWERED),
    ):
        number = storage.questions.add(chat, now, Answer(Question(text), status, "id", "x"), 0.1)
    storage.feedback.vote(number, chat, helpful=False, at=now)
    storage.feedback.add_reason(number, chat, "outdated")
    printed = CliRunner().invoke(app, ["--json"])
    assert printed.exit_code == 0
    assert chat not in printed.stdout
    row = json.loads(printed.stdout)
    assert [group["size"] for group in row["unanswered"]] == [2]
    assert row["rejected"][0]["question"] == "Jam buka?"
    shown = CliRunner().invoke(app, ["--days", "1"]).stdout
    assert "Terjawab: 33% dari 3 pertanyaan" in shown
    assert "alasan: Sumbernya sudah lama" in shown


def test_mistakes_are_told_by_exit_code_and_one_sentence(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong usage is 2; where no bot has run yet there is nothing to read, and nothing is made."""
    monkeypatch.setenv("SULUH_HOME", str(tmp_path / "none"))
    assert CliRunner().invoke(app, ["--days", "0"]).exit_code == 2
    assert CliRunner().invoke(app, ["--lang", "jv"]).exit_code == 2
    failed = CliRunner().invoke(app, [])
    assert failed.exit_code == 1
    assert failed.stdout == ""
    assert "bot.sqlite3" in failed.stderr
    assert not (tmp_path / "none").exists()
