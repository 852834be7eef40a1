"""Reads the data tables that ship in `lexicon/`."""

from importlib.resources import files


def read_rows(name: str) -> list[tuple[str, ...]]:
    """Give the rows of a table, cut at tabs; comments and empty lines are left out."""
    text = files("bot.answering").joinpath(f"lexicon/{name}.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [tuple(line.split("\t")) for line in lines]
