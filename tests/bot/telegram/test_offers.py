"""What a citizen can do with an answer, and what is left to a button."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.models import Answer, AnswerStatus
from bot.messages.catalogue import Catalogue
from bot.telegram.callback_data import Action, parse_callback
from bot.telegram.keyboards import Button, reply_markup
from bot.telegram.offers import MOST_SOURCE_BUTTONS, Showing
from bot.telegram.rendering import RenderedMessage, is_visible, render, render_quotes
from tests.bot.telegram.answers import QUOTE, answer, answers, citation
from tests.bot.telegram.reading import quotes_in, same_quotes
from tests.bot_api_double import checked_text
from tests.bot_api_double.rules import check_keyboard

CATALOGUE = Catalogue.load()
OWN = Showing(number=41, feedback=True)
SEVERAL_PAGES = tuple(citation(n, quote="Kata demi kata. " * 100) for n in range(1, 6))
SHOWINGS = st.builds(
    Showing,
    number=st.sampled_from([0, 1, 2**62]),
    feedback=st.booleans(),
    today=st.sampled_from([None, date(2026, 11, 25)]),
    stale_after_days=st.sampled_from([0, 365]),
    notes=st.sampled_from([(), ("Catatan <satu>.", "Catatan & dua.")]),
)


def _buttons(messages: list[RenderedMessage]) -> list[Button]:
    return [button for message in messages for row in message.keyboard for button in row]


def _labels(given_answer: Answer, showing: Showing) -> list[str]:
    return [button.text for button in _buttons(render(given_answer, CATALOGUE, showing))]


def _has_quotes_button(messages: list[RenderedMessage]) -> bool:
    pressed = [parse_callback(button.data) for button in _buttons(messages) if button.data]
    return any(one is not None and one.action is Action.QUOTES for one in pressed)


def test_an_answer_offers_its_source_its_rating_and_the_ppid() -> None:
    """In the order in which they are needed; the quote needs no button where it is shown."""
    assert _labels(answer(), OWN) == [
        "1. UU 14/2008",
        "👍 Membantu",
        "👎 Tidak membantu",
        "Tanya PPID",
    ]


@pytest.mark.parametrize("status", list(AnswerStatus))
def test_what_can_be_done_with_an_answer_depends_on_how_it_ended(status: AnswerStatus) -> None:
    """Only answers are rated; only what was searched for is asked of a PPID."""
    labels = _labels(answer("Teks.", (), status), OWN)
    assert ("👍 Membantu" in labels) is (status.group == "answered")
    assert ("Tanya PPID" in labels) is (status.group in ("answered", "unanswerable"))
    messages = render(answer("Teks.", SEVERAL_PAGES, status), CATALOGUE, OWN)
    assert _has_quotes_button(messages) or "expandable" in messages[0].html


def test_at_most_three_sources_have_a_button_and_each_article_one() -> None:
    """More would push the rating out of sight; the list of sources has them all."""
    title = "Judul yang panjang sekali " * 4
    pages = ["", "a.go.id", "a.go.id", "b.go.id", "c.go.id/d e", "e.go.id"]
    sources = tuple(
        replace(citation(n, title=title, url=page and f"https://{page}"), article_id=page)
        for n, page in enumerate(pages, start=1)
    )
    buttons = _buttons(render(answer(citations=sources), CATALOGUE, Showing()))
    assert [button.url for button in buttons] == [
        "https://a.go.id",
        "https://b.go.id",
        "https://c.go.id/d%20e",
    ]
    assert buttons[1].text == "4. Judul yang panjang sekali Judul yang panjang sekali…"


def test_quotes_wait_for_their_button_only_where_they_need_a_second_message() -> None:
    """And only where there is a button; the ending stands in the one message that is left."""
    (message,) = render(answer(citations=SEVERAL_PAGES), CATALOGUE, OWN)
    assert quotes_in([message]) == []
    assert checked_text(message.html)[0].endswith(CATALOGUE.text("telegram.footer", "id"))
    assert "Lihat kutipan" in _labels(answer(citations=SEVERAL_PAGES), OWN)
    quotes = render_quotes(SEVERAL_PAGES, "id", CATALOGUE)
    assert len(quotes_in(quotes)) == 5
    assert len(render(answer(citations=SEVERAL_PAGES), CATALOGUE, Showing())) > 1


def test_a_long_answer_without_quotes_has_none_to_show() -> None:
    """The button would open an empty list."""
    long = answer("Kalimat dengan kata. " * 300, ())
    assert "Lihat kutipan" not in _labels(long, OWN)


@pytest.mark.parametrize(
    ("published", "is_stale"),
    [
        ((date(2023, 11, 25),), False),
        ((date(2023, 11, 24),), True),
        ((date(2008, 4, 30), None), True),
        ((date(2008, 4, 30), date(2026, 1, 1)), False),
        ((None,), False),
        ((), False),
    ],
)
def test_a_note_stands_where_even_the_newest_source_is_old(
    published: tuple[date | None, ...], is_stale: bool
) -> None:
    """Undated sources tell nothing; the note names the day."""
    showing = Showing(today=date(2026, 11, 25), stale_after_days=3 * 365 + 1)
    sources = tuple(citation(n, published=day) for n, day in enumerate(published, start=1))
    (message,) = render(answer(citations=sources), CATALOGUE, showing)
    text, _ = checked_text(message.html)
    assert ("Sumber terbaru jawaban ini bertanggal" in text) is is_stale
    never = replace(showing, stale_after_days=0)
    (message,) = render(answer(citations=sources), CATALOGUE, never)
    assert "Sumber terbaru" not in message.plain


def test_notes_stand_below_the_answer_and_above_its_footer() -> None:
    """Whatever the answer's status; they are text."""
    (message,) = render(answer(), CATALOGUE, Showing(notes=("Data <disamarkan>.", "Baru.")))
    text, _ = checked_text(message.html)
    footer = CATALOGUE.text("telegram.footer", "id")
    assert text.endswith(f"{QUOTE}\n\nData <disamarkan>.\n\nBaru.\n\n{footer}")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers, SHOWINGS)
def test_telegram_takes_any_answer_as_it_is_shown(any_answer: Answer, showing: Showing) -> None:
    """Buttons under the last message only, and no quote is out of reach."""
    messages = render(any_answer, CATALOGUE, showing)
    quotes = quotes_in(messages)
    assert not any(message.keyboard for message in messages[:-1])
    markup = reply_markup(messages[-1].keyboard)
    check_keyboard(markup.to_json() if markup else "")
    buttons = _buttons(messages)
    assert all(button.text.encode() for button in buttons)
    assert sum(bool(button.url) for button in buttons) <= MOST_SOURCE_BUTTONS
    assert showing.number or all(button.url for button in buttons)
    if _has_quotes_button(messages):
        assert quotes == []
        assert len(render(any_answer, CATALOGUE, replace(showing, number=0))) > 1
        held_back = render_quotes(any_answer.citations, any_answer.language, CATALOGUE)
        assert same_quotes(quotes_in(held_back), any_answer.citations)
    elif is_visible(any_answer.text):
        assert same_quotes(quotes, any_answer.citations)
