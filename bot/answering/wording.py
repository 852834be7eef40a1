"""Puts answers into words from the message catalogue."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.answering.citing import Cited, CitedSentence
from bot.answering.models import AnswerStatus, Citation
from bot.answering.premises import FalsePremise
from bot.messages.catalogue import Catalogue
from bot.messages.dates import format_date
from vectorstore.models import NO_LONGER_IN_FORCE


@dataclass(frozen=True, slots=True)
class InformationOfficer:
    """The PPID that citizens are sent to, and its deadlines in working days."""

    name: str = ""
    contact: str = ""
    answer_days: int = field(kw_only=True)
    extension_days: int = field(kw_only=True)


class Wording:
    """The sentences around quotes, and those that stand where there are none."""

    def __init__(self, catalogue: Catalogue, officer: InformationOfficer) -> None:
        self._catalogue = catalogue
        self._officer = officer

    def message(self, key: str, language: str, **values: object) -> str:
        """Give a message that needs no source."""
        return self._catalogue.text(key, language, **values)

    def message_with_way(self, key: str, language: str) -> str:
        """Give a message that may show the way to the PPID."""
        return self._catalogue.text(key, language, ppid=self._way_to_officer(language))

    def unanswered(self, status: AnswerStatus, language: str) -> str:
        """Say that nothing published answers, and show the way to the PPID."""
        reason = status.value.removeprefix("unanswerable_")
        way = self._way_to_officer(language)
        return self._catalogue.text(f"answer.{reason}", language, ppid=way)

    def false_premise(self, premise: FalsePremise, language: str) -> str:
        """Say what a question takes for granted and is not so, and show the way to the PPID."""
        way = self._way_to_officer(language)
        return self._catalogue.text(premise.message, language, ppid=way, **premise.values)

    def answer(
        self, status: AnswerStatus, cited: Cited, language: str, *, differing: bool = False
    ) -> str:
        """Name each source before the sentences that are from it, each with its `[n]`.

        Sentences that are worded from their sources stand by themselves, in plain paragraphs.
        `differing` says that they name different numbers, which the citizen is told.
        """
        by_number = {citation.number: citation for citation in cited.citations}
        paragraphs = []
        if status is AnswerStatus.ANSWERED_PARTLY:
            paragraphs.append(self._catalogue.text("answer.partly_frame", language))
        frames = ("answer.frame", "answer.frame_more")
        groups = groupby(cited.sentences, key=lambda s: _source(by_number[s.number]))
        for place, (_, group) in enumerate(groups):
            sentences = list(group)
            citation = by_number[sentences[0].number]
            frame = self._frame(frames[min(place, 1)], citation, language)
            warning = self._warning(citation, language)
            if all(sentence.worded for sentence in sentences):
                lines = [" ".join(_numbered(sentence) for sentence in sentences)]
            else:
                lines = [frame, *_lines(sentences, by_number)]
            paragraphs.append("\n".join([*lines, *warning]))
        if differing:
            paragraphs.append(self._catalogue.text("answer.differing", language))
        if status is AnswerStatus.ANSWERED_PARTLY:
            paragraphs.append(self._way_to_officer(language))
        return "\n\n".join(paragraphs)

    def _frame(self, key: str, citation: Citation, language: str) -> str:
        facts = [citation.publisher]
        if citation.published:
            facts.append(format_date(citation.published, language, self._catalogue))
        known = ", ".join(fact for fact in facts if fact)
        return self._catalogue.text(
            key, language, title=citation.title, facts=f" ({known})" if known else ""
        )

    def _warning(self, citation: Citation, language: str) -> list[str]:
        """Say of a source that no longer holds what replaced it, where that is known."""
        if not citation.superseded:
            return []
        told = citation.superseded != NO_LONGER_IN_FORCE
        reason = f": {citation.superseded.rstrip('. ')}" if told else ""
        return [self._catalogue.text("answer.superseded", language, reason=reason)]

    def _way_to_officer(self, language: str) -> str:
        officer = self._officer
        return self._catalogue.text(
            "answer.ppid_way",
            language,
            ppid_name=officer.name or self._catalogue.text("answer.ppid_name", language),
            ppid_contact=f" ({officer.contact})" if officer.contact else "",
            answer_days=officer.answer_days,
            extension_days=officer.extension_days,
        )


def _source(citation: Citation) -> tuple[str, str]:
    return citation.article_id, citation.title


def _lines(sentences: Sequence[CitedSentence], citations: Mapping[int, Citation]) -> Iterator[str]:
    """Write each sentence with its `[n]`, below the lead that its citation continues."""
    for number, group in groupby(sentences, key=lambda s: s.number):
        if citations[number].lead:
            yield citations[number].lead
        yield from (_numbered(sentence) for sentence in group)


def _numbered(sentence: CitedSentence) -> str:
    return f"{sentence.text} [{sentence.number}]"
