"""Holds what a language model made of a follow-up to what the citizen said.

A search may lose its way by one word of a model, and a law or a number that nobody named would be
found first: what is not verified here is not searched for.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.answering.addresses import has_address
from bot.answering.generating.number_words import is_number_word
from bot.answering.generating.prompting import has_url
from bot.answering.generating.rewriting_prompt import said
from bot.answering.language import detect_language
from bot.answering.law_citations import CitationParser, LawCitation
from bot.answering.personal_data import find_personal_data
from bot.answering.search_words import Lexicon
from bot.answering.understanding import MOST_CHARACTERS, Understanding
from vectorstore.cleaning import clean_text
from vectorstore.instruction_like import find_instruction

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class RewritingCheck:
    """Judges rewritings; `stems` gives a text's words that carry meaning (`Analyser.stems`)."""

    parser: CitationParser
    lexicon: Lexicon
    stems: Callable[[str], Sequence[str]]

    def verified(self, rewriting: str, asked: Understanding) -> tuple[str, str]:
        """Give the rewriting made clean and "", or "" and the short code of what is wrong with it.

        Codes: "form" (empty, too long, more than one line), "address", "personal", "instruction",
        "number", "law", "language", "topic" (it has no word of what was said).
        """
        text = clean_text(rewriting)
        if not 0 < len(text) <= MOST_CHARACTERS or "\n" in text:
            return "", "form"
        before = said(asked)
        wrong = (
            ("address", has_url(text) or has_address(text)),
            ("personal", bool(find_personal_data(text))),
            ("instruction", find_instruction(text) is not None),
            ("number", not _numbers([text]) <= _numbers(before)),
            ("law", not self._cites_only(text, before)),
            ("language", detect_language(text, otherwise=asked.language) != asked.language),
            ("topic", not self._topics([text], asked) & self._topics(before, asked)),
        )
        reason = next((code for code, is_wrong in wrong if is_wrong), "")
        return ("", reason) if reason else (text, "")

    def _cites_only(self, text: str, before: Sequence[str]) -> bool:
        # An article asked for now may be of the law that was named before.
        named = [one for part in (*before, " ".join(before)) for one in self.parser.citations(part)]
        words = {word for part in before for word in _words(part)}
        return all(
            any(_is_told(cited, other, words) for other in named)
            for cited in self.parser.citations(text)
        )

    def _topics(self, texts: Iterable[str], asked: Understanding) -> set[str]:
        # In the words that are searched for: a colloquial "klo" would pass for a topic.
        searched = (self.lexicon.search_words(text, asked.language).text for text in texts)
        return {stem for text in searched for stem in self.stems(text) if not stem.isnumeric()}


def _is_told(cited: LawCitation, named: LawCitation, words: set[str]) -> bool:
    """Tell whether a citation says no more than one that was made, in words that were used."""
    pairs = (
        (cited.number, named.number),
        (cited.year, named.year),
        (cited.article, named.article),
        (cited.paragraph, named.paragraph),
    )
    is_named = cited.name == named.name or all(words.issuperset(_words(w)) for w in cited.name)
    return (
        cited.kind == named.kind and is_named and all(one in (other, "", 0) for one, other in pairs)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _numbers(texts: Iterable[str]) -> set[str]:
    """Give the numbers of texts, in digits of any script and in words."""
    found: set[str] = set()
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        found.update("".join(c if c.isnumeric() else " " for c in plain).split())
        found.update(word for word in _words(plain) if is_number_word(word))
    return found
