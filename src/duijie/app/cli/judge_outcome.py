"""`duijie judge`, once answers are there: how far, how much in agreement, settled, exported."""

from pathlib import Path
from typing import Annotated

import typer

from duijie.app.cli.judge import JSON, NAME, opened, written
from duijie.app.cli.terminal import Terminal
from duijie.kernel.errors import CallError, UnknownNameError
from duijie.kernel.words import N_, say

NOT_NAMED = typer.Argument(help=N_("Name of the judging round; none: list all."))


def status(
    context: typer.Context,
    name: Annotated[str, NOT_NAMED] = "",
    json: Annotated[bool, JSON] = False,
) -> None:
    """Show how far each judge is, and agreement so far."""
    terminal: Terminal = context.obj
    from duijie.app.cli.judge_figures import print_rounds, print_status
    from duijie.app.cli.judge_json import status_json
    from duijie.learn.judging import open_round, round_names

    if name:
        judging = opened(terminal, name)
        if json:
            terminal.print_json(status_json(judging))
        else:
            print_status(terminal, judging)
        return
    rounds = terminal.home.judging
    every = [open_round(rounds, known) for known in round_names(rounds)]
    if json:
        terminal.print_json([status_json(judging) for judging in every])
    else:
        print_rounds(terminal, every)


def agreement(
    context: typer.Context,
    name: Annotated[str, NAME],
    reveal: Annotated[
        bool, typer.Option("--reveal", help=N_("Name disputed items before all have judged."))
    ] = False,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Show how far the judges agree."""
    terminal: Terminal = context.obj
    from duijie.app.cli.judge_figures import print_agreement
    from duijie.app.cli.judge_json import agreement_json
    from duijie.learn.judging import agreement as computed

    judging = opened(terminal, name)
    report = computed(judging)
    is_shown = report.is_complete or reveal
    if json:
        terminal.print_json(agreement_json(report, is_shown=is_shown))
    else:
        print_agreement(terminal, judging, report, is_shown=is_shown)


def adjudicate(
    context: typer.Context,
    name: Annotated[str, NAME],
    judge: Annotated[str, typer.Option(help=N_("Who settles it: none of the judges."))],
    agreed: Annotated[
        bool,
        typer.Option("--agreed", help=N_("The judges settle it together and see both levels.")),
    ] = False,
    apart: Annotated[
        int, typer.Option(help=N_("Only items with levels at least so far apart."), min=1, max=3)
    ] = 1,
    unmarked: Annotated[
        bool, typer.Option("--unmarked", help=N_("Do not mark the wanted words."))
    ] = False,
) -> None:
    """Settle what judges differ on, item by item."""
    terminal: Terminal = context.obj
    from duijie.app.cli.judge_asking import DisputeQuestions, ask
    from duijie.learn.judging import check_third, still_disputed

    judging = opened(terminal, name)
    if not agreed:
        check_third(judging, judge)
    questions = DisputeQuestions(judging, judge, apart, is_open=agreed)
    ask(terminal, questions, is_marked=not unmarked)
    lang, left = terminal.lang, len(still_disputed(judging, apart=apart))
    terminal.print(
        say(lang, "%(left)d items that judges differ on are not settled.", left=left), style="bold"
    )
    following = f"duijie judge export {name} --qrels {name}.qrels"
    terminal.print(say(lang, "Next: %(command)s", command=following), style="dim")


def export(
    context: typer.Context,
    name: Annotated[str, NAME],
    qrels: Annotated[
        Path | None, typer.Option(help=N_("File for the qrels: grade = level - 1."), metavar="FILE")
    ] = None,
    details: Annotated[
        Path | None,
        typer.Option(help=N_("File (JSON Lines) for who judged what and how."), metavar="FILE"),
    ] = None,
    when_open: Annotated[
        str,
        typer.Option(help=N_("Where judges differ: middle, leave-out or refuse.")),
    ] = "middle",
    bare: Annotated[
        bool, typer.Option("--bare", help=N_("Write ids without their kind: A1, not kind:A1."))
    ] = False,
    store: Annotated[
        bool, typer.Option("--store", help=N_("Keep the levels beside the feedback, too."))
    ] = False,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Write the final levels as qrels, or keep them beside the feedback."""
    terminal: Terminal = context.obj
    from duijie.app.cli.judge_figures import print_exported, print_places
    from duijie.app.cli.judge_json import exported_json
    from duijie.app.judging import store_levels
    from duijie.learn.judging import WhenOpen, export_details, export_qrels, exported_levels

    if when_open not in list(WhenOpen):
        raise UnknownNameError(thing=N_("rule"), name=when_open, known=", ".join(WhenOpen))
    if qrels is None and details is None and not store:
        raise CallError(
            why=N_("it is not said where the levels go"),
            remedy=N_("Give --qrels FILE, --details FILE or --store."),
        )
    judging, rule = opened(terminal, name), WhenOpen(when_open)
    exported = exported_levels(judging, when_open=rule)
    if qrels is not None:
        with written(qrels):
            export_qrels(judging, qrels, when_open=rule, is_bare=bare)
    if details is not None:
        with written(details):
            export_details(judging, details, when_open=rule)
    stored = store_levels(terminal.home, judging, when_open=rule) if store else None
    if json:
        terminal.print_json({**exported_json(judging, exported), "stored": stored})
    else:
        print_exported(terminal, judging, exported)
        files = [file for file in (qrels, details) if file is not None]
        print_places(terminal, files, stored)
