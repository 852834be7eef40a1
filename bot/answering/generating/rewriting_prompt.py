"""What a language model is told to write a follow-up out with, and how its reply is read."""

from bot.answering.generating.chat_model import Prompt
from bot.answering.generating.generated import json_objects
from bot.answering.generating.prompting import (
    AS_DATA,
    language_name,
    marked,
    new_nonce,
    without_urls,
)
from bot.answering.models import MOST_EARLIER
from bot.answering.personal_data import without_marks
from bot.answering.understanding import MOST_CHARACTERS, Understanding
from bot.errors import ModelGarbledError
from vectorstore.cleaning import clean_line

_SYSTEM = """\
You write out what citizens ask a public body, so that it can be searched for.
The user turn holds the earlier questions of one citizen, oldest first, and the question asked \
now, each between marks that end in {nonce}. {data}

Rules
1. Write the question asked now so that it is understood without the earlier ones: put in what it \
leaves out or only points at. Do not answer it.
2. Keep to the words of the citizen. Add no number, date, law, article or name that does not stand \
there.
3. One question in {language}, on one line, of at most {most} characters, without links and markup.

Reply with one JSON object and nothing else:
{{"question": "..."}}"""


def said(asked: Understanding) -> tuple[str, ...]:
    """Give the last earlier questions, oldest first, and the question, as a model may see them.

    Personal data were masked when the question was understood; addresses are taken out here.
    """
    earlier = asked.question.earlier[-MOST_EARLIER:]
    texts = (*(without_marks(clean_line(text)) for text in earlier), asked.text)
    return tuple(without_urls(clean_line(text))[:MOST_CHARACTERS] for text in texts)


def rewriting_prompt(asked: Understanding, nonce: str | None = None) -> Prompt:
    """Write the prompt for a question that leans on earlier ones."""
    nonce = nonce or new_nonce()
    *earlier, question = said(asked)
    system = _SYSTEM.format(
        nonce=nonce,
        data=AS_DATA,
        language=language_name(asked.language),
        most=MOST_CHARACTERS,
    )
    listed = "\n".join(earlier)
    user = f"{marked('earlier', nonce, listed)}\n\n{marked('question', nonce, question)}"
    return Prompt(system, user)


def parse_rewriting(text: str) -> str:
    """Read the question in the last object of a reply that has one.

    Raises:
        ModelGarbledError: there is none, or it is no text.
    """
    found = [one["question"] for one in json_objects(text) if "question" in one]
    if not found:
        raise ModelGarbledError("no JSON")
    if not isinstance(found[-1], str):
        raise ModelGarbledError("question")
    return found[-1]
