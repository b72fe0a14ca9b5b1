"""Charts (图表): small, labelled directly, the words in HTML, the drawing without any.

Decision 0008 weighed the libraries for charts whose rows carry a figure; its reasons hold here, and
docs/decisions/0017-charts-on-pages.md adds what a web process pays. A chart is included in a
template: `{% include "shared/_chart.html" with chart=chart %}`.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart (条): its label, its figure, and how long it is drawn, in percent."""

    label: str
    count: int
    percent: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars of one sort, longest first or in their own order (条形图).

    `sentence` says what the chart shows: it stands under it, and is what one remembers.
    """

    title: str
    unit: str
    sentence: str
    bars: tuple[Bar, ...]


def bar_chart(
    rows: Sequence[tuple[str, int]], *, title: str, unit: str, sentence: str
) -> BarChart | None:
    """Return the bars of some counts; None where there is nothing to show.

    >>> bar_chart([("a", 4), ("b", 1)], title="", unit="", sentence="").bars[1].percent
    25.0
    """
    most = max((count for _, count in rows), default=0)
    if most <= 0:
        return None
    bars = tuple(Bar(label, count, round(100 * count / most, 2)) for label, count in rows)
    return BarChart(title, unit, sentence, bars)
