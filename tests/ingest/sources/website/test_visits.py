"""What becomes of each page: found, unchanged, gone, left out."""

from collections.abc import Sequence
from datetime import date

import pytest

from ingest.errors import PageForbiddenError, PageUnavailableError, SkipReason
from ingest.models import Finding, FoundArticle, KnownPage, SourceDefaults, Validators
from ingest.sources.website import Website, read_website
from tests.ingest.sources.website.fake_site import (
    HOST,
    PROSE,
    FakeSite,
    Page,
    article,
    gone,
    ids,
    links,
    skipped,
    unchanged,
)
from vectorstore.models import Article


def _known(path: str, etag: str = "", article_id: str = "") -> KnownPage:
    return KnownPage(HOST + (article_id or path), HOST + path, Validators(etag))


def _read(
    site: FakeSite,
    *known: KnownPage,
    exclude: Sequence[str] = (),
    include: Sequence[str] = (),
) -> list[Finding]:
    website = Website(
        f"{HOST}/sitemap.xml", "sitemap", exclude=tuple(exclude), include=tuple(include)
    )
    return list(read_website(website, site, known, SourceDefaults()))


def test_a_new_page_is_found() -> None:
    """Its id is its address, its origin the address asked for, its validators are kept."""
    site = FakeSite()
    site.add_sitemap("/berita/1?utm_source=x")
    site.add_article("/berita/1", "Hak pemohon", etag='"a"')
    (found,) = _read(site)
    assert isinstance(found, FoundArticle)
    assert found.origin == found.article.info.url == f"{HOST}/berita/1"
    assert found.article.info.article_id == f"{HOST}/berita/1"
    assert found.article.info.title == "Hak pemohon"
    assert found.article.blocks[0].text == PROSE
    assert found.validators == Validators('"a"')


def test_known_pages_are_asked_for_by_their_version() -> None:
    """One that is as it was is unchanged; one that is no longer listed is asked for as well."""
    site = FakeSite()
    site.add_sitemap("/1")
    site.add_article("/1", "Satu", etag='"a"')
    site.add_article("/2", "Dua", etag='"b"')
    findings = _read(site, _known("/1", '"a"'), _known("/2", '"x"'))
    assert (unchanged(findings), ids(findings)) == (["/1"], ["/2"])
    assert site.asked[1:] == [f'{HOST}/1 "a"', f'{HOST}/2 "x"']


def test_pages_that_are_gone() -> None:
    """A known one is withdrawn with the server's words, a new one is only told of."""
    site = FakeSite()
    site.add_sitemap("/1", "/2")
    findings = _read(site, _known("/1"))
    assert gone(findings) == {"/1": "is gone (404)"}
    assert skipped(findings) == {"/2": SkipReason.GONE}


@pytest.mark.parametrize("error", [PageUnavailableError, PageForbiddenError])
def test_pages_that_fail_are_kept(error: type[PageUnavailableError | PageForbiddenError]) -> None:
    """The report names the page as the library does, so that its article stays."""
    site = FakeSite()
    site.add_sitemap("/1")
    site.fail("/1", error)
    findings = _read(site, _known("/1"))
    assert (skipped(findings), gone(findings)) == ({"/1": SkipReason.UNAVAILABLE}, {})


def test_excluded_pages_are_not_asked_for() -> None:
    """Known ones are gone, with the pattern that says so."""
    site = FakeSite()
    site.add_sitemap("/a/1", "/b/2", "/c/3")
    site.add_article("/c/3", "Tiga")
    findings = _read(site, _known("/a/1"), exclude=["/a/"], include=["/a/*", f"{HOST}/c"])
    assert gone(findings) == {"/a/1": 'is excluded: it matches the exclude pattern "/a/"'}
    assert ids(findings) == ["/c/3"]
    assert site.asked == [f"{HOST}/sitemap.xml", f"{HOST}/c/3"]


def test_an_unreachable_sitemap_does_not_stop_known_pages() -> None:
    """They are visited, and the sitemap is told of."""
    site = FakeSite()
    site.fail("/sitemap.xml")
    site.add_article("/1", "Satu", etag='"a"')
    findings = _read(site, _known("/1", '"a"'))
    assert (unchanged(findings), skipped(findings)) == (
        ["/1"],
        {"/sitemap.xml": SkipReason.UNAVAILABLE},
    )


