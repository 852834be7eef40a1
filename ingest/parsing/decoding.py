"""From bytes to text, whatever the encoding (adapter: charset-normalizer)."""

import codecs
import re

from charset_normalizer import from_bytes

from ingest.errors import SkippedInputError, SkipReason

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
# https://encoding.spec.whatwg.org/#names-and-labels: browsers read these labels as Windows-1252.
_READ_AS_WESTERN = frozenset({"iso8859-1", "ascii", "cp1252"})
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I
)
_META_WINDOW = 4096
_NULS_PER_BYTE = 0.001
_CONFIDENT_MESS = 0.1  # charset-normalizer's share of suspicious characters
_GUESS_WINDOW = 200_000


def decode_html(content: bytes, *, name: str, declared: str = "") -> str:
    """Decode a page by its byte order mark, the charset sent with it, UTF-8 or its meta tag.

    Raises:
        SkippedInputError: the encoding cannot be told.
    """
    meta = _META_CHARSET.search(content[:_META_WINDOW])
    labels = [declared, meta.group(1).decode("ascii") if meta else ""]
    return _decode(content, name, labels)


def decode_text(content: bytes, *, name: str) -> str:
    """Decode a text file by its byte order mark, as UTF-8, or by the best guess.

    Raises:
        SkippedInputError: the encoding cannot be told.
    """
    return _decode(content, name, [])


def _decode(content: bytes, name: str, labels: list[str]) -> str:
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _strictly(content, codec, name)
    if content.count(0) > _NULS_PER_BYTE * len(content):
        raise _undecodable(name, "is a binary file, not text")
    for codec in ("utf-8", *map(_known_codec, labels)):
        text = _try_codec(content, codec)
        if text is not None:
            return text
    if _is_damaged_utf8(content):
        raise _undecodable(name, "is UTF-8 with damaged characters")
    return _strictly(content, _guess_codec(content, name), name)


def _try_codec(content: bytes, codec: str) -> str | None:
    if not codec:
        return None
    try:
        return content.decode(codec)
    except UnicodeError:
        return None


def _strictly(content: bytes, codec: str, name: str) -> str:
    text = _try_codec(content, codec)
    if text is None:
        raise _undecodable(name, f"does not hold valid {codec} text")
    return text


def _known_codec(label: str) -> str:
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    if not getattr(info, "_is_text_encoding", True):  # "base64", "rot13" are no charsets
        return ""
    return _WESTERN if info.name in _READ_AS_WESTERN else info.name


def _is_damaged_utf8(content: bytes) -> bool:
    # A guess would turn every good character of a mostly sound UTF-8 file into garbage.
    text = content.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - damaged
    return sound > damaged


def _guess_codec(content: bytes, name: str) -> str:
    sample = content[:_GUESS_WINDOW]
    # Western first: on short texts all Latin code pages fit equally well; this is the usual one.
    for isolated in ([_WESTERN], None):
        best = from_bytes(sample, cp_isolation=isolated).best()
        if best is not None and best.chaos <= _CONFIDENT_MESS:
            return best.encoding
    raise _undecodable(name, "is not UTF-8 and its encoding cannot be told")


def _undecodable(name: str, reason: str) -> SkippedInputError:
    return SkippedInputError(name, SkipReason.UNDECODABLE, reason)
