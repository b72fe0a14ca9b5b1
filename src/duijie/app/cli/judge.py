"""`duijie judge`: people say how strong matches are, blind to which system found them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import system_clock
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_, Phrase, say

if TYPE_CHECKING:
    from duijie.app.cli.judge_asking import JudgeQuestions
    from duijie.learn.judging import Round

NAME = typer.Argument(help=N_("Name of the judging round."))
JUDGE = typer.Option(help=N_("Who judges."))
JSON = typer.Option("--json", help=N_("Print JSON for machines."))


def new(
    context: typer.Context,
    name: Annotated[str, NAME],
    needs: Annotated[
        Path | None,
        typer.Option(
            help=N_("Needs as JSON Lines (id, title, text); else the stored ones."), metavar="FILE"
        ),
    ] = None,
    run: Annotated[
        list[Path] | None,
        typer.Option(help=N_("A TREC run to pool; may be given again."), metavar="FILE"),
    ] = None,
    system: Annotated[
        str,
        typer.Option(
            help=N_("Variants of the engine to pool: text, vectors, hybrid, all, or a ranker.")
        ),
    ] = "",
    achievements: Annotated[
        Path | None,
        typer.Option(
            help=N_("Achievements as JSON Lines (id, title, text); else the index."), metavar="FILE"
        ),
    ] = None,
    depth: Annotated[int, typer.Option(help=N_("Places of each list that are judged."))] = 10,
    judges: Annotated[str, typer.Option(help=N_("Names of the judges, e.g. wei,li."))] = "a,b",
    overlap: Annotated[
        float,
        typer.Option(help=N_("Share that all judges judge, from 0 to 1."), metavar="NUMBER"),
    ] = 0.3,
    needs_drawn: Annotated[
        int, typer.Option("--needs-drawn", help=N_("Needs drawn by the seed; 0: all."), min=0)
    ] = 0,
    seed: Annotated[int, typer.Option(help=N_("Draws order and judges."))] = 0,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Make a judging round."""
    terminal: Terminal = context.obj
    from duijie.app.cli.judge_figures import print_made
    from duijie.app.cli.judge_json import round_json
    from duijie.app.judging import RoundSources, new_round
    from duijie.learn.judging import RoundPlan

    names = tuple(judge.strip() for judge in judges.replace("，", ",").split(",") if judge.strip())
    plan = RoundPlan(name, names, depth, overlap, seed)
    sources = RoundSources(needs, tuple(run or ()), _variants(system), achievements, needs_drawn)
    with progress(terminal) as told:
        judging = new_round(terminal.home, plan, sources, told)
    if json:
        terminal.print_json(round_json(judging))
    else:
        print_made(terminal, judging)


