"""The question log gives each chat its own answers, and staff the figures."""

from dataclasses import replace

from bot.answering.models import MOST_EARLIER, AnswerStatus
from bot.storage.citations import citations_text, read_citations
from bot.storage.questions import LoggedQuestion
from bot.storage.store import Storage
from tests.bot.storage.making import ANI, BUDI, make_answer, make_citation


def _texts(logged: list[LoggedQuestion]) -> list[str]:
    return [one.question for one in logged]


def test_an_answer_comes_back_as_it_was(storage: Storage) -> None:
    """With all that is needed to show its sources again."""
    answer = make_answer("Apa syaratnya?", AnswerStatus.ANSWERED_PARTLY, (make_citation(),), "en")
    answer = replace(answer, publishers=("PPID Contoh", "UPT Contoh"), searched="Apa syarat X?")
    number = storage.questions.add(ANI, 12.5, answer, 0.25)
    assert storage.questions.get(number, ANI) == LoggedQuestion(
        number,
        ANI,
        12.5,
        "Apa syaratnya?",
        AnswerStatus.ANSWERED_PARTLY,
        "en",
        answer.text,
        answer.citations,
        0.75,
        "b1",
        0.25,
        ("PPID Contoh", "UPT Contoh"),
        "Apa syarat X?",
    )


def test_citations_without_date_or_highlight_and_of_other_releases_are_read() -> None:
    """A release that is rolled back meets fields that it does not know."""
    bare = replace(make_citation(), highlight=None, published=None)
    assert read_citations(citations_text((bare,))) == (bare,)
    text = citations_text((bare,)).replace('"title"', '"novel": 1, "title"')
    assert read_citations(text) == (bare,)


def test_an_answer_is_only_given_to_its_own_chat(storage: Storage) -> None:
    """Numbers in buttons are written by clients; what belongs to nobody is given to nobody."""
    number = storage.questions.add(ANI, 0.0, make_answer(), 0.1)
    nobodys = storage.questions.add("", 0.0, make_answer(), 0.1)
    assert storage.questions.get(number, BUDI) is None
    assert storage.questions.get(nobodys, "") is None
    assert storage.questions.last("") is None


def test_the_last_answer_may_have_to_have_sources(storage: Storage) -> None:
    """Thanks that follow an answer do not hide its sources."""
    storage.questions.add(ANI, 0.0, make_answer("satu", citations=(make_citation(),)), 0.1)
    storage.questions.add(ANI, 1.0, make_answer("dua"), 0.1)
    last, cited = storage.questions.last(ANI), storage.questions.last(ANI, cited=True)
    assert last is not None
    assert last.question == "dua"
    assert cited is not None
    assert cited.question == "satu"
    assert storage.questions.last(BUDI) is None


def test_a_conversation_is_the_last_few_questions_since_it_began(storage: Storage) -> None:
    """Oldest first; /baru ends it for the questions before, whatever the clocks say."""
    for number in range(MOST_EARLIER + 2):
        storage.questions.add(ANI, float(number), make_answer(str(number)), 0.1)
    storage.questions.add(BUDI, 9.0, make_answer("Budi"), 0.1)
    assert _texts(storage.questions.conversation(ANI, 0.0)) == ["2", "3", "4"]
    assert _texts(storage.questions.conversation(ANI, 4.0)) == ["4"]
    storage.people.start_anew(ANI, 100.0)
    assert storage.questions.conversation(ANI, 0.0) == []
    storage.questions.add(ANI, 99.0, make_answer("baru"), 0.1)
    assert _texts(storage.questions.conversation(ANI, 0.0)) == ["baru"]
    assert _texts(storage.questions.conversation(BUDI, 0.0)) == ["Budi"]


def test_questions_are_counted_and_unanswered_ones_listed(storage: Storage) -> None:
    """Newest first, those of groups too; an outage is no unanswered question."""
    nothing, not_in = (
        AnswerStatus.UNANSWERABLE_NOTHING_FOUND,
        AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES,
    )
    for asked, chat, status, language in (
        (1.0, ANI, nothing, "id"),
        (2.0, ANI, nothing, "id"),
        (3.0, "", not_in, "en"),
        (4.0, BUDI, AnswerStatus.ERROR_INDEX, "id"),
        (5.0, BUDI, nothing, "id"),
    ):
        answer = make_answer(f"tanya {asked:.0f}", status, language=language)
        storage.questions.add(chat, asked, answer, 0.1)
    assert storage.questions.counts(2.0) == {
        (nothing, "id"): 2,
        (not_in, "en"): 1,
        (AnswerStatus.ERROR_INDEX, "id"): 1,
    }
    unanswered = storage.questions.unanswered(2.0, 10)
    assert _texts(unanswered) == ["tanya 5", "tanya 3", "tanya 2"]
    assert _texts(storage.questions.unanswered(0.0, 1)) == ["tanya 5"]
