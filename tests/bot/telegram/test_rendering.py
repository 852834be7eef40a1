"""How an answer looks on Telegram, judged by the double's own parser."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings

from bot.answering.models import Answer, AnswerStatus, ModelUse
from bot.messages.catalogue import Catalogue
from bot.telegram.measuring import MESSAGE_UNITS, utf16_length
from bot.telegram.rendering import RenderedMessage, is_visible, render, render_notice
from tests.bot.telegram.answers import QUOTE, answer, answers, citation
from tests.bot.telegram.reading import covered, quotes_in, same_quotes
from tests.bot_api_double import Entity, checked_text

CATALOGUE = Catalogue.load()


def _one_message(given_answer: Answer) -> tuple[str, list[Entity], RenderedMessage]:
    (message,) = render(given_answer, CATALOGUE)
    return *checked_text(message.html), message


def _links(text: str, entities: list[Entity]) -> list[tuple[str, str]]:
    return [(e.covered(text), e.url) for e in entities if e.type == "text_link"]


def test_an_answer_reads_text_sources_quote_footer() -> None:
    """The parts come in the order in which a reader needs them."""
    text, _, _ = _one_message(answer())
    assert text == (
        "PPID menjawab dalam 10 hari kerja. [1]\n\n"
        "Sumber\n[1] UU 14/2008 — Pasal 22, DPR RI, 30 April 2008\n\n"
        f"Kutipan [1]\n{QUOTE}\n\n"
        "Jawaban ini disusun oleh mesin dan dapat keliru. Periksalah sumbernya."
    )


def test_an_english_answer_has_an_english_frame() -> None:
    """Heading, date and footer are in the language of the answer; the quote stays as it is."""
    text, _, _ = _one_message(
        answer(language="en", citations=(citation(published=date(2021, 8, 17)),))
    )
    assert "Sources\n[1] UU 14/2008 — Pasal 22, DPR RI, 17 August 2021" in text
    assert f"Quote [1]\n{QUOTE}" in text


def test_a_number_is_a_link_as_a_whole() -> None:
    """The brackets are part of the link, and the title in the list leads to the same page."""
    text, entities, _ = _one_message(answer())
    url = citation().url
    assert _links(text, entities) == [("[1]", url), ("UU 14/2008", url)]


def test_a_number_without_a_web_address_stays_text() -> None:
    """A source without an address, or with one of another kind, is named but not linked."""
    for url in ("", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://[broken"):
        text, entities, _ = _one_message(answer(citations=(citation(url=url),)))
        assert "kerja. [1]" in text
        assert _links(text, entities) == []


def test_an_unknown_number_stays_text() -> None:
    """A number that no citation has is left as it stands."""
    text, entities, _ = _one_message(answer(text="Lihat ini. [7][1]"))
    assert "Lihat ini. [7][1]" in text
    assert _links(text, entities)[0] == ("[1]", citation().url)


def test_markup_in_documents_is_text() -> None:
    """Tags, entities and quotation marks from documents reach the reader as characters."""
    nasty = '<b>tebal</b> & "kutip" &lt; <a href="https://evil.example">x</a>'
    text, entities, _ = _one_message(
        answer(text=nasty + " [1]", citations=(citation(quote=nasty, title=nasty),))
    )
    assert text.count(nasty) == 3
    assert [url for _, url in _links(text, entities)] == [citation().url] * 2


def test_an_address_cannot_break_out_of_its_attribute() -> None:
    """Quotation marks and ampersands of an address are kept and escaped."""
    url = 'https://example.go.id/?a=1&b="><b>x'
    text, entities, _ = _one_message(answer(citations=(citation(url=url),)))
    assert _links(text, entities)[0] == ("[1]", url)


def test_missing_facts_leave_no_trace() -> None:
    """A source with nothing but a title is just its title."""
    bare = citation(section="", publisher="", published=None)
    text, _, _ = _one_message(answer(citations=(bare,)))
    assert "\n[1] UU 14/2008\n" in text


def test_one_section_cited_twice_is_one_source_line() -> None:
    """Two quotes of the same section share a line with both numbers."""
    text, _, _ = _one_message(
        answer(text="Satu [1]. Dua [2].", citations=(citation(1), citation(2, quote="Lain.")))
    )
    assert text.count("UU 14/2008") == 1
    assert "\n[1] [2] UU 14/2008 — Pasal 22" in text


def test_the_answering_words_are_bold_within_the_quote() -> None:
    """The highlight counts characters of the quote."""
    start = QUOTE.index("10 (sepuluh)")
    text, entities, _ = _one_message(
        answer(citations=(citation(highlight=(start, start + len("10 (sepuluh)"))),))
    )
    assert covered(text, entities, "bold") == ["Sumber", "10 (sepuluh)"]
    assert covered(text, entities, "expandable_blockquote") == [QUOTE]


def test_only_an_answer_has_the_footer() -> None:
    """Where nothing was answered there is nothing to check."""
    text, _, _ = _one_message(
        answer("Maaf.", citations=(), status=AnswerStatus.UNANSWERABLE_NOTHING_FOUND)
    )
    assert text == "Maaf."


def test_an_answer_that_a_model_worded_says_so() -> None:
    """Whoever reads it knows that the words are a machine's and the quotes are the source's."""
    note = Catalogue.load().text("answer.worded", "id")
    worded = replace(answer(), model=ModelUse("worded", 1))
    assert note in _one_message(worded)[0]
    assert note not in _one_message(replace(answer(), model=ModelUse("unsupported", 2)))[0]


def test_an_answer_without_visible_text_is_an_apology() -> None:
    """Silence is never an answer."""
    text, _, _ = _one_message(answer(" \u200b\n", citations=()))
    assert text == CATALOGUE.text("answer.error_model", "id")


def test_a_long_answer_is_cut_between_paragraphs() -> None:
    """Each message ends where a paragraph ends."""
    paragraph = "Kalimat yang sama panjangnya. " * 40
    messages = render(answer("\n\n".join([paragraph.strip()] * 6)), CATALOGUE)
    texts = [checked_text(message.html)[0] for message in messages]
    assert len(texts) == 3
    assert texts[0].endswith("panjangnya.")
    assert texts[1].startswith("Kalimat")
    assert "Sumber" in texts[1]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    """A paragraph that fits in no message is cut after a sentence."""
    messages = render(answer("Kalimat dengan beberapa kata. " * 300, citations=()), CATALOGUE)
    texts = [checked_text(message.html)[0] for message in messages]
    assert len(texts) == 3
    assert all(text.startswith("Kalimat") and text.endswith(".") for text in texts)


def test_a_heading_is_not_left_behind() -> None:
    """The heading of the sources moves on with the first source."""
    for length in range(3_740, 3_800, 5):
        messages = render(answer("x" * length), CATALOGUE)
        texts = [checked_text(message.html)[0] for message in messages]
        assert not any(text.endswith("Sumber") for text in texts)


def test_a_long_quote_continues_under_its_number() -> None:
    """A quote beyond one message becomes several quotes that together are the whole."""
    quote = "Setiap badan publik wajib mengumumkan informasi publik secara berkala. " * 120
    messages = render(answer(citations=(citation(quote=quote),)), CATALOGUE)
    pieces = quotes_in(messages)
    assert len(pieces) == 3
    assert " ".join(pieces) == quote.strip()
    texts = [checked_text(message.html)[0] for message in messages]
    assert sum("Kutipan [1], lanjutan\n" in text for text in texts) == 2


def test_the_plain_form_names_the_address_of_each_source() -> None:
    """Without links the reader still finds the page."""
    _, _, message = _one_message(answer())
    assert f"[1] UU 14/2008 ({citation().url}) — Pasal 22" in message.plain
    assert f"“{QUOTE}”" in message.plain
    assert "<" not in message.plain


def test_every_notice_of_the_catalogue_fits() -> None:
    """Each sentence for Telegram without placeholders is one message that Telegram takes."""
    for language, messages in CATALOGUE.messages.items():
        for key in messages:
            if key.startswith("telegram.") and "{" not in messages[key]:
                (notice,) = render_notice(CATALOGUE.text(key, language))
                checked_text(notice.html)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers)
def test_telegram_takes_any_answer_and_no_quote_is_lost(any_answer: Answer) -> None:
    """Whatever an answer holds, its messages are accepted and hold every quote in full."""
    messages = render(any_answer, CATALOGUE)
    quotes = quotes_in(messages)
    assert messages
    for message in messages:
        checked_text(message.plain, "")
        assert utf16_length(message.plain) <= MESSAGE_UNITS
    if is_visible(any_answer.text):
        assert same_quotes(quotes, any_answer.citations)


def test_a_footnote_of_the_source_is_no_citation() -> None:
    """Only numbers at the end of a line are ours; others stay the words they are."""
    text, entities, _ = _one_message(answer("Menurut catatan [1] tenggatnya 10 hari. [1]"))
    assert "catatan [1] tenggatnya" in text
    assert [words for words, _ in _links(text, entities)].count("[1]") == 1
