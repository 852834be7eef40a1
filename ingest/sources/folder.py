"""The files under a folder, in the order of their names."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SkipReason
from ingest.models import Skipped
from ingest.sources.folder_rules import Exclusions, FolderRules, read_exclusions

_FOLDERS_OWN_README = "README.md"


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and its POSIX path relative to the source, which is its article's id."""

    path: Path
    name: str


def walk_folder(root: Path, rules: FolderRules | None = None) -> Iterator[Place | Skipped]:
    """Every file under a folder but hidden ones and the folder's own README.md.

    What the rules or the folder's ignore file exclude is reported, an excluded folder as a whole.
    Links to files are followed only within the folder, links to folders never: what they show is
    read where it really is, or lies outside.

    Raises:
        SkippedInputError: the folder's ignore file cannot be read, so that nothing may be taken.
    """
    exclusions = read_exclusions(root, rules or FolderRules())
    yield from exclusions.faults
    faults: list[OSError] = []
    found: list[Place] = []
    left_out: list[Skipped] = []
    inside = root.resolve()
    for folder, subfolders, files in os.walk(root, onerror=faults.append):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        left_out += _take_excluded(subfolders, Path(folder), root, exclusions)
        links = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        found += [
            _place(Path(folder) / name, root)
            for name in (*files, *links)
            if not name.startswith(".")
        ]
    for fault in faults:
        yield _unreadable_folder(fault, root)
    yield from sorted(left_out, key=lambda skipped: skipped.name)
    for place in sorted(found, key=lambda place: place.name):
        if place.name == _FOLDERS_OWN_README:
            continue
        against = exclusions.reason_against_file(place.name)
        if against:
            yield _excluded(place.name, against)
        elif place.path.is_symlink() and not _is_inside(place.path, inside):
            reason = "is a link to a place outside the folder"
            yield Skipped(place.name, reason, SkipReason.OUTSIDE_FOLDER)
        elif not place.path.is_dir():
            yield place


def _take_excluded(
    subfolders: list[str], folder: Path, root: Path, exclusions: Exclusions
) -> Iterator[Skipped]:
    """Take the excluded folders out of those that are walked, and report them."""
    for subfolder in list(subfolders):
        name = _place(folder / subfolder, root).name
        against = exclusions.reason_against_folder(name)
        if against:
            subfolders.remove(subfolder)
            yield _excluded(name, against)


def _excluded(name: str, reason: str) -> Skipped:
    return Skipped(name, f"is excluded: {reason}", SkipReason.EXCLUDED)


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
