"""Staff see how questions ended, what is not answered, and what citizens found not helpful."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.answering.models import Answer, AnswerStatus, ModelUse, Question
from bot.messages.catalogue import LANGUAGES, Catalogue
from bot.reporting.durations import duration_text
from bot.reporting.report import Report, read_report, report_json
from bot.reporting.summary import Summary
from bot.reporting.text import LONGEST_QUESTION, report_text
from bot.storage.store import Storage
from tests.bot.telegram.answers import citation
from vectorstore.keyword_index import Analyser

DAY = 86_400.0
# 26 November 2026, 03:00 in Jakarta, which is still the 25th in UTC.
NOW = 1_795_636_800.0
CHAT = "hash4001"


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """Give an empty database."""
    with closing(Storage.open(tmp_path)) as opened:
        yield opened


def _log(
    storage: Storage,
    question: str,
    days_ago: int = 0,
    status: AnswerStatus = AnswerStatus.UNANSWERABLE_NOTHING_FOUND,
    language: str = "id",
) -> int:
    answer = Answer(Question(question), status, language, "x", (citation(title="Jam layanan"),))
    return storage.questions.add(CHAT, NOW - days_ago * DAY, answer, 0.1)


def _log_a_week(storage: Storage) -> None:
    """Keep a week, in which one of five questions looked for was answered, and what was before."""
    _log(storage, "Apa itu PPID?", 5, AnswerStatus.ANSWERED)
    _log(storage, "Halo", 5, AnswerStatus.SMALLTALK)
    _log(storage, "Berapa biaya permohonan informasi?", 3)
    _log(storage, "biaya permohonan informasi publik berapa ya", 1)
    _log(storage, "Where is the archive?", 1, AnswerStatus.ERROR_INDEX, "en")
    _log(storage, "Siapa kepala dinas?", 40)
    rejected = _log(storage, "Jam buka?", 2, AnswerStatus.ANSWERED_PARTLY)
    storage.feedback.vote(rejected, CHAT, helpful=False, at=NOW - DAY)
    storage.feedback.add_reason(rejected, CHAT, "outdated")


def _report(storage: Storage) -> Report:
    return read_report(storage, 7, NOW, Analyser.load().stems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_language_model_did_is_told_where_there_is_one(
    storage: Storage, language: str
) -> None:
    """How many answers it worded, of how many it was asked for, and what that cost."""
    _log_a_week(storage)
    for outcome in ("worded", "unsupported"):
        used = ModelUse(outcome, 1, 1_000, 250, 0.125)
        asked = Answer(Question("Apa itu PPID?"), AnswerStatus.ANSWERED, "id", "x", model=used)
        storage.questions.add(CHAT, NOW - DAY, asked, 0.1)
    report = _report(storage)
    [line] = [
        one for one in report_text(report, language, Catalogue.load()).splitlines() if "2500" in one
    ]
    assert "1 dari 2" in line or "1 of 2" in line
    assert "0.25" in line
    assert report_json(report)["language_model"]["outcomes"] == {"worded": 1, "unsupported": 1}


def test_what_a_model_made_of_a_follow_up_is_shown_beside_it(storage: Storage) -> None:
    """In both lists, so that staff see what was searched for."""
    searched = "Apa syarat permohonan informasi?"
    for status in (AnswerStatus.UNANSWERABLE_NOTHING_FOUND, AnswerStatus.ANSWERED):
        answer = Answer(Question("syaratnya?"), status, "id", "x", searched=searched)
        number = storage.questions.add(CHAT, NOW - DAY, answer, 0.1)
    storage.feedback.vote(number, CHAT, helpful=False, at=NOW)
    text = report_text(_report(storage), "id", Catalogue.load())
    assert f"1. syaratnya? (1×, terakhir 25 November 2026); dicari sebagai: {searched}" in text
    assert f"1. syaratnya? (25 November 2026, dicari sebagai: {searched})" in text


def test_the_share_answered_leaves_out_what_no_answer_was_looked_for() -> None:
    """Greetings and refusals make it neither better nor worse; faults count against us."""
    summary = Summary(
        {
            (AnswerStatus.ANSWERED, "id"): 2,
            (AnswerStatus.ANSWERED_PARTLY, "en"): 1,
            (AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES, "id"): 1,
            (AnswerStatus.ERROR_TIMEOUT, "id"): 1,
            (AnswerStatus.SMALLTALK, "id"): 9,
            (AnswerStatus.REFUSED_TOO_LONG, "id"): 9,
        }
    )
    assert (summary.total, summary.sought, summary.errors) == (23, 5, 1)
    assert summary.share_answered == 0.6
    assert summary.by_language == {"id": 22, "en": 1}
    assert Summary({}).share_answered is None


def test_a_report_tells_all_of_its_days_and_nothing_older(storage: Storage) -> None:
    """In Indonesian, with dates as they are in Jakarta."""
    _log_a_week(storage)
    text = report_text(_report(storage), "id", Catalogue.load())
    assert text.splitlines() == [
        "Laporan 7 hari terakhir",
        "",
        "Pertanyaan: 6",
        "Terjawab: 40% dari 5 pertanyaan yang dicarikan jawaban",
        "Penilaian warga: 0 membantu, 1 tidak membantu",
        "",
        "Menurut hasil",
        "• terjawab: 1",
        "• terjawab sebagian: 1",
        "• sapaan dan terima kasih: 1",
        "• tidak ditemukan: 2",
        "• gangguan indeks: 1",
        "",
        "Menurut bahasa",
        "• bahasa Indonesia: 5",
        "• bahasa Inggris: 1",
        "",
        "Yang belum terjawab, dari yang paling sering",
        "1. biaya permohonan informasi publik berapa ya (2×, terakhir 25 November 2026)",
        "",
        "Jawaban yang dinilai tidak membantu, dari yang terbaru",
        "1. Jam buka? (24 November 2026, alasan: Sumbernya sudah lama, sumber: Jam layanan)",
    ]


def test_every_status_has_a_name_in_both_languages(storage: Storage) -> None:
    """A report can hold any of them."""
    for status in AnswerStatus:
        _log(storage, "x", status=status)
    for language in LANGUAGES:
        lines = report_text(_report(storage), language, Catalogue.load()).splitlines()
        assert sum(line.startswith("• ") for line in lines) == len(AnswerStatus) + 1


def test_a_long_question_and_an_empty_log_are_told_shortly(storage: Storage) -> None:
    """A list stays readable."""
    catalogue = Catalogue.load()
    assert report_text(_report(storage), "en", catalogue).endswith("No questions yet.")
    _log(storage, "panjang\n" * 500)
    lines = report_text(_report(storage), "en", catalogue).splitlines()
    assert max(map(len, lines)) < LONGEST_QUESTION + 50


def test_scripts_get_the_same_as_json(storage: Storage) -> None:
    """With statuses by their stable names and times in UTC; nobody's id."""
    _log_a_week(storage)
    printed = json.dumps(report_json(_report(storage)))
    assert CHAT not in printed
    row = json.loads(printed)
    assert row["questions"] == 6
    assert row["by_status"]["unanswerable_nothing_found"] == 2
    assert row["unanswered"] == [
        {
            "size": 2,
            "example": "biaya permohonan informasi publik berapa ya",
            "last": "2026-11-24T20:00:00+00:00",
            "searched": "",
        }
    ]
    assert row["rejected"][0]["titles"] == ["Jam layanan"]


def test_spans_are_told_as_roughly_as_people_do() -> None:
    """In the largest unit of which there are at least two."""
    catalogue = Catalogue.load()
    spans = [duration_text(s, "en", catalogue) for s in (5, 125, 5_400, 7_200, 100_000, 200_000)]
    assert spans == [
        "less than two minutes",
        "2 minutes",
        "90 minutes",
        "2 hours",
        "27 hours",
        "2 days",
    ]
