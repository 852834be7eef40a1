"""The facts that a page states about itself: title, address, publisher, date, kind, language."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from ingest.parsing.dates import parse_date
from ingest.parsing.draft import read_kind
from ingest.parsing.html_tree import Element, find_all, flat_text
from ingest.parsing.language import normalise_language
from vectorstore.models import ArticleKind

_DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "publish_date",
    "pubdate",
)
_PUBLISHER_NAMES = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher")
_KINDS_OF_SCHEMA = {
    "NewsArticle": ArticleKind.NEWS,
    "FAQPage": ArticleKind.FAQ,
    "GovernmentService": ArticleKind.SERVICE,
    "Legislation": ArticleKind.REGULATION,
}  # https://schema.org types
_PAGE_TYPES = {"Article", "BlogPosting", "Report", "WebPage", *_KINDS_OF_SCHEMA}
_TITLE_SEPARATOR = re.compile(r"\s+[|–—·»-]\s+")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the head of a page and its markup say; unknown facts are empty."""

    title: str
    url: str
    publisher: str
    published: date | None
    kind: ArticleKind | None
    language: str


def read_facts(tree: Element, root: Element, title: Element | None, page_url: str) -> PageFacts:
    """Collect the facts of a page from its meta tags, JSON-LD and visible markup."""
    meta = _meta_tags(tree)
    schema = _page_schema(tree)
    publisher = next(filter(None, map(meta.get, _PUBLISHER_NAMES)), "") or _publisher(schema)
    return PageFacts(
        title=_title(tree, meta, schema, flat_text(title) if title is not None else "", publisher),
        url=_canonical_url(tree, meta, page_url),
        publisher=publisher,
        published=_published(root, meta, schema),
        kind=_kind(meta, schema),
        language=normalise_language(tree.get("lang") or tree.get("{*}lang") or ""),
    )


def find_title_heading(tree: Element, root: Element) -> Element | None:
    """The h1 that is the article's title: the one that <title> begins with, else the first."""
    headings = [heading for heading in find_all(tree, "h1") if flat_text(heading)]
    titles = [flat_text(element).casefold() for element in find_all(tree, "title")]
    for heading in headings:
        if any(title.startswith(flat_text(heading).casefold()) for title in titles):
            return heading
    inside = [heading for heading in headings if root in heading.iterancestors()]
    return next(iter(inside or headings), None)


def _meta_tags(tree: Element) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in find_all(tree, "meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def _page_schema(tree: Element) -> dict[str, Any]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _schema_items(data):
            if _types(item) & _PAGE_TYPES:
                return item
    return {}


def _schema_items(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (
                (node for node in graph if isinstance(node, dict))
                if isinstance(graph, list)
                else ()
            )


def _types(item: dict[str, Any]) -> set[str]:
    types = item.get("@type")
    return {
        kind for kind in (types if isinstance(types, list) else [types]) if isinstance(kind, str)
    }


def _text_of(item: dict[str, Any], *keys: str) -> str:
    return next((item[key] for key in keys if isinstance(item.get(key), str)), "")


def _publisher(schema: dict[str, Any]) -> str:
    publisher = schema.get("publisher")
    return _text_of(publisher, "name") if isinstance(publisher, dict) else ""


def _title(
    tree: Element, meta: dict[str, str], schema: dict[str, Any], heading: str, site: str
) -> str:
    titles = [flat_text(element) for element in find_all(tree, "title")]
    stated = [meta.get("og:title", ""), _text_of(schema, "headline", "name"), heading, *titles]
    # Some sites state their own name as the title of every page.
    named = [title for title in stated if title and title.casefold() != site.casefold()]
    return _without_site(named[0], heading, site) if named else next(filter(None, stated), "")


def _without_site(title: str, heading: str, site: str) -> str:
    if heading and _TITLE_SEPARATOR.match(title, len(heading)) and title.startswith(heading):
        return heading
    parts = _TITLE_SEPARATOR.split(title)
    if site and len(parts) > 1 and parts[-1].casefold() == site.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»-")
    return title


def _canonical_url(tree: Element, meta: dict[str, str], page_url: str) -> str:
    links = [
        link.get("href")
        for link in find_all(tree, "link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for address in (*links, meta.get("og:url"), page_url):
        absolute = _absolute(page_url, address)
        if absolute:
            return absolute
    return ""


def _absolute(page_url: str, address: str | None) -> str:
    try:
        absolute = urljoin(page_url, (address or "").strip())
    except ValueError:
        return ""
    return absolute if absolute.lower().startswith(("http://", "https://")) else ""


def _published(root: Element, meta: dict[str, str], schema: dict[str, Any]) -> date | None:
    stated = [*map(meta.get, _DATE_NAMES), _text_of(schema, "datePublished")]
    times = [time.get("datetime") or flat_text(time) for time in find_all(root, "time")[:1]]
    return next(filter(None, (parse_date(text) for text in (*stated, *times) if text)), None)


def _kind(meta: dict[str, str], schema: dict[str, Any]) -> ArticleKind | None:
    stated = read_kind(meta.get("suluh:kind", ""))
    of_schema = next(
        (_KINDS_OF_SCHEMA[name] for name in _types(schema) & set(_KINDS_OF_SCHEMA)), None
    )
    of_graph = ArticleKind.NEWS if meta.get("og:type", "").lower() == "article" else None
    return stated or of_schema or of_graph
