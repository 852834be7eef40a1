"""Names are looked up as the operating system does, and faults are of one kind."""

import pytest

from ingest.fetching.resolving import resolve

pytestmark = pytest.mark.system


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_an_address_is_its_own_answer(address: str) -> None:
    """Once, though it serves several kinds of sockets."""
    assert resolve(address, 80, 5.0) == (address,)


def test_a_name_that_cannot_be_asked_for_has_no_address() -> None:
    """It is told as the operating system tells of unknown names."""
    with pytest.raises(OSError, match=r"\w"):
        resolve(f"{'a' * 64}.go.id", 80, 5.0)
