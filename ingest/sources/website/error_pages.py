"""Pages that say "not found" or "closed" with the status of a good one."""

import re
from collections.abc import Iterable

_MAX_TEXT_BY_TITLE = 1500  # characters; templates fill error pages with advice and links
_MAX_TEXT_ALONE = 400  # characters; a longer text that says so is about something else as well
_END = r"(?:\s*$|\s*[!.?|–—:-])"
_ERROR_TITLE = re.compile(
    r"(?:(?:whoops|oops|ups|maaf|sorry)[\s,.!:–—-]*)?(?:"
    r"(?:halaman|laman|page|konten|artikel|berita|url)\b[^.!?\n]{0,25}?"
    r"\b(?:tidak (?:di ?temukan|tersedia)|not (?:be )?found|does not exist)"
    rf"|(?:data|dokumen|not found|tidak ditemukan)(?: tidak ditemukan| not found)?{_END}"
    rf"|(?:error|kesalahan|http)?\s*(?:40[134]|410|419|429|50[0-4])"
    rf"(?:{_END}|\s+\(?(?:error|not|forbidden|unauthorized|halaman|page|tidak|service|bad|internal)\b)"
    rf"|forbidden{_END}|access denied|akses ditolak|just a moment|attention required"
    r"|(?:under|site) maintenance"
    r"|(?:situs|website|halaman|laman)\b.{0,25}\bdalam (?:pemeliharaan|perbaikan)"
    r"|account suspended|database error|service unavailable|bad gateway|internal server error"
    r"|index of /)",
    re.I,
)
_ERROR_TEXT = re.compile(
    r"(?:halaman|laman|konten) yang (?:anda|kamu|saudara) \w+ (?:\w+ ){0,2}tidak"
    r"|page you(?:'re| are|r)? [\w ]{0,30}(?:not (?:be )?found|does(?: not|n.t) exist)"
    r"|error 404|404 not found|sedang dalam (?:pemeliharaan|perbaikan)"
    r"|enable javascript and cookies|checking your browser|establishing a database connection",
    re.I,
)


def is_error_page(titles: Iterable[str], text: str) -> bool:
    """Tell an error page by its titles or, where it is short, by its text."""
    if len(text) <= _MAX_TEXT_BY_TITLE and any(map(_ERROR_TITLE.match, titles)):
        return True
    return len(text) <= _MAX_TEXT_ALONE and _ERROR_TEXT.search(text) is not None
