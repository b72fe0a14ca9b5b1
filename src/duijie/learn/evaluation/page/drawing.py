"""Drawings of an evaluation page: SVG with as little text in it as can be.

Words stand in HTML, where they wrap and take the reader's own fonts; what is drawn is lines and
points. docs/decisions/0008-charts-in-evaluation-pages.md says why no library draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from duijie.learn.evaluation.intervals import Estimate

WIDE, HIGH = 360, 280
LEFT, RIGHT, TOP, BOTTOM = 44, 18, 24, 40
TOPS: Final = (0.02, 0.04, 0.08, 0.12, 0.2, 0.28, 0.4, 0.6, 0.8, 1.0)
TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """From where to where something is drawn (坐标范围)."""

    least: float
    most: float

    def share(self, value: float) -> float:
        """Return how far along a value lies, 0 to 1."""
        span = self.most - self.least
        return min(1.0, max(0.0, (value - self.least) / span)) if span else 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """What is written at a plot (图上文字): its title for those who hear it, and the two axes."""

    title: str
    across: str
    up: str


def bar(
    estimate: Estimate, scale: Scale, *, mark: float | None = None, hollow: bool = False
) -> str:
    """Return one interval with its point; `mark` draws a line for comparison across it."""
    drawn = ['<line class="whole" x1="0%" x2="100%" y1="8" y2="8"/>']
    if mark is not None:
        at = _percent(scale.share(mark))
        drawn.append(f'<line class="mark" x1="{at}" x2="{at}" y1="0" y2="16"/>')
    if estimate.low is not None and estimate.high is not None:
        low, high = _percent(scale.share(estimate.low)), _percent(scale.share(estimate.high))
        drawn.append(f'<line class="span" x1="{low}" x2="{high}" y1="8" y2="8"/>')
    if estimate.value is not None:
        kind = "hollow" if hollow else "point"
        at = _percent(scale.share(estimate.value))
        drawn.append(f'<circle class="{kind}" cx="{at}" cy="8" r="4"/>')
    return f'<svg width="100%" height="16" aria-hidden="true">{"".join(drawn)}</svg>'


def wide_scale(estimates: Sequence[Estimate]) -> Scale:
    """Return a scale that holds all intervals, ending on tenths, and at least one tenth long."""
    bounds = [
        bound
        for found in estimates
        for bound in (found.low, found.value, found.high)
        if bound is not None
    ]
    if not bounds:
        return Scale(0.0, 1.0)
    least, most = int(10 * min(bounds) // 1) / 10, -int(-10 * max(bounds) // 1) / 10
    return Scale(least, max(most, least + 0.1))


def even_scale(estimates: Sequence[Estimate]) -> Scale:
    """Return a scale with 0 in its middle that holds all intervals."""
    farthest = max(
        (abs(b) for e in estimates for b in (e.low, e.value, e.high) if b is not None), default=0.0
    )
    most = max(0.01, farthest)
    return Scale(-most, most)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a plot with what bounds it from below and above (图上的点)."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


def reliability_plot(spots: Sequence[Spot], words: Words, diagonal: str) -> str:
    """Return the reliability plot: said across, came true up, the diagonal is the truth."""
    whole = Scale(0.0, 1.0)
    x0, y0 = _place(0, 0, whole)
    x1, y1 = _place(1, 1, whole)
    beside = _place(0.82, 0.87, whole)
    drawn = [
        f'<line class="mark" x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}"/>',
        f'<text x="{beside[0]}" y="{beside[1]}" text-anchor="end">{escape(diagonal)}</text>',
    ]
    places = [_place(spot.x, spot.y, whole) for spot in spots]
    if len(places) > 1:
        drawn.append(f'<polyline class="line" opacity="0.45" points="{_points(places)}"/>')
    for spot, (x, y) in zip(spots, places, strict=True):
        if spot.low is not None and spot.high is not None:
            low, high = _place(spot.x, spot.low, whole)[1], _place(spot.x, spot.high, whole)[1]
            drawn.append(f'<line class="range" x1="{x}" x2="{x}" y1="{low}" y2="{high}"/>')
        drawn.append(f'<circle class="point" cx="{x}" cy="{y}" r="4"/>')
    return _plot(drawn, words, whole)


def curve_plot(spots: Sequence[Spot], words: Words, labelled: Sequence[Spot]) -> str:
    """Return a curve with its band; the `labelled` points carry their value as text."""
    highest = max((bound for s in spots for bound in (s.y, s.high or s.y)), default=1.0)
    up = Scale(0.0, next((most for most in TOPS if highest <= most), 1.0))
    low = [(_place(s.x, s.low, up)) for s in spots if s.low is not None]
    high = [(_place(s.x, s.high, up)) for s in spots if s.high is not None]
    drawn = []
    if low and high:
        drawn.append(f'<polygon class="band" points="{_points([*high, *reversed(low)])}"/>')
    drawn.append(
        f'<polyline class="line" points="{_points([_place(s.x, s.y, up) for s in spots])}"/>'
    )
    for spot in labelled:
        x, y = _place(spot.x, spot.y, up)
        drawn.append(f'<circle class="point" cx="{x}" cy="{y}" r="4"/>')
        drawn.append(
            f'<text class="strong" x="{x - 4}" y="{y - 10}" text-anchor="end">'
            f"{100 * spot.y:.1f} %</text>"
        )
    return _plot(drawn, words, up)


def _plot(drawn: Sequence[str], words: Words, up: Scale) -> str:
    axes = []
    for tick in TICKS:
        x, _ = _place(tick, 0, up)
        value = up.least + tick * (up.most - up.least)
        _, y = _place(0, value, up)
        axes.append(f'<line class="whole" x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y}" y2="{y}"/>')
        axes.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{_share(value)}</text>')
        axes.append(
            f'<text x="{x}" y="{HIGH - BOTTOM + 16}" text-anchor="middle">{_share(tick)}</text>'
        )
    axes.append(f'<text x="0" y="12" class="strong">{escape(words.up)}</text>')
    axes.append(
        f'<text x="{WIDE - RIGHT}" y="{HIGH - 6}" text-anchor="end" class="strong">'
        f"{escape(words.across)}</text>"
    )
    return (
        f'<svg viewBox="0 0 {WIDE} {HIGH}" width="100%" role="img" '
        f'aria-label="{escape(words.title, quote=True)}">{"".join([*axes, *drawn])}</svg>'
    )


def _place(x: float, y: float, up: Scale) -> tuple[float, float]:
    across = LEFT + x * (WIDE - LEFT - RIGHT)
    return round(across, 1), round(HIGH - BOTTOM - up.share(y) * (HIGH - TOP - BOTTOM), 1)


def _share(value: float) -> str:
    return f"{100 * value:.3g} %"


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"
