"""The front end as its settings make it; what it does then: tests/system."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from bot.errors import HandOverFileError, MissingTokenError, TokenRefusedError
from bot.settings import BotSettings
from bot.storage.store import Storage
from bot.telegram.front_end import FrontEnd, build_front_end
from tests.bot.telegram.chats import ADMIN
from tests.bot.telegram.scripted_api import TOKEN
from tests.system.echo import echo_answering


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """An empty storage."""
    with closing(Storage.open(tmp_path)) as opened:
        yield opened


def _built(storage: Storage, **settings: Any) -> FrontEnd:
    made = BotSettings.model_validate({"telegram_token": TOKEN, "admins": {ADMIN}, **settings})
    return build_front_end(made, storage, echo_answering())


def test_monitoring_finds_the_front_end(storage: Storage) -> None:
    """Alive, ready, figures: all three have an address."""
    front_end = _built(storage)
    paths = [route.path for route in front_end.routes if isinstance(route, Route)]
    assert paths == ["/healthz", "/readyz", "/metrics"]


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"telegram_token": " "}, MissingTokenError),
        ({"telegram_token": "abc"}, TokenRefusedError),
        ({"offices": "missing.toml"}, HandOverFileError),
        ({"holidays": "missing.toml"}, HandOverFileError),
    ],
)
def test_settings_that_cannot_work_end_the_start(
    storage: Storage, settings: dict[str, Any], error: type[Exception]
) -> None:
    """Before anything is sent."""
    with pytest.raises(error):
        _built(storage, **settings)
