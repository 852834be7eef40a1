"""A chunk becomes one text of the index and comes back whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.errors import BuildDamagedError
from vectorstore.models import ArticleInfo, ArticleKind, Chunk
from vectorstore.rows import pack_row, unpack_row

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_INFOS = st.builds(
    ArticleInfo,
    article_id=_TEXT,
    title=_TEXT,
    url=_TEXT,
    publisher=_TEXT,
    published=st.none() | st.dates(),
    kind=st.sampled_from(ArticleKind),
    language=st.sampled_from(["id", "en"]),
    superseded=_TEXT,
)
_CHUNKS = st.builds(
    Chunk,
    article=_INFOS,
    position=st.integers(0, 10_000),
    text=_TEXT,
    heading_path=st.lists(_TEXT, max_size=3).map(tuple),
    anchor=_TEXT,
    lead=_TEXT,
)


@given(_CHUNKS)
def test_a_chunk_comes_back_whole(chunk: Chunk) -> None:
    """Every fact and every character survives."""
    assert unpack_row(pack_row(chunk)) == chunk


@pytest.mark.parametrize("field", ["row", "digest"])
def test_a_changed_row_is_refused(field: str) -> None:
    """A text that is not what was published is never served."""
    chunk = Chunk(ArticleInfo("a.md", "Judul", published=date(2026, 1, 1)), 0, "Sepuluh hari.")
    row = pack_row(chunk)
    with pytest.raises(BuildDamagedError, match="not what was published"):
        unpack_row({**row, field: row[field].replace("S", "s") + " "})


def test_a_missing_row_is_refused() -> None:
    """A record without its parts is damage, too."""
    with pytest.raises(BuildDamagedError):
        unpack_row({})
