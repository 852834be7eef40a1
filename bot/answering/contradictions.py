"""Sources that name different numbers for the same thing."""

import re
from collections.abc import Sequence

from bot.answering.models import Citation

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def name_different_numbers(citations: Sequence[Citation]) -> bool:
    """Tell whether the answering words of two articles hold numbers that differ."""
    by_article: dict[str, set[str]] = {}
    for citation in citations:
        if citation.highlight and (found := _numbers(citation.quote[slice(*citation.highlight)])):
            by_article.setdefault(citation.article_id, set()).update(found)
    named = list(by_article.values())
    return any(one.isdisjoint(other) for one in named for other in named)


def _numbers(words: str) -> set[str]:
    return {re.sub(r"[.,]0+$|[.,](?=\d{3})", "", number) for number in _NUMBER.findall(words)}
