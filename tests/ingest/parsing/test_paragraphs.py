"""Printed lines become paragraphs that can be quoted."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.document_text import Line, Page
from ingest.parsing.paragraphs import join_paragraphs


def _lines(*texts: str) -> tuple[Line, ...]:
    """Set lines below each other; an empty one leaves a gap."""
    return tuple(Line(text, 11, top=800 - 14 * at) for at, text in enumerate(texts) if text)


def _joined(*pages: tuple[Line, ...]) -> list[tuple[str, int]]:
    numbered = [Page(at, lines) for at, lines in enumerate(pages, start=1)]
    return [(paragraph.text, paragraph.page) for paragraph in join_paragraphs(numbered)]


def test_lines_are_joined_and_space_parts_paragraphs() -> None:
    """Line ends of the print are no ends of paragraphs."""
    lines = _lines(
        "Setiap orang berhak atas", "informasi publik.", "", "Badan publik wajib", "ikut."
    )
    assert _joined(lines) == [
        ("Setiap orang berhak atas informasi publik.", 1),
        ("Badan publik wajib ikut.", 1),
    ]


def test_divided_words_are_joined_and_doubled_ones_keep_their_hyphen() -> None:
    """Indonesian doubles words, so not every hyphen at a line's end divides one."""
    lines = _lines(
        "Permohonan infor-",
        "masi tentang hak-",
        "hak warga dan undang-",
        "undangnya se-",
        "Indonesia.",
    )
    expected = "Permohonan informasi tentang hak-hak warga dan undang-undangnya se-Indonesia."
    assert _joined(lines) == [(expected, 1)]


def test_a_sentence_runs_over_the_page_and_belongs_to_its_first() -> None:
    """A citation opens the page on which the paragraph begins."""
    first = _lines("Permohonan dijawab paling", "lambat sepuluh hari ker-")
    second = _lines("ja sejak diterima.", "", "Keberatan diajukan tertulis.")
    assert _joined(first, second) == [
        ("Permohonan dijawab paling lambat sepuluh hari kerja sejak diterima.", 1),
        ("Keberatan diajukan tertulis.", 2),
    ]


def test_items_and_headings_of_laws_begin_paragraphs() -> None:
    """Numbers of paragraphs and articles stand at the beginning of a line."""
    lines = _lines(
        "Pasal 4", "(1) Setiap Orang berhak", "tahu.", "(2) Hak itu meliputi:", "a. melihat;"
    )
    assert [text for text, _ in _joined(lines)] == [
        "Pasal 4",
        "(1) Setiap Orang berhak tahu.",
        "(2) Hak itu meliputi:",
        "a. melihat;",
    ]


@given(st.lists(st.lists(st.text(min_size=1).filter(str.strip), max_size=6), max_size=4))
def test_no_letter_is_lost(pages: list[list[str]]) -> None:
    """Joining drops nothing but spaces and hyphens."""
    given_lines = [_lines(*(" ".join(text.split()) for text in page)) for page in pages]
    joined = "".join(text for text, _ in _joined(*given_lines))
    words = "".join(line.text for lines in given_lines for line in lines)
    assert [c for c in joined if c.isalnum()] == [c for c in words if c.isalnum()]