def test_a_page_that_moved() -> None:
    """The old article is gone, the new one is read."""
    site = FakeSite()
    site.add_sitemap("/baru")
    site.add_article("/baru", "Hak pemohon")
    site.move("/lama", "/baru")
    findings = _read(site, _known("/lama"))
    assert ids(findings) == ["/baru"]
    assert gone(findings) == {"/lama": f"moved to {HOST}/baru"}


def test_a_page_that_moved_and_is_not_listed() -> None:
    """The move itself shows the new place."""
    site = FakeSite()
    site.add_sitemap()
    site.add_article("/baru", "Hak pemohon")
    site.move("/lama", "/baru")
    findings = _read(site, _known("/lama"))
    assert ids(findings) == ["/baru"]
    assert gone(findings) == {"/lama": f"moved to {HOST}/baru"}


def test_a_page_that_always_led_elsewhere_stays_the_same_article() -> None:
    """Sitemaps often list http addresses that lead to https."""
    site = FakeSite()
    site.add_sitemap("/lama")
    site.add_article("/baru", "Hak pemohon", etag='"a"')
    site.move("/lama", "/baru")
    (found,) = _read(site)
    assert isinstance(found, FoundArticle)
    known = KnownPage(found.article.info.article_id, found.origin, found.validators)
    assert unchanged(_read(site, known)) == ["/baru"]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("/", SkipReason.UNAVAILABLE),
        ("https://lain.example/x", SkipReason.EXCLUDED),
        ("/masuk", SkipReason.NO_TEXT),
    ],
    ids=["home page", "other host", "no article"],
)
def test_a_page_that_leads_to_no_article_is_kept(target: str, code: SkipReason) -> None:
    """A slip of the site's configuration must not withdraw articles."""
    site = FakeSite()
    site.add_sitemap()
    site.add("/", article("Beranda"))
    site.add("/masuk", f"<title>Masuk</title><h1>Masuk</h1>{links('/a', '/b', '/c')}")
    site.pages["https://lain.example/x"] = Page(article("Lain").encode())
    site.move("/1", target)
    findings = _read(site, _known("/1"))
    assert (skipped(findings), gone(findings), ids(findings)) == ({"/1": code}, {}, [])


def test_an_error_page_with_a_good_status_is_no_article() -> None:
    """A known page keeps its article; a new one is left out, with the reason."""
    site = FakeSite()
    site.add_sitemap("/1", "/2")
    for path in ("/1", "/2"):
        site.add_article(path, "404 - Halaman Tidak Ditemukan")
    findings = _read(site, _known("/1"))
    assert (ids(findings), gone(findings)) == ([], {})
    assert skipped(findings) == {"/1": SkipReason.UNAVAILABLE, "/2": SkipReason.UNAVAILABLE}


def test_a_page_that_asks_not_to_be_listed() -> None:
    """Is no article, and no longer one where it was."""
    site = FakeSite()
    site.add_sitemap("/1", "/2")
    for path in ("/1", "/2"):
        site.add_article(path, path, head='<meta name="robots" content="noindex">')
    findings = _read(site, _known("/1"))
    assert (ids(findings), skipped(findings)) == ([], {})
    assert gone(findings) == {"/1": "asks not to be listed (noindex)"}


def test_two_addresses_of_one_page_are_one_article() -> None:
    """Its id is the address that both call canonical; in the next run as well."""
    site = FakeSite()
    site.add_sitemap("/index.php?id=1", "/hak")
    head = '<link rel="canonical" href="/hak">'
    site.add_article("/index.php?id=1", "Hak", head=head, etag='"a"')
    site.add_article("/hak", "Hak", head=head)
    (found,) = _read(site)
    assert isinstance(found, FoundArticle)
    assert (found.article.info.article_id, found.article.info.url) == (f"{HOST}/hak",) * 2
    again = _read(site, KnownPage(f"{HOST}/hak", found.origin, found.validators))
    assert (unchanged(again), len(again)) == (["/hak"], 1)


