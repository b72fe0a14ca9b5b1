"""What an import did, for people and for machines."""

from typing import TYPE_CHECKING

from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import say

if TYPE_CHECKING:
    from duijie.app.answers import Json
    from duijie.ingest import IngestReport

PROBLEMS_SHOWN = 5


def print_report(terminal: Terminal, report: "IngestReport") -> None:
    """Print counts, the most frequent problems and where all of them are listed."""
    lang = terminal.lang
    terminal.print(
        say(
            lang,
            "%(source)s: %(rows)s rows; %(created)s new, %(updated)s changed, "
            "%(unchanged)s unchanged, %(rejected)s rejected, %(repaired)s repaired.",
            source=report.source_name,
            rows=f"{report.rows:,}",
            created=f"{report.created:,}",
            updated=f"{report.updated:,}",
            unchanged=f"{report.unchanged:,}",
            rejected=f"{report.rejected:,}",
            repaired=f"{report.repaired:,}",
        )
    )
    if report.resumed_after:
        terminal.print(
            say(
                lang,
                "An interrupted import was taken up after row %(rows)s.",
                rows=f"{report.resumed_after:,}",
            )
        )
    if report.withdrawn:
        terminal.print(
            say(
                lang,
                "%(count)s records are no longer in the file and were withdrawn.",
                count=f"{report.withdrawn:,}",
            )
        )
    if report.withdrawal_held_back:
        terminal.print(
            say(
                lang,
                "Nothing was withdrawn: %(count)s rejected rows may be any record. Correct them "
                "and import the file again.",
                count=f"{report.withdrawal_held_back:,}",
            )
        )
    _print_problems(terminal, report)
    terminal.print(say(lang, "Next: duijie index build, later duijie index update"), style="dim")


def _print_problems(terminal: Terminal, report: "IngestReport") -> None:
    from duijie.ingest import PROBLEM_CODES

    lang = terminal.lang
    often = sorted(report.problem_counts.items(), key=lambda entry: (-entry[1], entry[0]))
    for code, count in often[:PROBLEMS_SHOWN]:
        meaning = PROBLEM_CODES[code]
        terminal.print(f"  {count:>7,} × {code}  {meaning.what_in(lang)}")
    if report.has_problems:
        terminal.print(
            say(
                lang,
                "Every problem, with row, value and what to do: %(file)s",
                file=report.report_path,
            )
        )


def report_json(report: "IngestReport") -> "dict[str, Json]":
    """Return what an import did as a JSON value."""
    return {
        "kind": report.kind,
        "source": report.source_name,
        "rows": report.rows,
        "accepted": report.accepted,
        "rejected": report.rejected,
        "repaired": report.repaired,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "withdrawn": report.withdrawn,
        "withdrawal_held_back": report.withdrawal_held_back,
        "resumed_after": report.resumed_after,
        "problems": dict(report.problem_counts),
        "unused_columns": list(report.unused_headers),
        "visibility_column": report.visibility_header or None,
        "default_visibility": report.default_visibility,
        "report_file": str(report.report_path) if report.has_problems else None,
    }
