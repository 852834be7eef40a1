"""The file `sources.toml`, in which a body lists what it publishes and where."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ingest.durations import parse_duration
from ingest.errors import SourceListError
from vectorstore.models import ArticleKind

Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
How = Literal["auto", "sitemap", "feed", "crawl", "page"]


class ListedSource(BaseModel):
    """One source: where it is, how it is read, and the facts that hold for all its articles."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, description="what staff call it")
    at: str = Field(min_length=1, description="an address, or a path relative to the list")
    how: How = "auto"
    publisher: str = ""
    kind: ArticleKind | None = None
    superseded: str = Field(
        default="", description="what replaced all of it, if it no longer holds"
    )
    allowed_hosts: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    every: Duration | None = Field(default=None, description="how often it is read, as in 6h")
    max_pages: int = Field(default=5000, gt=0)
    max_depth: int = Field(default=5, ge=0)


class ListedExclusion(BaseModel):
    """Articles that are kept out of the index, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str = Field(min_length=1, description="id, address or place; * stands for anything")
    reason: str = Field(min_length=1, description="why, for the report and for colleagues")


class SourceList(BaseModel):
    """All that `sources.toml` says; paths in it are relative to its folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    publisher: str = ""
    source: tuple[ListedSource, ...] = ()
    exclude: tuple[ListedExclusion, ...] = ()


def read_source_list(path: Path) -> SourceList:
    """Read a list of sources.

    Raises:
        SourceListError: it cannot be read, or says something that is not understood.
    """
    try:
        listed = SourceList.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceListError(
            f"The list of sources {path} cannot be read ({error}), so nothing was changed; mend it."
        ) from error
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
        raise SourceListError(
            f"The list of sources {path} has a fault at {place}: {fault['msg']}. "
            "Nothing was changed; mend it."
        ) from None
    _refuse_duplicates(path, [source.name for source in listed.source])
    return listed


def _refuse_duplicates(path: Path, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceListError(
            f"The list of sources {path} names {twice[0]!r} twice, so nothing was changed; "
            "give each source a name of its own."
        )
