"""The `suluh` command: mounts the commands of ingest and bot, nothing else."""

import typer
from pydantic import ValidationError

import bot.cli
import ingest.cli
import ingest.index_cli

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers citizens' questions about public information, with citations they can check.",
)
app.command("ingest")(ingest.cli.ingest)
app.add_typer(ingest.index_cli.index_app, name="index")
for command in (bot.cli.ask, bot.cli.search, bot.cli.chat, bot.cli.telegram):
    app.command()(command)


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
