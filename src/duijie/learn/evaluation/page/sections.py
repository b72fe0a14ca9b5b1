"""Sections of an evaluation page about figures, the baseline and the slices."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from duijie.kernel.words import Lang, say
from duijie.learn.evaluation.figure_words import (
    figure_label,
    figure_most,
    figure_sentence,
    slice_label,
)
from duijie.learn.evaluation.intervals import Estimate, PairedTest
from duijie.learn.evaluation.page.drawing import Scale, even_scale, wide_scale
from duijie.learn.evaluation.page.numbers import (
    chance_words,
    heading,
    interval,
    joined,
    number,
    signed,
)
from duijie.learn.evaluation.page.tables import BarHeads, BarRow, bar_table
from duijie.learn.evaluation.report import Comparison, Report, SliceFigure
from duijie.learn.evaluation.slices import SMALL, is_small


def answer(report: Report, lang: Lang) -> str:
    """Return the first figure and how it compares, in a sentence or two."""
    name, found = next(iter(report.figures.items()))
    said = [
        say(
            lang,
            "%(figure)s is %(value)s (95 %% interval %(interval)s, %(n)s requests).",
            figure=figure_label(name, lang),
            value=number(found.value),
            interval=interval(found, lang),
            n=f"{found.n:,}",
        )
    ]
    if report.comparison is not None:
        said.append(verdict(report.comparison.baseline, report.comparison.tests[name], lang))
    return f'<p class="answer">{escape(joined(*said))}</p>'


def verdict(baseline: str, test: PairedTest, lang: Lang) -> str:
    """Return what a paired test says, as a sentence."""
    values = {
        "baseline": baseline,
        "difference": signed(test.difference),
        "p": chance_words(test.p),
    }
    if test.is_better:
        return say(lang, "Better than %(baseline)s by %(difference)s (%(p)s).", **values)
    if test.is_worse:
        return say(lang, "Worse than %(baseline)s by %(difference)s (%(p)s).", **values)
    return say(lang, "No difference from %(baseline)s is shown: %(difference)s (%(p)s).", **values)


def figures(report: Report, lang: Lang) -> Iterator[str]:
    """Yield the table of all figures."""
    yield heading(say(lang, "Figures"))
    rows = [
        BarRow(
            figure_label(name, lang),
            _remark(name, found, lang),
            found,
            Scale(0.0, _most(name, found)),
        )
        for name, found in report.figures.items()
    ]
    heads = BarHeads(say(lang, "Figure"), "0", "1", say(lang, "Value, interval"))
    yield bar_table(rows, heads, lang)
    yield _quiet(
        say(
            lang,
            "The point is the figure, the band its interval (95 %): between these bounds it "
            "would lie if other requests of this kind had been asked.",
        )
    )


def comparison(found: Comparison | None, lang: Lang) -> Iterator[str]:
    """Yield the paired differences from the baseline."""
    if found is None:
        return
    yield heading(say(lang, "Compared with %(baseline)s", baseline=found.baseline))
    differences = {
        name: Estimate(test.difference, test.low, test.high, test.n)
        for name, test in found.tests.items()
    }
    scale = even_scale(list(differences.values()))
    rows = [
        BarRow(
            figure_label(name, lang),
            say(
                lang,
                "%(baseline)s: %(value)s; %(p)s",
                baseline=found.baseline,
                value=number(found.figures[name].value),
                p=chance_words(found.tests[name].p),
            ),
            difference,
            scale,
            mark=0.0,
            is_signed=True,
        )
        for name, difference in differences.items()
    ]
    heads = BarHeads(
        say(lang, "Figure"), say(lang, "← worse"), say(lang, "better →"), say(lang, "Difference")
    )
    yield bar_table(rows, heads, lang)
    yield _quiet(
        say(
            lang,
            "Differences request by request. An interval that does not touch the dashed line is a "
            "difference; p says how often swapping the two by chance gives so large a one.",
        )
    )


def slices(report: Report, lang: Lang) -> Iterator[str]:
    """Yield a table for each way to part the requests and each figure."""
    if not report.slices:
        return
    yield heading(say(lang, "Slices"))
    for (by, name), group in groupby(
        sorted(report.slices, key=lambda part: (part.by, part.name)),
        key=lambda part: (part.by, part.name),
    ):
        yield from _slice_table(list(group), by, name, report.figures.get(name), lang)
    yield _quiet(
        say(
            lang,
            "The dashed line is the figure of all requests. A hollow point stands for fewer than "
            "%(small)s requests: too few to tell a difference from chance.",
            small=SMALL,
        )
    )


def _slice_table(
    parts: list[SliceFigure], by: str, name: str, whole: Estimate | None, lang: Lang
) -> Iterator[str]:
    scale = wide_scale([part.estimate for part in parts])
    title = say(
        lang,
        "%(figure)s by: %(by)s",
        figure=figure_label(name, lang),
        by=slice_label(by, lang),
    )
    yield f"<h3>{escape(title)}</h3>"
    rows = [
        BarRow(
            slice_label(part.slice, lang),
            say(lang, "requests: %(n)s", n=f"{part.n:,}"),
            part.estimate,
            scale,
            mark=None if whole is None else whole.value,
            is_small=is_small(part.n),
        )
        for part in parts
    ]
    ends = (f"{scale.least:g}", f"{scale.most:g}")
    heads = BarHeads(say(lang, "Slice"), *ends, say(lang, "Value, interval"))
    yield bar_table(rows, heads, lang)


def _remark(name: str, found: Estimate, lang: Lang) -> str:
    """Return what a figure says, and to where it is drawn when that is not 1."""
    most, sentence = _most(name, found), figure_sentence(name, lang)
    if most <= 1:
        return sentence
    drawn = say(lang, "Drawn from 0 to %(most)s.", most=f"{most:.3g}")
    return joined(sentence, drawn)


def _most(name: str, found: Estimate) -> float:
    return max(figure_most(name), found.high or 0.0)


def _quiet(sentence: str) -> str:
    return f'<p class="small quiet">{escape(sentence)}</p>'
