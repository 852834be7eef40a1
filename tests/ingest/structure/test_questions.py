"""Questions stay with their answers."""

import pytest

from ingest.structure.questions import split_questions


def _pairs(text: str, *, is_faq: bool = False) -> list[str]:
    return [text[s.start : s.end].strip() for s in split_questions(text, is_faq=is_faq)]


@pytest.mark.parametrize(("ask", "reply"), [("T", "J"), ("Tanya", "Jawab"), ("Q", "A")])
def test_labelled_questions_take_their_answers_along(ask: str, reply: str) -> None:
    """An answer has as many paragraphs as it has; what stands before the first is kept."""
    first = f"{ask}: Berapa biaya?\n{reply}: Gratis.\n\nSalinan dibayar."
    second = f"{ask}: Kapan buka?\n{reply}: Senin."
    assert _pairs(f"Tentang buku.\n{first}\n\n{second}") == ["Tentang buku.", first, second]


def test_lines_that_ask_are_questions_on_a_page_of_questions_only() -> None:
    """Elsewhere they are the writer's own."""
    text = "1. Berapa biaya?\nGratis.\n2. Kapan buka?\nSenin."
    assert _pairs(text, is_faq=True) == ["1. Berapa biaya?\nGratis.", "2. Kapan buka?\nSenin."]
    assert _pairs(text) == []


def test_one_question_makes_no_list() -> None:
    """A text with a single question stays as it is."""
    assert _pairs("T: Berapa?\nJ: Gratis.") == []


def test_the_question_leads_the_rest_of_a_long_answer() -> None:
    """It is kept as the lead of what does not fit beside it."""
    text = "T: Berapa?\nJ: Gratis.\nT: Kapan?\nJ: Senin."
    leads = [s.lead for s in split_questions(text, is_faq=False)]
    assert [text[lead[0] : lead[1]] for lead in leads if lead] == ["T: Berapa?", "T: Kapan?"]
