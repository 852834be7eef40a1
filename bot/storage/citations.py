"""Citations as the JSON that is kept; they quote public text."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from bot.answering.models import Citation

_FIELDS = frozenset(field.name for field in fields(Citation))


def citations_text(citations: Sequence[Citation]) -> str:
    """Write citations as JSON, "[]" where there are none."""
    return json.dumps([asdict(one) for one in citations], ensure_ascii=False, default=_iso)


def read_citations(text: str) -> tuple[Citation, ...]:
    """Read what `citations_text` wrote; fields of other releases are left out."""
    return tuple(_citation(kept) for kept in json.loads(text))


def _citation(kept: dict[str, Any]) -> Citation:
    known = {name: value for name, value in kept.items() if name in _FIELDS}
    if known["highlight"]:
        known["highlight"] = tuple(known["highlight"])
    if known["published"]:
        known["published"] = date.fromisoformat(known["published"])
    return Citation(**known)


def _iso(day: date) -> str:
    return day.isoformat()
