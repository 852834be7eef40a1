"""A citizen turns a question into a request to the PPID, step by step."""

from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Update
from telegram.ext import ContextTypes, ExtBot

from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.serving import AnswerEvent
from bot.hand_over.holiday_calendar import WorkingDays
from bot.hand_over.letter import LetterForm
from bot.hand_over.offices import open_offices
from bot.hand_over.rules import Rules
from bot.messages.catalogue import Catalogue
from bot.storage.store import Storage
from bot.telegram.alerts import Alerts
from bot.telegram.callback_data import parse_callback
from bot.telegram.hand_over import MINUTES_KEPT, HandOverHandlers, RequestForms
from bot.telegram.limits import LimitRules, Limits
from bot.telegram.metrics import Metrics
from bot.telegram.services import Place, Services
from tests.bot.telegram.answers import citation
from tests.bot.telegram.scripted_api import TOKEN, RefusedError, ScriptedApi, update_json
from tests.fakes import Clock

ANI, BUDI = 4001, 4002
OFFICES = Path(__file__).parents[3] / "deploy" / "ppid.example.toml"
# In Jakarta it is already Wednesday, 25 November 2026.
NOW = datetime(2026, 11, 24, 18, tzinfo=UTC).timestamp()


class NoAnswers:
    """Answers nothing: requests are made without it."""

    async def answer(self, question: Question) -> Answer:
        """Never called."""
        raise NotImplementedError

    def stream(self, question: Question) -> AsyncGenerator[AnswerEvent, None]:
        """Never called."""
        raise NotImplementedError


