"""Reads the data tables that ship in `lexicon/`."""

import re
from importlib.resources import files

NamedPatterns = tuple[tuple[str, re.Pattern[str]], ...]


def read_rows(name: str) -> list[tuple[str, ...]]:
    """Give the rows of a table, cut at tabs; comments and empty lines are left out."""
    text = files("bot.answering").joinpath(f"lexicon/{name}.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [tuple(line.split("\t")) for line in lines]


def read_patterns(name: str) -> NamedPatterns:
    """Give the rows of a table of names and regular expressions, which ignore case.

    A row whose name begins with "=" gives the name to words that the patterns after it use as
    "<name>".
    """
    words: dict[str, str] = {}
    patterns = []
    for key, text in read_rows(name):
        for known, meaning in words.items():
            text = text.replace(f"<{known}>", meaning)
        if key.startswith("="):
            words[key.removeprefix("=")] = f"(?:{text})"
        else:
            patterns.append((key, re.compile(text, re.IGNORECASE)))
    return tuple(patterns)


def first_match(patterns: NamedPatterns, text: str) -> str:
    """Give the name of the first pattern that stands in a text; empty where none does."""
    return next((name for name, pattern in patterns if pattern.search(text)), "")
