"""`duijie import`: a file of records, checked row by row, into the database."""

import os
import re
import shlex
import subprocess  # nosec: the editor that the person has chosen
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from duijie.app.cli.progress import progress
from duijie.app.cli.reports import print_report, report_json
from duijie.app.cli.terminal import Terminal
from duijie.app.importing import Import, run_import
from duijie.kernel.errors import CallError, UnknownNameError
from duijie.kernel.kinds import VISIBILITIES, kind_named
from duijie.kernel.words import N_, Phrase, say

if TYPE_CHECKING:
    from duijie.ingest import ColumnMapping, Source

CERTAIN = 1.0


def import_records(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=N_("CSV, TSV, XLSX or JSON Lines, also .gz."))],
    kind: Annotated[
        str,
        typer.Option(help=N_("achievement, need, organization, expert or patent."), metavar="KIND"),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("Accept the mapping."))] = False,
    mapping: Annotated[
        Path | None, typer.Option(help=N_("Use this column mapping (TOML)."), metavar="FILE")
    ] = None,
    save_mapping: Annotated[
        Path | None, typer.Option(help=N_("Save the mapping and stop."), metavar="FILE")
    ] = None,
    withdraw_missing: Annotated[
        bool,
        typer.Option(
            "--withdraw-missing", help=N_("Withdraw all records of this kind not in the file.")
        ),
    ] = False,
    visibility: Annotated[
        str,
        typer.Option(
            help=N_("Of rows that name none: public (as without this), restricted or private."),
            metavar="VISIBILITY",
        ),
    ] = "",
    sheet: Annotated[str, typer.Option(help=N_("Sheet of a workbook; else the first."))] = "",
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> int:
    """Import a file; 1 when rows were rejected."""
    terminal: Terminal = context.obj
    name = kind_named(kind).name
    from duijie.app.importing import open_file
    from duijie.ingest import save_mapping as saved

    _check_visibility(visibility)
    source = open_file(file, terminal.settings, sheet=sheet)
    columns = _mapping(terminal, source, name, mapping)
    if not visibility:
        _tell_who_sees(terminal, columns)
    if mapping is None and not (yes or save_mapping) and not _is_remembered(terminal, columns):
        columns = _confirmed(terminal, columns)
    if save_mapping is not None:
        saved(columns, save_mapping, terminal.lang)
        terminal.print(say(terminal.lang, "Mapping saved in %(file)s.", file=save_mapping))
        return 0
    what = Import(source, columns, _report_file(terminal, file, name), withdraw_missing, visibility)
    return _import(terminal, what, is_json=json)


def _import(terminal: Terminal, what: Import, *, is_json: bool) -> int:
    """Import, remember the mapping and say what happened; return the exit code."""
    from duijie.ingest import MappingStore

    with progress(terminal) as told:
        report = run_import(terminal.home, what, terminal.lang, told)
    MappingStore(terminal.home.mappings).remember(what.mapping, terminal.lang)
    if is_json:
        terminal.print_json(report_json(report))
    else:
        print_report(terminal, report)
    return 1 if report.rejected else 0


def _check_visibility(named: str) -> None:
    known = [choice.code for choice in VISIBILITIES]
    if named and named not in known:
        raise UnknownNameError(thing=N_("visibility"), name=named, known=", ".join(known))


def _tell_who_sees(terminal: Terminal, mapping: "ColumnMapping") -> None:
    """Say that the records become public when no column says otherwise."""
    from duijie.ingest import unused_confidentiality, visibility_header

    if visibility_header(mapping):
        return
    headers = unused_confidentiality(mapping)
    sentence = (
        N_(
            "The column %(columns)s looks as if it said who may see a record, but it is not used: "
            "every record becomes public. To change that, map it to the field visibility, or add "
            "--visibility private (or restricted)."
        )
        if headers
        else N_(
            "No column says who may see a record: every record becomes public. To change that, "
            "add --visibility private (or restricted)."
        )
    )
    told = say(terminal.lang, sentence, columns=", ".join(headers))
    terminal.note(told, style="yellow" if headers else "")


