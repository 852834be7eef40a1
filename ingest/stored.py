"""How an article is written into the library, and its digest (pure)."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from vectorstore.models import Article, ArticleInfo, ArticleKind, Block


def digest_article(article: Article) -> str:
    """Digest all of an article, so that a change of any fact or word is seen."""
    whole = info_text(article.info) + blocks_text(article.blocks)
    return hashlib.sha256(whole.encode()).hexdigest()


def info_text(info: ArticleInfo) -> str:
    """Write the facts of an article as JSON."""
    facts = asdict(info)
    # Left out where it is empty, as it was before it existed, so that digests stay the same.
    if not info.superseded:
        del facts["superseded"]
    return json.dumps(facts, default=str, ensure_ascii=False)


def read_info(text: str) -> ArticleInfo:
    """Read what `info_text` wrote."""
    fields: dict[str, Any] = json.loads(text)
    published = fields.pop("published")
    kind = ArticleKind(fields.pop("kind"))
    when = date.fromisoformat(published) if published else None
    return ArticleInfo(published=when, kind=kind, **fields)


def blocks_text(blocks: tuple[Block, ...]) -> str:
    """Write the blocks of an article as JSON."""
    rows = [(block.text, block.heading_path, block.anchor) for block in blocks]
    return json.dumps(rows, ensure_ascii=False)


def read_blocks(text: str) -> tuple[Block, ...]:
    """Read what `blocks_text` wrote."""
    return tuple(Block(body, tuple(path), anchor) for body, path, anchor in json.loads(text))
