"""Sums, JSON, page and comparison of a small evaluation worked by hand."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import lxml.html  # type: ignore[import-untyped] # lxml carries no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.answering.models import AnswerStatus
from bot.errors import OldReportError
from bot.evaluation.abstention import Bin, CurvePoint
from bot.evaluation.comparing import Comparison, Flip, compare, read_past
from bot.evaluation.judging import judge
from bot.evaluation.models import Outcome, Unreadable
from bot.evaluation.page import html_page
from bot.evaluation.report import Report, report_json
from bot.evaluation.summary import summarise
from bot.evaluation.svg import coverage_plot, latency_plot, reliability_plot
from bot.evaluation.terminal import print_report
from tests.bot.evaluation.outcomes import TEXT, citation, gold, outcome, unanswerable

_REFUSED = AnswerStatus.UNANSWERABLE_NOTHING_FOUND
_HOSTILE = '<script src="https://jahat.example/x.js"></script>&"\''


def _outcomes() -> list[Outcome]:
    return [
        outcome(gold("q1"), citation("a"), confidence=0.9, milliseconds=10),
        outcome(gold("q2", language="en", register="en"), status=_REFUSED, confidence=0.2),
        outcome(unanswerable("u1"), citation("b"), confidence=0.5, milliseconds=30),
        outcome(unanswerable("u2"), status=_REFUSED, confidence=0.1, milliseconds=20),
    ]


def _report(outcomes: list[Outcome], *unreadable: Unreadable) -> Report:
    judgements = tuple(map(judge, outcomes))
    made = "2026-11-24T20:00:00+00:00"
    return Report("set.jsonl", made, summarise(judgements), judgements, unreadable)


def test_a_small_evaluation_worked_by_hand() -> None:
    """Two answerable questions, one of them refused; two others, one of them answered."""
    summary = summarise(tuple(map(judge, _outcomes())))
    values = {name: estimate.value for name, estimate in summary.overall.items()}
    expected = {
        "recall_at_1": 1.0,
        "gold_quoted": 0.5,
        "over_refusal": 0.5,
        "unanswerable_refused": 0.5,
        "auroc": 0.75,
        "coverage_at_90": 0.5,
        "ece": 0.3,
        "p50_ms": 25.0,
    }
    assert {name: values[name] for name in expected} == pytest.approx(expected)
    assert summary.statuses == {"answered": 2, "unanswerable_nothing_found": 2}
    assert summary.groups["register"]["en"]["over_refusal"].value == 1.0
    assert set(summary.groups["language"]) == {"id", "en"}
    assert summary.groups["kind"] == {}


def test_errors_say_nothing_about_confidence() -> None:
    """An outage has confidence 0, and is counted as an error only."""
    broken = outcome(gold("q3"), status=AnswerStatus.ERROR_INDEX, confidence=0.0)
    summary = summarise(tuple(map(judge, [*_outcomes(), broken])))
    assert summary.overall["auroc"].value == 0.75
    assert summary.overall["errors"].value == pytest.approx(0.2)


def test_the_json_is_a_stable_contract() -> None:
    """Its keys, a measure's and a question's."""
    row = json.loads(json.dumps(report_json(_report(_outcomes(), Unreadable(4, "is not JSON")))))
    assert list(row) == [
        "format",
        "name",
        "made",
        "builds",
        "asked",
        "passed",
        "unreadable",
        "metrics",
        "statuses",
        "timings_ms",
        "reliability",
        "coverage_precision",
        "questions",
    ]
    assert (row["asked"], row["passed"], row["builds"]) == (4, 2, ["b1"])
    assert row["unreadable"] == [{"line": 4, "reason": "is not JSON"}]
    assert set(row["metrics"]) == {"all", "language", "register", "kind"}
    assert set(row["metrics"]["all"]["gold_quoted"]) == {"value", "of", "low", "high"}
    failed = row["questions"][2]
    assert failed["faults"] == ["unanswerable, yet answered"]
    assert failed["cited"][0]["quote"] == TEXT
    assert [one["article_id"] for one in failed["found"]] == ["a", "b"]


def test_a_comparison_names_measures_and_flipped_questions(tmp_path: Path) -> None:
    """What fails now comes first; questions of one report alone are counted."""
    old = tmp_path / "old.json"
    old.write_text(json.dumps(report_json(_report(_outcomes()))))
    now = [
        outcome(gold("q1"), status=_REFUSED, confidence=0.2),
        outcome(unanswerable("u1"), status=_REFUSED, confidence=0.1),
        outcome(gold("q9"), citation("a")),
    ]
    compared = compare(read_past(old), _report(now))
    assert compared.flips == (
        Flip("q1", "Berapa lama q1?", False, "answered", _REFUSED.value),
        Flip("u1", "Berapa lama u1?", True, "answered", _REFUSED.value),
    )
    assert (compared.only_before, compared.only_now) == (2, 1)
    changes = {change.name: change for change in compared.changes}
    assert changes["unanswerable_refused"].difference == 0.5
    assert not changes["unanswerable_refused"].is_worse
    assert not changes["gold_quoted"].is_worse
    console = Console(file=StringIO(), width=120)
    print_report(_report(now), compared, console)
    printed = console.file.getvalue()  # type: ignore[attr-defined] # the StringIO above
    assert "q1 fails now" in printed
    assert "u1 passes now" in printed
    assert "2 flipped, 1 new, 2 gone" in printed


def test_nothing_changes_between_equal_evaluations(tmp_path: Path) -> None:
    """Also where a share has no end of digits: one of three."""
    report = _report([*_outcomes(), outcome(gold("q3"), status=_REFUSED)])
    assert report.summary.overall["gold_quoted"].value == pytest.approx(1 / 3)
    old = tmp_path / "old.json"
    old.write_text(json.dumps(report_json(report)))
    compared = compare(read_past(old), report)
    assert {change.difference for change in compared.changes} == {0.0}
    assert compared.flips == ()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 0}', '{"format": 1}', "null"])
def test_a_file_that_is_no_report_is_told(tmp_path: Path, content: str) -> None:
    """In one sentence."""
    path = tmp_path / "old.json"
    path.write_text(content)
    with pytest.raises(OldReportError, match="is no report"):
        read_past(path)


def _texts_of(report: Report, comparison: Comparison | None = None) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(html_page(report, comparison))


def test_the_page_needs_nothing_else() -> None:
    """No script, no picture, no address that a browser would load."""
    tree = _texts_of(_report(_outcomes()))
    assert {one.tag for one in tree.iter()} & {"script", "link", "img", "iframe", "object"} == set()
    assert not tree.xpath("//@src | //@href | //@style")
    assert "url(" not in tree.findtext(".//style")
    assert len(tree.findall(".//svg")) == 3
    assert tree.xpath("//meta[@name='viewport']")


def test_every_text_on_the_page_is_escaped() -> None:
    """Questions, articles, quotes, statuses and kinds come from others."""
    hostile = outcome(
        replace(
            gold(_HOSTILE, articles=(_HOSTILE,), phrases=(_HOSTILE,), kind=_HOSTILE),
            text=_HOSTILE,
            register=_HOSTILE,
            earlier=(_HOSTILE,),
        ),
        replace(citation(_HOSTILE, _HOSTILE, url=_HOSTILE), title=_HOSTILE),
        ranking=(_HOSTILE,),
    )
    report = replace(_report([hostile], Unreadable(1, _HOSTILE)), name=_HOSTILE)
    flips = (Flip(_HOSTILE, _HOSTILE, False, _HOSTILE, _HOSTILE),)
    tree = _texts_of(report, Comparison(_HOSTILE, (), flips, 0, 0))
    assert not list(tree.iter("script"))
    assert tree.text_content().count(_HOSTILE) > 10


def test_the_page_lists_what_was_found_instead() -> None:
    """Each failure with what was expected, cited and found, and no question that passed."""
    tree = _texts_of(_report([*_outcomes(), outcome(gold("q5"), citation("b", "Waktu"))]))
    told = {one.findtext("summary").partition(":")[0]: one for one in tree.iter("details")}
    assert set(told) == {"q2", "u1", "q5"}
    text = told["q5"].text_content()
    assert "“10 hari kerja”" in text
    assert "Waktu" in text
    assert "Judul b" in text


def _numbers(svg: str) -> Iterator[float]:
    tree = lxml.html.fromstring(svg)
    for name in ("cx", "cy", "x", "y", "x1", "x2", "y1", "y2"):
        yield from map(float, tree.xpath(f"//@{name}"))


_SHARES = st.floats(0, 1)


@given(
    st.lists(st.builds(Bin, st.integers(1, 9), _SHARES, _SHARES), max_size=10).map(tuple),
    st.lists(st.builds(CurvePoint, _SHARES, _SHARES, _SHARES), max_size=10).map(tuple),
    st.lists(st.floats(0, 1e6), max_size=10),
)
def test_plots_stay_on_their_canvas(
    bins: tuple[Bin, ...], curve: tuple[CurvePoint, ...], times: list[float]
) -> None:
    """Whatever is drawn, nothing too."""
    for svg in (reliability_plot(bins), coverage_plot(curve), latency_plot(times)):
        assert all(0 <= value <= 360 for value in _numbers(svg))
        assert "nan" not in svg


def test_a_perfectly_calibrated_bin_lies_on_the_diagonal() -> None:
    """Its dot's centre is a point of the dashed line; the y axis points up."""
    tree = lxml.html.fromstring(reliability_plot((Bin(3, 0.25, 0.25), Bin(1, 0.75, 0.75))))
    ideal = tree.xpath("//polyline[@class='ideal']/@points")[0].split()
    (x0, y0), (x1, y1) = (map(float, point.split(",")) for point in ideal)
    for dot, share in zip(tree.findall(".//circle"), (0.25, 0.75), strict=True):
        assert float(dot.get("cx")) == pytest.approx(x0 + share * (x1 - x0), abs=0.1)
        assert float(dot.get("cy")) == pytest.approx(y0 + share * (y1 - y0), abs=0.1)
    assert y1 < y0
