"""Plots as SVG to stand in a page: reliability, coverage against precision, latency. Pure.

Colours are classes of the page's style, so that plots follow light and dark.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.evaluation.abstention import Bin, CurvePoint

_WIDTH, _HEIGHT = 360, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 40
_BARS = 20
# A point for one answer can still be seen, one for all does not cover the plot.
_LEAST_RADIUS, _RADIUS_OF_ALL = 3.0, 11.0


def reliability_plot(bins: Sequence[Bin]) -> str:
    """Draw confidence against the share that is right; the dashed line is perfect."""
    total = sum(one.count for one in bins)
    points = [(one.confidence, one.right) for one in bins]
    parts = [_line([(0.0, 0.0), (1.0, 1.0)], "ideal"), _line(points, "curve")]
    for one in bins:
        radius = _LEAST_RADIUS + _RADIUS_OF_ALL * (one.count / total) ** 0.5
        told = f"confidence {one.confidence:.2f}, right {one.right:.2f}, {one.count} answers"
        x, y = _place(one.confidence, one.right)
        parts.append(
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">'
            f"<title>{told}</title></circle>"
        )
    return _figure(
        "Reliability (dashed: perfect)", "confidence", "share that is right", parts, bool(bins)
    )


def coverage_plot(curve: Sequence[CurvePoint]) -> str:
    """Draw the share of answerable questions shown against the share of answers that is right."""
    points = [(point.coverage, point.precision) for point in curve]
    parts = [_line([(0.0, level), (1.0, level)], "ideal") for level in (0.9, 0.95)]
    parts.append(_line(points, "curve"))
    title = "Coverage against precision (dashed: .90 and .95)"
    return _figure(title, "coverage of answerable questions", "precision", parts, bool(curve))


def latency_plot(milliseconds: Sequence[float]) -> str:
    """Draw how many answers took how long."""
    most_ms = max(milliseconds, default=0.0) or 1.0
    counts = [0] * _BARS
    for value in milliseconds:
        counts[min(_BARS - 1, int(value / most_ms * _BARS))] += 1
    most = max(counts) or 1
    parts = list(_bars(counts, most, most_ms))
    return _figure(
        "Latency",
        f"0 to {most_ms:.0f} ms",
        f"answers, 0 to {most}",
        parts,
        bool(milliseconds),
        ticks=False,
    )


def _bars(counts: Sequence[int], most: int, most_ms: float) -> Iterator[str]:
    for place, count in enumerate(counts):
        left, top = _place(place / len(counts), count / most)
        right, bottom = _place((place + 1) / len(counts), 0.0)
        start, end = (most_ms * at / len(counts) for at in (place, place + 1))
        yield (
            f'<rect class="bar" x="{left + 0.5:.1f}" y="{top:.1f}" width="{right - left - 1:.1f}" '
            f'height="{bottom - top:.1f}">'
            f"<title>{start:.0f} to {end:.0f} ms: {count}</title></rect>"
        )


def _place(x: float, y: float) -> tuple[float, float]:
    """Place a point of the unit square on the canvas."""
    across, down = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    return _LEFT + x * across, _TOP + (1 - y) * down


def _line(points: Sequence[tuple[float, float]], style: str) -> str:
    places = (_place(x, y) for x, y in points)
    return f'<polyline class="{style}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'


def _figure(
    title: str,
    across: str,
    up: str,
    parts: Sequence[str],
    has_data: bool,
    *,
    ticks: bool = True,
) -> str:
    corners = [_place(0, 1), _place(0, 0), _place(1, 0)]
    axes = [
        f'<line class="axis" x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}"/>'
        for (a, b), (c, d) in pairwise(corners)
    ]
    labels = [
        _text(_place(0.5, 0), across, dy=34),
        f'<g transform="rotate(-90 12 {_HEIGHT / 2:.0f})">{_text((12, _HEIGHT / 2), up, dy=2)}</g>',
        *(_ticks() if ticks else ()),
    ]
    inside = parts if has_data else [_text(_place(0.5, 0.5), "nothing to show", dy=0)]
    return (
        f'<figure><figcaption>{title}</figcaption><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{title}">{"".join([*axes, *labels, *inside])}</svg></figure>'
    )


def _ticks() -> Iterator[str]:
    for tenths in (0, 5, 10):
        value = tenths / 10
        yield _text(_place(value, 0), f"{value:g}", dy=15)
        x, y = _place(0, value)
        yield _text((x - 14, y), f"{value:g}", dy=4)


def _text(place: tuple[float, float], words: str, dy: float) -> str:
    x, y = place
    return f'<text x="{x:.1f}" y="{y + dy:.1f}" text-anchor="middle">{words}</text>'
