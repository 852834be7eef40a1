"""Every address has one form."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.website.urls import (
    MAX_URL_CHARACTERS,
    after_host,
    host_of,
    is_root,
    normalise_url,
    shape_of,
)

BASE = "https://a.go.id/berita/daftar.html"


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("HTTPS://A.Go.Id:443", "https://a.go.id/"),
        ("http://a.go.id.:80/x", "http://a.go.id/x"),
        ("https://a.go.id:8443/x", "https://a.go.id:8443/x"),
        ("../x/./y/../z", "https://a.go.id/x/z"),
        ("/../../x/..", "https://a.go.id/"),
        ("//b.go.id/x", "https://b.go.id/x"),
        ("#bagian", "https://a.go.id/berita/daftar.html"),
        ("?hal=2#atas", "https://a.go.id/berita/daftar.html?hal=2"),
        ("/%7Euser/%2e%2E/a%c3%a9%2f", "https://a.go.id/a%C3%A9%2F"),
        ("/siaran pers/é?q=a b", "https://a.go.id/siaran%20pers/%C3%A9?q=a%20b"),
        ("/100%", "https://a.go.id/100%25"),
        ("/x?b=2&a=2&a=1&&", "https://a.go.id/x?a=2&a=1&b=2"),
        ("/x?utm_source=f&id=7&fbclid=9&PHPSESSID=3", "https://a.go.id/x?id=7"),
        ("/x;jsessionid=7F3A?replytocom=4", "https://a.go.id/x"),
        (" \n/x\ty ", "https://a.go.id/xy"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_equal_addresses_have_one_form(address: str, normal: str) -> None:
    """Case, ports, dots, escapes, order, sessions and campaigns make no second page."""
    assert normalise_url(address, BASE) == normal


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "mailto:ppid@a.go.id",
        "tel:021",
        "ftp://a.go.id/x",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://user:sandi@a.go.id/",
        "https://a.go.id:99999/",
        "https://[::1/",
        "https://a b.go.id/",
        "/" + "x" * MAX_URL_CHARACTERS,
    ],
)
def test_what_is_no_web_address_has_none(address: str) -> None:
    """Other schemes, credentials and nonsense are never asked for."""
    assert normalise_url(address, BASE) == ""


PARTS = st.text(alphabet=string.printable + "éü\u200b", max_size=12)


@given(st.builds("https://a.go.id/{}?{}#{}".format, PARTS, PARTS, PARTS) | st.text(max_size=60))
def test_normal_addresses_stay_as_they_are(address: str) -> None:
    """Normalising twice is normalising once, and the result is plain ASCII without a fragment."""
    normal = normalise_url(address, BASE)
    assert normalise_url(normal) == normal
    assert normal.isascii()
    assert "#" not in normal
    assert not normal or normal.startswith(("http://", "https://"))


@given(st.permutations(["a=1", "b=2", "c", "utm_medium=x", "d=%41"]))
def test_the_order_of_parameters_does_not_matter(parameters: list[str]) -> None:
    """Links write the same parameters in any order."""
    url = normalise_url("/x?" + "&".join(parameters), BASE)
    assert url == "https://a.go.id/x?a=1&b=2&c&d=A"


def test_parts_of_an_address() -> None:
    """Host with its port, what stands after it, and whether it is the home page."""
    url = "http://a.go.id:8080/x?y=1"
    assert (host_of(url), after_host(url), is_root(url)) == ("a.go.id:8080", "/x?y=1", False)
    assert is_root("https://a.go.id/")
    assert not is_root("https://a.go.id/?p=7")


def test_addresses_of_one_kind_have_one_shape() -> None:
    """Numbers and values of parameters tell pages of one kind apart, nothing else does."""
    assert shape_of("https://a/kal/2024/05?h=1") == shape_of("https://a/kal/1999/12?h=30")
    assert shape_of("https://a/kal/2024") != shape_of("https://a/berita/2024")
    assert shape_of("https://a/x?id=1") != shape_of("https://a/x?hal=1")
