"""`duijie match`: from a need to explained matches."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.answers import match_list_json
from duijie.app.cli.cards import CardPrinter
from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_engine, open_records
from duijie.kernel.errors import RecordMissingError, RequestError
from duijie.kernel.matching import MatchList, MatchRequest
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.kernel.documents import Document
    from duijie.kernel.filters import Filter


def match(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(help=N_("The need in words; - reads it from the input."))
    ] = "",
    need: Annotated[
        str, typer.Option(help=N_("Match this stored record instead of a text."), metavar="ID")
    ] = "",
    reverse: Annotated[
        bool, typer.Option("--reverse", help=N_("Look for needs instead of achievements."))
    ] = False,
    where: Annotated[
        str,
        typer.Option(help=N_("Conditions, e.g. region:3304 trl:6..9."), metavar="FILTER"),
    ] = "",
    limit: Annotated[
        int, typer.Option(help=N_("Matches shown at most; 0: as the settings say."), min=0)
    ] = 0,
    log: Annotated[
        bool,
        typer.Option(
            "--log", help=N_("Log what is shown as impressions, to learn from; without names.")
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """Match a text or a stored record."""
    terminal: Terminal = context.obj
    request = replace(
        _request(terminal, text, need, is_reverse=reverse),
        where=_where(where, is_reverse=reverse),
        limit=limit or terminal.settings.integer("match.limit"),
    )
    engine = open_engine(terminal.home)
    try:
        answer = engine.match(request)
        if log or terminal.settings.text("feedback.log") == "on":
            from duijie.app.feedback_files import log_match, shown_list

            log_match(terminal.home, shown_list(terminal.home, engine, request, answer))
    finally:
        engine.close()
    if json:
        terminal.print_json(match_list_json(answer, terminal.lang))
    else:
        CardPrinter(terminal).print_list(answer)
        _what_next(terminal, answer, is_reverse=reverse)


def _request(terminal: Terminal, text: str, need: str, *, is_reverse: bool) -> MatchRequest:
    if need:
        document = stored_document(terminal, need, is_reverse=is_reverse)
        return MatchRequest(text=document.text, title=document.title, source=document)
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if not text.strip():
        raise RequestError(
            why=N_("nothing was asked"),
            remedy=N_('Write for example: duijie match "防爆锂离子电池"'),
        )
    return MatchRequest(text=text)


def stored_document(terminal: Terminal, name: str, *, is_reverse: bool) -> "Document":
    """Return the document of a stored record, named with or without its kind."""
    from duijie.kernel.documents import to_document

    open_records(terminal.home)
    from duijie.app.records.queries import find_record

    record = find_record(name)
    if record is None and ":" not in name:
        record = find_record(f"achievement:{name}" if is_reverse else f"need:{name}")
    if record is None:
        raise RecordMissingError(record_id=name)
    return to_document(record)


def _where(text: str, *, is_reverse: bool) -> "Filter":
    from duijie.index import parse_filter

    where = parse_filter(text)
    return replace(where, kinds=("need",)) if is_reverse and not where.kinds else where


def _what_next(terminal: Terminal, answer: MatchList, *, is_reverse: bool) -> None:
    """Say what answered, how fast, and which commands lead on from here."""
    lang = terminal.lang
    terminal.print(
        say(
            lang,
            "Answered in %(spent)s ms by %(release)s.",
            spent=f"{sum(answer.timings_ms.values()):.0f}",
            release=answer.release,
        ),
        style="dim",
    )
    if answer.matches and not is_reverse:
        terminal.print(
            say(
                lang,
                "Next: all checks with --json; whom else it helps: "
                "duijie match --reverse --need %(record_id)s",
                record_id=answer.matches[0].record_id,
            ),
            style="dim",
        )
