"""Makes outcomes to judge, with defaults that do not matter to their tests."""

from bot.answering.models import Answer, AnswerStatus, Citation, Question, Timings
from bot.evaluation.models import Found, GoldQuestion, Outcome

TEXT = "PPID menjawab paling lambat 10 hari kerja. Waktu itu dapat diperpanjang."


def found(article_id: str, text: str = TEXT, url: str = "") -> Found:
    """Make a passage that was found."""
    return Found(article_id, f"{article_id}::0", f"Judul {article_id}", "Bagian", url, text)


def citation(
    article_id: str, quote: str = TEXT, highlight: tuple[int, int] | None = None, url: str = ""
) -> Citation:
    """Make a citation of an article's only chunk."""
    return Citation(
        1, quote, highlight, article_id, f"{article_id}::0", "Judul", "Bagian", url, None, "PPID"
    )


def outcome(
    question: GoldQuestion,
    *citations: Citation,
    status: AnswerStatus = AnswerStatus.ANSWERED,
    confidence: float = 0.8,
    ranking: tuple[str, ...] = ("a", "b"),
    milliseconds: float = 40.0,
) -> Outcome:
    """Make what came of a question."""
    answer = Answer(
        Question(question.text, qid=question.qid),
        status,
        "id",
        "Jawaban.",
        citations,
        confidence,
        "b1",
        Timings(total=milliseconds),
    )
    return Outcome(question, tuple(found(article_id) for article_id in ranking), answer)


def gold(qid: str = "q1", **facts: object) -> GoldQuestion:
    """Make an answerable question that expects "10 hari kerja" of article a."""
    expected = {
        "articles": ("a",),
        "phrases": ("10 hari kerja",),
        "answerable": True,
        "language": "id",
        "register": "id",
    }
    return GoldQuestion(qid, f"Berapa lama {qid}?", **{**expected, **facts})  # type: ignore[arg-type] # facts are the test's own


def unanswerable(qid: str = "u1", **facts: object) -> GoldQuestion:
    """Make a question that nothing answers."""
    return gold(qid, articles=(), phrases=(), answerable=False, **facts)
