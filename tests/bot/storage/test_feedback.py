"""A chat rates its own answers, and staff see why one was rejected."""

from bot.storage.feedback import Rejected
from bot.storage.store import Storage
from tests.bot.storage.making import ANI, BUDI, make_answer, make_citation


def test_the_last_vote_counts_and_only_the_chats_own(storage: Storage) -> None:
    """A reason goes with the vote that it explains."""
    number = storage.questions.add(ANI, 5.0, make_answer(), 0.1)
    assert not storage.feedback.add_reason(number, ANI, "belum menilai")
    assert not storage.feedback.vote(number, BUDI, helpful=False, at=6.0)
    assert not storage.feedback.vote(number + 1, ANI, helpful=False, at=6.0)
    assert storage.feedback.vote(number, ANI, helpful=False, at=6.0)
    assert not storage.feedback.add_reason(number, BUDI, "bukan miliknya")
    assert storage.feedback.add_reason(number, ANI, "usang")
    assert storage.feedback.counts(0.0) == (0, 1)
    assert storage.feedback.vote(number, ANI, helpful=True, at=7.0)
    assert storage.feedback.counts(0.0) == (1, 0)
    assert not storage.feedback.add_reason(number, ANI, "tidak jadi")
    assert storage.feedback.rejected(0.0, 10) == []


def test_a_reason_is_awaited_for_one_answer_of_a_chat_until_it_is_not(storage: Storage) -> None:
    """Only as a reply to the question for it, within the time for it, from that chat."""
    feedback = storage.feedback
    first, second = (storage.questions.add(ANI, 5.0, make_answer(), 0.1) for _ in range(2))
    for number in (first, second):
        feedback.vote(number, ANI, helpful=False, at=6.0)
    feedback.await_reason(first, ANI, prompt=70, at=10.0)
    assert feedback.awaited(ANI, 70, since=10.0) == first
    for chat, prompt, since in ((BUDI, 70, 10.0), (ANI, 71, 10.0), (ANI, 70, 10.1)):
        assert feedback.awaited(chat, prompt, since) is None
    feedback.await_reason(second, ANI, prompt=72, at=11.0)
    assert feedback.awaited(ANI, 70, since=0.0) is None
    feedback.vote(second, ANI, helpful=True, at=12.0)
    assert feedback.awaited(ANI, 72, since=0.0) is None
    feedback.vote(second, ANI, helpful=False, at=13.0)
    assert feedback.awaited(ANI, 72, since=0.0) == second
    assert not feedback.await_no_reason(BUDI)
    assert feedback.await_no_reason(ANI)
    assert not feedback.await_no_reason(ANI)
    assert feedback.awaited(ANI, 72, since=0.0) is None


def test_rejected_answers_are_listed_with_what_they_cited(storage: Storage) -> None:
    """The last rated first, each title once, without the chat."""
    cited = (make_citation("A"), make_citation("B"), make_citation("A"))
    for asked, question in enumerate(("lama", "satu", "dua")):
        number = storage.questions.add(ANI, asked, make_answer(question, citations=cited), 0.1)
        storage.feedback.vote(number, ANI, helpful=False, at=10.0 + asked)
    storage.feedback.add_reason(number, ANI, "usang")
    assert storage.feedback.rejected(11.0, 10) == [
        Rejected("dua", "usang", ("A", "B"), 2.0),
        Rejected("satu", "", ("A", "B"), 1.0),
    ]
    assert len(storage.feedback.rejected(0.0, 1)) == 1
    assert storage.feedback.counts(12.0) == (0, 1)
