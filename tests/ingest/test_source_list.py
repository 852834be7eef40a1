"""The list of sources is read whole, and a fault is named with its place."""

from datetime import timedelta
from pathlib import Path

import pytest

from ingest.errors import SourceListError
from ingest.source_list import read_source_list
from vectorstore.models import ArticleKind

LISTED = """
publisher = "Kementerian Contoh"

[[source]]
name = "situs"
at = "https://www.contoh.go.id/sitemap.xml"
how = "sitemap"
kind = "news"
allowed_hosts = ["www.contoh.go.id"]
exclude = ["*/galeri/*"]
every = "6h"

[[source]]
name = "dokumen"
at = "isi"
superseded = "diganti peraturan 2024"

[[exclude]]
article = "https://www.contoh.go.id/berita/7"
reason = "Ditarik oleh Biro Hukum"
"""


def _list(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    return path


def test_everything_that_is_listed_is_read(tmp_path: Path) -> None:
    """Sources with their facts and schedule, and exclusions with their reason."""
    listed = read_source_list(_list(tmp_path, LISTED))
    site, documents = listed.source
    assert (site.how, site.kind, site.every) == ("sitemap", ArticleKind.NEWS, timedelta(hours=6))
    assert (site.allowed_hosts, site.exclude) == (("www.contoh.go.id",), ("*/galeri/*",))
    assert (documents.at, documents.how, documents.every) == ("isi", "auto", None)
    assert (site.superseded, documents.superseded) == ("", "diganti peraturan 2024")
    assert listed.exclude[0].reason == "Ditarik oleh Biro Hukum"
    assert listed.publisher == "Kementerian Contoh"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[[source]]\nname = "a"', "source.1.at"),
        ('[[source]]\nname = "a"\nat = "b"\nhwo = "feed"', "source.1.hwo"),
        ('[[source]]\nname = "a"\nat = "b"\nevery = "often"', "source.1.every"),
        ('[[exclude]]\narticle = "a"', "exclude.1.reason"),
        ('[[source]]\nname = "a"\nat = "b"\nkind = "blog"', "source.1.kind"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    """Staff find the line, also of a misspelt key."""
    with pytest.raises(SourceListError, match=place):
        read_source_list(_list(tmp_path, text))


@pytest.mark.parametrize("text", ["[[source", "\xff"])
def test_a_list_that_cannot_be_read_is_one_sentence(tmp_path: Path, text: str) -> None:
    """Neither a traceback nor half a list."""
    path = tmp_path / "sources.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SourceListError, match="cannot be read"):
        read_source_list(path)


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    """A name must say which source is meant."""
    twice = '[[source]]\nname = "a"\nat = "b"\n' * 2
    with pytest.raises(SourceListError, match="'a' twice"):
        read_source_list(_list(tmp_path, twice))
