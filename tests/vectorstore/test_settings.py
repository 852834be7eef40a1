"""Settings of the store: what cannot be used is refused before anything is asked or written."""

import pytest
from pydantic import ValidationError

from vectorstore.settings import StoreSettings


@pytest.mark.parametrize("url", ["http://chroma:8000", "https://ai.example.go.id/chroma/"])
def test_an_address_of_a_chroma_server_is_taken(url: str) -> None:
    """A slash at its end does not matter."""
    assert StoreSettings(chroma_url=url).chroma_url == url.rstrip("/")


@pytest.mark.parametrize("url", ["chroma:8000", "ftp://chroma", "http://", "/var/lib/chroma"])
def test_what_is_no_address_is_refused(url: str) -> None:
    """A folder or a bare host would fail only later, and less clearly."""
    with pytest.raises(ValidationError, match="http://chroma:8000"):
        StoreSettings(chroma_url=url)


def test_a_password_in_the_address_is_refused() -> None:
    """Addresses are shown in messages and logs."""
    with pytest.raises(ValidationError, match="SULUH_CHROMA_TOKEN"):
        StoreSettings(chroma_url="http://user:pass@chroma:8000")


def test_the_token_is_not_shown() -> None:
    """It stays out of logs and tracebacks."""
    assert "s3cret" not in repr(StoreSettings.model_validate({"chroma_token": "s3cret"}))
