"""Figures of a judging round: on a terminal, and as JSON for machines."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.table import Table

from duijie.app.cli.terminal import Terminal
from duijie.kernel.matching import LEVEL_WORDS, Level
from duijie.kernel.words import N_, Lang, say

if TYPE_CHECKING:
    from duijie.learn.judging import Agreement, Alpha, Drift, Exported, PairAgreement, Round

DISPUTED_SHOWN = 10

# Krippendorff's own reading of α: from where figures bear conclusions, and tentative ones.
RELIABLE: Final = 0.8
TENTATIVE: Final = 0.667


def print_made(terminal: Terminal, judging: "Round") -> None:
    """Print what a new round holds and which command leads on."""
    lang = terminal.lang
    shared = sum(len(entry.judges) > 1 for entry in judging.items)
    terminal.print(
        say(
            lang,
            "Judging round %(name)s: %(items)d items for %(needs)d needs, pooled from "
            "%(systems)s; %(shared)d of them go to every judge.",
            name=judging.name,
            items=len(judging.items),
            needs=len(judging.needs),
            systems=", ".join(judging.systems),
            shared=shared,
        )
    )
    for judge in judging.plan.judges:
        count = sum(judge in entry.judges for entry in judging.items)
        terminal.print(say(lang, "%(judge)s: %(count)d items", judge=judge, count=count))
    following = f"duijie judge next {judging.name} --judge {judging.plan.judges[0]}"
    terminal.print(say(lang, "Next: %(command)s", command=following), style="dim")


def print_rounds(terminal: Terminal, every: "Sequence[Round]") -> None:
    """Print all rounds, one line each."""
    from duijie.learn.judging import progress_of

    lang = terminal.lang
    for judging in every:
        left = sum(progress_of(judging, judge).left for judge in judging.plan.judges)
        terminal.print(
            say(
                lang,
                "%(name)s: %(items)d items, judges %(judges)s, %(left)d answers to come",
                name=judging.name,
                items=len(judging.items),
                judges=", ".join(judging.plan.judges),
                left=left,
            )
        )
    if not every:
        terminal.print(
            say(lang, "There is no judging round yet. Start with: duijie judge new NAME --help")
        )


def print_status(terminal: Terminal, judging: "Round") -> None:
    """Print how far each judge is, and α so far."""
    from duijie.learn.judging import alpha_so_far, progress_of

    lang = terminal.lang
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(lang, "Judge"))
    figures = (N_("Items"), N_("Levelled"), N_("Skipped"), N_("Left"))
    for heading in (*figures, N_("Seconds each"), N_("Minutes left")):
        table.add_column(say(lang, heading), justify="right")
    for judge in judging.plan.judges:
        far = progress_of(judging, judge)
        each = "–" if far.seconds is None else f"{far.seconds:.0f}"
        minutes = "–" if far.seconds is None else f"{far.left * far.seconds / 60:.0f}"
        counts = (far.total, far.levelled, far.skipped, far.left)
        table.add_row(judge, *map(str, counts), each, minutes)
    terminal.out.print(table)
    print_alpha(terminal, alpha_so_far(judging))


def print_alpha(terminal: Terminal, alpha: "Alpha") -> None:
    """Print α with its interval and how to read it."""
    lang = terminal.lang
    if alpha.value is None:
        terminal.print(
            say(
                lang,
                "Agreement is not known yet: %(items)d items have two levels, and α needs levels "
                "that differ.",
                items=alpha.items,
            )
        )
        return
    terminal.print(
        say(
            lang,
            "Krippendorff's α (ordinal) %(value)s over %(items)d items with two levels or more.",
            value=_with_interval(alpha.value, alpha.low, alpha.high, lang),
            items=alpha.items,
        )
    )
    terminal.print(say(lang, _reading(alpha)), style="dim")


def print_agreement(
    terminal: Terminal, judging: "Round", report: "Agreement", *, is_shown: bool
) -> None:
    """Print α, pair by pair, over time, and the items judges differ on most."""
    lang = terminal.lang
    print_alpha(terminal, report.ordinal)
    if report.nominal.value is not None:
        value = _with_interval(report.nominal.value, report.nominal.low, report.nominal.high, lang)
        terminal.print(
            say(lang, "α (nominal: every difference counts the same) %(value)s", value=value)
        )
    for pair in report.pairs:
        _print_pair(terminal, pair)
    for drift in report.drift:
        _print_drift(terminal, drift)
    if not report.disputed:
        return
    terminal.print()
    terminal.print(
        say(lang, "%(count)d items on which judges differ", count=len(report.disputed)),
        style="bold",
    )
    if not is_shown:
        terminal.print(
            say(
                lang,
                "They are named when every judge is through with the shared items, so that no "
                "judge learns another's level; --reveal names them now.",
            )
        )
        return
    for one in report.disputed[:DISPUTED_SHOWN]:
        given = "  ".join(f"{judge}: {int(level)}" for judge, level in one.levels.items())
        need, achievement = judging.needs[one.need_id], judging.achievements[one.record_id]
        terminal.print(f"{one.number:>5}  {given}  {need.title} → {achievement.title}")
    following = f"duijie judge adjudicate {judging.name} --judge …"
    terminal.print(say(lang, "Next: %(command)s", command=following), style="dim")


def _print_pair(terminal: Terminal, pair: "PairAgreement") -> None:
    lang = terminal.lang
    terminal.print()
    names = {"first": pair.first, "second": pair.second}
    if not pair.items:
        terminal.print(say(lang, "%(first)s and %(second)s have no item in common yet.", **names))
        return
    terminal.print(
        say(
            lang,
            "%(first)s and %(second)s: %(items)d items, the same level %(exact)s, at most one "
            "apart %(within)s, mean difference %(higher)+.2f levels.",
            **names,
            items=pair.items,
            exact=f"{pair.exact:.0%}",
            within=f"{pair.within_one:.0%}",
            higher=pair.higher_by,
        )
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"{pair.first} ↓  {pair.second} →")
    for level in Level:
        table.add_column(f"{int(level)} {say(lang, LEVEL_WORDS[level])}", justify="right")
    for level, row in zip(Level, pair.confusion, strict=True):
        table.add_row(f"{int(level)} {say(lang, LEVEL_WORDS[level])}", *map(str, row))
    terminal.out.print(table)


def _print_drift(terminal: Terminal, drift: "Drift") -> None:
    lang = terminal.lang
    if drift.shift is None or not drift.quarters:
        return
    terminal.print()
    terminal.print(
        say(
            lang,
            "%(judge)s over time: mean level %(levels)s from quarter to quarter; later half less "
            "earlier half: %(shift)s.",
            judge=drift.judge,
            levels=" → ".join(f"{quarter.mean_level:.2f}" for quarter in drift.quarters),
            shift=_with_interval(drift.shift, drift.low, drift.high, lang),
        )
    )


def print_exported(terminal: Terminal, judging: "Round", exported: "Exported") -> None:
    """Print how many levels there are, and how they came about."""
    lang = terminal.lang
    counts = {decided.value: count for decided, count in exported.decided.items()}
    terminal.print(
        say(
            lang,
            "%(levels)d levels for %(needs)d needs: %(single)d by one judge, %(agreed)d agreed, "
            "%(settled)d settled, %(middle)d the middle of different levels.",
            levels=exported.levels,
            needs=exported.needs,
            **{name: counts.get(name, 0) for name in ("single", "agreed", "settled", "middle")},
        )
    )
    missing = len(judging.items) - exported.levels
    if missing:
        terminal.print(say(lang, "%(count)d items have no level and were left out.", count=missing))


def print_places(terminal: Terminal, files: Sequence[Path], stored: int | None) -> None:
    """Print where the levels have gone."""
    lang = terminal.lang
    for file in files:
        terminal.print(say(lang, "Written to %(file)s.", file=file))
    if stored is not None:
        terminal.print(
            say(lang, "Kept beside the feedback: %(count)d levels new or changed.", count=stored)
        )


def _reading(alpha: "Alpha") -> str:
    if alpha.value is None or alpha.low is None:
        return N_("This is too little to conclude anything from.")
    value = alpha.value
    if value >= RELIABLE:
        return N_("From 0.8 on the levels bear conclusions.")
    if value >= TENTATIVE:
        return N_("From 0.667 to 0.8 they bear tentative conclusions only.")
    return N_(
        "Below 0.667 the judges mean different things by the levels: read the guide together, "
        "settle some items together, then judge on."
    )


def _with_interval(value: float, low: float | None, high: float | None, lang: Lang) -> str:
    if low is None or high is None:
        return say(lang, "%(value).2f (too few needs for an interval)", value=value)
    return say(
        lang, "%(value).2f (95 %%: %(low).2f to %(high).2f)", value=value, low=low, high=high
    )
