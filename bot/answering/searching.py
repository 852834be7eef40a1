"""Finds the passages for a question that was understood."""

from dataclasses import dataclass

from bot.answering.premises import Premises
from bot.answering.search_words import Lexicon
from bot.answering.understanding import Understanding
from vectorstore.retriever import PassageFinder, Retrieval


@dataclass(frozen=True, slots=True)
class Search:
    """Searches with the question's words and with those that official texts use for them.

    What a question cites by law and article comes first.
    """

    finder: PassageFinder
    lexicon: Lexicon
    premises: Premises | None = None

    def find(self, asked: Understanding, k: int) -> Retrieval:
        """Give up to k passages, best first.

        Raises:
            VectorStoreError: the live build or the embedding model cannot be used.
        """
        words = self.lexicon.search_words(asked.text, asked.language)
        cited = self.premises.cited(asked.text).chunk_ids if self.premises else ()
        return self.finder.find(words.text, asked.language, k, words.added, cited)
