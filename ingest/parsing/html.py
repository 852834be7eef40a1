"""From the markup of a page to an article."""

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import SourceDefaults
from ingest.parsing.draft import Draft, finish_article
from ingest.parsing.html_boilerplate import Boilerplate
from ingest.parsing.html_facts import find_title, read_facts
from ingest.parsing.html_hidden import drop_hidden
from ingest.parsing.html_main import find_declared_root, locate_root, main_text_fingerprint
from ingest.parsing.html_tree import parse_tree
from ingest.parsing.html_walk import read_blocks
from vectorstore.models import Article


def parse_html(
    markup: str,
    article_id: str,
    defaults: SourceDefaults | None = None,
    *,
    page_url: str = "",
    title: str = "",
) -> Article:
    """Read the main content of a page under its headings, with the facts it states about itself.

    `title` is what others call the page, for one that states none.

    Raises:
        SkippedInputError: the page has no text or no title, or its markup cannot be read.
    """
    try:
        draft = _read_draft(markup, article_id, page_url, title)
    except RecursionError:
        reason = "nests its elements too deeply"
        raise SkippedInputError(article_id, SkipReason.UNREADABLE, reason) from None
    return finish_article(article_id, draft, defaults or SourceDefaults())


def _read_draft(markup: str, name: str, page_url: str, other_title: str) -> Draft:
    tree = parse_tree(markup)
    if tree is None:
        raise SkippedInputError(name, SkipReason.UNREADABLE, "holds no readable HTML")
    drop_hidden(tree)
    kept = main_text_fingerprint(markup)
    declared = find_declared_root(tree)
    root = locate_root(tree, kept) if declared is None else declared
    title = find_title(tree, root)
    facts = read_facts(tree, root, title, page_url)
    return Draft(
        blocks=read_blocks(root, Boilerplate(root, kept), title),
        title=facts.title or other_title,
        url=facts.url,
        publisher=facts.publisher,
        published=facts.published,
        kind=facts.kind,
        template_language=facts.language,
    )
