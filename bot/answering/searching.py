"""Finds the passages for a question that was understood."""

from dataclasses import dataclass, replace

from bot.answering.premises import Premises
from bot.answering.reranking import Reranker, reranked
from bot.answering.search_words import Lexicon
from bot.answering.understanding import Understanding
from vectorstore.retriever import PassageFinder, Retrieval

# Each costs a pass through the reranker; what it is to lift stands among these nearly always.
_RERANKED = 20


@dataclass(frozen=True, slots=True)
class Search:
    """Searches with the question's words and with those that official texts use for them.

    What a question cites by law and article comes first. A follow-up is searched for with the topic
    of the questions before it, and once more with its own words: what is asked now counts for more.
    What a language model made of it takes the place of that topic here, and nowhere else: laws
    cited, vector and cosines stay those of what was asked.
    """

    finder: PassageFinder
    lexicon: Lexicon
    premises: Premises | None = None
    reranker: Reranker | None = None

    def find(self, asked: Understanding, k: int) -> Retrieval:
        """Give up to k passages, best first.

        Raises:
            VectorStoreError: the live build or the embedding model cannot be used.
        """
        words = meant = self.lexicon.search_words(asked.completed, asked.language)
        if asked.searched:
            words = self.lexicon.search_words(asked.searched, asked.language)
        cited = self.premises.cited(asked.completed).chunk_ids if self.premises else ()
        added = self._added(words.added, asked)
        if self.reranker is None or cited:
            return self.finder.find(words.text, asked.language, k, added, cited, meant.text)
        most = max(k, _RERANKED)
        found = self.finder.find(words.text, asked.language, most, added, asked=meant.text)
        passages = reranked(self.reranker, asked.completed, found.passages[:_RERANKED])
        return replace(found, passages=(*passages, *found.passages[_RERANKED:])[:k])

    def _added(self, official: str, asked: Understanding) -> str:
        if asked.completed == asked.text:
            return official
        own = self.lexicon.search_words(asked.text, asked.language).text
        return f"{official} {own}".strip()
