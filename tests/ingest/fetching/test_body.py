"""Bodies are decoded as they come, and never beyond their cap."""

import contextlib
import gzip
import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetching.body import (
    BodyBrokenError,
    BodyTooLargeError,
    EncodingRefusedError,
    read_body,
)

PLENTY = 1_000_000


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "X-GZIP": gzip.compress,
    "deflate": zlib.compress,
    " Deflate ": _raw_deflate,
}


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(data=st.binary(max_size=3000), size=st.integers(1, 500), name=st.sampled_from([*ENCODERS]))
def test_every_body_comes_out_as_it_was_put_in(data: bytes, size: int, name: str) -> None:
    """In whatever pieces it arrives, also if the cap is exactly its length."""
    assert read_body(_pieces(ENCODERS[name](data), size), name, len(data)) == data


@given(data=st.binary(min_size=2, max_size=3000), name=st.sampled_from([*ENCODERS]))
def test_one_byte_too_many_is_refused_or_cut(data: bytes, name: str) -> None:
    """The cap counts what was decoded."""
    packed = _pieces(ENCODERS[name](data), 100)
    most = len(data) - 1
    with pytest.raises(BodyTooLargeError):
        read_body(packed, name, most)
    assert read_body(packed, name, most, cut=True) == data[:most]


def test_a_bomb_is_left_where_it_passes_the_cap() -> None:
    """The rest of it is not even asked for."""
    taken = 0

    def bomb() -> Iterator[bytes]:
        nonlocal taken
        for piece in _pieces(gzip.compress(bytes(50_000_000)), 1000):
            taken += 1
            yield piece

    with pytest.raises(BodyTooLargeError):
        read_body(bomb(), "gzip", PLENTY)
    assert taken <= 3


def test_members_of_a_gzip_file_are_joined() -> None:
    """Also where one ends at the end of a piece; what is no member is left out."""
    file = gzip.compress(b"satu ") + gzip.compress(b"dua")
    assert read_body([file], "gzip", PLENTY) == b"satu dua"
    assert read_body(_pieces(file, 1), "gzip", PLENTY) == b"satu dua"
    assert read_body([file + b"\0\0\0"], "gzip", PLENTY) == b"satu dua"


def test_nothing_is_an_empty_body() -> None:
    """In any encoding."""
    assert [read_body([], name, 0) for name in ENCODERS] == [b""] * len(ENCODERS)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize(
    "body",
    [b"<p>Halo</p>", gzip.compress(b"x" * 99)[:15], b"x\x9cxxxx"],
    ids=["a page", "half a gzip", "no deflate"],  # a gzip's bytes change with the time of day
)
def test_what_is_not_what_it_says_is_broken(encoding: str, body: bytes) -> None:
    """Plain text, half a file, noise."""
    with pytest.raises(BodyBrokenError):
        read_body([body], encoding, PLENTY)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "chunked"])
def test_only_what_was_asked_for_is_decoded(encoding: str) -> None:
    """Nested encodings can multiply bombs."""
    with pytest.raises(EncodingRefusedError):
        read_body([b"x"], encoding, PLENTY)


@given(st.binary(), st.sampled_from(["gzip", "deflate"]))
def test_no_noise_breaks_the_reader(noise: bytes, encoding: str) -> None:
    """It is decoded within the cap or named as broken."""
    with contextlib.suppress(BodyBrokenError, BodyTooLargeError):
        assert len(read_body([noise], encoding, 1000)) <= 1000
