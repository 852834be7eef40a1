"""What staff leave out of a folder, by patterns or by its ignore file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SkipReason
from ingest.models import FoundArticle, Skipped
from ingest.sources.files import read_source
from ingest.sources.folder_rules import IGNORE_FILE, FolderRules, read_exclusions

NO_RULES = FolderRules()


def _fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n\nIsi.")


def _read(folder: Path, rules: FolderRules = NO_RULES) -> tuple[list[str], dict[str, str]]:
    findings = list(read_source(folder, rules=rules))
    found = [item.article.info.article_id for item in findings if isinstance(item, FoundArticle)]
    skipped = [item for item in findings if isinstance(item, Skipped)]
    assert all(item.code is SkipReason.EXCLUDED for item in skipped if "excluded" in item.reason)
    return found, {item.name: item.reason for item in skipped}


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("*.md", []),
        ("a.md", ["draf/b.md", "draf/dalam/c.md", "e.md"]),
        ("/a.md", ["draf/b.md", "draf/dalam/a.md", "draf/dalam/c.md", "e.md"]),
        ("draf", ["a.md", "e.md"]),
        ("draf/", ["a.md", "e.md"]),
        ("dalam/", ["a.md", "draf/b.md", "e.md"]),
        ("draf/*.md", ["a.md", "draf/dalam/a.md", "draf/dalam/c.md", "e.md"]),
        ("draf/**", ["a.md", "e.md"]),
        ("**/c.md", ["a.md", "draf/b.md", "draf/dalam/a.md", "e.md"]),
        ("e.md/", ["a.md", "draf/b.md", "draf/dalam/a.md", "draf/dalam/c.md", "e.md"]),
        ("draf/[!b]*", ["a.md", "draf/b.md", "e.md"]),
        ("draf/????", ["a.md", "draf/dalam/a.md", "draf/dalam/c.md", "e.md"]),
        ("[ab].md", ["draf/dalam/c.md", "e.md"]),
    ],
)
def test_patterns_mean_what_they_mean_in_a_gitignore_file(
    tmp_path: Path, pattern: str, left: list[str]
) -> None:
    """They do so on the command line and in the ignore file."""
    _fill(tmp_path, "a.md", "draf/b.md", "draf/dalam/a.md", "draf/dalam/c.md", "e.md")
    assert _read(tmp_path, FolderRules(exclude=(pattern,)))[0] == left
    (tmp_path / IGNORE_FILE).write_text(f"\ufeff# catatan\n\n{pattern}\n")
    assert _read(tmp_path)[0] == left


def test_the_report_gives_the_reason(tmp_path: Path) -> None:
    """An excluded folder is told once, not file by file."""
    _fill(tmp_path, "a.md", "b.md", "c.md", "draf/d.md", "draf/e.md", "f.txt")
    (tmp_path / IGNORE_FILE).write_text("draf/ # belum disetujui\nb.md\n")
    rules = FolderRules(include=("*.md",), exclude=("c.*",))
    assert _read(tmp_path, rules) == (
        ["a.md"],
        {
            "b.md": 'is excluded: the line "b.md" of .suluhignore',
            "c.md": 'is excluded: the pattern "c.*"',
            "draf": "is excluded: belum disetujui",
            "f.txt": "is excluded: no include pattern matches it",
        },
    )


def test_includes_choose_and_excludes_win(tmp_path: Path) -> None:
    """What is named in both is left out."""
    _fill(tmp_path, "a.md", "terbit/b.md", "terbit/c.md")
    rules = FolderRules(include=("terbit/",), exclude=("c.md",))
    assert _read(tmp_path, rules)[0] == ["terbit/b.md"]


def test_empty_patterns_choose_nothing(tmp_path: Path) -> None:
    """An option that was left empty is no option."""
    _fill(tmp_path, "a.md")
    assert _read(tmp_path, FolderRules(include=("",), exclude=("", "/"))) == (["a.md"], {})


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_pattern_stops_the_reading(pattern: str, name: str) -> None:
    """Patterns are written by hand; an odd one matches nothing, or what it says."""
    exclusions = read_exclusions(Path("no-such-folder"), FolderRules((pattern,), (pattern,)))
    assert isinstance(exclusions.reason_against_file(name), str)
    assert isinstance(exclusions.reason_against_folder(name), str)


def test_a_pattern_that_takes_back_is_reported(tmp_path: Path) -> None:
    """To ignore it silently would leave staff in the belief that it works."""
    _fill(tmp_path, "a.md")
    (tmp_path / IGNORE_FILE).write_text("x.md\n!a.md\n")
    found, skipped = _read(tmp_path)
    assert found == ["a.md"]
    assert list(skipped) == [".suluhignore line 2"]


@pytest.mark.parametrize("content", [b"draf\xff", b"#" * 1_000_001])
def test_an_unreadable_ignore_file_stops_the_folder(tmp_path: Path, content: bytes) -> None:
    """What staff wanted to leave out must not be published for a damaged file."""
    _fill(tmp_path, "a.md", "draf/rahasia.md")
    (tmp_path / IGNORE_FILE).write_bytes(content)
    found, skipped = _read(tmp_path)
    assert found == []
    assert list(skipped) == ["."]
    assert "mend it" in skipped["."]


def test_links_to_excluded_files_are_excluded_by_their_own_name(tmp_path: Path) -> None:
    """The rules hold for names within the folder."""
    _fill(tmp_path, "a.md", "rahasia.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    assert _read(tmp_path, FolderRules(exclude=("b.md",)))[0] == ["a.md", "rahasia.md"]
