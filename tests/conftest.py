"""What holds for all tests: only those marked `integration`, `system` or `llm` may open sockets."""

import os

import pytest
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket

# HYPOTHESIS_PROFILE=thorough tries what property tests leave to their profile much longer: 5,000
# examples each instead of 100.
settings.register_profile("thorough", max_examples=5_000, deadline=None)
if profile := os.environ.get("HYPOTHESIS_PROFILE"):
    settings.load_profile(profile)

_MAY_OPEN_SOCKETS = ("integration", "system", "llm")


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
