"""Logging to standard error, for people or machines, that cannot carry a secret."""

import logging
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict

REDACTED = "<redacted>"
# "text": one line for people; "json": one object a line, with the `extra` fields of the event.
LogForm = Literal["text", "json"]
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# A bot token is the bot's numeric id, a colon and 35 further characters
# (https://core.telegram.org/bots/api#authorizing-your-bot); in a path "bot" stands before it.
_TOKEN_IN_PATH = re.compile(r"(?<=bot)\d+(?::|%3A)[A-Za-z0-9_-]+", re.IGNORECASE)
_BARE_TOKEN = re.compile(r"\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)

# Shorter strings would blot out ordinary words.
_SHORTEST_SECRET = 8

# httpx writes every URL, and with it the token, at INFO; the Bot API puts the token in the path.
# uvicorn tells of each start and stop what the bot says itself.
_QUIET_LOGGERS = ("httpx", "httpx2", "httpcore", "openai", "telegram", "uvicorn")
# They write a traceback for each unusable reply and each "Too Many Requests", which the bot itself
# reports in one line.
_SILENT_LOGGERS = ("telegram.request", "telegram.ext.AIORateLimiter")

_OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def redact(text: str, secrets: Iterable[str]) -> str:
    """Blot out the given secrets, as they are or URL-encoded, and all that looks like a token."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, REDACTED).replace(quote(secret, safe=""), REDACTED)
    return _BARE_TOKEN.sub(REDACTED, _TOKEN_IN_PATH.sub(REDACTED, text))


class RedactingFilter(logging.Filter):
    """Rewrites a record's message, arguments, fields, exception and stack without secrets."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the record; every record passes."""
        record.msg = redact(_message(record), self._secrets)
        record.args = None
        for name in vars(record).keys() - _OWN_FIELDS:
            setattr(record, name, self._field(getattr(record, name)))
        if record.exc_info:
            record.exc_text = self._formatter.formatException(record.exc_info)
            record.exc_info = None  # a later handler would format the exception again
        if record.exc_text:
            record.exc_text = redact(record.exc_text, self._secrets)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, self._secrets)
        return True

    def _field(self, value: Any) -> Any:
        """Leave numbers as they are; all else becomes text, for only text can be searched."""
        is_plain = value is None or isinstance(value, bool | int | float)
        return value if is_plain else redact(str(value), self._secrets)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a library's faulty call must not fail its caller
        return str(record.msg)


def configure_logging(
    secrets: Sequence[str],
    level: int = logging.INFO,
    stream: TextIO | None = None,
    form: LogForm = "text",
) -> None:
    """Log to standard error (or `stream`) and keep `secrets` out of every handler."""
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setFormatter(_json_formatter() if form == "json" else logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    redacting = RedactingFilter(secrets)
    for existing in _all_handlers():
        existing.filters[:] = [
            old for old in existing.filters if not isinstance(old, RedactingFilter)
        ]
        existing.addFilter(redacting)
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _SILENT_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _json_formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ExtraAdder(),
            _add_traceback,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _add_traceback(logger: object, name: str, event: EventDict) -> EventDict:
    """Take over the traceback that the redacting filter has made text of."""
    if event["_record"].exc_text:
        event["exception"] = event["_record"].exc_text
    return event


def _all_handlers() -> list[logging.Handler]:
    handlers = list(logging.getLogger().handlers)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            handlers.extend(logger.handlers)
    return handlers