def _mapping(terminal: Terminal, source: "Source", kind: str, file: Path | None) -> "ColumnMapping":
    """Return the mapping of a file, of an earlier import, or the proposed one, shown."""
    from duijie.ingest import MappingStore, check_mapping, load_mapping, propose_mapping

    if file is not None:
        if not file.is_file():
            raise CallError(
                why=N_("there is no such file of a mapping"),
                remedy=Phrase("Check the path: %(path)s", path=file),
            )
        return load_mapping(file)
    remembered = MappingStore(terminal.home.mappings).find(kind, source.headers)
    if remembered is not None:
        terminal.note(say(terminal.lang, "The mapping of an earlier import is used."), style="dim")
        return remembered
    proposed = propose_mapping(source, kind)
    _show(terminal, source, proposed)
    check_mapping(proposed, source)
    return proposed


def _is_remembered(terminal: Terminal, mapping: "ColumnMapping") -> bool:
    """Tell whether a mapping was accepted at an earlier import."""
    from duijie.ingest import MappingStore

    headers = [column.header for column in mapping.columns]
    return MappingStore(terminal.home.mappings).find(mapping.kind, headers) is not None


def _show(terminal: Terminal, source: "Source", mapping: "ColumnMapping") -> None:
    """Show a proposed mapping as a table, with an example of each column."""
    lang = terminal.lang
    kind = kind_named(mapping.kind)
    table = Table(box=None, pad_edge=False, header_style="bold")
    widths = {N_("Column"): 18, N_("Field"): 24, N_("Certain"): 8, N_("First value"): 40}
    for heading, width in widths.items():
        table.add_column(
            say(lang, heading), overflow="ellipsis", no_wrap=True, min_width=8, max_width=width
        )
    for place, column in enumerate(mapping.columns):
        label = "–"
        if column.field:
            spec = kind.field(column.field)
            label = spec.zh if lang == "zh" else spec.en
        if column.unit_yuan != 1:
            label += f" × {column.unit_yuan:,}"
        certain = "✓" if column.certainty >= CERTAIN else f"{column.certainty:.0%}"
        row = source.sample[0] if source.sample else ()
        example = row[place] if place < len(row) else ""
        table.add_row(
            Text(column.header),
            Text(label, style="" if column.field else "dim"),
            Text(certain if column.field else ""),
            Text(" ".join(example.split())[:40], style="dim"),
        )
    terminal.note(say(lang, "Proposed mapping of %(file)s:", file=source.name), style="bold")
    terminal.err.print(table)


def _confirmed(terminal: Terminal, proposed: "ColumnMapping") -> "ColumnMapping":
    """Return the mapping when the person accepts it, edited if they wish."""
    from duijie.ingest import load_mapping

    lang = terminal.lang
    if not terminal.asks:
        raise CallError(
            why=N_("the proposed mapping was not accepted"),
            remedy=N_("Add --yes to accept it, or --save-mapping FILE to edit it."),
        )
    answer = terminal.err.input(say(lang, "Import with this mapping? (y)es, (e)dit, (n)o: "))
    if answer.strip().lower() in ("y", "yes", "是", "好"):
        return proposed
    if answer.strip().lower() in ("e", "edit", "改"):
        file = _edited(terminal, proposed)
        return load_mapping(file)
    raise typer.Exit(0)


def _edited(terminal: Terminal, proposed: "ColumnMapping") -> Path:
    """Return the file of the mapping after the person's editor has closed it."""
    from duijie.ingest import MappingStore

    file = MappingStore(terminal.home.prepare().mappings).remember(proposed, terminal.lang)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not editor:
        terminal.note(
            say(
                terminal.lang,
                "Edit %(file)s, then run the same command again: it is used from now on.",
                file=file,
            )
        )
        raise typer.Exit(0)
    subprocess.run([*shlex.split(editor), str(file)], check=True)  # noqa: S603
    return file


def _report_file(terminal: Terminal, file: Path, kind: str) -> Path:
    moment = datetime.now().astimezone()
    stem = re.sub(r"[^\w.-]+", "_", Path(file.name.removesuffix(".gz")).stem)[:60]
    return terminal.home.reports / f"{moment:%Y%m%d-%H%M%S}-{kind}-{stem}.report.csv"
