"""What holds for all tests: only those marked `integration` or `system` may open sockets."""

import pytest
from pytest_socket import disable_socket, enable_socket

_MAY_OPEN_SOCKETS = ("integration", "system")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Close the network to unit tests before any fixture runs."""
    if any(item.get_closest_marker(name) for name in _MAY_OPEN_SOCKETS):
        enable_socket()
    else:
        disable_socket(allow_unix_socket=True)  # asyncio wakes its loop over a socket pair


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Open the network again for what runs between tests."""
    enable_socket()
