"""`duijie evaluate`: how good rankings, predicted pairs and chances are, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.cli.evaluation_shown import tell_predictions, write_and_keep
from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import system_clock
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from datetime import datetime

    from duijie.learn.evaluation import (
        AskedRequest,
        Input,
        Qrels,
        RankingScores,
        Report,
        Run,
        RunOptions,
        Slices,
    )

Qrel = Annotated[
    Path, typer.Option(help=N_("Judgements as TREC qrels: query 0 record grade."), metavar="FILE")
]
SliceFile = Annotated[
    Path | None,
    typer.Option(
        help=N_("Table of slices: a column query, then one column for each way to part."),
        metavar="FILE",
    ),
]
RunFile = Annotated[
    Path | None,
    typer.Option(help=N_("A TREC run; without one the engine is asked."), metavar="FILE"),
]
Needs = Annotated[
    Path | None,
    typer.Option(help=N_("Requests as JSON Lines: id, title, text."), metavar="FILE"),
]
Baseline = Annotated[
    Path | None,
    typer.Option(help=N_("A second TREC run to compare with, by a paired test."), metavar="FILE"),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help=N_("Folder for report.json and report.html; else one under the home."),
        metavar="FOLDER",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What `evaluate run` was called with (调用参数)."""

    qrels: Path
    run: Path | None
    needs: Path | None
    baseline: Path | None
    slices: Path | None
    depth: int
    whole_order: bool


