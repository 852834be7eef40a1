"""Pages as the content systems of ministries make them: all of the article, and nothing else.

Each page in `pages/` stands beside the text that must be read from it.
"""

from pathlib import Path

import pytest

from ingest.parsing.html import parse_html
from vectorstore.models import SECTION_SEPARATOR, Article, Block

PAGES = Path(__file__).parent / "pages"


def _rendered(article: Article) -> str:
    info = article.info
    facts = [
        f"title: {info.title}",
        f"published: {info.published or ''}".rstrip(),
        f"publisher: {info.publisher}".rstrip(),
        "---",
    ]
    return "\n".join([*facts, *map(_block, article.blocks)]) + "\n"


def _block(block: Block) -> str:
    anchor = f" [{block.anchor}]" if block.anchor else ""
    heading = f"# {SECTION_SEPARATOR.join(block.heading_path)}{anchor}\n"
    return (heading if block.heading_path else "") + block.text


@pytest.mark.parametrize("name", sorted(page.stem for page in PAGES.glob("*.html")))
def test_the_article_is_read_and_nothing_else(name: str) -> None:
    """Facts, headings with their anchors, lists and tables; no menu, counter, button or footer."""
    markup = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    article = parse_html(markup, name, page_url="https://a.example/")
    assert _rendered(article) == (PAGES / f"{name}.txt").read_text(encoding="utf-8")
    assert article.info.language == "id"
