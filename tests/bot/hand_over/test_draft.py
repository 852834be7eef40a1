"""A draft changes only as told, stays short, and survives being kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hand_over.draft import (
    LONGEST_PURPOSE,
    LONGEST_WHAT,
    Awaiting,
    Receiving,
    RequestDraft,
    is_too_long,
)
from vectorstore.cleaning import clean_text

drafts = st.builds(
    RequestDraft,
    what=st.text(),
    language=st.sampled_from(["id", "en"]),
    number=st.integers(0, 2**40),
    publishers=st.lists(st.text(), max_size=3).map(tuple),
    purpose=st.text(),
    receive=st.sampled_from(Receiving),
    awaiting=st.sampled_from(Awaiting),
)


@given(drafts)
def test_a_kept_draft_is_read_as_it_was(draft: RequestDraft) -> None:
    """Whatever was written in it."""
    assert RequestDraft.from_json(draft.to_json()) == draft


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"what": "x", "language": "id", "receive": "pigeon"}']
)
def test_what_is_no_draft_of_this_version_is_none(text: str) -> None:
    """An upgrade may meet older drafts; they are let go."""
    assert RequestDraft.from_json(text) is None


@given(st.text(max_size=3_000))
def test_free_text_is_capped(text: str) -> None:
    """The letter must fit in one message."""
    draft = RequestDraft("", "id").with_what(text).with_purpose(text)
    assert len(draft.what) <= LONGEST_WHAT
    assert len(draft.purpose) <= LONGEST_PURPOSE
    whole = draft.purpose == clean_text(text)
    assert whole != is_too_long(text, Awaiting.PURPOSE)


def test_a_text_goes_where_it_was_awaited() -> None:
    """And nothing is awaited afterwards."""
    draft = RequestDraft.from_question("Berapa anggaran 2025?", "id", 7, ("A", "", "A", "B"))
    assert (draft.what, draft.publishers) == ("Berapa anggaran 2025?", ("A", "B"))
    draft = draft.waiting_for(Awaiting.PURPOSE).with_text("Penelitian")
    draft = draft.waiting_for(Awaiting.WHAT).with_text("Anggaran 2026")
    assert (draft.what, draft.purpose) == ("Anggaran 2026", "Penelitian")
    assert draft.awaiting is Awaiting.NOTHING


def test_masked_data_leave_no_place_to_write_them_in() -> None:
    """The letter's brackets are to be filled in; a mask's must not be."""
    draft = RequestDraft.from_question("Status bansos NIK [NIK], HP [TELEPON]", "id")
    assert draft.what == "Status bansos NIK […], HP […]"


def test_nothing_of_who_asks_has_a_place_in_a_draft() -> None:
    """A draft is kept; an identity is not."""
    assert set(json.loads(RequestDraft("x", "id").to_json())) == {
        "what",
        "language",
        "number",
        "publishers",
        "purpose",
        "receive",
        "awaiting",
    }
