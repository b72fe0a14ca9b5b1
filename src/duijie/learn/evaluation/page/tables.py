"""Tables of an evaluation page: one row for each figure, its interval drawn and written."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from duijie.kernel.matching import LEVEL_WORDS, Level
from duijie.kernel.words import Lang, say
from duijie.learn.evaluation.intervals import Estimate
from duijie.learn.evaluation.page.drawing import Scale, bar
from duijie.learn.evaluation.page.numbers import bounds, interval, number, signed

_LEVELS: Final = tuple(Level)


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row of a table with drawn intervals (区间行)."""

    label: str
    remark: str
    estimate: Estimate
    scale: Scale
    mark: float | None = None
    is_small: bool = False
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class BarHeads:
    """The heads of a table with drawn intervals (表头), the ends of its scale between them."""

    first: str
    least: str
    most: str
    last: str


def bar_table(rows: Sequence[BarRow], heads: BarHeads, lang: Lang) -> str:
    """Return a table with a drawn interval in each row."""
    ends = f"<span>{escape(heads.least)}</span><span>{escape(heads.most)}</span>"
    written = "".join(_bar_row(row, lang) for row in rows)
    return (
        f'<table class="bars"><thead><tr><th scope="col">{escape(heads.first)}</th>'
        f'<th scope="col" class="bar"><div class="scale">{ends}</div></th>'
        f'<th scope="col" class="number">{escape(heads.last)}</th></tr></thead>'
        f"<tbody>{written}</tbody></table>"
    )


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of words and figures; every column but the first is set to the right."""
    shown = "".join(
        f'<th scope="col"{_right(n)}>{escape(head)}</th>' for n, head in enumerate(heads)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{_right(n)}>{escape(cell)}</td>" for n, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f'<table class="plain"><thead><tr>{shown}</tr></thead><tbody>{body}</tbody></table>'


def confusion_table(confusion: Sequence[Sequence[int]], lang: Lang) -> str:
    """Return how often each judged level (row) was given each level (column)."""
    total = max(1, *(max(row) for row in confusion))
    heads = "".join(f'<th scope="col">{_level(level, lang)}</th>' for level in _LEVELS)
    rows = []
    for level, counts in zip(_LEVELS, confusion, strict=True):
        cells = "".join(
            f'<td{_same(level, given)} style="background:color-mix(in srgb,var(--accent) '
            f'{round(40 * count / total)}%,transparent)">{count:,}</td>'
            for given, count in zip(_LEVELS, counts, strict=True)
        )
        rows.append(f'<tr><th scope="row">{_level(level, lang)}</th>{cells}</tr>')
    corner = escape(say(lang, "judged ↓ given →"))
    return (
        f'<table class="grid"><thead><tr><th scope="col">{corner}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _bar_row(row: BarRow, lang: Lang) -> str:
    remark = f"<small>{escape(row.remark)}</small>" if row.remark else ""
    drawn = bar(row.estimate, row.scale, mark=row.mark, hollow=row.is_small)
    found = row.estimate
    if row.is_signed:
        value, low, high = map(signed, (found.value, found.low, found.high))
        written = bounds(low, high, lang) if found.low is not None else "–"
    else:
        value, written = number(found.value), interval(found, lang)
    return (
        f'<tr><th scope="row">{escape(row.label)}{remark}</th><td class="bar">{drawn}</td>'
        f'<td class="number"><b>{value}</b><span>{escape(written)}</span></td></tr>'
    )


def _level(level: Level, lang: Lang) -> str:
    return escape(f"{int(level)} {say(lang, LEVEL_WORDS[level])}")


def _same(judged: Level, given: Level) -> str:
    return ' class="same"' if judged == given else ""


def _right(column: int) -> str:
    return ' class="number"' if column else ""