@pytest.mark.parametrize("canonical", ["/", "/sama", "https://lain.example/x"])
def test_a_canonical_address_that_cannot_be_right_is_not_believed(canonical: str) -> None:
    """Sites that give all their pages one canonical address do not lose all but one."""
    site = FakeSite()
    site.add_sitemap("/1", "/2")
    head = f'<link rel="canonical" href="{canonical}">'
    site.add_article("/1", "Satu", head=head, etag='"a"')
    site.add_article("/2", "Dua", head=head, etag='"b"')
    first = _read(site)
    assert len(ids(first)) == 2
    known = [
        KnownPage(one.article.info.article_id, one.origin, Validators())
        for one in first
        if isinstance(one, FoundArticle)
    ]
    again = _read(site, *known)
    assert (ids(again), gone(again), skipped(again)) == (ids(first), {}, {})
    site.add_sitemap("/1", "/2", "/3")
    site.add_article("/3", "Tiga", head=head)
    assert "/3" in ids(
        _read(site, *[KnownPage(k.article_id, k.url, Validators('"a"')) for k in known])
    )


def test_an_article_that_lost_one_of_its_addresses_is_not_gone() -> None:
    """It was read at its other address."""
    site = FakeSite()
    site.add_sitemap("/hak")
    site.add_article("/hak", "Hak")
    findings = _read(site, _known("/index.php?id=1", article_id="/hak"))
    assert (ids(findings), gone(findings)) == (["/hak"], {})


def test_pages_of_every_type() -> None:
    """What they are is told by their bytes; documents are read by the parsers given."""

    def parse(content: bytes, article_id: str, defaults: SourceDefaults) -> Article:
        raise AssertionError(content, article_id, defaults)

    site = FakeSite()
    site.add_sitemap("/a.txt", "/b.md", "/c", "/d.bin")
    site.add("/a.txt", "Jam layanan\n\nBuka pukul delapan.", "text/plain")
    site.add("/b.md", "# Biaya\n\nTidak dipungut biaya.", "text/markdown")
    site.pages[f"{HOST}/c"] = Page(article("Resmi – café").encode("cp1252"), "", "iso-8859-1")
    site.add("/d.bin", b"\x00\x01", "application/octet-stream")
    website = Website(f"{HOST}/sitemap.xml")
    findings = list(read_website(website, site, (), SourceDefaults(), {"application/pdf": parse}))
    titles = [one.article.info.title for one in findings if isinstance(one, FoundArticle)]
    assert titles == ["Jam layanan", "Biaya", "Resmi – café"]
    assert skipped(findings) == {"/d.bin": SkipReason.UNSUPPORTED}


def test_a_document_that_ends_its_parser_is_told_of() -> None:
    """Whatever one page holds, the others go on."""

    def parse(content: bytes, article_id: str, defaults: SourceDefaults) -> Article:
        raise ZeroDivisionError

    site = FakeSite()
    site.add_sitemap("/x.pdf", "/1")
    site.add("/x.pdf", b"%PDF-1.7", "application/octet-stream")
    site.add_article("/1", "Satu")
    website = Website(f"{HOST}/sitemap.xml")
    findings = list(read_website(website, site, (), SourceDefaults(), {"application/pdf": parse}))
    assert (ids(findings), skipped(findings)) == (["/1"], {"/x.pdf": SkipReason.UNREADABLE})


def test_what_a_feed_says_fills_what_a_page_leaves_open() -> None:
    """Date and title; what the page itself says comes first."""
    site = FakeSite()
    items = "".join(
        f"<item><title>Judul umpan</title><link>{HOST}/{number}</link>"
        "<pubDate>Tue, 14 Sep 2021 03:00:00 +0000</pubDate></item>"
        for number in (1, 2)
    )
    site.add("/feed", f"<rss><channel>{items}</channel></rss>", "application/rss+xml")
    site.add("/1", f"<body><div><p>{PROSE}</p></div></body>")
    head = '<meta property="article:published_time" content="2020-01-02">'
    site.add_article("/2", "Judul halaman", head=head)
    findings = list(read_website(Website(f"{HOST}/feed"), site, (), SourceDefaults()))
    infos = [one.article.info for one in findings if isinstance(one, FoundArticle)]
    assert [(info.title, info.published) for info in infos] == [
        ("Judul umpan", date(2021, 9, 14)),
        ("Judul halaman", date(2020, 1, 2)),
    ]
