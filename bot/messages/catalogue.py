"""Reads the message catalogues and fills in their placeholders."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Self

LANGUAGES = ("id", "en")
NATIONAL_LANGUAGE = "id"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences citizens read, by language and dotted key ("answer.nothing_found")."""

    messages: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls) -> Self:
        """Read the catalogues that ship with the package."""
        return cls({language: _read(language) for language in LANGUAGES})

    def text(self, key: str, language: str, **values: object) -> str:
        """Give the message `key` in `language`, or in the national language where it has none.

        Raises:
            KeyError: no catalogue has this key, or a placeholder has no value.
        """
        messages = self.messages.get(language, self.messages[NATIONAL_LANGUAGE])
        return messages[key].format(**values)


def _read(language: str) -> dict[str, str]:
    content = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{table}.{name}": message.strip()
        for table, entries in tomllib.loads(content).items()
        for name, message in entries.items()
    }
