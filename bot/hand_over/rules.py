"""How long the law gives whom, as dated figures that ship with the package."""

import tomllib
from datetime import date
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class Term(BaseModel):
    """A number of working days, the paragraph of the law that gives it, and when it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(ge=1)
    article: int = Field(ge=1)
    paragraph: int = Field(ge=1)
    read: date
    seen: str = Field(min_length=1, description="where the figure was read")


class Rules(BaseModel):
    """The terms of `law` (number/year), for the request and for what follows a refusal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: str = Field(pattern=r"^\d+/\d{4}$")
    answer: Term
    extension: Term
    objection: Term
    superior: Term
    dispute: Term

    @classmethod
    def load(cls) -> Self:
        """Read the terms that ship with the package."""
        content = files(__package__).joinpath("rules.toml").read_text(encoding="utf-8")
        return cls.model_validate(tomllib.loads(content))

    @property
    def read(self) -> date:
        """The day since when no figure was read again."""
        terms = (self.answer, self.extension, self.objection, self.superior, self.dispute)
        return min(term.read for term in terms)
