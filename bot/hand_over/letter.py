"""Writes the formal request that a citizen copies, completes and sends."""

import tomllib
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict

from bot.hand_over.draft import Receiving, RequestDraft
from bot.hand_over.offices import Office


class LetterForm(BaseModel):
    """The letter with its gaps, and what stands in a gap that is not filled yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    letter: str
    office: str
    what: str
    purpose: str
    receive: dict[Receiving, str]

    @classmethod
    def load(cls) -> Self:
        """Read the letter that ships with the package."""
        content = files(__package__).joinpath("letter.toml").read_text(encoding="utf-8")
        return cls.model_validate(tomllib.loads(content))

    def write(self, draft: RequestDraft, office: Office, law: str) -> str:
        """Fill in a draft; `law` is number/year. Who asks stays in brackets."""
        name, address = office.name or self.office, office.address
        return self.letter.strip().format(
            office=f"{name}\n{address}" if address else name,
            law=law,
            what=draft.what or self.what,
            purpose=draft.purpose or self.purpose,
            receive=self.receive[draft.receive],
        )
