"""Everything that can go wrong between a source and a new build.

IngestError
├── SkippedInputError      one item is reported and left out, the others go on
├── FetchError             one page could not be fetched; its last good version is kept
│   ├── PageGoneError          the server says it is gone (404, 410): remove it
│   ├── PageForbiddenError     it may not or must not be fetched: mend the source or its rules
│   └── PageUnavailableError   it failed even when asked again: another run may reach it
├── SourceNotFoundError    a source that staff named does not exist
├── SourceListError        the list of sources cannot be read or understood: mend it
├── GoldenQuestionsError   the golden questions cannot be asked: mend them
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
    EXCLUDED = "excluded"
    GONE = "gone"
    ROBOTS = "robots"
    ADDRESS_NOT_PUBLIC = "address_not_public"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"
    TOO_SLOW = "too_slow"
    CERTIFICATE = "certificate"
    SCANNED = "scanned"
    ENCRYPTED = "encrypted"


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


class FetchError(IngestError):
    """A page could not be fetched.

    Attributes:
        url: the address that was asked for.
        code: the kind of fault.
        reason: one sentence that says what went wrong.
    """

    def __init__(self, url: str, reason: str, code: SkipReason) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason
        self.code = code


class PageGoneError(FetchError):
    """The server says that the page no longer exists (404 or 410)."""


class PageForbiddenError(FetchError):
    """The page may not or must not be fetched: robots.txt, a private address, a cap, a refusal."""


class PageUnavailableError(FetchError):
    """The page failed for a passing reason, also when it was asked for again."""


class SourceNotFoundError(IngestError):
    """A source that was named does not exist or cannot be reached."""


class SourceListError(IngestError):
    """The list of sources cannot be read, or says something that is not understood."""


class GoldenQuestionsError(IngestError):
    """The golden questions cannot be read or asked."""


class SyncRefusedError(IngestError):
    """A sync found no articles, or would drop more of them than is plausible."""


class IngestBusyError(IngestError):
    """Another ingest holds the library."""
