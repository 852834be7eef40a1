"""The ways in which attacks hide what they want, and how an obedient reader uncovers it."""

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator, Mapping

# Unicode tags repeat ASCII at this distance; nothing shows them.
_TAGS = 0xE0000
_ZERO, _ONE = "\u200b", "\u200c"
_OVERRIDE, _POP = "\u202e", "\u202c"
_LEET = str.maketrans("aeiost", "4310$7")
_PLAIN = str.maketrans("4310$7", "aeiost")
_BASE64 = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{16,}={0,2}")
_HEX = re.compile(r"\b(?:[0-9a-f]{2}){8,}\b")
_SPELT = re.compile(r"\b(?:\w ){4,}\w\b")
_BITS = re.compile(f"[{_ZERO}{_ONE}]{{8,}}")
_TAG_RUN = re.compile(f"[{chr(_TAGS + 32)}-{chr(_TAGS + 126)}]+")


def _tags(text: str) -> str:
    return "".join(chr(_TAGS + ord(char)) for char in text)


def _zero_width(text: str) -> str:
    bits = "".join(f"{byte:08b}" for byte in text.encode())
    return bits.replace("0", _ZERO).replace("1", _ONE)


HIDING: Mapping[str, Callable[[str], str]] = {
    "": str,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "hex": lambda text: text.encode().hex(),
    "leet": lambda text: text.translate(_LEET),
    "reversed": lambda text: text[::-1],
    "spelt": " ".join,
    "tags": _tags,
    "zero_width": _zero_width,
    "bidi": lambda text: f"{_OVERRIDE}{text[::-1]}{_POP}",
}


def uncovered(text: str) -> Iterator[str]:
    """Give what a text may say to a reader who tries every code."""
    for match in _BASE64.finditer(text):
        yield from _decoded(
            match.group(), lambda run: base64.b64decode(run + "=" * (-len(run) % 4))
        )
    for match in _HEX.finditer(text):
        yield from _decoded(match.group(), bytes.fromhex)
    for match in _BITS.finditer(text):
        bits = match.group().replace(_ZERO, "0").replace(_ONE, "1")
        yield from _decoded(bits, lambda run: int(run, 2).to_bytes(-(-len(run) // 8)))
    for match in _TAG_RUN.finditer(text):
        yield "".join(chr(ord(char) - _TAGS) for char in match.group())
    for match in _SPELT.finditer(text):
        yield match.group().replace(" ", "")
    yield from (codecs.encode(text, "rot13"), text.translate(_PLAIN), text[::-1])


def _decoded(run: str, decode: Callable[[str], bytes]) -> Iterator[str]:
    try:
        yield decode(run).decode()
    except (ValueError, binascii.Error):
        return
