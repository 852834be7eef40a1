"""Citizens are sent to the PPID that is responsible."""

from pathlib import Path

import pytest

from bot.errors import HandOverFileError
from bot.hand_over.offices import Office, Offices, office_name, open_offices
from bot.messages.catalogue import Catalogue

EXAMPLE = Path(__file__).parents[3] / "deploy" / "ppid.example.toml"


def _only(offices: Offices) -> Office:
    [office] = offices.office
    return office


def test_the_closest_publisher_with_an_office_decides() -> None:
    """However its name is spelt; the first office is asked where none is responsible."""
    offices = open_offices(EXAMPLE, "", "")
    assert offices.office_for(["DPR RI", "dinas  CONTOH"]).name == "PPID Dinas Contoh"
    assert offices.office_for(["DPR RI"]).name == "PPID Kementerian Contoh"
    assert offices.office_for([]).name == "PPID Kementerian Contoh"


@pytest.mark.parametrize(
    ("contact", "field", "value"),
    [
        ("https://ppid.contoh.go.id/mohon", "form", "https://ppid.contoh.go.id/mohon"),
        ("ppid@contoh.go.id", "email", "ppid@contoh.go.id"),
        ("Jalan Contoh 1, Jakarta", "address", "Jalan Contoh 1, Jakarta"),
        ("https://contoh.go.id, (021) 555", "address", "https://contoh.go.id, (021) 555"),
        ("javascript:alert(1)", "address", "javascript:alert(1)"),
    ],
)
def test_without_a_file_the_contact_is_recognised(contact: str, field: str, value: str) -> None:
    """The two older settings go on working."""
    office = _only(open_offices(None, "PPID Contoh", contact))
    assert office.name == "PPID Contoh"
    assert str(getattr(office, field)) == value


def test_without_any_setting_the_way_is_told_in_general() -> None:
    """Nobody is sent to an office that nobody named."""
    office = _only(open_offices(None, "", ""))
    assert office_name(office, "id", Catalogue.load()).startswith("PPID badan publik")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "office: Field required"),
        ("office = []", "office"),
        ('[[office]]\nform = "https://contoh.go.id"', "office.1.name"),
        ('[[office]]\nname = "x"\nform = "javascript:alert(1)"', "office.1.form"),
        ('[[office]]\nname = "x"\nemail = "nowhere"', "office.1.email"),
        ('[[office]]\nname = "x"\npublishers = ["A", "a "]', "'a ' is named twice"),
    ],
)
def test_a_faulty_file_is_told_with_its_place(tmp_path: Path, content: str, fault: str) -> None:
    """Staff learn what to mend before a citizen meets it."""
    path = tmp_path / "ppid.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(HandOverFileError) as caught:
        open_offices(path, "", "")
    assert fault in str(caught.value)
    assert "SULUH_OFFICES" in str(caught.value)
