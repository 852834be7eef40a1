"""Logging to standard error that cannot carry a secret."""

import logging
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO
from urllib.parse import quote

REDACTED = "<redacted>"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# A bot token is the bot's numeric id, a colon and 35 further characters
# (https://core.telegram.org/bots/api#authorizing-your-bot); in a path "bot" stands before it.
_TOKEN_IN_PATH = re.compile(r"(?<=bot)\d+(?::|%3A)[A-Za-z0-9_-]+", re.IGNORECASE)
_BARE_TOKEN = re.compile(r"\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)

# Shorter strings would blot out ordinary words.
_SHORTEST_SECRET = 8

# httpx writes every URL, and with it the token, at INFO; the Bot API puts the token in the path.
_QUIET_LOGGERS = ("httpx", "httpcore", "telegram")
# It writes a traceback for each unusable reply, which the bot itself reports in one line.
_SILENT_LOGGERS = ("telegram.request",)


def redact(text: str, secrets: Iterable[str]) -> str:
    """Blot out the given secrets, as they are or URL-encoded, and all that looks like a token."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, REDACTED).replace(quote(secret, safe=""), REDACTED)
    return _BARE_TOKEN.sub(REDACTED, _TOKEN_IN_PATH.sub(REDACTED, text))


class RedactingFilter(logging.Filter):
    """Rewrites a record's message, arguments, exception and stack without secrets."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the record; every record passes."""
        record.msg = redact(_message(record), self._secrets)
        record.args = None
        if record.exc_info:
            record.exc_text = self._formatter.formatException(record.exc_info)
            record.exc_info = None  # a later handler would format the exception again
        if record.exc_text:
            record.exc_text = redact(record.exc_text, self._secrets)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, self._secrets)
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a library's faulty call must not fail its caller
        return str(record.msg)


def configure_logging(
    secrets: Sequence[str], level: int = logging.INFO, stream: TextIO | None = None
) -> None:
    """Log to standard error (or `stream`) and keep `secrets` out of every handler."""
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
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


def _all_handlers() -> list[logging.Handler]:
    handlers = list(logging.getLogger().handlers)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            handlers.extend(logger.handlers)
    return handlers
