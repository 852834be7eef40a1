"""Reads how a number binds ("paling lambat", "at least") and from where it is counted."""

import re

UP_TO, AT_LEAST, ABOUT = "max", "min", "about"
_UP_TO = (
    r"paling\s+(?:lambat|lama|banyak|tinggi|besar|jauh|akhir)|maksimal|maksimum|"
    r"(?:se)?lambat-lambatnya|selama-lamanya|sebanyak-banyaknya|setinggi-tingginya|"
    r"(?:tidak|tak)\s+(?:boleh\s+)?(?:lebih(?:\s+(?:dari|lama|lambat|banyak))*|melebihi|melampaui)|"
    r"kurang\s+dari|di\s+bawah|"
    r"(?:no|not)\s+(?:later|more|longer|greater)\s+than|(?:not|never)\s+exceed(?:ing)?|at\s+most|"
    r"at\s+the\s+latest|up\s+to|maximum|max|within|(?:less|fewer|younger|lower|shorter)\s+than|under|below|as\s+many\s+as"
)
_AT_LEAST = (
    r"paling\s+(?:cepat|sedikit|rendah|kurang|singkat|dini|awal|kecil|tidak)|minimal|minimum|"
    r"(?:se)?kurang-kurangnya|setidak(?:-tidak)?nya|sedikitnya|secepat-cepatnya|"
    r"(?:tidak|tak)\s+(?:boleh\s+)?(?:kurang\s+dari|lebih\s+cepat(?:\s+dari)?)|"
    r"lebih\s+(?:\w+\s+)?dari|melebihi|melampaui|di\s+atas|lebih|"
    r"(?:no|not)\s+(?:less|fewer|earlier|sooner)\s+than|at\s+least|at\s+the\s+earliest|"
    r"more\s+than|(?:longer|older|higher|greater)\s+than|over|above|exceed(?:s|ing)?"
)
_ABOUT = r"sekitar|kira-kira|kurang\s+lebih|hampir|about|around|approximately|roughly|nearly|almost"
_BOUNDS = re.compile(
    rf"\b(?:(?P<max>{_UP_TO})|(?P<min>{_AT_LEAST})|(?P<about>{_ABOUT}))\b", re.IGNORECASE
)
_BOUND_AFTER = re.compile(
    r"\W*(?:(?:[^\W\d]+\W+)?(?P<more>(?:or\s+(?:more|longer)|atau\s+lebih))\b|(?P<max>at\s+(?:the\s+)?(?:most|latest)|paling\s+(?:lambat|lama|banyak)|maksimal|"
    r"maximum|or\s+(?:less|fewer|sooner)|atau\s+kurang)|"
    r"(?P<min>at\s+(?:the\s+)?(?:least|earliest)|paling\s+(?:cepat|sedikit|singkat)|minimal|"
    r"or\s+(?:more|longer|later)|atau\s+lebih))\b(?!\W+(?:Rp\W*)?\d)",
    re.IGNORECASE,
)
# A bound stands this near before its number.
_BOUND_REACH = 48
_CLAUSE_END = re.compile(r"[;:|]|,\s|\.\s|\d")
BEFORE, AFTER = "before", "after"
FROM, TO = "from", "to"
_CHANGE = re.compile(r"\b(?:(?P<from>dari|from)|(?P<to>menjadi|to))\s*$", re.IGNORECASE)
_RELATION = re.compile(
    r"[\s|]*(?:berikutnya\s+)?(?:(?P<before>sebelum|before|prior\s+to|ahead\s+of)|"
    r"(?P<after>setelah|sesudah|sejak|terhitung|semenjak|after|since|from|following|of|upon))\b",
    re.IGNORECASE,
)


def bound_of(text: str, start: int, end: int, since: int) -> str:
    """Tell how the number from start to end binds: "max", "min", "about" or "" (just that many).

    Words before `since` belong to another number.
    """
    reach = text[max(since, start - _BOUND_REACH) : start]
    clause = max((m.end() for m in _CLAUSE_END.finditer(reach)), default=0)
    cues = list(_BOUNDS.finditer(reach, clause))
    after = _BOUND_AFTER.match(text, end)
    last = after or (cues[-1] if cues else None)
    if len(cues) > 1 and not after and cues[-1].group().lower() in ("within", "about"):
        last = cues[-2]
    name = next((name for name, value in last.groupdict().items() if value), "") if last else ""
    return AT_LEAST if name == "more" else name


def relation_of(text: str, start: int, end: int, *, changes: bool) -> str:
    """Tell whether something is counted "before" or "after", or changes "from" or "to" a number.

    Only what may change (`changes`) is looked at for the latter.
    """
    change = _CHANGE.search(text[max(0, start - _BOUND_REACH) : start]) if changes else None
    if change:
        return FROM if change["from"] else TO
    match = _RELATION.match(text, end)
    return (BEFORE if match["before"] else AFTER) if match else ""
