"""The PPID offices that citizens are sent to, as staff list them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    ValidationError,
    model_validator,
)

from bot.hand_over.staff_file import read_staff_file
from bot.messages.catalogue import Catalogue
from vectorstore.cleaning import clean_line, shorten

OFFICES_SETTING = "SULUH_OFFICES"
# Letter and explanation must each fit in one message.
LONGEST_NAME = 150
LONGEST_FACT = 300
# https://core.telegram.org/bots/api#copytextbutton: what a button can copy.
LONGEST_EMAIL = 256

Name = Annotated[str, AfterValidator(clean_line), Field(max_length=LONGEST_NAME)]
Fact = Annotated[str, AfterValidator(clean_line), Field(max_length=LONGEST_FACT)]


class Office(BaseModel):
    """One PPID: how it is reached, and the publishers whose information it is responsible for.

    `name` is empty where nobody said which one it is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    form: HttpUrl | None = Field(default=None, description="the page with its request form")
    email: str = Field(default="", max_length=LONGEST_EMAIL, pattern=r"^([^@\s]+@[^@\s]+)?$")
    phone: Fact = ""
    address: Fact = ""
    hours: Fact = ""
    publishers: tuple[str, ...] = ()


class Offices(BaseModel):
    """All offices, at least one; the first is asked where none is responsible."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: tuple[Office, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _have_one_office_a_publisher(self) -> Self:
        names = [name for office in self.office for name in office.publishers]
        known = set[str]()
        for name in names:
            if _key(name) in known:
                raise ValueError(f"the publisher {name!r} is named twice")
            known.add(_key(name))
        return self

    def office_for(self, publishers: Sequence[str]) -> Office:
        """Give the office responsible for the first of the publishers that has one."""
        responsible = {_key(name): office for office in self.office for name in office.publishers}
        offices = (responsible.get(_key(publisher)) for publisher in publishers)
        return next((office for office in offices if office is not None), self.office[0])


def open_offices(path: Path | None, name: str, contact: str) -> Offices:
    """Read the file of offices, or take the one office that `name` and `contact` tell of.

    Raises:
        HandOverFileError: the file cannot be read, or says something that is not understood.
    """
    if path is not None:
        return read_staff_file(path, OFFICES_SETTING, Offices)
    return Offices(office=(_one_office(name, contact),))


def office_name(office: Office, language: str, catalogue: Catalogue) -> str:
    """Name an office, or say whose PPID it would be."""
    return office.name or catalogue.text("answer.ppid_name", language)


def _one_office(name: str, contact: str) -> Office:
    """Take a contact for an address of the web or an e-mail address where it is one."""
    known = {"name": shorten(clean_line(name), LONGEST_NAME)}
    line = clean_line(contact)
    if line and " " not in line:
        for field in ("form", "email"):
            try:
                return Office.model_validate({**known, field: line})
            except ValidationError:
                continue
    return Office.model_validate({**known, "address": shorten(line, LONGEST_FACT)})


def _key(publisher: str) -> str:
    return clean_line(publisher).casefold()
