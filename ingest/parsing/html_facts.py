"""The facts that a page states about itself: title, address, publisher, date, kind, language."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from ingest.parsing.dates import parse_date
from ingest.parsing.draft import read_kind
from ingest.parsing.html_clutter import DATE_WORDS, byline_date
from ingest.parsing.html_title import TITLE_SEPARATOR, find_title_element
from ingest.parsing.html_tree import Element, find_all, flat_text, tag_of, words_of_class
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
_RUNNING_TEXT = 80  # characters of one paragraph; labels and bylines are shorter
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEVELS_UP = 3  # a heading wraps its text in no more
_UNSHOWN = frozenset({"", "noscript", "option", "script", "style", "template"})


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
        published=_published(meta, schema) or _shown_date(root, title),
        kind=_kind(meta, schema),
        language=normalise_language(tree.get("lang") or tree.get("{*}lang") or ""),
    )


def find_title(tree: Element, root: Element) -> Element | None:
    """The element that shows the article's title."""
    meta = _meta_tags(tree)
    titles = [flat_text(element) for element in find_all(tree, "title")]
    stated = [meta.get("og:title", ""), _text_of(_page_schema(tree), "headline"), *titles]
    return find_title_element(tree, root, stated, meta.get("og:site_name", ""))


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
    if heading and TITLE_SEPARATOR.match(title, len(heading)) and title.startswith(heading):
        return heading
    parts = TITLE_SEPARATOR.split(title)
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


def _published(meta: dict[str, str], schema: dict[str, Any]) -> date | None:
    stated = [*map(meta.get, _DATE_NAMES), _text_of(schema, "datePublished")]
    return next(filter(None, (parse_date(text) for text in stated if text)), None)


def _shown_date(root: Element, title: Element | None) -> date | None:
    """The day that stands between the title and the text, or that is called that of publication."""
    text_begun = False
    for element in _from_title_on(root, title):
        if _is_of_the_text(element):
            continue
        line = _own_line(element)
        if tag_of(element) == "time" and not text_begun:
            when = parse_date(element.get("datetime") or flat_text(element))
            if when:
                return when
        when, labelled = byline_date(line)
        if when and (labelled or not text_begun):
            return when
        text_begun = text_begun or len(line) >= _RUNNING_TEXT
    return None


def _from_title_on(root: Element, title: Element | None) -> Iterator[Element]:
    scope = root
    if title is not None:
        above = set(title.iterancestors())
        scope = next((one for one in (root, *root.iterancestors()) if one in above), root)
    begun = False
    for element in scope.iter():
        begun = begun or element is root or element is title
        if begun and tag_of(element) not in _UNSHOWN:
            yield element


def _is_of_the_text(element: Element) -> bool:
    """Whether a date in this element is an appointment: in a heading or in a table."""
    near = [element, *islice(element.iterancestors(), _LEVELS_UP)]
    heading = next((one for one in near if tag_of(one) in _HEADINGS), None)
    if heading is not None and not words_of_class(heading) & DATE_WORDS:
        return True
    return tag_of(element) in {"td", "th"}


def _own_line(element: Element) -> str:
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(parts).split())


def _kind(meta: dict[str, str], schema: dict[str, Any]) -> ArticleKind | None:
    stated = read_kind(meta.get("suluh:kind", ""))
    of_schema = next(
        (_KINDS_OF_SCHEMA[name] for name in _types(schema) & set(_KINDS_OF_SCHEMA)), None
    )
    of_graph = ArticleKind.NEWS if meta.get("og:type", "").lower() == "article" else None
    return stated or of_schema or of_graph
