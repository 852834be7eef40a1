"""What staff exclude is gone, with their reason, however it is named."""

import pytest

from ingest.exclusions import Exclusion, without_excluded
from ingest.models import Finding, FoundArticle, Gone, Skipped, Unchanged
from tests.factories import make_article, make_info
from vectorstore.models import Article, Block

PAGE = FoundArticle(
    Article(make_info("berita/7", url="https://a.go.id/berita/7"), (Block("Isi."),)), "isi/7.html"
)


@pytest.mark.parametrize("pattern", ["berita/7", "https://a.go.id/berita/*", "isi/*.html"])
def test_an_article_is_excluded_by_id_address_or_place(pattern: str) -> None:
    """Staff use the name that they have at hand."""
    (finding,) = without_excluded([PAGE], [Exclusion(pattern, "ditarik")])
    assert finding == Gone("berita/7", "isi/7.html", "is excluded: ditarik")


def test_an_unchanged_page_can_be_excluded_too() -> None:
    """A page that is excluded later disappears though its server says nothing new."""
    (finding,) = without_excluded([Unchanged("a", "a")], [Exclusion("a", "ditarik")])
    assert isinstance(finding, Gone)


def test_everything_else_passes() -> None:
    """A pattern takes nothing that it does not name."""
    findings: list[Finding] = [
        PAGE,
        FoundArticle(make_article("b"), "b"),
        Skipped("berita/7", "is empty"),
    ]
    assert list(without_excluded(findings, [Exclusion("berita", "x")])) == findings
