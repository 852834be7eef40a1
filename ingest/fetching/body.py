"""Decodes a body piece by piece, so that a small one cannot become a huge one unnoticed."""

import io
import zlib
from collections.abc import Callable, Iterable, Iterator

ACCEPTED_ENCODINGS = "gzip, deflate"

_STEP = 256 * 1024  # bytes decompressed at a time
_SLICE = 64 * 1024  # compressed bytes decompressed at a time
_GZIP_BEGINS = 0x1F  # RFC 1952, 2.3.1
_GZIP = 16 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS


class BodyError(Exception):
    """A body cannot be taken; its text says why."""


class BodyTooLargeError(BodyError):
    """A body has more bytes than it may have."""


class BodyBrokenError(BodyError):
    """A body is not what its Content-Encoding says, or ends too soon."""


class EncodingRefusedError(BodyError):
    """A body is encoded in a way that was not asked for."""


def read_body(
    pieces: Iterable[bytes], encoding: str, most_bytes: int, *, cut: bool = False
) -> bytes:
    """Decode a body, and stop at the first byte too many.

    Args:
        pieces: the body as it comes, in pieces of any size.
        encoding: the value of Content-Encoding; "" if there was none.
        most_bytes: the decoded body may have.
        cut: leave off what is too much instead of refusing it.

    Raises:
        BodyTooLargeError: it is longer.
        BodyBrokenError: it cannot be decoded.
        EncodingRefusedError: the encoding is neither gzip nor deflate.
    """
    body = io.BytesIO()  # gives its bytes without a second copy
    for piece in _decoder(encoding)(pieces):
        room = most_bytes - body.tell()
        body.write(piece[:room])
        if len(piece) > room:
            if cut:
                break
            raise BodyTooLargeError(f"it is larger than {most_bytes:,} bytes")
    return body.getvalue()


def _decoder(encoding: str) -> Callable[[Iterable[bytes]], Iterator[bytes]]:
    match encoding.strip().lower():
        case "" | "identity":
            return _as_it_is
        case "gzip" | "x-gzip":
            return _gunzip
        case "deflate":
            return _inflate
        case other:
            raise EncodingRefusedError(f"it is encoded as {other[:40]!r}, which was not asked for")


def _as_it_is(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield from pieces


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    member = zlib.decompressobj(_GZIP)
    has_begun = False
    for piece in _sliced(pieces):
        rest = piece
        while rest:
            if member.eof:  # a gzip file may be several, one after another (RFC 1952, 2.2)
                if rest[0] != _GZIP_BEGINS:
                    return
                member = zlib.decompressobj(_GZIP)
            has_begun = True
            yield _step(member, rest)
            rest = member.unused_data or member.unconsumed_tail
    if has_begun:
        yield from _end(member)


def _sliced(pieces: Iterable[bytes]) -> Iterator[bytes]:
    # zlib copies what follows a member: of many tiny members in one huge piece, each time all.
    for piece in pieces:
        for start in range(0, len(piece), _SLICE):
            yield piece[start : start + _SLICE]


def _inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    stream = None
    for piece in pieces:
        if piece and stream is None:
            # "deflate" means zlib (RFC 9110, 8.4.1.2), but some servers leave its frame out.
            stream = zlib.decompressobj(zlib.MAX_WBITS if piece[0] & 0x0F == 8 else _RAW)
        rest = piece
        while rest and stream is not None and not stream.eof:
            yield _step(stream, rest)
            rest = stream.unconsumed_tail
    if stream is not None:
        yield from _end(stream)


def _step(stream: "zlib._Decompress", data: bytes) -> bytes:
    try:
        return stream.decompress(data, _STEP)
    except zlib.error as fault:
        raise BodyBrokenError("its content is not what its Content-Encoding says") from fault


def _end(stream: "zlib._Decompress") -> Iterator[bytes]:
    yield stream.flush()
    if not stream.eof:
        raise BodyBrokenError("its content ends too soon")