def run(
    context: typer.Context,
    qrels: Qrel,
    run: RunFile = None,
    needs: Needs = None,
    baseline: Baseline = None,
    slices: SliceFile = None,
    out: Out = None,
    measures: Annotated[
        str, typer.Option(help=N_("Figures by commas, e.g. ndcg@10,recall@100,mrr,map,p@10."))
    ] = "",
    relevant_from: Annotated[
        int, typer.Option(help=N_("Lowest grade that is relevant in recall, MRR, MAP."), min=1)
    ] = 1,
    linear_gain: Annotated[
        bool, typer.Option("--linear-gain", help=N_("In nDCG a grade is its own gain."))
    ] = False,
    depth: Annotated[
        int, typer.Option(help=N_("Matches kept of each request when the engine is asked."), min=1)
    ] = 100,
    whole_order: Annotated[
        bool,
        typer.Option(
            "--whole-order", help=N_("Keep matches too weak to be shown; no cap per holder.")
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """Measure a run against judgements, or what the engine of this installation answers."""
    terminal: Terminal = context.obj
    from duijie.app.evaluating import write_live_run, write_scores
    from duijie.learn.evaluation import Gain, RunOptions, parse_measures

    options = RunOptions(
        measures=parse_measures(measures),
        relevant_from=relevant_from,
        gain=Gain.LINEAR if linear_gain else Gain.EXPONENTIAL,
    )
    asked = _Asked(qrels, run, needs, baseline, slices, depth, whole_order)
    report, scores, found = _measured(terminal, asked, options)
    written = write_and_keep(terminal, report, out)
    written.files["per_request"] = write_scores(written.folder, scores)
    if run is None:
        written.files["run"] = write_live_run(written.folder, found)
    written.tell(as_json=json)


def _measured(
    terminal: Terminal, asked: _Asked, options: "RunOptions"
) -> "tuple[Report, RankingScores, Run]":
    """Return the report of a run, its figures by request, and the run itself."""
    from duijie.learn.evaluation import read_qrels, read_requests, read_run, report_run

    if asked.run is None and asked.needs is None:
        raise CallError(
            why=N_("there is neither a run nor requests to put to the engine"),
            remedy=N_("Name one of --run FILE and --needs FILE."),
        )
    judged = read_qrels(asked.qrels)
    requests = [] if asked.needs is None else read_requests(asked.needs)
    baseline = None if asked.baseline is None else read_run(asked.baseline)
    moment = system_clock()
    parts = _slices(asked.slices, requests, moment)
    remarks: list[Phrase] = []
    if asked.run is not None:
        found = read_run(asked.run)
    else:
        found, remarks = _live(terminal, requests, judged, asked)
    report, scores = report_run(
        found, judged, made_at=moment, baseline=baseline, slices=parts, options=options
    )
    names = ("run", "qrels", "baseline", "needs", "slices")
    inputs = _inputs({name: getattr(asked, name) for name in names})
    return replace(report, notes=(*remarks, *report.notes), inputs=inputs), scores, found


def pairs(
    context: typer.Context,
    train: Annotated[
        Path,
        typer.Option(
            help=N_("Judged pairs to learn from: guid, aid, rid, level, ach_title_tokens."),
            metavar="FILE",
        ),
    ],
    test: Annotated[
        Path,
        typer.Option(help=N_("Pairs to predict, with or without a level."), metavar="FILE"),
    ],
    needs: Annotated[
        Path, typer.Option(help=N_("Needs as JSON Lines: id, title, text."), metavar="FILE")
    ],
    slices: SliceFile = None,
    out: Out = None,
    seed: Annotated[int, typer.Option(help=N_("Seed of every random choice."), min=0)] = 0,
    json: AsJson = False,
) -> None:
    """Learn levels from judged pairs, predict others, and measure what was predicted."""
    terminal: Terminal = context.obj
    from duijie.learn.evaluation import read_labelled, read_requests, report_pairs
    from duijie.learn.pairs import evaluate_pairs

    moment = system_clock()
    asked = read_requests(needs)
    parts = _slices(slices, asked, moment)
    with progress(terminal) as told:
        predictions = evaluate_pairs(train, test, needs, seed=seed, progress=told)
    from duijie.app.evaluating import report_folder, write_pair_predictions

    out = out or report_folder(terminal.home, "pairs", moment)
    file = write_pair_predictions(out, predictions)
    if all(pair.level is None for pair in predictions):
        tell_predictions(terminal, predictions, file, as_json=json)
        return
    report = report_pairs(
        predictions,
        subject=test.name,
        made_at=moment,
        slices=parts,
        repeats=[*read_labelled(train), *read_labelled(test)],
    )
    sources = {"train": train, "test": test, "needs": needs, "slices": slices}
    settings = {**report.settings, "seed_of_training": seed}
    report = replace(report, inputs=_inputs(sources), settings=settings)
    written = write_and_keep(terminal, report, out)
    written.files["predictions"] = file
    written.tell(as_json=json)


def calibration(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Option(
            help=N_("Predictions: probability, and outcome (0, 1) or level (1 to 4); query."),
            metavar="FILE",
        ),
    ],
    slices: SliceFile = None,
    out: Out = None,
    bins: Annotated[int, typer.Option(help=N_("Bins of the reliability plot."), min=2)] = 10,
    json: AsJson = False,
) -> None:
    """Measure whether chances come true, and what answering only the surest is worth."""
    terminal: Terminal = context.obj
    from duijie.learn.evaluation import read_chances, report_chances

    moment = system_clock()
    report = report_chances(
        read_chances(file),
        subject=file.name,
        made_at=moment,
        slices=_slices(slices, (), moment),
        bins=bins,
    )
    report = replace(report, inputs=_inputs({"predictions": file, "slices": slices}))
    write_and_keep(terminal, report, out).tell(as_json=json)


def _live(
    terminal: Terminal, requests: "Sequence[AskedRequest]", judged: "Qrels", asked: _Asked
) -> "tuple[Run, list[Phrase]]":
    from duijie.app.evaluating import run_live

    with progress(terminal) as told:
        return run_live(
            terminal.home,
            requests,
            judged,
            depth=asked.depth,
            whole_order=asked.whole_order,
            progress=told,
        )


def _slices(
    file: Path | None, asked: "Sequence[AskedRequest]", moment: "datetime"
) -> "tuple[Slices, ...]":
    """Return the slices of a file, and those that the requests themselves give."""
    from duijie.learn.evaluation import read_slices, slices_of

    named = () if file is None else read_slices(file)
    derived = slices_of(asked, moment.date()) if asked else ()
    by_name = {way.by: way for way in (*derived, *named)}  # what a file says counts
    return tuple(by_name.values())


def _inputs(sources: "Mapping[str, Path | None]") -> "tuple[Input, ...]":
    from duijie.learn.evaluation import input_of

    return tuple(input_of(role, path) for role, path in sources.items() if path is not None)
