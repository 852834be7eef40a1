"""Sources that name different numbers for the same thing."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from bot.answering.models import Citation

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def name_different_numbers(citations: Sequence[Citation]) -> bool:
    """Tell whether two articles answer with numbers that the other does not name at all.

    A deadline of one and its extension in another are no contradiction where one quotes both.
    """
    articles = {citation.article_id for citation in citations}
    by_article = [[c for c in citations if c.article_id == article] for article in articles]
    return any(_differ(one, other) for one, other in combinations(by_article, 2))


def _differ(one: Sequence[Citation], other: Sequence[Citation]) -> bool:
    answers = _answering(one), _answering(other)
    return (
        all(answers)
        and answers[0].isdisjoint(_numbers(c.quote for c in other))
        and answers[1].isdisjoint(_numbers(c.quote for c in one))
    )


def _answering(citations: Sequence[Citation]) -> set[str]:
    return _numbers(c.quote[slice(*c.highlight)] for c in citations if c.highlight)


def _numbers(texts: Iterable[str]) -> set[str]:
    found = (number for text in texts for number in _NUMBER.findall(text))
    return {re.sub(r"[.,]0+$|[.,](?=\d{3})", "", number) for number in found}
