"""Says how to send a request, by when it is answered, and what to do if it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.hand_over.deadlines import Deadlines
from bot.hand_over.offices import Office, office_name
from bot.hand_over.rules import Rules, Term
from bot.messages.catalogue import Catalogue
from bot.messages.dates import format_date


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines below it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains in one language, with the terms of the law."""

    rules: Rules
    catalogue: Catalogue
    language: str

    def explain(
        self, office: Office, deadlines: Deadlines, unsettled_year: int | None
    ) -> tuple[Section, ...]:
        """Give all that whoever sends the letter should know.

        `unsettled_year` is one whose days off are not all decided, so that the dates may move.
        """
        return (
            self._section("not_formal"),
            Section(self._text("sending_heading"), "\n".join(self._sending(office))),
            Section(self._text("answer_heading"), self._answer(deadlines)),
            Section(self._text("objection_heading"), self._objection(deadlines)),
            Section(self._text("basis_heading"), "\n".join(self._basis(unsettled_year))),
        )

    def _section(self, key: str) -> Section:
        return Section(self._text(f"{key}_heading"), self._text(key))

    def _sending(self, office: Office) -> Iterator[str]:
        name = office_name(office, self.language, self.catalogue)
        yield self._text("sending", office=name)
        channels = list(self._channels(office))
        yield from channels or [self._text("channel_none")]
        yield self._text("receipt")

    def _channels(self, office: Office) -> Iterator[str]:
        if office.form:
            yield self._text("channel_form")
        for key in ("email", "phone", "address", "hours"):
            if value := getattr(office, key):
                yield self._text(f"channel_{key}", value=value)

    def _answer(self, deadlines: Deadlines) -> str:
        answer, extension = self.rules.answer, self.rules.extension
        return self._text(
            "answer",
            received=self._date(deadlines.received),
            answer_by=self._date(deadlines.answer_by),
            answer_days=answer.days,
            answer_article=self._article(answer),
            extended_by=self._date(deadlines.extended_by),
            extension_days=extension.days,
            extension_article=self._article(extension),
        )

    def _objection(self, deadlines: Deadlines) -> str:
        objection, superior, dispute = (
            self.rules.objection,
            self.rules.superior,
            self.rules.dispute,
        )
        return self._text(
            "objection",
            objection_days=objection.days,
            objection_article=self._article(objection),
            answer_by=self._date(deadlines.answer_by),
            objection_by=self._date(deadlines.objection_by),
            superior_days=superior.days,
            superior_article=self._article(superior),
            dispute_days=dispute.days,
            dispute_article=self._article(dispute),
        )

    def _basis(self, unsettled_year: int | None) -> Iterator[str]:
        yield self._text("basis", law=self.rules.law, read=self._date(self.rules.read))
        if unsettled_year is not None:
            yield self._text("unsettled", year=unsettled_year)

    def _article(self, term: Term) -> str:
        return self._text("article", article=term.article, paragraph=term.paragraph)

    def _date(self, day: date) -> str:
        return format_date(day, self.language, self.catalogue)

    def _text(self, key: str, **values: object) -> str:
        return self.catalogue.text(f"hand_over.{key}", self.language, **values)
