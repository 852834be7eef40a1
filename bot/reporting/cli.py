"""The `suluh report` command: reads what the bot kept, also while it runs, and prints it."""

import json
import time
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import BotError
from bot.messages.catalogue import LANGUAGES, NATIONAL_LANGUAGE
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    from bot.reporting.report import Report

DEFAULT_DAYS = 7


def report(
    days: Annotated[int, typer.Option("--days", min=1, help="How far to look back.")] = (
        DEFAULT_DAYS
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    lang: Annotated[
        str, typer.Option("--lang", help="Language of the report: id or en.")
    ] = NATIONAL_LANGUAGE,
) -> None:
    """Show how questions ended, which are not answered yet, and which answers did not help."""
    from bot.messages.catalogue import Catalogue
    from bot.reporting.report import report_json
    from bot.reporting.text import report_text

    if lang not in LANGUAGES:
        raise typer.BadParameter("--lang is id or en")
    try:
        made = _read(days)
    except BotError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(report_json(made), ensure_ascii=False, indent=2))
    else:
        typer.echo(report_text(made, lang, Catalogue.load()))


def _read(days: int) -> "Report":
    # The stemmer's library takes a while to import; --help does not need it.
    from bot.reporting.report import read_report
    from bot.storage.store import Storage
    from vectorstore.keyword_index import Analyser

    with closing(Storage.open_to_read(StoreSettings().home)) as storage:
        return read_report(storage, days, time.time(), Analyser.load().stems)
