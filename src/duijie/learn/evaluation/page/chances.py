"""Sections of an evaluation page about chances, abstention, levels and the noise of labels."""

from collections.abc import Iterator
from html import escape

from duijie.kernel.words import Lang, say
from duijie.learn.evaluation.intervals import Estimate
from duijie.learn.evaluation.noise import NoiseCeiling
from duijie.learn.evaluation.page.drawing import Spot, Words, curve_plot, reliability_plot
from duijie.learn.evaluation.page.numbers import bounds, heading, interval, joined, number
from duijie.learn.evaluation.page.tables import confusion_table, plain_table
from duijie.learn.evaluation.report import CalibrationCurve, CurvePoint, Report

HALF = 0.5


def reliability(report: Report, lang: Lang) -> Iterator[str]:
    """Yield the reliability plot with its sentence and its table."""
    curve = report.calibration
    if curve is None or not curve.bins:
        return
    yield heading(say(lang, "Are the chances true?"))
    words = Words(
        say(lang, "Reliability plot: what was said and what came true."),
        say(lang, "chance that was said"),
        say(lang, "share that came true"),
    )
    spots = [Spot(part.said, part.came_true, part.low, part.high) for part in curve.bins]
    plot = reliability_plot(spots, words, say(lang, "true chances"))
    yield _figure(plot, _reliability_sentence(curve, report.figures.get("ece"), lang))
    heads = (
        say(lang, "Chance said"),
        say(lang, "Pairs"),
        say(lang, "said, on average"),
        say(lang, "came true"),
        say(lang, "Interval (95 %)"),
    )
    rows = [
        (
            _range(part.least, part.most, lang),
            f"{part.n:,}",
            number(part.said),
            number(part.came_true),
            bounds(f"{part.low:.2f}", f"{part.high:.2f}", lang),
        )
        for part in curve.bins
    ]
    yield _folded(say(lang, "The table behind it"), plain_table(heads, rows))


def abstention(report: Report, lang: Lang) -> Iterator[str]:
    """Yield the abstention curve with its sentence and its table."""
    points = report.abstention
    if not points or points[-1].risk.value is None:
        return
    yield heading(say(lang, "What is abstaining worth?"))
    words = Words(
        say(lang, "Abstention curve: the error rate when only the surest part is answered."),
        say(lang, "share that is answered"),
        say(lang, "error rate"),
    )
    spots = [_spot(point) for point in points]
    labelled = [spot for spot in spots if abs(spot.x - HALF) < 1e-9 or spot.x > 1 - 1e-9]
    yield _figure(curve_plot(spots, words, labelled), _abstention_sentence(report, lang))
    heads = (say(lang, "Answered"), say(lang, "Error rate"), say(lang, "Interval (95 %)"))
    rows = [
        (f"{100 * point.coverage:.0f} %", number(point.risk.value), interval(point.risk, lang))
        for point in points
    ]
    yield _folded(say(lang, "The table behind it"), plain_table(heads, rows))


def levels(report: Report, lang: Lang) -> Iterator[str]:
    """Yield the table of judged and given levels."""
    if not report.confusion:
        return
    yield heading(say(lang, "Judged and given levels"))
    yield confusion_table(report.confusion, lang)
    sentence = say(
        lang,
        "How many pairs of each judged level (row) were given each level (column). "
        "The diagonal is right; two steps off it is a miss that a user notices.",
    )
    yield f'<p class="small quiet">{escape(sentence)}</p>'


def ceiling(found: NoiseCeiling | None, lang: Lang) -> Iterator[str]:
    """Yield what the repeats in the judgements say about the best that can be reached."""
    if found is None or not found.pairs:
        return
    yield heading(say(lang, "How noisy are the judgements?"))
    sentences = (
        say(
            lang,
            "%(pairs)s judgements repeat the same need and title (%(groups)s groups). One of "
            "them equals the median of the others in %(agreement)s %% (%(interval)s).",
            pairs=f"{found.pairs:,}",
            groups=f"{found.groups:,}",
            agreement=_percent(found.agreement.value),
            interval=bounds(_percent(found.agreement.low), _percent(found.agreement.high), lang),
        ),
        say(
            lang,
            "Predicting each by the others reaches a MAE score of %(score)s (%(interval)s): "
            "what one more judge would reach.",
            score=number(found.by_others.value),
            interval=interval(found.by_others, lang),
        ),
        say(
            lang,
            "On these repeats no predictor that gives equal pairs equal levels can score more "
            "than %(score)s (%(interval)s).",
            score=number(found.at_most.value),
            interval=interval(found.at_most, lang),
        ),
    )
    yield f"<p>{escape(joined(*sentences))}</p>"


def _reliability_sentence(curve: CalibrationCurve, error: Estimate | None, lang: Lang) -> str:
    if error is None or error.value is None or curve.error_by_chance is None:
        return say(lang, "On the dashed line chances are true; the lines are intervals (95 %).")
    return say(
        lang,
        "On the dashed line chances are true; each point is a bin of pairs with its 95 %% "
        "interval. The mean gap is %(error)s (%(interval)s); even chances that are exactly true "
        "would show %(by_chance)s on so many pairs.",
        error=number(error.value),
        interval=interval(error, lang),
        by_chance=number(curve.error_by_chance),
    )


def _abstention_sentence(report: Report, lang: Lang) -> str:
    full, half = report.figures["error"], report.figures["error_at_half_coverage"]
    return say(
        lang,
        "Of all answers %(full)s are wrong at level 3 and above, of the surer half %(half)s: "
        "%(ratio)s times as often. The band is the 95 %% interval.",
        full=f"{_percent(full.value)} %",
        half=f"{_percent(half.value)} %",
        ratio=number(report.figures["half_to_full_error"].value),
    )


def _spot(point: CurvePoint) -> Spot:
    risk = point.risk
    return Spot(point.coverage, risk.value or 0.0, risk.low, risk.high)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _range(least: float, most: float, lang: Lang) -> str:
    low, high = f"{least:.2f}", f"{most:.2f}"
    return low if low == high else bounds(low, high, lang)


def _figure(drawing: str, sentence: str) -> str:
    return f"<figure>{drawing}<figcaption>{escape(sentence)}</figcaption></figure>"


def _folded(title: str, table: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{table}</details>"
