"""The record on a Chroma server that names the live build, and how often it is asked for."""

import json
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import asdict
from threading import Lock

from vectorstore.chroma_records import Records
from vectorstore.errors import NoLiveBuildError, StoreUnreachableError, VectorStoreError
from vectorstore.shelf import Pointer

_COLLECTION = "suluh-pointer"
_RECORD = "pointer"
# How long after a publication a question may still be answered from the build before.
_POLL_SECONDS = 2.0


class ServerPointer:
    """One record, changed by one upsert; Chroma has no compare-and-set."""

    def __init__(
        self, records: Callable[[], Records], now: Callable[[], float] = time.time
    ) -> None:
        self._records = records
        self._now = now
        self._stamp: Hashable = None
        self._asked = float("-inf")
        self._asking = Lock()
        self._retries = 0

    def read(self) -> Pointer:
        """Read the pointer.

        Raises:
            NoLiveBuildError: nothing was published yet, or the pointer cannot be read.
            StoreUnreachableError: the server does not answer.
        """
        try:
            text = self._text()
        except StoreUnreachableError:
            self.retry()
            raise
        if not text:
            raise NoLiveBuildError("Nothing is indexed yet; run `suluh ingest FOLDER` first.")
        try:
            fields = json.loads(text)
            return Pointer(fields["live"], tuple(fields["previous"]), fields["published"])
        except (ValueError, KeyError, TypeError) as error:
            raise NoLiveBuildError(
                "The pointer on the Chroma server cannot be read; "
                "run `suluh ingest` again, which writes it anew."
            ) from error

    def read_or_none(self) -> Pointer | None:
        """Read the pointer, None where nothing is published.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        try:
            return self.read()
        except NoLiveBuildError:
            return None

    def write(self, pointer: Pointer) -> None:
        """Move the pointer.

        Raises:
            StoreUnreachableError: the server does not answer.
            StoreUnwritableError: it cannot be written.
        """
        record = {"pointer": json.dumps(asdict(pointer))}
        self._records().put(_COLLECTION, {_RECORD: record})
        self._asked = float("-inf")

    def stamp(self) -> Hashable:
        """Give what changes with the pointer, two seconds late at most, and not with an outage."""
        due = not 0 <= self._now() - self._asked < _POLL_SECONDS
        # One question asks; those beside it must not wait for a server that hangs.
        if due and self._asking.acquire(blocking=False):
            try:
                # Whoever reads next meets the outage too, and tells of it.
                with suppress(VectorStoreError):
                    self._stamp = (self._text(), self._retries)
            finally:
                # Counted from the end of a request, so that a server that hangs is asked rarely.
                self._asked = self._now()
                self._asking.release()
        return self._stamp

    def retry(self) -> None:
        """Let the next stamp differ, so that the live build is opened again."""
        self._retries += 1

    def _text(self) -> str:
        record = self._records().get(_COLLECTION, [_RECORD]).get(_RECORD, {})
        return str(record.get("pointer", ""))
