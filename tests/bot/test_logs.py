"""The token stands in no line that is logged."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.logs import REDACTED, configure_logging

TOKEN = "7123456789:AAH-dummy_dummy_dummy_dummy_dummy_12"
OTHER_TOKEN = "8000000001:AAother_other_other_other_other_oth"


@pytest.fixture
def restored() -> Iterator[None]:
    """Put back afterwards what logging was before."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in handlers:
        handler.filters.clear()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(params=["text", "json"])
def output(request: pytest.FixtureRequest, restored: None) -> io.StringIO:
    """Logging in each form, with the root at DEBUG."""
    stream = io.StringIO()
    configure_logging([TOKEN], level=logging.DEBUG, stream=stream, form=request.param)
    return stream


@pytest.fixture
def lines(restored: None) -> io.StringIO:
    """Logging as JSON, with the root at DEBUG."""
    stream = io.StringIO()
    configure_logging([TOKEN], level=logging.DEBUG, stream=stream, form="json")
    return stream


def test_a_token_in_message_arguments_or_exception_is_blotted_out(output: io.StringIO) -> None:
    """Whatever part of a record carries it."""
    log = logging.getLogger("bot.test")
    log.info("token %s", TOKEN)
    log.info(f"token {TOKEN}")  # noqa: G004 - this is what a careless line looks like
    log.info("mapping %(token)s", {"token": TOKEN})
    try:
        raise ValueError(f"The token `{TOKEN}` was rejected by the server.")
    except ValueError:
        log.exception("failed", stack_info=True)
    text = output.getvalue()
    assert "ValueError: The token `<redacted>` was rejected" in text
    assert text.count(REDACTED) == 4
    assert TOKEN not in text


def test_anything_like_a_token_is_blotted_out(output: io.StringIO) -> None:
    """A token that nobody named, in a path, bare or URL-encoded."""
    log = logging.getLogger("bot.test")
    log.info("POST https://api.telegram.org/bot%s/getMe", OTHER_TOKEN)
    log.info("POST https://api.telegram.org/bot123:short/getMe")
    log.info("bare %s", OTHER_TOKEN)
    log.info("encoded %s", OTHER_TOKEN.replace(":", "%3A"))
    text = output.getvalue()
    assert "/bot<redacted>/getMe" in text
    assert OTHER_TOKEN.partition(":")[2] not in text
    assert "short" not in text


def test_ordinary_lines_stay_as_they_are(output: io.StringIO) -> None:
    """Redaction touches nothing else."""
    logging.getLogger("bot.test").info("sync: %d new at 12:30:45, article 7123456789", 3)
    assert "sync: 3 new at 12:30:45, article 7123456789" in output.getvalue()


def test_the_http_libraries_are_quiet_even_with_the_root_at_debug(output: io.StringIO) -> None:
    """They write every address, and the token is part of the address."""
    for name in ("httpx", "httpcore.connection", "telegram.ext.ExtBot", "uvicorn.error"):
        logging.getLogger(name).info("POST /bot%s/getMe", TOKEN)
        logging.getLogger(name).debug("details")
    assert output.getvalue() == ""


def test_handlers_of_other_loggers_redact_too(output: io.StringIO) -> None:
    """A handler that a library attached to its own logger is covered as well."""
    stream = io.StringIO()
    log = logging.getLogger("bot.test.own_handler")
    handler = logging.StreamHandler(stream)
    log.addHandler(handler)
    configure_logging([TOKEN], level=logging.DEBUG, stream=output)
    log.warning("token %s", TOKEN)
    log.removeHandler(handler)
    assert stream.getvalue() == f"token {REDACTED}\n"


def test_json_has_the_event_its_fields_and_where_it_happened(lines: io.StringIO) -> None:
    """One object a line, also where the message has several lines."""
    logging.getLogger("bot.test").warning(
        "no reply\nfrom %s", "host", extra={"attempt": 2, "fault": "PPID é"}
    )
    (line,) = lines.getvalue().splitlines()
    event = json.loads(line)
    timestamp = event.pop("timestamp")
    assert datetime.fromisoformat(timestamp).utcoffset() == timedelta(0)
    assert event == {
        "event": "no reply\nfrom host",
        "level": "warning",
        "logger": "bot.test",
        "attempt": 2,
        "fault": "PPID é",
    }


def test_json_keeps_a_traceback_without_secrets(lines: io.StringIO) -> None:
    """As a field of the event, with the stack if it was asked for."""
    try:
        raise ValueError(f"rejected {TOKEN}")
    except ValueError:
        logging.getLogger("bot.test").exception("failed", stack_info=True)
    event = json.loads(lines.getvalue())
    assert event["exception"].endswith(f"ValueError: rejected {REDACTED}")
    assert event["exception"].startswith("Traceback")
    assert "test_logs.py" in event["stack_info"]


def test_fields_are_redacted_whatever_they_hold(lines: io.StringIO) -> None:
    """A secret deep in an object is found too, for objects become text."""
    fields = {"url": f"/bot{OTHER_TOKEN}/getMe", "deep": {"a": [TOKEN]}, "number": 7, "none": None}
    logging.getLogger("bot.test").info("fields", extra=fields)
    event = json.loads(lines.getvalue())
    assert event["url"] == f"/bot{REDACTED}/getMe"
    assert event["deep"] == f"{{'a': ['{REDACTED}']}}"
    assert (event["number"], event["none"]) == (7, None)
