"""Finds the phrases of a table in a row of words."""

from collections.abc import Collection, Iterator, Sequence

Phrase = tuple[str, ...]


def longest_phrases(words: Sequence[str], table: Collection[Phrase]) -> Iterator[tuple[int, int]]:
    """Give place and length of the table's phrases from left to right, none over another."""
    longest = max(map(len, table), default=0)
    at = 0
    while at < len(words):
        lengths = range(min(longest, len(words) - at), 0, -1)
        length = next((n for n in lengths if tuple(words[at : at + n]) in table), 0)
        if length:
            yield at, length
        at += length or 1
