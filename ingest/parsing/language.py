"""Which of the two languages of the bot a text is written in."""

import re

DEFAULT_LANGUAGE = "id"
_OLD_CODES = {"in": "id", "ind": "id", "eng": "en"}  # ISO 639 codes that older pages still carry
_SAMPLE_CHARACTERS = 20_000
_SURE_WORDS = 3
_SURE_RATIO = 4
_INDONESIAN = re.compile(
    r"\b(?:yang|dan|di|ke|dari|untuk|dengan|pada|adalah|ini|itu|dalam|tidak|atau|oleh|akan|sebagai"
    r"|juga|telah|dapat|bagi|kepada|harus|paling|apabila|serta|tentang|tersebut|secara|setiap|jika|maka|anda|kami"
    r"|kita|mereka|lebih|antara|melalui|terhadap|sejak|hingga|sudah|belum|bahwa|karena|hal)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|in|for|with|on|is|are|was|were|this|that|not|or|by|will|as|also|has|have"
    r"|can|from|at|be|it|if|an|its|their|which|must|any|about)\b"
)


def normalise_language(declared: str) -> str:
    """Reduce a language tag such as "id-ID" to its ISO 639-1 code; empty if it is none."""
    code = re.split("[-_]", declared.strip().lower())[0]
    code = _OLD_CODES.get(code, code)
    return code if re.fullmatch("[a-z]{2,3}", code) else ""


def guess_language(text: str) -> str:
    """Tell Indonesian from English by their function words; Indonesian where neither prevails."""
    indonesian, english = _count_function_words(text)
    return "en" if english > indonesian else DEFAULT_LANGUAGE


def correct_language(declared: str, text: str) -> str:
    """Overrule a page template's "en" or "id" where the text is plainly in the other language.

    Many Indonesian sites run on templates that declare English.
    """
    if declared not in {"id", "en"}:
        return declared or guess_language(text)
    indonesian, english = _count_function_words(text)
    other, own = (english, indonesian) if declared == "id" else (indonesian, english)
    if other >= _SURE_WORDS and other >= _SURE_RATIO * own:
        return "en" if declared == "id" else "id"
    return declared


def _count_function_words(text: str) -> tuple[int, int]:
    sample = text[:_SAMPLE_CHARACTERS].lower()
    return len(_INDONESIAN.findall(sample)), len(_ENGLISH.findall(sample))
