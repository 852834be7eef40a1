"""JSON Lines: one article a line, bad lines are reported and passed over."""

import gzip
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SkipReason
from ingest.models import FoundArticle, Skipped
from ingest.parsing import jsonl
from ingest.parsing.jsonl import read_json_lines
from vectorstore.models import NO_LONGER_IN_FORCE, Article, ArticleKind


def _read(content: bytes) -> tuple[list[Article], list[Skipped]]:
    findings = list(read_json_lines(io.BufferedReader(io.BytesIO(content)), "a.jsonl"))
    articles = [finding.article for finding in findings if isinstance(finding, FoundArticle)]
    return articles, [finding for finding in findings if isinstance(finding, Skipped)]


def _line(**row: object) -> bytes:
    return json.dumps({"id": "x", "title": "J", "text": "Isi.", **row}).encode() + b"\n"


def test_reads_every_key() -> None:
    """All facts of a row reach the article, the id unchanged."""
    row = {
        "docid": "uu-2008-14#pasal 1/ä",
        "title": "Pasal 1",
        "text": "Isi.",
        "url": "https://a.go.id/x",
        "date": "14 September 2021",
        "publisher": "P",
        "kind": "regulation",
        "language": "en",
        "superseded": "dicabut UU 17/2023",
    }
    (article,), skipped = _read(json.dumps(row).encode())
    info = article.info
    assert skipped == []
    assert (info.article_id, info.title, info.url) == (row["docid"], "Pasal 1", row["url"])
    assert (info.published, info.publisher) == (date(2021, 9, 14), "P")
    assert (info.kind, info.language) == (ArticleKind.REGULATION, "en")
    assert info.superseded == "dicabut UU 17/2023"


@pytest.mark.parametrize(
    ("stated", "read"), [(True, NO_LONGER_IN_FORCE), (False, ""), (None, ""), ("", ""), ([1], "")]
)
def test_an_article_can_be_superseded_without_a_reason(stated: object, read: str) -> None:
    """Staff may know that it no longer holds, but not what replaced it."""
    (article,), _ = _read(_line(superseded=stated))
    assert article.info.superseded == read


def test_forgives_odd_facts() -> None:
    """A bad date is left open, an unknown kind is a document, a number is a usable id."""
    (article,), _ = _read(_line(id=7, published="kapan-kapan", kind="puisi", url=None))
    assert (article.info.article_id, article.info.published) == ("7", None)
    assert article.info.kind is ArticleKind.DOCUMENT


def test_makes_a_title_of_the_first_words() -> None:
    """Rows without a title are common; the text tells what they are about."""
    (article,), _ = _read(_line(title="", text="kata panjang " * 20))
    assert article.info.title.startswith("kata panjang kata")
    assert len(article.info.title) <= 80


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{oops\n", SkipReason.MALFORMED),
        (b"[" * 100_000 + b"\n", SkipReason.MALFORMED),
        (b"[1]\n", SkipReason.MALFORMED),
        (b"\xff\xfe\n", SkipReason.UNDECODABLE),
        (_line(id=None), SkipReason.NO_ID),
        (_line(id="  "), SkipReason.NO_ID),
        (_line(id="a\nb"), SkipReason.MALFORMED),
        (_line(text=""), SkipReason.NO_TEXT),
        (_line(text=None), SkipReason.NO_TEXT),
        (_line(text=5), SkipReason.MALFORMED),
    ],
)
def test_a_bad_line_is_reported_by_number(line: bytes, code: SkipReason) -> None:
    """The lines around a bad one survive, and staff learn which one it was."""
    articles, skipped = _read(_line(id="a") + b"\n" + line + _line(id="b"))
    assert [article.info.article_id for article in articles] == ["a", "b"]
    assert [(item.name, item.code) for item in skipped] == [("a.jsonl line 3", code)]


def test_an_endless_line_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line above the cap is not held in memory; the next one is read."""
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 100)
    articles, skipped = _read(_line(text="x" * 1000) + _line(id="b"))
    assert [article.info.article_id for article in articles] == ["b"]
    assert [item.code for item in skipped] == [SkipReason.TOO_LARGE]


def test_reads_gzip_and_keeps_what_stands_before_damage() -> None:
    """A truncated export gives its rows and a report."""
    rows = b"".join(_line(id=str(number), text=f"{number} {number**9}") for number in range(500))
    assert len(_read(gzip.compress(rows))[0]) == 500
    articles, skipped = _read(gzip.compress(rows)[:-3000])
    assert 0 < len(articles) < 500
    assert skipped[-1].code is SkipReason.UNREADABLE


def test_gives_up_on_what_is_no_json_lines() -> None:
    """A pretty-printed array does not fill the report with thousands of lines."""
    articles, skipped = _read(b'"x": 1,\n' * 5000)
    assert articles == []
    assert len(skipped) <= 51
    assert skipped[-1].name == "a.jsonl"


def test_an_empty_file_is_reported() -> None:
    """Nothing at all is a fault of the file."""
    assert [item.code for item in _read(b"")[1]] == [SkipReason.EMPTY]


def test_reads_lazily() -> None:
    """The first article is there before the last line was read."""
    stream = io.BytesIO(_line() * 1000)
    next(iter(read_json_lines(stream, "a.jsonl")))
    assert stream.tell() < 1000


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["id", "docid", "title", "text", "url", "date", "kind", "language"])


@given(st.dictionaries(KEYS, json_values))
def test_every_row_is_an_article_or_a_report(row: dict[str, object]) -> None:
    """No row is lost silently, and none stops the reading."""
    articles, skipped = _read(json.dumps(row).encode() + b"\n")
    assert len(articles) + len(skipped) == 1
