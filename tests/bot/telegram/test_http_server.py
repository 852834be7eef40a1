"""Addresses to listen at."""

import pytest

from bot.errors import ListenError
from bot.telegram.http_server import Address


@pytest.mark.parametrize(
    ("text", "address"),
    [("8080", "127.0.0.1:8080"), ("0.0.0.0:80", "0.0.0.0:80"), ("[::1]:8443", "[::1]:8443")],
)
def test_addresses_to_listen_at(text: str, address: str) -> None:
    """Without a host it is this machine alone."""
    assert str(Address.parse(text)) == address


@pytest.mark.parametrize("text", ["", "localhost", "host:", "host:99999", "host:٣"])
def test_what_is_no_address_is_refused(text: str) -> None:
    """With the form that is wanted."""
    with pytest.raises(ListenError, match="host:port"):
        Address.parse(text)
