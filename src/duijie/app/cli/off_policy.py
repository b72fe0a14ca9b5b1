"""`duijie evaluate off-policy`: would a candidate have done better on what people were shown?"""

from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.table import Table

from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import system_clock
from duijie.kernel.errors import LearnFileError, UnknownNameError
from duijie.kernel.words import N_, Lang, Phrase, say

if TYPE_CHECKING:
    from duijie.app.answers import Json
    from duijie.learn.comparison import LoggedComparison, LogSlices, ValueEstimate
    from duijie.learn.feedback import FeedbackLog

PROBLEMS_SHOWN = 5

Choice = TypeVar("Choice", bound=StrEnum)


def off_policy(
    context: typer.Context,
    log: Annotated[
        Path, typer.Option(help=N_("What was shown and done, as JSON Lines."), metavar="FILE")
    ],
    candidate: Annotated[
        Path, typer.Option(help=N_("The candidate's rankings as a TREC run."), metavar="FILE")
    ],
    live: Annotated[
        Path | None,
        typer.Option(
            help=N_("The live rankings as a TREC run; else where records usually stood."),
            metavar="FILE",
        ),
    ] = None,
    slices: Annotated[
        Path | None,
        typer.Option(
            help=N_("Table of slices: a column query, then one column for each way to part."),
            metavar="FILE",
        ),
    ] = None,
    reward: Annotated[
        str, typer.Option(help=N_("What counts as a good place: click, satisfied or deal."))
    ] = "satisfied",
    method: Annotated[str, typer.Option(help=N_("How to estimate: ips, snips or dr."))] = "snips",
    reading: Annotated[
        str, typer.Option(help=N_("What of the log may count: examination, place or list."))
    ] = "examination",
    depth: Annotated[int, typer.Option(help=N_("Places of a list that count."), min=1)] = 10,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """Estimate from a log what a candidate would have brought, against what is live."""
    terminal: Terminal = context.obj
    from duijie.learn.comparison import CompareOptions, Method, Reading, RewardKind, compare
    from duijie.learn.evaluation import read_run
    from duijie.learn.feedback import read_log

    options = CompareOptions(
        method=_one_of(Method, method, N_("method")),
        reading=_one_of(Reading, reading, N_("reading")),
        reward=_one_of(RewardKind, reward, N_("reward")),
        depth=depth,
    )
    found = read_log(log)
    _check_log(log, found)
    told = compare(
        found,
        read_run(candidate).scores,
        read_run(live).scores if live else None,
        today=system_clock(),
        options=options,
        slices=_slices(slices) if slices else None,
    )
    if json:
        terminal.print_json(_json(told, found))
    else:
        _print(terminal, told, found)
    if found.problems:
        raise typer.Exit(1)


def _check_log(file: Path, log: "FeedbackLog") -> None:
    """Return when a file holds something that was shown, or nothing that is wrong."""
    if log.impressions or not log.problems:
        return
    wrong = log.problems[0]
    why = Phrase("row %(row)s: %(why)s", row=wrong.row, why=wrong.why)
    raise LearnFileError(path=file, why=why, remedy=wrong.remedy)


def _one_of(kinds: type[Choice], name: str, thing: str) -> Choice:
    try:
        return kinds(name)
    except ValueError as error:
        raise UnknownNameError(thing=thing, name=name, known=", ".join(kinds)) from error


def _slices(file: Path) -> "LogSlices":
    from duijie.learn.comparison import LogSlices
    from duijie.learn.evaluation import read_slices

    facets: dict[str, dict[str, str]] = {}
    for way in read_slices(file):
        for request_id, value in way.slice_of.items():
            facets.setdefault(request_id, {})[way.by] = value
    return LogSlices(of_requests=facets)


def _print(terminal: Terminal, told: "LoggedComparison", log: "FeedbackLog") -> None:
    lang, found = terminal.lang, told.comparison
    terminal.print(
        say(
            lang,
            "%(lists)s lists of %(requests)s requests, worth %(effective)s; the log could have "
            "shown %(coverage)s of what the candidate shows.",
            lists=f"{found.lists:,}",
            requests=f"{found.requests:,}",
            effective=f"{found.effective:,.0f}",
            coverage=f"{found.coverage:.1%}",
        )
    )
    terminal.out.print(_table(told, lang))
    left_out = {
        N_("%(count)s lists belong to requests that the candidate does not answer."): (
            told.unanswered
        ),
        N_("%(count)s lists are too young to tell whether deals came."): told.young,
        N_("%(count)s rows cannot be true or are repeated, and were left out."): sum(
            told.doubts.values()
        ),
    }
    for sentence, count in left_out.items():
        if count:
            terminal.print(say(lang, sentence, count=f"{count:,}"), style="yellow")
    for problem in log.problems[:PROBLEMS_SHOWN]:
        terminal.print(
            say(
                lang,
                "%(file)s, row %(row)s, field %(field)s, value “%(value)s”: %(why)s. %(remedy)s",
                file=problem.file,
                row=problem.row,
                field=problem.field or "-",
                value=problem.value,
                why=problem.why.worded(lang),
                remedy=say(lang, problem.remedy),
            ),
            style="yellow",
        )
    if len(log.problems) > PROBLEMS_SHOWN:
        more = f"{len(log.problems) - PROBLEMS_SHOWN:,}"
        terminal.print(say(lang, "And %(count)s more rows like that.", count=more))


def _table(told: "LoggedComparison", lang: Lang) -> Table:
    found = told.comparison
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in (N_("per list"), N_("at least"), N_("at most")):
        table.add_column(say(lang, name), justify="right")
    rows = (
        (N_("candidate"), found.candidate),
        (N_("live"), found.live),
        (N_("candidate more than live"), found.difference),
    )
    for name, estimate in rows:
        table.add_row(say(lang, name), *(_cell(figure, ".4f") for figure in _figures(estimate)))
    for part in found.slices:
        if part.live:
            shares = (figure / part.live for figure in _figures(part.difference))
            table.add_row(f"{part.name} {part.value}", *(_cell(share, "+.1%") for share in shares))
    return table


def _cell(figure: float, form: str) -> str:
    """Return a figure as a table shows it; a bound that so few requests do not give is a dash."""
    return format(figure, form) if isfinite(figure) else "–"


def _figures(estimate: "ValueEstimate") -> tuple[float, float, float]:
    return estimate.value, estimate.low(), estimate.high()


def _json(told: "LoggedComparison", log: "FeedbackLog") -> "dict[str, Json]":
    found = told.comparison
    return {
        "method": found.method.value,
        "reading": found.reading.value,
        "lists": found.lists,
        "requests": found.requests,
        "effective_lists": round(found.effective, 1),
        "coverage": round(found.coverage, 6),
        "weights_cut": round(found.cut, 6),
        "examination": [round(chance, 6) for chance in found.examination],
        "candidate": _estimate_json(found.candidate),
        "live": _estimate_json(found.live),
        "difference": _estimate_json(found.difference),
        "slices": [
            {
                "name": part.name,
                "value": part.value,
                "lists": part.lists,
                "requests": part.requests,
                "live": round(part.live, 6),
                "difference": _estimate_json(part.difference),
            }
            for part in found.slices
        ],
        "unanswered_lists": told.unanswered,
        "young_lists": told.young,
        "doubts": {doubt.value: count for doubt, count in told.doubts.items() if count},
        "problems": [
            {
                "file": problem.file,
                "row": problem.row,
                "field": problem.field,
                "value": problem.value,
                "why": problem.why.worded("en"),
                "remedy": problem.remedy,
            }
            for problem in log.problems
        ],
    }


def _estimate_json(estimate: "ValueEstimate") -> "dict[str, Json]":
    finite = estimate.degrees > 0
    return {
        "value": round(estimate.value, 6),
        "low": round(estimate.low(), 6) if finite else None,
        "high": round(estimate.high(), 6) if finite else None,
    }
