"""What a parser found out about an article, and the article that this makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import SourceDefaults
from ingest.parsing.language import correct_language, guess_language
from vectorstore.cleaning import clean_line, clean_text, shorten
from vectorstore.models import Article, ArticleInfo, ArticleKind, Block

MAX_TITLE_CHARACTERS = 300  # a longer title would leave its chunks no room in the model's window


@dataclass(frozen=True, slots=True)
class Draft:
    """The facts and blocks that stand in a page or file; unknown facts are empty.

    `template_language` is what the page's template declares, which is often wrong; `language`
    is what the author states.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    url: str = ""
    publisher: str = ""
    published: date | None = None
    kind: ArticleKind | None = None
    language: str = ""
    superseded: str = ""
    template_language: str = ""


def finish_article(
    article_id: str, draft: Draft, defaults: SourceDefaults, *, name: str = ""
) -> Article:
    """Clean a draft, fill what it leaves open from the source's defaults, and check it.

    Raises:
        SkippedInputError: the draft has no text or no title; `name` says where, by default the id.
    """
    name = name or article_id
    blocks = tuple(_clean_blocks(draft.blocks))
    if not blocks:
        raise SkippedInputError(name, SkipReason.NO_TEXT, "has no text")
    title = shorten(clean_line(draft.title), MAX_TITLE_CHARACTERS)
    if not title:
        raise SkippedInputError(name, SkipReason.NO_TITLE, "has no title")
    info = ArticleInfo(
        article_id=article_id,
        title=title,
        url=clean_line(draft.url),
        publisher=clean_line(draft.publisher) or defaults.publisher,
        published=draft.published,
        kind=draft.kind or defaults.kind,
        language=_language(draft, blocks),
        superseded=clean_line(draft.superseded) or defaults.superseded,
    )
    return Article(info=info, blocks=blocks)


def read_kind(name: str) -> ArticleKind | None:
    """Read the name of a kind; None where it is none of ours."""
    try:
        return ArticleKind(name.strip().lower())
    except ValueError:
        return None


def readable_stem(stem: str) -> str:
    """Turn a file's stem such as "biaya_salinan-2021" into a title."""
    words = clean_line(stem.replace("_", " ").replace("-", " "))
    return words[:1].upper() + words[1:]


def _clean_blocks(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        text = clean_text(block.text)
        if text:
            path = tuple(filter(None, map(clean_line, block.heading_path)))
            yield Block(text=text, heading_path=path, anchor=block.anchor)


def _language(draft: Draft, blocks: tuple[Block, ...]) -> str:
    if draft.language:
        return draft.language
    text = "\n".join(block.text for block in blocks)
    if draft.template_language:
        return correct_language(draft.template_language, text)
    return guess_language(text)
