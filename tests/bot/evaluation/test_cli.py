"""Mistakes are told before anything is asked: by exit code and one sentence."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.evaluation.cli import evaluate


@pytest.fixture
def app() -> typer.Typer:
    """Give the command alone."""
    command = typer.Typer()
    command.command()(evaluate)
    return command


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Give a question set."""
    path = tmp_path / "soal.csv"
    path.write_text("pertanyaan\nApa itu PPID?\n")
    return path


@pytest.mark.parametrize("limit", ["gold=0.8", "gold_quoted", "ece=0.1"])
def test_a_limit_that_makes_no_sense_is_wrong_usage(
    app: typer.Typer, questions: Path, limit: str
) -> None:
    """Exit code 2."""
    done = CliRunner().invoke(app, [str(questions), "--fail-under", limit])
    assert done.exit_code == 2


def test_a_set_without_questions_fails(app: typer.Typer, tmp_path: Path) -> None:
    """And a missing one; nothing is printed for scripts."""
    empty = tmp_path / "kosong.csv"
    empty.write_text("pertanyaan\n")
    for path in (empty, tmp_path / "hilang.csv"):
        done = CliRunner().invoke(app, [str(path), "--json"])
        assert (done.exit_code, done.stdout) == (1, "")
        assert len(done.stderr.strip().splitlines()) == 1
        assert path.name in done.stderr


def test_what_is_no_report_cannot_be_compared_with(app: typer.Typer, questions: Path) -> None:
    """Told before minutes are spent on asking."""
    done = CliRunner().invoke(app, [str(questions), "--compare", str(questions)])
    assert done.exit_code == 1
    assert "is no report" in done.stderr


def test_a_place_that_cannot_be_written_is_told_first(
    app: typer.Typer, questions: Path, tmp_path: Path
) -> None:
    """Before minutes are spent on asking."""
    page = tmp_path / "tidak-ada" / "laporan.html"
    done = CliRunner().invoke(app, [str(questions), "--html", str(page)])
    assert done.exit_code == 2
    assert "tidak-ada" in done.stderr.replace("\n", "").replace("│", "").replace(" ", "")
