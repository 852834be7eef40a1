"""The files under a folder, in the order of their names."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SkipReason
from ingest.models import Skipped

_FOLDERS_OWN_README = "README.md"


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and its POSIX path relative to the source, which is its article's id."""

    path: Path
    name: str


def walk_folder(root: Path) -> Iterator[Place | Skipped]:
    """Every file under a folder but hidden ones and the folder's own README.md.

    Links to files are followed only within the folder, links to folders never: what they show is
    read where it really is, or lies outside.
    """
    faults: list[OSError] = []
    found: list[Place] = []
    inside = root.resolve()
    for folder, subfolders, files in os.walk(root, onerror=faults.append):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        links = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        found += [
            _place(Path(folder) / name, root)
            for name in (*files, *links)
            if not name.startswith(".")
        ]
    for fault in faults:
        yield _unreadable_folder(fault, root)
    for place in sorted(found, key=lambda place: place.name):
        if place.name == _FOLDERS_OWN_README:
            continue
        if place.path.is_symlink() and not _is_inside(place.path, inside):
            reason = "is a link to a place outside the folder"
            yield Skipped(place.name, reason, SkipReason.OUTSIDE_FOLDER)
        elif not place.path.is_dir():
            yield place


def _place(path: Path, root: Path) -> Place:
    # macOS hands out decomposed names; the id must not depend on the machine.
    return Place(path, unicodedata.normalize("NFC", path.relative_to(root).as_posix()))


def _is_inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _unreadable_folder(fault: OSError, root: Path) -> Skipped:
    path = Path(str(fault.filename))
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return Skipped(name, f"cannot be read: {fault.strerror}", SkipReason.UNREADABLE)
