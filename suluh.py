"""The `suluh` command: mounts the commands of ingest and bot, and the check of all of it."""

import json
from dataclasses import asdict

import typer
from pydantic import ValidationError

import bot.cli
import bot.evaluation.cli
import bot.reporting.cli
import ingest.cli
import ingest.index_cli
import ingest.sources_cli
from ingest.command_line import JsonOption

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers citizens' questions about public information, with citations they can check.",
)
app.command("ingest")(ingest.cli.ingest)
app.add_typer(ingest.index_cli.index_app, name="index")
app.add_typer(ingest.sources_cli.sources_app, name="sources")
for command in (bot.cli.ask, bot.cli.search, bot.cli.chat, bot.cli.telegram):
    app.command()(command)
app.command()(bot.evaluation.cli.evaluate)
app.command()(bot.reporting.cli.report)


@app.command()
def doctor(as_json: JsonOption = False) -> None:
    """Check model, builds, disk, library, sources and Bot API, and say how to mend each fault."""
    from itertools import chain

    from bot.doctor import check_bot
    from bot.settings import BotSettings
    from ingest.doctor import check_ingest
    from ingest.settings import IngestSettings
    from vectorstore.health import Health, check_store
    from vectorstore.settings import StoreSettings

    store = StoreSettings()
    checks = []
    for check in chain(
        check_store(store), check_ingest(IngestSettings(), store), check_bot(BotSettings())
    ):
        checks.append(check)
        if not as_json:
            typer.echo(f"{check.health:<8} {check.part}: {check.found}")
            if check.mend:
                typer.echo(f"{'':<8} -> {check.mend}")
    if as_json:
        typer.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=2))
    if any(check.health is Health.FAULT for check in checks):
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; a setting that cannot be used is named, its value is not."""
    try:
        app()
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            name = f"SULUH_{'_'.join(map(str, fault['loc']))}".upper()
            typer.echo(f"The setting {name} cannot be used: {fault['msg']}.", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
