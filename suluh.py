"""The `suluh` command: mounts the commands of ingest and bot, nothing else."""

import typer

import bot.cli
import ingest.cli

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers citizens' questions about public information, with citations they can check.",
)
app.command("ingest")(ingest.cli.ingest)
app.add_typer(ingest.cli.index_app, name="index")
for command in (bot.cli.ask, bot.cli.search, bot.cli.chat, bot.cli.telegram):
    app.command()(command)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
