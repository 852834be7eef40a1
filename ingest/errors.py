"""Everything that can go wrong between a source and a new build.

IngestError
├── SkippedInputError      one item is reported and left out, the others go on
├── SourceNotFoundError    a source that staff named does not exist
├── SyncRefusedError       a sync would empty much of the library
└── IngestBusyError        another ingest is at work
"""

from enum import StrEnum


class SkipReason(StrEnum):
    """Why one item was left out; a stable code for scripts."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNDECODABLE = "undecodable"
    UNREADABLE = "unreadable"
    MALFORMED = "malformed"
    NO_TITLE = "no_title"
    NO_TEXT = "no_text"
    NO_ID = "no_id"
    DUPLICATE_ID = "duplicate_id"
    UNSUPPORTED = "unsupported"
    OUTSIDE_FOLDER = "outside_folder"


class IngestError(Exception):
    """Base of all errors of ingest; its text is one sentence for staff."""


class SkippedInputError(IngestError):
    """One item cannot become an article.

    Attributes:
        name: the file, address or line that staff can look for.
        code: the kind of fault.
        reason: one sentence that says what is wrong with it.
    """

    def __init__(self, name: str, code: SkipReason, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.code = code
        self.reason = reason


class SourceNotFoundError(IngestError):
    """A source that was named does not exist or cannot be reached."""


class SyncRefusedError(IngestError):
    """A sync found no articles, or would drop more of them than is plausible."""


class IngestBusyError(IngestError):
    """Another ingest holds the library."""
