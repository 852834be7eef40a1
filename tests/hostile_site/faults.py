"""Every way in which the hostile site mistreats its readers, by the name of its page."""

import gzip
import socket
import struct
import zlib
from functools import cache

from tests.hostile_site.visit import Fault, Visit

_BOMB_MEGABYTES = 300
_CHUNKED = "Transfer-Encoding: chunked"
_GZIP = "Content-Encoding: gzip"


def no_robots(visit: Visit) -> None:
    """There is no robots.txt."""
    visit.page(b"", status="404 Not Found")


def good(visit: Visit) -> None:
    """A page as it should be."""
    visit.page(b"<p>Halo</p>", "Content-Type: text/html; charset=UTF-8", 'ETag: "1"')


def gzip_bomb(visit: Visit) -> None:
    """300 MB of zeros in 300 kB."""
    visit.page(_bomb(16 + zlib.MAX_WBITS), _GZIP)


def deflate_bomb(visit: Visit) -> None:
    """The same in the other encoding."""
    visit.page(_bomb(zlib.MAX_WBITS), "Content-Encoding: deflate")


def endless_bomb(visit: Visit) -> None:
    """Bombs one after another, as members of one gzip file."""
    visit.head(_GZIP, "Connection: close")
    visit.send_forever(_bomb(16 + zlib.MAX_WBITS))


def empty_members(visit: Visit) -> None:
    """Gzip without an end that decodes to nothing at all."""
    visit.head(_GZIP, "Connection: close")
    visit.send_forever(gzip.compress(b"") * 1000)


def endless_body(visit: Visit) -> None:
    """A body without an end."""
    visit.head("Connection: close")
    visit.send_forever(b"x" * 65536)


def tiny_chunks(visit: Visit) -> None:
    """A body without an end in chunks of one byte."""
    visit.head(_CHUNKED)
    visit.send_forever(b"1\r\nx\r\n" * 1000)


def endless_chunk_size(visit: Visit) -> None:
    """A chunk whose size is never told to the end."""
    visit.head(_CHUNKED)
    visit.send_forever(b"1;" + b"x" * 65536)


def endless_trailers(visit: Visit) -> None:
    """Headers without an end behind the body."""
    visit.head(_CHUNKED)
    visit.send(b"1\r\nx\r\n0\r\n")
    visit.send_forever(b"X-Trailer: x\r\n" * 1000)


def drip_body(visit: Visit) -> None:
    """A body that comes byte by byte."""
    visit.head("Content-Length: 1000")
    visit.drip(b"x" * 1000)


def drip_headers(visit: Visit) -> None:
    """A head that comes byte by byte."""
    visit.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000)


def endless_headers(visit: Visit) -> None:
    """A head without an end, of many lines."""
    visit.send(b"HTTP/1.1 200 OK\r\n")
    visit.send_forever(b"X-More: x\r\n" * 1000)


def huge_header(visit: Visit) -> None:
    """A head with one line of 10 MB."""
    visit.send(b"HTTP/1.1 200 OK\r\nX-Huge: " + b"x" * 10_000_000 + b"\r\n\r\n")


def endless_continue(visit: Visit) -> None:
    """Announcements of an answer that never comes."""
    visit.send_forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def silence(visit: Visit) -> None:
    """No answer."""
    visit.wait(60)


def too_little(visit: Visit) -> None:
    """Less than the length that was stated."""
    visit.head("Content-Length: 1000")
    visit.send(b"x" * 10)


def too_much(visit: Visit) -> None:
    """More than the length that was stated."""
    visit.head("Content-Length: 5")
    visit.send(b"x" * 1000)


def boast(visit: Visit) -> None:
    """A stated length beyond all measure, and then nothing."""
    visit.head("Content-Length: 99999999999")
    visit.wait(60)


def nonsense_length(visit: Visit) -> None:
    """Two lengths that contradict each other."""
    visit.head("Content-Length: 5", "Content-Length: 7")
    visit.send(b"x" * 7)


def not_gzip(visit: Visit) -> None:
    """Plain text that is said to be gzip."""
    visit.page(b"<p>Halo</p>", _GZIP)


def half_gzip(visit: Visit) -> None:
    """Half of a gzip file."""
    whole = gzip.compress(bytes(range(256)) * 20)
    visit.page(whole[: len(whole) // 2], _GZIP)


def unasked_encoding(visit: Visit) -> None:
    """An encoding that was not asked for."""
    visit.page(b"\x0b\x02\x80Halo\x03", "Content-Encoding: br")


def nested_encoding(visit: Visit) -> None:
    """A bomb inside a bomb."""
    visit.page(gzip.compress(_bomb(16 + zlib.MAX_WBITS)), "Content-Encoding: gzip, gzip")


def not_http(visit: Visit) -> None:
    """Another protocol."""
    visit.send(b"220 smtp.example ESMTP\r\n" * 10)


def hang_up(visit: Visit) -> None:
    """The end of the connection instead of an answer."""


def reset(visit: Visit) -> None:
    """A reset connection in the middle of the body."""
    visit.head("Content-Length: 1000")
    visit.send(b"x" * 10)
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def redirect_circle(visit: Visit) -> None:
    """A redirect back to itself by way of another page."""
    other = "/redirect_circle/b" if visit.path.endswith("circle") else "/redirect_circle"
    _redirect(visit, other)


def redirect_endless(visit: Visit) -> None:
    """Redirects without an end, each to a new page."""
    _redirect(visit, f"/redirect_endless/{visit.path.count('x')}x" + "x" * visit.path.count("x"))


def redirect_to(visit: Visit) -> None:
    """A redirect to the address after `?`."""
    _redirect(visit, visit.path.partition("?")[2])


def redirect_nowhere(visit: Visit) -> None:
    """A redirect that names no place."""
    visit.page(b"", status="302 Found")


def always_busy(visit: Visit) -> None:
    """A server that wants to be asked again tomorrow."""
    visit.page(b"", "Retry-After: 86400", status="503 Service Unavailable")


def always_broken(visit: Visit) -> None:
    """A gateway without its server."""
    visit.page(b"", status="502 Bad Gateway")


def robots_bomb(visit: Visit) -> None:
    """A robots.txt of 400 kB that asks a parser to keep 10,000 times 10,000 rules."""
    agents = "".join(f"User-agent: a{number}\n" for number in range(10_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(10_000))
    visit.page(f"{agents}{rules}".encode())


def _redirect(visit: Visit, place: str) -> None:
    visit.page(b"", f"Location: {place}", status="302 Found")


def pack_bombs() -> None:
    """Make ready what takes longer to pack than a reader has patience."""
    _bomb(16 + zlib.MAX_WBITS)
    _bomb(zlib.MAX_WBITS)


@cache
def _bomb(window: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    megabyte = bytes(1_000_000)
    return b"".join(packer.compress(megabyte) for _ in range(_BOMB_MEGABYTES)) + packer.flush()


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        good,
        gzip_bomb,
        deflate_bomb,
        endless_bomb,
        empty_members,
        endless_body,
        tiny_chunks,
        endless_chunk_size,
        endless_trailers,
        drip_body,
        drip_headers,
        endless_headers,
        huge_header,
        endless_continue,
        silence,
        too_little,
        too_much,
        boast,
        nonsense_length,
        not_gzip,
        half_gzip,
        unasked_encoding,
        nested_encoding,
        not_http,
        hang_up,
        reset,
        redirect_circle,
        redirect_endless,
        redirect_to,
        redirect_nowhere,
        always_busy,
        always_broken,
    )
}
