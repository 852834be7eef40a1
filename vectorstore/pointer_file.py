"""The file that names the live build, replaced in one rename."""

import json
import os
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from vectorstore.errors import StoreUnwritableError
from vectorstore.faults import FaultPoint, reach
from vectorstore.shelf import Pointer


class PointerFile:
    """The pointer among the builds of one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._temporary = path.with_suffix(".tmp")

    def read(self) -> Pointer:
        """Read the pointer.

        Raises:
            FileNotFoundError: there is none.
            OSError, ValueError, KeyError, TypeError: it cannot be read, or is none.
        """
        fields = json.loads(self.path.read_text(encoding="utf-8"))
        pointer = Pointer(fields["live"], tuple(fields["previous"]), fields["published"])
        for build_id in (pointer.live, *pointer.previous):
            if build_id != Path(build_id).name or build_id.startswith("."):
                raise ValueError("the pointer names what is no build")
        return pointer

    def stamp(self) -> Hashable:
        """Give what changes whenever the file is replaced."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def write(self, pointer: Pointer) -> None:
        """Replace the file, whole or not at all, also if the machine stops.

        Raises:
            StoreUnwritableError: it cannot be written.
        """
        with unwritable_mapped(self.path.parent):
            with self._temporary.open("w", encoding="utf-8") as file:
                json.dump(asdict(pointer), file)
                file.flush()
                os.fsync(file.fileno())
            reach(FaultPoint.POINTER_WRITTEN)
            self._temporary.replace(self.path)
            flush_folder(self.path.parent)
            reach(FaultPoint.POINTER_REPLACED)

    def discard_unfinished(self) -> None:
        """Remove what a write that was interrupted left behind."""
        self._temporary.unlink(missing_ok=True)


@contextmanager
def unwritable_mapped(folder: Path) -> Iterator[None]:
    """Say that a folder cannot be written.

    Raises:
        StoreUnwritableError: the system said so.
    """
    try:
        yield
    except OSError as error:
        raise StoreUnwritableError(
            f"The folder {folder} cannot be written ({error.strerror}); the live build is kept. "
            "Free some space or mend the permissions, then run the command again."
        ) from error


def flush_folder(folder: Path) -> None:
    """Have the names in a folder last, also if the machine stops."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
