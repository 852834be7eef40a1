"""A preview counts what comes and goes, by article and by text."""

from ingest.library import ArticleChange
from ingest.preview import ArticlePreview, preview_articles
from ingest.sync import SyncPlan
from tests.factories import make_article, make_chunk


def _plan(**lists: tuple[str, ...]) -> SyncPlan:
    empty = dict.fromkeys(("new", "changed", "unchanged", "removed", "kept", "failed"), ())
    return SyncPlan(**{**empty, **lists})  # type: ignore[arg-type] # the lists are of ids


def _change(article_id: str, *texts: str) -> ArticleChange:
    chunks = tuple(make_chunk(text, article_id, at) for at, text in enumerate(texts))
    return ArticleChange(make_article(article_id), "/isi", article_id, "digest", chunks)


def test_only_texts_that_differ_come_and_go() -> None:
    """A changed article whose other chunks are the same costs little."""
    stored = {
        "c": [make_chunk("Tetap.", "c").digest, make_chunk("Lama.", "c").digest],
        "r": ["x", "y", "z"],
    }
    changes = [_change("n", "Satu.", "Dua."), _change("c", "Tetap.", "Baru.", "Baru.")]
    plan = _plan(new=("n",), changed=("c",), removed=("r",))
    previews = list(preview_articles(plan, changes, lambda id_: stored.get(id_, [])))
    assert previews == [
        ArticlePreview("n", "new", "Judul", 2, 0),
        ArticlePreview("c", "changed", "Judul", 2, 1),
        ArticlePreview("r", "removed", "", 0, 3),
    ]
