"""What a citizen gets where no answer could be made."""

from bot.answering.language import detect_language
from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.understanding import danger_in, without_personal_data
from bot.answering.wording import Wording


def apology(question: Question, status: AnswerStatus, wording: Wording) -> Answer:
    """Apologise for an outage (`limited` or `error_*`); who is in danger gets the numbers instead.

    As in any answer, the question is given back without the personal data in it.
    """
    asked = without_personal_data(question)
    language = detect_language(asked.text, asked.language)
    urgent = danger_in(asked.text)
    text = wording.message(f"urgent.{urgent}" if urgent else f"answer.{status.value}", language)
    return Answer(asked, status, language, text, masked=asked.text != question.text, urgent=urgent)
