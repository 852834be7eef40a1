"""What goes into answering and what comes out: question, answer, citation."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

# A follow-up builds on the last few questions; topics of longer ago are no longer meant.
MOST_EARLIER = 3
# The outcome of asking a language model whose sentences are shown; of one whose are not, since the
# question was asked again.
WORDED, DISCARDED = "worded", "discarded"


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
    `MOST_EARLIER` count. One that `gives_way` is answered when nobody else waits: whoever asks much
    must not keep others waiting.
    """

    text: str
    language: str | None = None
    qid: str | None = None
    earlier: tuple[str, ...] = ()
    gives_way: bool = False


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

    def __add__(self, other: "Timings") -> "Timings":
        """Join the times of two parts of an answer."""
        return Timings(
            self.understand + other.understand,
            self.retrieve + other.retrieve,
            self.compose + other.compose,
            self.total + other.total,
        )


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What asking a language model for one answer took, and what came of it.

    `outcome` is "worded" (its sentences are shown), "declined" (it saw no answer), "unsupported"
    (the passages do not say it), "rests" (breaker, budget or deadline) or the name of an error.
    Where it was only asked to write a follow-up out: "rewrote", "unfit" (that was not searched
    for), "rests" or an error. "discarded" is what was spent on an answer that is not shown.
    `dropped` are the short codes of why sentences, or a rewriting, were dropped; `cost` is in the
    currency of the prices that are set.
    """

    outcome: str
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0
    dropped: tuple[str, ...] = ()

    @property
    def worded(self) -> bool:
        """Whether sentences of the model were composed."""
        return self.outcome == WORDED

    def discarded(self) -> "ModelUse":
        """Give what was spent on an answer that is not shown."""
        return replace(self, outcome=DISCARDED)

    def __add__(self, other: "ModelUse") -> "ModelUse":
        """Join two uses for one answer: worded if either is, else the outcome of this one."""
        return ModelUse(
            WORDED if self.worded or other.worded else self.outcome,
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost + other.cost,
            self.seconds + other.seconds,
            (*self.dropped, *other.dropped),
        )


def used(one: ModelUse | None, other: ModelUse | None) -> ModelUse | None:
    """Join two uses of a model, either of which may be none."""
    if one is None or other is None:
        return one or other
    return one + other


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen gets: a named status, a plain text with `[n]` marks, and its citations.

    `text` has no markup; lines are separated by newlines. `confidence` lies in 0..1. `build` names
    the build that was read, empty where none was. `masked` tells that the question was written with
    personal data, which stand in none of these fields. `urgent` names the danger that the question
    speaks of ("fire"), whose emergency numbers come first in the text; empty where there is none.
    `model` tells of the language model, where one was asked.
    `publishers` are those of the closest passages, closest first, also where none of them answers:
    whoever asks for the rest asks there.
    `searched` is what a language model made of a follow-up for the search, empty where none did.
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
    model: ModelUse | None = None
    publishers: tuple[str, ...] = ()
    searched: str = ""

    @property
    def worded(self) -> bool:
        """Whether a language model wrote what is shown."""
        return bool(self.citations) and self.model is not None and self.model.worded
