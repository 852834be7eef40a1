"""Questions to begin with, taken from what the live build answers: the buttons of a greeting."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Self

from bot.answering.small_talk import SmallTalk
from bot.answering.topic_questions import asked_by, definitions_of
from vectorstore.build import OpenBuild
from vectorstore.cleaning import shorten
from vectorstore.errors import VectorStoreError
from vectorstore.live import LiveBuild

MOST_TOPICS = 6
# Telegram shows about so much of a button on a narrow phone.
LONGEST_LABEL = 40
_MOST_OF_ONE_ARTICLE = 2
# Where each is tried first, so many are enough to find six that are answered.
_MOST_TRIED = 12
# Reading this many takes half a second; a greeting needs no more to choose from.
_MOST_PLACES = 20_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that a button asks, and what stands on the button."""

    label: str
    question: str


class Topics:
    """Gives the topics of the build that is live; chosen once for each; safe between threads.

    With `is_answered` each question is tried before it is offered, which costs an answer each.
    """

    def __init__(
        self, live: LiveBuild, small_talk: SmallTalk, is_answered: Callable[[str], bool]
    ) -> None:
        self._live = live
        self._small_talk = small_talk
        self._is_answered = is_answered
        self._lock = threading.Lock()
        self._build = ""
        self._topics: tuple[Topic, ...] = ()

    @classmethod
    def over(
        cls, live: LiveBuild, is_answered: Callable[[str], bool] = lambda question: True
    ) -> Self:
        """Make them over the live build, with the tables that ship with the package."""
        return cls(live, SmallTalk.load(), is_answered)

    def current(self) -> tuple[Topic, ...]:
        """Give up to six topics, the same for the same build; none where it cannot be read.

        The first call for a build takes some tenths of a second for 10,000 chunks.
        """
        with self._lock:
            try:
                self._follow()
            except VectorStoreError as error:
                # A greeting without buttons is better than none.
                _log.error("No topics can be offered: %s", error)
                return ()
            return self._topics

    def _follow(self) -> None:
        with self._live.lease() as build:
            if build.manifest.build_id == self._build:
                return
            tried = islice(_spread(_candidates(build)), _MOST_TRIED)
            fit = (question for question in tried if self._fits(question))
            chosen = islice(fit, MOST_TOPICS)
            self._topics = tuple(Topic(shorten(q, LONGEST_LABEL), q) for q in chosen)
            self._build = build.manifest.build_id

    def _fits(self, question: str) -> bool:
        return self._small_talk.recognise(question) is None and self._is_answered(question)


def _candidates(build: OpenBuild) -> Iterator[tuple[str, str]]:
    """Give (article id, question) from the best sort of question to the last."""
    places = list(islice(build.vectors.places(), _MOST_PLACES))
    asked = asked_by(places)
    chunks = build.vectors.chunks(list(asked))
    in_force = [chunk for chunk in chunks if not chunk.article.superseded]
    ranked = sorted(in_force, key=lambda chunk: asked[chunk.chunk_id].rank(chunk))
    for chunk in ranked:
        yield chunk.article.article_id, asked[chunk.chunk_id].question
    yield from definitions_of(places, build.vectors.chunks)


def _spread(candidates: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Give each question once, first a few of each article, then what was left."""
    taken: dict[str, int] = {}
    seen: set[str] = set()
    left = []
    for article_id, question in candidates:
        if question.lower() in seen:
            continue
        seen.add(question.lower())
        if taken.get(article_id, 0) < _MOST_OF_ONE_ARTICLE:
            taken[article_id] = taken.get(article_id, 0) + 1
            yield question
        else:
            left.append(question)
    yield from left
