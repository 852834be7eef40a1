"""Locks on the folders of builds, which end with the process that holds them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.errors import BuildDamagedError


def hold(folder: Path) -> int:
    """Keep a build from being removed until the descriptor is closed, or this process ends.

    Raises:
        BuildDamagedError: it is not there, or is being removed.
    """
    try:
        return _locked(folder, fcntl.LOCK_SH)
    except OSError as error:
        raise BuildDamagedError(f"The folder {folder} cannot be read.") from error


@contextmanager
def held_alone(folder: Path) -> Iterator[None]:
    """Hold a build that nobody reads; OSError where somebody does."""
    descriptor = _locked(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _locked(folder: Path, lock: int) -> int:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, lock | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
