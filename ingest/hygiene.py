"""Points out articles that speak to a language model, so that staff can look at them.

They are kept: a rule may quote such words, and the bot only ever quotes. What is flagged here is
never handed to a language model.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vectorstore.instruction_like import find_instruction
from vectorstore.models import Article


@dataclass(frozen=True, slots=True)
class Flagged:
    """A text that reads like an instruction: where it stands, of what kind, and its words."""

    article_id: str
    section: str
    kind: str
    excerpt: str


def flagged_texts(articles: Iterable[Article]) -> Iterator[Flagged]:
    """Give the texts of articles, their titles and headings too, that read like instructions."""
    for article in articles:
        seen: set[str] = set()
        for section, text in _texts(article):
            found = find_instruction(text)
            if found and found.excerpt not in seen:
                seen.add(found.excerpt)
                yield Flagged(article.info.article_id, section, found.kind, found.excerpt)


def _texts(article: Article) -> Iterator[tuple[str, str]]:
    yield "", article.info.title
    headings: set[tuple[str, ...]] = set()
    for block in article.blocks:
        section = " > ".join(block.heading_path)
        if block.heading_path not in headings:
            headings.add(block.heading_path)
            yield section, "\n".join(block.heading_path)
        yield section, block.text
