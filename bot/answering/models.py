"""What goes into answering and what comes out: question, answer, citation."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# A follow-up builds on the last few questions; topics of longer ago are no longer meant.
MOST_EARLIER = 3


class AnswerStatus(StrEnum):
    """Every way a question can end; the prefix names the group."""

    ANSWERED = "answered"
    ANSWERED_PARTLY = "answered_partly"
    CLARIFY = "clarify"
    SMALLTALK = "smalltalk"
    UNANSWERABLE_NOTHING_FOUND = "unanswerable_nothing_found"
    UNANSWERABLE_NOT_IN_SOURCES = "unanswerable_not_in_sources"
    REFUSED_PERSONAL_DATA = "refused_personal_data"
    REFUSED_UNSAFE = "refused_unsafe"
    REFUSED_TOO_LONG = "refused_too_long"
    ERROR_MODEL = "error_model"
    ERROR_INDEX = "error_index"
    ERROR_TIMEOUT = "error_timeout"
    LIMITED = "limited"

    @property
    def group(self) -> str:
        """The part before the first underscore: answered, unanswerable, refused, error ..."""
        return self.value.partition("_")[0]


@dataclass(frozen=True, slots=True)
class Question:
    """What a citizen wrote; `language` ("id", "en") only where it was chosen, not guessed.

    `earlier` are the questions asked before it in the same conversation, oldest first; the last
    `MOST_EARLIER` count.
    """

    text: str
    language: str | None = None
    qid: str | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """One source of an answer: `[number]` in its text, bound to a verbatim quote.

    `quote` is a substring of the chunk's text; `highlight` gives the answering words as
    character offsets (start, end) within the quote. `lead` is the sentence or the table's header
    that the quote continues and that stands elsewhere in the article; it is shown, not quoted.
    `superseded` says what replaced the article where it no longer holds (`ArticleInfo`).
    """

    number: int
    quote: str
    highlight: tuple[int, int] | None
    article_id: str
    chunk_id: str
    title: str
    section: str
    url: str
    published: date | None
    publisher: str
    lead: str = ""
    superseded: str = ""


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds that each step of an answer took."""

    understand: float = 0.0
    retrieve: float = 0.0
    compose: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen gets: a named status, a plain text with `[n]` marks, and its citations.

    `text` has no markup; lines are separated by newlines. `confidence` lies in 0..1. `build` names
    the build that was read, empty where none was. `masked` tells that the question was written with
    personal data, which stand in none of these fields. `urgent` names the danger that the question
    speaks of ("fire"), whose emergency numbers come first in the text; empty where there is none.
    """

    question: Question
    status: AnswerStatus
    language: str
    text: str
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    build: str = ""
    timings: Timings = Timings()
    masked: bool = False
    urgent: str = ""
