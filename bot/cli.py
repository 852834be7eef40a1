"""The `suluh ask`, `search`, `chat` and `telegram` commands: read arguments, run, print."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import BotError, MissingTokenError
from bot.settings import BotSettings
from vectorstore.errors import VectorStoreError
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    from bot.app import Bot

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
LanguageOption = Annotated[
    str | None, typer.Option("--lang", help="Language of the answer: id or en; else guessed.")
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch", help='JSON Lines with {"qid", "question"}; prints one JSON line for each.'
    ),
]


def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
    batch: BatchOption = None,
) -> None:
    """Answer a question from the live build, with citations."""
    from bot.answering.models import Question
    from bot.presenting import answer_json, answer_text

    _require_one("ask", question, batch)
    if lang not in (None, "id", "en"):
        raise typer.BadParameter("--lang is id or en")
    with _opened_bot() as bot:
        if batch is not None:
            for qid, text in _read_batch(batch):
                answer = bot.chain.invoke(Question(text, lang, qid))
                typer.echo(json.dumps(answer_json(answer), ensure_ascii=False))
            return
        answer = bot.chain.invoke(Question(_encodable(question or ""), lang))
        if as_json:
            typer.echo(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
        else:
            typer.echo(answer_text(answer, bot.catalogue))
        if answer.status.group == "error":
            raise typer.Exit(1)


def search(
    question: Annotated[str | None, typer.Argument(help="What to search for.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Passages to show.")] = 10,
    as_json: JsonOption = False,
    batch: BatchOption = None,
) -> None:
    """Show the passages that fit a question, with both scores."""
    from bot.presenting import search_json, search_text

    _require_one("search", question, batch)
    with _opened_bot() as bot:
        if batch is not None:
            for qid, text in _read_batch(batch):
                row = {"qid": qid, **search_json(text, bot.search(text, k))}
                typer.echo(json.dumps(row, ensure_ascii=False))
            return
        asked = _encodable(question or "")
        found = bot.search(asked, k)
        if as_json:
            typer.echo(json.dumps(search_json(asked, found), ensure_ascii=False, indent=2))
        else:
            typer.echo(search_text(found))


def chat() -> None:
    """Ask one question after another in the terminal; an empty line ends."""
    from bot.answering.models import Question
    from bot.presenting import answer_text

    with _opened_bot() as bot:
        while question := _prompt():
            typer.echo(
                answer_text(bot.chain.invoke(Question(_encodable(question))), bot.catalogue) + "\n"
            )


def telegram() -> None:
    """Answer on Telegram until the process is stopped."""
    from bot.logs import configure_logging

    settings = BotSettings()
    token = settings.telegram_token.get_secret_value()
    configure_logging([token])
    try:
        if not token.strip():
            raise MissingTokenError
        from bot.telegram.application import build_application
        from bot.telegram.polling import run_polling

        with _opened_bot() as bot, closing(bot.service()) as service:
            bot.warm_up()
            run_polling(build_application(token, service, bot.catalogue, settings.bot_api_url))
    except BotError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@contextmanager
def _opened_bot() -> "Iterator[Bot]":
    # The models' libraries take seconds to import; --help and wrong usage need none of them.
    from bot.app import open_bot

    try:
        with open_bot(BotSettings(), StoreSettings()) as bot:
            yield bot
    except VectorStoreError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _require_one(command: str, question: str | None, batch: Path | None) -> None:
    if (question is None) == (batch is None):
        raise typer.BadParameter(
            f"give either a question or --batch FILE, as in: suluh {command} …"
        )


def _read_batch(path: Path) -> Iterator[tuple[str | None, str]]:
    import gzip
    import zlib

    opened = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opened(path, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):  # noqa: B007 - told in the error
                if line.strip():
                    yield _read_batch_line(line)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        reason = f"{type(error).__name__}: {error}" if isinstance(error, OSError) else str(error)
        typer.echo(f"{path} cannot be read at line {number}: {reason}.", err=True)
        raise typer.Exit(1) from error


def _read_batch_line(line: str) -> tuple[str | None, str]:
    row = json.loads(line)
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise ValueError('it is not JSON with a "question"')
    qid = row.get("qid")
    return (None if qid is None else str(qid)), _encodable(row["question"])


def _encodable(text: str) -> str:
    """Replace halves of characters, which JSON and terminals can hold but nothing can print."""
    return text.encode("utf-8", "replace").decode()


def _prompt() -> str:
    typer.echo("> ", nl=False)
    return sys.stdin.readline().strip()
