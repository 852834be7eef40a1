"""Addresses in the words of others, which a client would turn into links by itself.

An answer links to its sources alone: what a page or a model writes may be read and copied, but a
careless tap on it leads nowhere.
"""

import re
from collections.abc import Iterator

# Hosts are written with these dots too, and browsers take them for the first.
_DOT = r"[.\uff0e\u3002\uff61]"
# What closes a sentence or a bracket is not of the address before it.
_TAIL = r"""(?:\S*[^\s.,;:!?)\]"'”’])?"""
# One of the four numbers of an address; those of money have leading zeros or are greater.
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_ADDRESS = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]{{1,15}}://{_TAIL}"
    # As in "kerja.Jika", a word with a capital after a dot begins a sentence: clients see that too.
    rf"|(?<![\w@.-])(?:[\w-]+{_DOT})+(?![A-Z][a-z]+\b)[^\W\d_][\w-]+"
    rf"(?::\d+)?(?:[/?#]{_TAIL})?"
    rf"|(?<![\w.]){_OCTET}(?:\.{_OCTET}){{3}}(?!\.?\w)(?:[:/]{_TAIL})?"
    # Names and commands of Telegram; what follows a word is part of an e-mail or "dan/atau".
    r"|(?<![\w@.])@\w{3,}(?:\.\w+)*|(?<![\w/<>])/[a-z]\w*(?:\.\w+)*"
)
_JOINTS = re.compile(rf"{_DOT}|://|^[@/]")


def address_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Give a text in pieces, each with whether a client would make a link of it."""
    end = 0
    for match in _ADDRESS.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(text):
        yield text[end:], False


def has_address(text: str) -> bool:
    """Tell whether a client would make a link of something in a text."""
    return _ADDRESS.search(text) is not None


def broken_addresses(text: str) -> str:
    """Write addresses so that no client takes them for links: "contoh[.]id"."""
    return _ADDRESS.sub(lambda match: _JOINTS.sub(r"[\g<0>]", match.group()), text)
