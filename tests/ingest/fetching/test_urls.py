"""An address is read in one way, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import PageForbiddenError
from ingest.fetching.addresses import AllowedAddresses, is_ip
from ingest.fetching.urls import is_same_site, join, parse_page_address

# Every way of writing "this machine", "the machine next to it" or "not the web" that we know of.
FORMS = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://0.0.0.0/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://user@127.0.0.1/",
    "http://kemenag.go.id@127.0.0.1/",
    "http://kemenag.go.id\\@127.0.0.1/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://%31%32%37.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/",
    "http://10.0.0.1/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "file:///etc/passwd",
    "gopher://kemenag.go.id:70/",
    "ftp://kemenag.go.id/",
    "javascript:alert(1)",
    "//kemenag.go.id/",
    "http:///etc/passwd",
    "",
]


@pytest.mark.parametrize("url", FORMS)
def test_no_form_of_a_private_address_is_asked_for(url: str) -> None:
    """It is refused as it stands, or its host is one that may not be resolved or connected to."""
    try:
        address = parse_page_address(url)
    except PageForbiddenError:
        return
    allowed = AllowedAddresses()
    if is_ip(address.host):
        assert not allowed.may_connect(address.host, address.port, address.host)
    else:
        assert not allowed.may_resolve(address.host, address.port)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("HTTP://Kemenag.Go.Id", "http://kemenag.go.id/"),
        ("https://kemenag.go.id.:443/a/../b?c=d e#f", "https://kemenag.go.id/b?c=d%20e"),
        ("http://kemenag.go.id:8080/berita/ü", "http://kemenag.go.id:8080/berita/%C3%BC"),
        ("http://münchen.de/", "http://xn--mnchen-3ya.de/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_addresses_are_read_in_their_standard_form(url: str, read: str) -> None:
    """Case, default port, fragment and dots are taken out."""
    assert parse_page_address(url).url == read


@pytest.mark.parametrize(
    "url",
    [
        "http://a..go.id/",
        "http://a.go.id:99999/",
        "http://a b.id/",
        "http://exa\nmple.id/",
        "http://[::1",
        "http://1.2.3.4.5/",
        f"http://{'a' * 300}.id/",
        f"http://a.go.id/{'x' * 9000}",
    ],
)
def test_malformed_addresses_are_refused(url: str) -> None:
    """They get a sentence, not a crash."""
    with pytest.raises(PageForbiddenError):
        parse_page_address(url)


@given(st.text() | st.text().map("http://{}".format) | st.text().map("http://a.id/{}".format))
def test_any_text_is_read_in_one_way_or_refused(url: str) -> None:
    """What was read is read as the same again."""
    try:
        address = parse_page_address(url)
    except PageForbiddenError:
        return
    assert parse_page_address(address.url) == address
    assert address.host.isascii()


@given(st.text())
def test_any_reference_leads_to_the_web_or_is_refused(reference: str) -> None:
    """A redirect can say anything."""
    try:
        address = join(parse_page_address("https://kemenag.go.id/a"), reference)
    except PageForbiddenError:
        return
    assert address.scheme in ("http", "https")


def test_references_are_joined_with_the_page_they_stand_on() -> None:
    """Relative, rooted and absolute ones."""
    base = parse_page_address("https://kemenag.go.id/a/b")
    assert join(base, "c").url == "https://kemenag.go.id/a/c"
    assert join(base, "/c").url == "https://kemenag.go.id/c"
    assert join(base, "http://x.go.id/c").url == "http://x.go.id/c"


def test_a_site_may_be_called_with_or_without_www() -> None:
    """Other subdomains are other sites."""
    assert is_same_site("www.kemenag.go.id", ["Kemenag.go.id"])
    assert is_same_site("kemenag.go.id", ["www.kemenag.go.id"])
    assert not is_same_site("ptsp.kemenag.go.id", ["kemenag.go.id"])
    assert not is_same_site("kemenag.go.id.evil.id", ["kemenag.go.id"])
