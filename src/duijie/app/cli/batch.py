"""`duijie batch`: every need against every achievement, into a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.cli.progress import progress
from duijie.app.cli.tables import BatchRow, check_ending, write_rows
from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_engine, open_source
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.kernel.ports import Progress
    from duijie.match import BatchList, Engine, Exposure


def batch(
    context: typer.Context,
    out: Annotated[
        Path, typer.Option(help=N_("File for the matches: .csv or .jsonl."), metavar="FILE")
    ],
    limit: Annotated[int, typer.Option(help=N_("Matches kept for each need."), min=1)] = 20,
    cap: Annotated[
        int, typer.Option(help=N_("Needs that one holder is shown for at most; 0: no cap."), min=0)
    ] = 20,
    where: Annotated[
        str, typer.Option(help=N_("Conditions, e.g. region:3304 trl:6..9."), metavar="FILTER")
    ] = "",
    reverse: Annotated[
        bool, typer.Option("--reverse", help=N_("Every achievement against every need."))
    ] = False,
) -> None:
    """Match all needs with the whole library."""
    terminal: Terminal = context.obj
    from duijie.index import parse_filter

    check_ending(out)
    conditions = parse_filter(where)
    engine = open_engine(terminal.home)
    try:
        source = open_source(terminal.home, ["achievement" if reverse else "need"])
        requests = [
            MatchRequest(text=d.text, title=d.title, where=conditions, limit=limit, source=d)
            for d in source.documents()
        ]
        titles = {r.source.record_id: r.title for r in requests if r.source is not None}
        with progress(terminal) as told:
            asked = _Asked(requests, limit, cap, terminal.home)
            lists, exposure = _matched(engine, asked, told)
            counts = write_rows(out, _rows(engine, lists, titles))
    finally:
        engine.close()
    _tell(terminal, out, len(requests), counts)
    if exposure is not None:
        _tell_exposure(terminal, exposure, cap)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a batch was called with."""

    requests: Sequence[MatchRequest]
    limit: int
    cap: int
    home: Home


def _matched(
    engine: "Engine", asked: _Asked, told: "Progress"
) -> "tuple[Iterable[BatchList], Exposure | None]":
    from duijie.match import BatchOptions, match_batch, match_batch_spread

    limit = asked.limit
    options = BatchOptions(
        limit=limit,
        pool=max(30, limit + limit // 2),
        reopen=partial(open_engine, asked.home),
    )
    if asked.cap == 0:
        return match_batch(engine, asked.requests, options=options, progress=told), None
    return match_batch_spread(engine, asked.requests, cap=asked.cap, options=options, progress=told)


def _rows(
    engine: "Engine", lists: "Iterable[BatchList]", titles: dict[str, str]
) -> Iterable[Sequence[BatchRow]]:
    for answer in lists:
        documents = engine.index.get([match.record_id for match in answer.matches])
        yield [
            BatchRow(
                request_id=answer.request_id,
                request_title=titles[answer.request_id],
                rank=match.rank,
                record_id=match.record_id,
                title=document.title if document else "",
                organization=document.organization if document else "",
                level=match.level,
                probability=match.probability,
                score=match.score,
            )
            for match, document in zip(answer.matches, documents, strict=True)
        ]


def _tell(terminal: Terminal, out: Path, requests: int, counts: tuple[int, int]) -> None:
    matches, answered = counts
    terminal.print(
        say(
            terminal.lang,
            "%(requests)s requests: %(matches)s matches for %(answered)s of them, "
            "no good match for %(unanswered)s. Written to %(file)s.",
            requests=f"{requests:,}",
            matches=f"{matches:,}",
            answered=f"{answered:,}",
            unanswered=f"{requests - answered:,}",
            file=out,
        )
    )


def _tell_exposure(terminal: Terminal, exposure: "Exposure", cap: int) -> None:
    terminal.print(
        say(
            terminal.lang,
            "No holder is shown for more than %(cap)s needs: %(over)s would have been "
            "(the most: %(before)s); %(changed)s lists were changed for it.",
            cap=cap,
            over=f"{exposure.holders_over_cap:,}",
            before=f"{exposure.places_before:,}",
            changed=f"{exposure.lists_changed:,}",
        )
    )