def next_(
    context: typer.Context,
    name: Annotated[str, NAME],
    judge: Annotated[str, JUDGE],
    level: Annotated[
        int | None, typer.Option(help=N_("Answer with this level instead of asking."))
    ] = None,
    skip: Annotated[str, typer.Option(help=N_("Skip for this reason instead of asking."))] = "",
    undo: Annotated[
        bool, typer.Option("--undo", help=N_("Take the latest answer back, then stop."))
    ] = False,
    number: Annotated[
        int, typer.Option("--item", help=N_("Answer this item instead of the next one."), min=0)
    ] = 0,
    unmarked: Annotated[
        bool, typer.Option("--unmarked", help=N_("Do not mark the wanted words."))
    ] = False,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Judge: one item after the other, until all is done or the judge stops."""
    terminal: Terminal = context.obj
    from duijie.app.cli.judge_asking import JudgeQuestions, ask

    judging = opened(terminal, name)
    questions = JudgeQuestions(judging, judge)
    if level is not None or skip or undo or number or json:
        call = _Call(level, skip, undo=undo, number=number, is_marked=not unmarked)
        _answer_one(terminal, questions, call, is_json=json)
        return
    given, is_done = ask(terminal, questions, is_marked=not unmarked)
    _tell_progress(terminal, questions, given, is_done=is_done)


def import_answers(
    context: typer.Context,
    name: Annotated[str, NAME],
    file: Annotated[Path, typer.Argument(help=N_("CSV, TSV or JSON Lines with item and level."))],
    judge: Annotated[str, JUDGE],
) -> None:
    """Take the answers of a judge from a file."""
    terminal: Terminal = context.obj
    from duijie.app.cli.judge_asking import JudgeQuestions
    from duijie.learn.judging import read_sheet, record_sheet

    judging = opened(terminal, name)
    judging.answers_of(judge)
    rows = read_sheet(judging, judge, file)
    count = record_sheet(judging, judge, rows, clock=system_clock)
    terminal.print(
        say(
            terminal.lang,
            "%(rows)d answered rows, %(new)d of them new or changed and stored.",
            rows=len(rows),
            new=count,
        )
    )
    _tell_progress(terminal, JudgeQuestions(judging, judge), 0, is_done=False)


def sheet(
    context: typer.Context,
    name: Annotated[str, NAME],
    judge: Annotated[str, JUDGE],
    out: Annotated[Path, typer.Option(help=N_("File for the sheet: .csv."), metavar="FILE")],
) -> None:
    """Write the open items of a judge for a spreadsheet."""
    terminal: Terminal = context.obj
    from duijie.learn.judging import write_sheet

    judging = opened(terminal, name)
    with written(out):
        count = write_sheet(judging, judge, out, lang=terminal.lang)
    terminal.print(
        say(
            terminal.lang,
            "%(count)d open items written to %(file)s. Fill in the levels, then: "
            "duijie judge import %(name)s %(file)s --judge %(judge)s",
            count=count,
            file=out,
            name=name,
            judge=judge,
        )
    )


def guide(context: typer.Context) -> None:
    """Show what the levels mean."""
    from duijie.app.cli.judge_screen import print_guide

    print_guide(context.obj)


def opened(terminal: Terminal, name: str) -> "Round":
    """Return a judging round of this installation."""
    from duijie.learn.judging import open_round

    return open_round(terminal.home.judging, name)


@contextmanager
def written(file: Path) -> Iterator[None]:
    """Turn what goes wrong with a file that is written into a sentence."""
    try:
        yield
    except OSError as error:
        raise CallError(
            why=N_("the file cannot be written"),
            remedy=Phrase("Check the path %(path)s: %(why)s.", path=file, why=error.strerror),
        ) from error


def _answer_one(
    terminal: Terminal, questions: "JudgeQuestions", call: "_Call", *, is_json: bool
) -> None:
    """Answer one item as the call says, or show it, without asking."""
    from duijie.app.cli.judge_json import item_json, progress_json
    from duijie.app.cli.judge_screen import print_item
    from duijie.learn.judging import checked_level, progress_of

    answered = questions.undo() if call.undo else None
    entry = questions.again(call.number) if call.number else questions.next()
    if not call.undo and entry is not None and (call.level is not None or call.skip):
        answered = entry.number
        if call.level is None:
            questions.skip(entry.number, call.skip)
        else:
            questions.level(entry.number, checked_level(questions.judging, call.level))
        entry = questions.next()
    if is_json:
        progress_now = progress_of(questions.judging, questions.judge)
        terminal.print_json(
            {
                "round": questions.judging.name,
                "answered": answered,
                "next": None if entry is None else item_json(entry, is_marked=call.is_marked),
                "progress": progress_json(progress_now),
            }
        )
    elif answered is None and entry is not None and not call.undo:
        print_item(terminal, entry, is_marked=call.is_marked)
    else:
        given = 0 if answered is None else -1 if call.undo else 1
        _tell_progress(terminal, questions, given, is_done=entry is None)


@dataclass(frozen=True, slots=True)
class _Call:
    """What `next` was called with instead of being asked."""

    level: int | None
    skip: str
    undo: bool
    number: int
    is_marked: bool


def _tell_progress(
    terminal: Terminal, questions: "JudgeQuestions", given: int, *, is_done: bool
) -> None:
    """Say how far the judge is and which command leads on."""
    from duijie.learn.judging import progress_of

    lang, judging, judge = terminal.lang, questions.judging, questions.judge
    how_far = progress_of(judging, judge)
    terminal.print(
        say(
            lang,
            "%(judge)s: %(answered)d of %(total)d answered, %(left)d left.",
            judge=judge,
            answered=how_far.total - how_far.left,
            total=how_far.total,
            left=how_far.left,
        ),
        style="bold",
    )
    if is_done or how_far.left == 0:
        terminal.print(say(lang, "All is judged. Thank you."))
        next_step = f"duijie judge agreement {judging.name}"
    else:
        if given:
            terminal.print(say(lang, "Every answer is stored; go on whenever you like."))
        next_step = f"duijie judge next {judging.name} --judge {judge}"
    terminal.print(say(lang, "Next: %(command)s", command=next_step), style="dim")


def _variants(text: str) -> tuple[str, ...]:
    from duijie.learn.judging import Variant

    names = [name.strip() for name in text.split(",") if name.strip()]
    return tuple(map(str, Variant)) if names == ["all"] else tuple(dict.fromkeys(names))
