"""The `suluh ask`, `search`, `chat` and `telegram` commands: read arguments, run, print."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.batches import encodable, read_batch
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
        "--batch",
        help='JSON Lines with {"qid", "question"}, in a conversation also "earlier": [questions]; '
        "prints one JSON line for each.",
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
            for asked in read_batch(batch):
                answer = bot.chain.invoke(replace(asked, language=lang))
                typer.echo(json.dumps(answer_json(answer), ensure_ascii=False))
            return
        answer = bot.chain.invoke(Question(encodable(question or ""), lang))
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
            for query in read_batch(batch):
                found = bot.search(query.text, k, query.earlier)
                row = {"qid": query.qid, **search_json(query.text, found)}
                typer.echo(json.dumps(row, ensure_ascii=False))
            return
        asked = encodable(question or "")
        found = bot.search(asked, k)
        if as_json:
            typer.echo(json.dumps(search_json(asked, found), ensure_ascii=False, indent=2))
        else:
            typer.echo(search_text(found))


def chat() -> None:
    """Ask one question after another in the terminal, also follow-ups; an empty line ends."""
    from bot.answering.following_up import remembered
    from bot.answering.models import Question
    from bot.presenting import answer_text

    earlier: tuple[str, ...] = ()
    with _opened_bot() as bot:
        while line := _prompt():
            question = encodable(line)
            answer = bot.chain.invoke(Question(question, earlier=earlier))
            earlier = remembered(earlier, question, answer.status)
            typer.echo(answer_text(answer, bot.catalogue) + "\n")


def telegram(
    webhook: Annotated[
        bool, typer.Option("--webhook", help="Have messages delivered to SULUH_WEBHOOK_URL.")
    ] = False,
) -> None:
    """Answer on Telegram until the process is stopped."""
    from bot.logs import configure_logging

    settings = BotSettings()
    token = settings.telegram_token.get_secret_value()
    secrets = [token, *(s.get_secret_value() for s in (settings.webhook_secret, settings.chat_key))]
    configure_logging(secrets, form=settings.log_format)
    try:
        if not token.strip():
            raise MissingTokenError
        from bot.storage.store import Storage
        from bot.telegram.composition import run

        with (
            closing(Storage.open(StoreSettings().home)) as storage,
            _opened_bot() as bot,
            closing(bot.service()) as service,
        ):
            bot.warm_up()
            run(settings, storage, bot, service, webhook=webhook)
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
    except (VectorStoreError, BotError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _require_one(command: str, question: str | None, batch: Path | None) -> None:
    if (question is None) == (batch is None):
        raise typer.BadParameter(
            f"give either a question or --batch FILE, as in: suluh {command} …"
        )


def _prompt() -> str:
    typer.echo("> ", nl=False)
    return sys.stdin.readline().strip()
