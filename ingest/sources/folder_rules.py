"""Which files of a folder are left out, and why (adapter: wcmatch)."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wcmatch import glob

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import Skipped

IGNORE_FILE = ".suluhignore"
_FLAGS = glob.GLOBSTAR | glob.DOTGLOB | glob.FORCEUNIX
_MAX_IGNORE_BYTES = 1_000_000
_REASON_MARK = " # "

Matches = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class FolderRules:
    """Globs for the files to take (all, if none) and to leave out, as in a .gitignore file.

    A glob without a slash holds at every depth, one that names a folder for all that is in it.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    """One pattern: the files and the whole folders that it names, and why they are left out."""

    names_file: Matches
    names_folder: Matches
    reason: str


@dataclass(frozen=True, slots=True)
class Exclusions:
    """The rules of one folder, those of its ignore file among them."""

    included: Matches | None
    excluded: tuple[_Rule, ...]
    faults: tuple[Skipped, ...] = ()

    def reason_against_folder(self, name: str) -> str:
        """Give the reason why all of a folder with this relative path is excluded, else ""."""
        return next((rule.reason for rule in self.excluded if rule.names_folder(name)), "")

    def reason_against_file(self, name: str) -> str:
        """Give the reason why a file is excluded or not included, else ""."""
        against = next((rule.reason for rule in self.excluded if rule.names_file(name)), "")
        if not against and self.included is not None and not self.included(name):
            return "no include pattern matches it"
        return against


def read_exclusions(root: Path, rules: FolderRules) -> Exclusions:
    """Put together the rules that were given and those of the folder's ignore file.

    Raises:
        SkippedInputError: the ignore file cannot be read, so that nothing may be taken.
    """
    given = [_rule(pattern, f'the pattern "{pattern}"') for pattern in _filled(rules.exclude)]
    ignored, faults = [], []
    for number, line in enumerate(_ignore_lines(root), start=1):
        pattern, reason = _part(line)
        if pattern.startswith("!"):
            fault = 'begins with "!", which is not supported; name what is to be left out instead'
            name = f"{IGNORE_FILE} line {number}"
            faults.append(Skipped(name, fault, SkipReason.MALFORMED))
        elif pattern.strip("/"):
            ignored.append(_rule(pattern, reason or f'the line "{pattern}" of {IGNORE_FILE}'))
    included = None
    chosen = _filled(rules.include)
    if chosen:
        included = _matcher(form for pattern in chosen for form in _file_globs(pattern))
    return Exclusions(included, (*given, *ignored), tuple(faults))


def _part(line: str) -> tuple[str, str]:
    """Part a line of the ignore file into its pattern and its reason, either empty."""
    if line.lstrip().startswith("#"):
        return "", ""
    pattern, _, reason = line.partition(_REASON_MARK)
    return pattern.strip(), reason.strip()


def _ignore_lines(root: Path) -> Iterable[str]:
    path = root / IGNORE_FILE
    try:
        if not path.exists():
            return []
        with path.open("rb") as stream:
            content = stream.read(_MAX_IGNORE_BYTES + 1)
        if len(content) > _MAX_IGNORE_BYTES:
            raise _unusable("is larger than 1 MB")
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise _unusable("is not UTF-8") from None
    except OSError as error:
        raise _unusable(f"cannot be read ({error.strerror})") from error


def _unusable(fault: str) -> SkippedInputError:
    reason = (
        f"has an ignore file {IGNORE_FILE} that {fault}, so none of its files was read; mend it"
    )
    return SkippedInputError(".", SkipReason.UNREADABLE, reason)


def _filled(patterns: Iterable[str]) -> list[str]:
    return [pattern for pattern in patterns if pattern.strip("/ ")]


def _rule(pattern: str, reason: str) -> _Rule:
    return _Rule(_matcher(_file_globs(pattern)), _matcher([_base(pattern)]), reason)


def _matcher(globs: Iterable[str]) -> Matches:
    return glob.compile(list(globs), flags=_FLAGS).match


def _file_globs(pattern: str) -> Iterator[str]:
    """Spell out which files a line of a .gitignore file stands for (gitignore(5))."""
    base = _base(pattern)
    if not pattern.endswith("/"):
        yield base
    yield f"{base}/**/*"


def _base(pattern: str) -> str:
    body = unicodedata.normalize("NFC", pattern).strip("/")  # as the names of files are
    anchored = "/" in pattern.rstrip("/")
    return body if anchored else f"**/{body}"
