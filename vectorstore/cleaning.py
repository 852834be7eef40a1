"""Text as people see it: no invisible characters, no stray spaces."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, soft hyphen, zero-width and bidi marks, variation selectors, surrogates, private use
# (icon fonts) and Unicode tags: all invisible, some used to smuggle text past a reader.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)
# Letters of other scripts that look like Latin ones. Inside a Latin word they are there to mislead,
# or misread by a scanner; words of their own script are left alone.
_TWINS = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅԚԜаеорсухіјѕԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵ",
        "ABEKMHOPCTYXIJSQWaeopcyxijsqwABEZHIKMNOPTYXov",
        strict=True,
    )
)
_LETTERS = r"[\w\u0300-\u036f]"
_MIXED_WORD = re.compile(
    rf"(?<!{_LETTERS})(?={_LETTERS}*[A-Za-z\u00c0-\u024f]){_LETTERS}+(?!{_LETTERS})"
)
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_SPACES = re.compile(r"[^\S\n]+")
_SPACES_AT_LINE_ENDS = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    """Normalise to NFC, drop invisible characters, keep at most one space and one blank line.

    A Latin word gets back its own letters where look-alikes of another script stand in it.
    """
    visible = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    normal = _in_one_script(unicodedata.normalize("NFC", visible))
    lines = _SPACES_AT_LINE_ENDS.sub("\n", _SPACES.sub(" ", normal))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def _in_one_script(text: str) -> str:
    if not _OTHER_SCRIPT.search(text):
        return text
    plain = _MIXED_WORD.sub(
        lambda word: "".join(_TWINS.get(letter, letter) for letter in word.group()), text
    )
    return unicodedata.normalize("NFC", plain)


def clean_line(text: str) -> str:
    """Clean text that belongs on one line, such as a title."""
    return " ".join(clean_text(text).split())


def shorten(text: str, limit: int) -> str:
    """Cut a line at a word so that it holds at most `limit` characters."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    at_word = kept.rpartition(" ")[0] if text[limit - 1] != " " else kept
    return f"{(at_word or kept).rstrip(' ,;:.-')}…"
