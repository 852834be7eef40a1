"""Every citation is bound to a verbatim quote; what is not verbatim is not shown."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.citing import cite, verified
from bot.answering.composing import DraftSentence
from bot.answering.sentences import split_sentences
from tests.factories import make_passage

_TEXT = "Satu  dua.\nTiga empat. Lima enam."


def _sentences(text: str = _TEXT) -> list[DraftSentence]:
    passage = make_passage(text)
    return [DraftSentence(passage, span.start, span.end) for span in split_sentences(text)]


def test_neighbours_share_a_quote() -> None:
    """Sentences that follow each other in a chunk are one citation, quoted as they stand."""
    cited = cite(_sentences())
    assert [citation.quote for citation in cited.citations] == [_TEXT]
    assert [(s.text, s.number) for s in cited.sentences] == [
        ("Satu dua.", 1),
        ("Tiga empat.", 1),
        ("Lima enam.", 1),
    ]


def test_sentences_with_others_between_are_numbered_apart() -> None:
    """A quote never skips text."""
    first, _, last = _sentences()
    assert [c.quote for c in cite([first, last]).citations] == ["Satu  dua.", "Lima enam."]


def test_the_highlight_counts_within_the_quote() -> None:
    """Offsets of the chunk become offsets of the quote."""
    _, second, _ = _sentences()
    marked = replace(second, highlight=(second.start, second.start + 4))
    [citation] = cite([marked]).citations
    assert citation.highlight is not None
    assert citation.quote[citation.highlight[0] : citation.highlight[1]] == "Tiga"


def test_an_invented_quote_is_dropped_with_its_sentence() -> None:
    """A quote that is not in its chunk is never shown."""
    sentences = _sentences()[:1]
    cited = cite(sentences)
    forged = replace(cited, citations=(replace(cited.citations[0], quote="Sepuluh."),))
    assert verified(forged, sentences).citations == ()
    assert verified(forged, sentences).sentences == ()


@given(st.text(alphabet="aB. \n?1)(", max_size=120), st.data())
def test_all_quotes_of_any_choice_are_verbatim(text: str, data: st.DataObject) -> None:
    """Whatever sentences are chosen, nothing needs to be dropped."""
    sentences = _sentences(text)
    chosen = [s for s in sentences if data.draw(st.booleans())]
    cited = cite(chosen)
    assert verified(cited, chosen) == cited
    assert all(citation.quote in text for citation in cited.citations)
    assert [citation.number for citation in cited.citations] == [
        *range(1, len(cited.citations) + 1)
    ]


def _with_lead(text: str, lead: str) -> list[DraftSentence]:
    passage = make_passage(text)
    passage = replace(passage, chunk=replace(passage.chunk, lead=lead))
    return [DraftSentence(passage, span.start, span.end) for span in split_sentences(text)]


def test_a_list_that_goes_on_from_another_chunk_keeps_its_lead() -> None:
    """An item alone does not say what it is an item of."""
    sentences = _with_lead("c. nama;\nd. alamat.", "Syarat\npermohonan:")
    assert [c.lead for c in cite(sentences).citations] == ["Syarat permohonan:"]


def test_what_stands_below_such_a_list_has_no_lead() -> None:
    """The paragraph after it continues nothing."""
    sentences = _with_lead("c. nama.\n\nKantor buka setiap hari.", "Syarat permohonan:")
    assert [c.lead for c in cite(sentences[1:]).citations] == [""]


def test_worded_sentences_from_the_same_words_share_their_quote() -> None:
    """The quote stands as it is; what is shown says it in other words."""
    first, _, last = _sentences()
    worded = [
        replace(s, wording=f"Kalimat {n}.") for n, s in enumerate((first, first, last, first))
    ]
    cited = cite(worded)
    assert [c.quote for c in cited.citations] == ["Satu  dua.", "Lima enam."]
    assert [(s.text, s.number) for s in cited.sentences] == [
        ("Kalimat 0.", 1),
        ("Kalimat 1.", 1),
        ("Kalimat 2.", 2),
        ("Kalimat 3.", 1),
    ]
    assert verified(cited, worded) == cited


def test_a_worded_sentence_falls_with_its_quote() -> None:
    """Without a verbatim quote it is not shown."""
    sentences = [replace(_sentences()[0], wording="Kalimat.")]
    cited = cite(sentences)
    forged = replace(cited, citations=(replace(cited.citations[0], quote="Sepuluh."),))
    assert verified(forged, sentences).sentences == ()


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.booleans()), max_size=8))
def test_all_quotes_of_any_wording_are_verbatim(places: list[tuple[int, int, bool]]) -> None:
    """However the words that carry them overlap, each sentence keeps a quote that holds them."""
    text = "Satu dua. Tiga."
    passage = make_passage(text)
    chosen = [
        DraftSentence(passage, start, start + 1 + length, wording="Kalimat." if worded else "")
        for start, length, worded in places
        if start + length < len(text) and text[start : start + 1 + length].strip()
    ]
    cited = cite(chosen)
    assert all(citation.quote in text for citation in cited.citations)
    quotes = {citation.number: citation.quote for citation in cited.citations}
    assert [s.text for s in cited.sentences if s.worded] == [
        "Kalimat." for s in chosen if s.wording
    ]
    assert all(
        source.text in quotes[sentence.number]
        for sentence, source in zip(cited.sentences, chosen, strict=True)
    )
