"""One writer at a time on a home folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IngestBusyError
from vectorstore.errors import StoreUnwritableError


@contextmanager
def one_writer(home: Path) -> Iterator[None]:
    """Hold the right to change the library and the builds of a home.

    Raises:
        IngestBusyError: another process holds it.
        StoreUnwritableError: the home cannot be made or written.
    """
    lock = FileLock(home / "ingest.lock", timeout=0)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise IngestBusyError(
            "Another ingest is at work on this library, so nothing was done; "
            "wait for it to end and repeat."
        ) from error
    except OSError as error:
        raise StoreUnwritableError(
            f"The folder {home} cannot be written ({error.strerror}), so nothing was changed; "
            "mend its permissions, free some space, or set SULUH_HOME to another folder."
        ) from error
    try:
        yield
    finally:
        lock.release()
