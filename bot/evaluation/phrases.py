"""Compares texts with what they should say: pure functions."""

from collections import Counter
from collections.abc import Collection, Sequence


def holds(text: str, phrase: str) -> bool:
    """Tell whether a phrase stands in a text, whatever case and spaces, but as whole words."""
    folded, wanted = _folded(text), _folded(phrase)
    at = folded.find(wanted)
    while at >= 0 and wanted:
        if _ends_words(folded, at, at + len(wanted)):
            return True
        at = folded.find(wanted, at + 1)
    return False


def holds_gold(texts: Sequence[str], phrases: Sequence[str], answers: Sequence[str]) -> bool:
    """Tell whether each phrase stands in some text, and, where there are answers, one of them."""
    every = all(any(holds(text, phrase) for text in texts) for phrase in phrases)
    return every and (not answers or any(holds(text, one) for text in texts for one in answers))


def token_f1(found: str, gold: str) -> float:
    """Give the overlap (0..1) of two texts' words, case and punctuation left out."""
    one, other = words(found), words(gold)
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other)) if common else 0.0


def precision(found: Collection[str], expected: Collection[str]) -> float:
    """Give the share of what was found that is expected; 0 where nothing was found."""
    both = len(set(found) & set(expected))
    return both / len(set(found)) if both else 0.0


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _ends_words(text: str, start: int, end: int) -> bool:
    """Tell whether a span cuts no word at its start or end."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not cut_before and not cut_after


def words(text: str) -> list[str]:
    """Split a text into words, case and punctuation left out."""
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()
