"""Short lines that content systems put beside an article: bylines, counters, buttons."""

import re
from datetime import date

from ingest.parsing.dates import parse_date

DATE_WORDS = frozenset({"date", "tanggal", "tgl"})  # in classes of what shows a date
_MAX_CLUTTER = 200  # characters; what is longer says something
_MOST_NAME_WORDS = 4  # of an author or section beside a date
_PARTS = re.compile(r"\s*[|•·]\s*|\s{2,}|\n+")
_COUNTER = re.compile(
    r"(?:(?:telah )?di ?(?:baca|lihat|tonton|unduh)|pengunjung|hits?|views?|viewed"
    r"|peringkat|rating)(?: sebanyak)?\s*:?\s*[\d.,]+\s*(?:kali|x|views?|times|orang|suara)?"
    r"|[\d.,]+\s*(?:kali di(?:baca|lihat)|x dibaca|views?|suara|komentar|comments?"
    r"|min(?:ute)?s? read|menit (?:mem)?baca)",
    re.I,
)
_DAYS = (
    r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_PUBLISHED = (
    r"(?:(?:di ?(?:posting|publikasikan|terbitkan|tayangkan|tulis|buat|unggah)|posted|published)"
    r"(?: (?:pada|on|at))?|(?:tanggal|tgl) (?:publikasi|terbit|posting|berita))"
)
_LABELLED = re.compile(rf"{_PUBLISHED}\b", re.I)
_DATED = re.compile(
    rf"(?:(?:{_PUBLISHED}|tanggal|tgl)\s*:?\s*)?(?:{_DAYS}\s*[,/-]?\s*)?"
    r"(?:\d{1,2}[\s/.-]+\w{1,9}[\s/.,-]+\d{4}|\w{3,9} \d{1,2}, \d{4}|\d{4}-\d{1,2}-\d{1,2})"
    r"(?:\s*(?:[-–,@/]|pukul|jam)?\s*\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\s*(?:wib|wita|wit)?)?",
    re.I,
)
_AUTHOR = re.compile(
    r"(?:(?:di ?posting|di ?tulis|di ?publikasikan|posted|written) )?"
    r"(?:oleh|by|penulis|author|editor|kategori|category)\s*:?\s*[\w.,' -]{2,40}",
    re.I,
)
_BUTTONS = re.compile(
    r"cetak|print|laporkan|tweet|pin it|salin tautan|copy link|unduh|download|kembali|selengkapnya"
    r"|(?:bagikan|sebarkan|share)"
    r"(?: (?:ini|artikel|berita|halaman|this|on|ke|via|melalui)\b.{0,30})?:?"
    r"|(?:tulis |tinggalkan |kirim |tidak ada )?komentar(?: \(\d+\))?:?"
    r"|(?:(?:suka|like|lucu|marah|sedih|senang|kaget)\b[\s()\d]*)+(?:memuat\W*)?",
    re.I,
)
_COLOPHON = re.compile(
    r"(?:©|\(c\)|copyright\b|hak cipta (?:©|\d{4}|dilindungi)).*"
    r"|(?:didukung|diberdayakan|ditenagai|powered) (?:oleh|by)\b.{0,60}"
    r"|(?:terakhir di ?(?:perbarui|ubah|update)|last (?:updated|modified))\b.{0,60}"
    r"|(?:home|beranda|depan)\s*[/»›>→].*",
    re.I,
)


def is_clutter(text: str, *, at_start: bool) -> bool:
    """Tell a line that is no part of any article; `at_start`, before its text, also a byline."""
    line = text.strip()
    if not line or len(line) > _MAX_CLUTTER:
        return False
    if _BUTTONS.fullmatch(line) or _COLOPHON.fullmatch(line):
        return True
    parts = list(filter(None, _PARTS.split(line)))
    counters = [part for part in parts if _COUNTER.fullmatch(part)]
    dates = [part for part in parts if _DATED.fullmatch(part)]
    names = [part for part in parts if _is_name(part, beside_date=bool(dates))]
    if len({*counters, *dates, *names}) < len(set(parts)):
        return False
    # A date alone can be an appointment and a name a person, but not in front of the text.
    return at_start or bool(counters) or any(map(_LABELLED.match, dates))


def byline_date(text: str) -> tuple[date | None, bool]:
    """The date of a byline such as "Selasa, 14 September 2021 | Oleh: Humas".

    Also whether the byline says that it is the day of publication.
    """
    for part in _PARTS.split(text.strip()) if len(text) <= _MAX_CLUTTER else ():
        if _DATED.fullmatch(part):
            return parse_date(part), _LABELLED.match(part) is not None
    return None, False


def _is_name(part: str, *, beside_date: bool) -> bool:
    if _AUTHOR.fullmatch(part):
        return True
    return beside_date and len(part.split()) <= _MOST_NAME_WORDS and part[-1] not in ".?!:"
