"""Finds the two questions in one message ("siapa yang menjawab, dan berapa lama?")."""

import re

# Shorter parts name no topic of their own and ask nothing that can be searched for.
_FEWEST_LETTERS = 8
_ASKING = (
    r"(?:berapa|siapa|kapan|ke ?mana|bagaimana|gimana|mengapa|kenapa|apa|apakah|"
    r"what|who|whom|when|how|why)"
)
# What joins two questions. A comma alone also stands within one, and "di mana", "where" and "which"
# often begin no question but tell more of what was named.
_JOINT = re.compile(
    rf"\s*(?:[?;]\s*(?:dan|serta|lalu|and)?|,?\s(?:dan|serta|lalu|and))\s+(?={_ASKING}\b)",
    re.IGNORECASE,
)
_STARTS = re.compile(
    rf"\W*(?:(?:kepada|pada|ke|dari|untuk|oleh|di|in|to|by) )?(?:{_ASKING}|mana|where)\b",
    re.IGNORECASE,
)


def two_parts(question: str) -> tuple[str, str] | None:
    """Give both questions of a message that asks two, else None.

    Both must begin with a word that asks, so that what is only joined ("tugas dan fungsi") and what
    only leads to a question ("saya sakit, bagaimana …") stays whole.
    """
    joints = list(_JOINT.finditer(question))
    if len(joints) != 1:
        return None
    first, second = question[: joints[0].start()].strip(), question[joints[0].end() :].strip()
    if len(first) < _FEWEST_LETTERS or len(second) < _FEWEST_LETTERS or not _STARTS.match(first):
        return None
    return f"{first.rstrip('?.,; ')}?", second
