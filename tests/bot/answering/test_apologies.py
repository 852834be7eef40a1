"""An apology keeps no personal data, and lets nobody in danger wait."""

from bot.answering.apologies import apology
from bot.answering.models import AnswerStatus, Question
from bot.answering.wording import InformationOfficer, Wording
from bot.messages.catalogue import Catalogue

_CATALOGUE = Catalogue.load()
_WORDING = Wording(_CATALOGUE, InformationOfficer(answer_days=10, extension_days=7))


def test_the_question_is_given_back_masked() -> None:
    """As in any answer."""
    question = Question("NIK saya 3201014101900001 salah", earlier=("hp 081234567890?",))
    answer = apology(question, AnswerStatus.LIMITED, _WORDING)
    assert answer.question == Question("NIK saya [NIK] salah", earlier=("hp [TELEPON]?",))
    assert answer.masked
    assert answer.text == _CATALOGUE.text("answer.limited", "id")


def test_who_is_in_danger_gets_the_numbers() -> None:
    """Also when everybody asks at once; the figures still say that it was an outage."""
    answer = apology(Question("my house is on fire"), AnswerStatus.ERROR_TIMEOUT, _WORDING)
    assert (answer.status, answer.urgent) == (AnswerStatus.ERROR_TIMEOUT, "fire")
    assert answer.text == _CATALOGUE.text("urgent.fire", "en")
