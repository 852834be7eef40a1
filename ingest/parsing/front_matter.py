"""The YAML block at the head of a Markdown article (adapter: PyYAML)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from ingest.errors import SkippedInputError, SkipReason
from ingest.parsing.dates import parse_date
from ingest.parsing.draft import Draft, read_kind
from ingest.parsing.language import normalise_language
from vectorstore.models import NO_LONGER_IN_FORCE, ArticleKind, Block

_FENCED = re.compile(r"---[ \t]*\n(?P<yaml>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S | re.M)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The facts that an author states about an article; unknown facts are empty."""

    title: str = ""
    url: str = ""
    publisher: str = ""
    published: date | None = None
    kind: ArticleKind | None = None
    language: str = ""
    superseded: str = ""

    def to_draft(self, blocks: tuple[Block, ...], title: str) -> Draft:
        """The draft of an article with these facts."""
        return Draft(
            blocks=blocks,
            title=title,
            url=self.url,
            publisher=self.publisher,
            published=self.published,
            kind=self.kind,
            language=self.language,
            superseded=self.superseded,
        )


def split_front_matter(source: str, name: str) -> tuple[FrontMatter, str]:
    """Part a Markdown source into its front matter, if it has one, and its body.

    Raises:
        SkippedInputError: the front matter is no YAML mapping; `name` says where.
    """
    source = source.removeprefix("\ufeff").replace("\r\n", "\n")
    fenced = _FENCED.match(source)
    if fenced is None:
        return FrontMatter(), source
    facts = _load(fenced.group("yaml"), name)
    return read_facts(facts), source[fenced.end() :]


def read_facts(facts: dict[Any, Any]) -> FrontMatter:
    """Read the known keys of a mapping, forgiving what has the wrong type."""
    return FrontMatter(
        title=_text(facts.get("title")),
        url=_text(facts.get("url")),
        publisher=_text(facts.get("publisher")),
        published=_date(facts.get("published", facts.get("date"))),
        kind=read_kind(_text(facts.get("kind"))),
        language=normalise_language(_text(facts.get("language"))),
        superseded=_superseded(facts.get("superseded")),
    )


def _load(text: str, name: str) -> dict[Any, Any]:
    try:
        loaded = yaml.safe_load(text)
    # Its constructors let faults such as `2021-13-45` or `!!bool maybe` through unmapped.
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise _damaged(name, error) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise _damaged(name, None)
    return loaded


def _damaged(name: str, error: Exception | None) -> SkippedInputError:
    mark = getattr(error, "problem_mark", None)
    where = f" at line {mark.line + 2}" if mark is not None else ""
    return SkippedInputError(name, SkipReason.MALFORMED, f"has damaged front matter{where}")


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _superseded(value: object) -> str:
    return NO_LONGER_IN_FORCE if value is True else _text(value or "")


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_date(_text(value))