class Chat:
    """One citizen's side of a private chat."""

    def __init__(self, services: Services, api: ScriptedApi, bot: ExtBot[None], me: int) -> None:
        forms = RequestForms(
            open_offices(OFFICES, "", ""), WorkingDays(), Rules.load(), LetterForm.load()
        )
        self.services = services
        self.api = api
        self.bot = bot
        self.me = me
        self.desk = HandOverHandlers(services, forms)

    def asked(
        self, text: str, status: AnswerStatus, publisher: str = "", closest: tuple[str, ...] = ()
    ) -> int:
        """Have asked a question; `closest` are the publishers of what was found for it."""
        cited = (citation(publisher=publisher),) if publisher else ()
        logged = Answer(Question(text), status, "id", "…", cited, publishers=closest)
        chat = self.services.hashed(self.me)
        return self.services.storage.questions.add(chat, NOW, logged, 0.1)

    async def command(self, text: str) -> str:
        """Send /ppid."""
        update, context = self._update(text)
        await self.desk.command(update, context)
        return self.last

    async def write(self, text: str) -> bool:
        """Send a text."""
        return await self.desk.receive_text(*self._update(text)) is not None

    async def press(self, label: str) -> str:
        """Press a button under the last message that has it."""
        [data, *_] = [b["callback_data"] for b in self.buttons() if b["text"] == label]
        return await self.press_data(data)

    async def press_data(self, data: str) -> str:
        """Send what a button would."""
        pressed = parse_callback(data)
        assert pressed is not None
        await self.desk.press(self.bot, Place(self.me), pressed, "id")
        return self.last

    def buttons(self) -> list[dict[str, Any]]:
        """Give the buttons under the last message."""
        rows = self.api.calls_of("sendMessage")[-1]["reply_markup"]["inline_keyboard"]
        return [button for row in rows for button in row]

    @property
    def texts(self) -> list[str]:
        """All that was sent."""
        return [call["text"] for call in self.api.calls_of("sendMessage")]

    @property
    def last(self) -> str:
        """What was sent last."""
        return self.texts[-1]

    def _update(self, text: str) -> tuple[Update, ContextTypes.DEFAULT_TYPE]:
        content = update_json(1, text)
        content["message"]["chat"]["id"] = content["message"]["from"]["id"] = self.me
        update = Update.de_json(content, self.bot)
        # The handlers take nothing but the bot from the context.
        return update, cast(ContextTypes.DEFAULT_TYPE, SimpleNamespace(bot=self.bot))


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at NOW."""
    clock = Clock()
    clock.seconds = NOW
    return clock


@pytest.fixture
def services(tmp_path: Path, catalogue: Catalogue, clock: Clock) -> Iterator[Services]:
    """The parts that handlers share, over a real database."""

    async def tell_nobody(admin: int, messages: object) -> None:
        return None

    storage = Storage.open(tmp_path)
    limits, alerts = Limits(LimitRules()), Alerts(frozenset(), tell_nobody, catalogue)
    yield Services(NoAnswers(), catalogue, storage, limits, Metrics(), alerts, clock=clock)
    storage.close()


def _message(parameters: dict[str, Any]) -> dict[str, Any]:
    chat = {"id": parameters["chat_id"], "type": "private", "first_name": "Warga"}
    return {"message_id": 9, "date": 1, "chat": chat, "text": parameters["text"]}


def _refused(parameters: dict[str, Any]) -> None:
    raise RefusedError(400, "Bad Request: refused")


@pytest.fixture
def ani(services: Services) -> Chat:
    """A citizen."""
    api = ScriptedApi(sendMessage=_message)
    return Chat(services, api, ExtBot(TOKEN, request=api, get_updates_request=api), ANI)


async def test_an_unanswered_question_becomes_a_letter(ani: Chat) -> None:
    """Draft, purpose, way of receiving, letter: and then nothing is kept of it."""
    number = ani.asked("Berapa anggaran <2025>?", AnswerStatus.UNANSWERABLE_NOTHING_FOUND)
    draft = await ani.press_data(f"p:{number}")
    assert "Berapa anggaran &lt;2025&gt;?" in draft
    assert "PPID Kementerian Contoh" in draft
    assert "Belum diisi" in draft
    assert [b["text"] for b in ani.buttons()][-1] == "Selesai"

    assert "Untuk apa" in await ani.press("Ubah tujuan")
    assert "force_reply" in ani.api.calls_of("sendMessage")[-1]["reply_markup"]
    assert await ani.write("Penelitian skripsi")
    assert "Penelitian skripsi" in ani.last

    await ani.press("Ubah cara menerima")
    await ani.press("Saya baca di tempat")
    explanation = await ani.press("Selesai")
    letter = ani.texts[-2]
    assert letter.startswith("<pre>Yth. PPID Kementerian Contoh\nJalan Contoh 1")
    for fact in ("anggaran &lt;2025&gt;", "Penelitian skripsi", "Dibaca di tempat"):
        assert fact in letter
    assert "Kalau PPID menerimanya pada 25 November 2026" in explanation
    assert "paling lambat 9 Desember 2026" in explanation
    form, email = ani.buttons()
    assert form["url"] == "https://ppid.contoh.go.id/permohonan"
    assert email["copy_text"] == {"text": "ppid@contoh.go.id"}
    assert not await ani.write("Berapa lama PPID menjawab?")
    drafts = ani.services.storage.drafts
    assert drafts.load(ani.services.hashed(ANI), 0.0) is None


async def test_the_office_of_the_cited_publisher_is_asked(ani: Chat) -> None:
    """An answer that did not help still tells whose information it is."""
    number = ani.asked("Apa syaratnya?", AnswerStatus.ANSWERED, publisher="UPT Contoh")
    assert "PPID Dinas Contoh" in await ani.press_data(f"p:{number}")


async def test_an_unanswered_question_goes_to_the_publisher_of_what_is_closest(ani: Chat) -> None:
    """Whoever publishes on the matter has the rest too; nobody known, the first office."""
    status = AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
    number = ani.asked("Berapa pegawai UPT?", status, closest=("DPR RI", "UPT Contoh"))
    assert "PPID Dinas Contoh" in await ani.press_data(f"p:{number}")
    await ani.press("Ubah tujuan")
    assert await ani.write("Penelitian")
    await ani.press("Selesai")
    assert ani.texts[-2].startswith("<pre>Yth. PPID Dinas Contoh")
    number = ani.asked("Berapa tinggi Semeru?", status, closest=("DPR RI",))
    assert "PPID Kementerian Contoh" in await ani.press_data(f"p:{number}")


async def test_the_offices_of_what_is_cited_come_before_those_of_what_was_found(ani: Chat) -> None:
    """A citation was read; what was found beside it need not be about the matter."""
    closest = ("Kementerian Contoh",)
    number = ani.asked("Apa syaratnya?", AnswerStatus.ANSWERED, "UPT Contoh", closest)
    assert "PPID Dinas Contoh" in await ani.press_data(f"p:{number}")


async def test_personal_data_are_left_out_before_anything_is_kept(ani: Chat) -> None:
    """And the citizen is told so; a text of nothing else is asked for again."""
    shown = await ani.command("/ppid Status bantuan NIK 3201014505900001")
    assert "3201014505900001" not in shown
    assert "tidak saya simpan" in shown
    kept = ani.services.storage.drafts.load(ani.services.hashed(ANI), 0.0)
    assert kept is not None
    assert "3201014505900001" not in kept
    await ani.press("Ubah tujuan")
    assert await ani.write("3201014505900001")
    assert "Untuk apa" in ani.last


async def test_the_command_alone_goes_on_where_the_citizen_is(ani: Chat) -> None:
    """It asks, takes the last question, and keeps changes until a newer question."""
    ani.asked("Halo", AnswerStatus.SMALLTALK)
    assert "Informasi apa yang Anda minta?" in await ani.command("/ppid")
    ani.asked("Berapa anggaran 2025?", AnswerStatus.UNANSWERABLE_NOTHING_FOUND)
    assert "Berapa anggaran 2025?" in await ani.command("/ppid")
    await ani.press("Ubah isi")
    assert await ani.write("Anggaran 2026\ndan 2027")
    assert "Anggaran 2026\ndan 2027" in await ani.command("/ppid")
    ani.asked("Berapa pegawai?", AnswerStatus.ANSWERED)
    assert "Berapa pegawai?" in await ani.command("/ppid")


async def test_a_second_command_calls_the_first_one_off(ani: Chat) -> None:
    """Otherwise the next question would be taken for a request."""
    await ani.command("/ppid")
    assert "Ketik /ppid lagi" in await ani.command("/ppid")
    assert not await ani.write("Berapa lama?")


async def test_a_text_that_nothing_waits_for_is_a_question(ani: Chat) -> None:
    """Without a draft, with one that waits for nothing, and after half an hour."""
    assert not await ani.write("Berapa lama?")
    await ani.command("/ppid Anggaran 2025")
    assert not await ani.write("Berapa lama?")
    await ani.press("Ubah isi")
    await ani.press_data("p:0:receive")
    assert not await ani.write("Berapa lama?")
    await ani.press_data("p:0:what")
    cast(Clock, ani.services.clock).seconds += 60 * MINUTES_KEPT + 1
    assert not await ani.write("Berapa lama?")
    assert "tidak saya simpan lagi" in await ani.press_data("p:0:done")


async def test_a_draft_begins_only_with_an_answer_of_the_same_chat(ani: Chat) -> None:
    """Callback data are a client's; another's question is never shown."""
    number = ani.asked("Berapa anggaran 2025?", AnswerStatus.ANSWERED)
    budi = Chat(ani.services, ani.api, ani.bot, BUDI)
    assert "anggaran" not in await budi.press_data(f"p:{number}")
    assert "tidak saya simpan lagi" in await budi.press_data(f"p:{number}:done")


async def test_a_long_text_is_cut_and_said_to_be(ani: Chat) -> None:
    """Nothing is lost in silence."""
    assert "potong menjadi 1000 huruf" in await ani.command("/ppid " + "kata " * 300)


async def test_a_letter_that_was_not_sent_can_be_had_again(ani: Chat) -> None:
    """The draft stays until the letter is out."""
    await ani.command("/ppid Anggaran 2025")
    broken = ScriptedApi(sendMessage=_refused)
    bot = ExtBot(TOKEN, request=broken, get_updates_request=broken)
    await Chat(ani.services, broken, bot, ANI).press_data("p:0:done")
    await ani.press_data("p:0:done")
    assert "Anggaran 2025" in ani.texts[-2]


async def test_a_foreigner_is_led_in_english_to_an_indonesian_letter(ani: Chat) -> None:
    """The conversation has a language; the public body reads Indonesian."""
    people = ani.services.storage.people
    people.choose_language(ani.services.hashed(ANI), "en", NOW)
    assert "Nothing has been sent" in await ani.command("/ppid Budget of 2025")
    assert "not a formal request" in await ani.press("Done")
    assert "Informasi yang diminta:\nBudget of 2025" in ani.texts[-2]
