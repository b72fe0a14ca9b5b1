"""`duijie demo`: a made-up region from nothing to explained matches, in about a minute."""

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from duijie.app.cli.cards import CardPrinter
from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.app.demo import (
    FOREIGN_NEED,
    WORKED_EXAMPLE,
    PlantedRecall,
    demo_folder,
    import_region,
    people_of,
    planted_recall,
    suggested_query,
)
from duijie.app.wiring import open_engine, open_records, system_clock
from duijie.kernel.matching import MatchRequest
from duijie.kernel.words import say

if TYPE_CHECKING:
    from duijie.ingest.generate import GeneratedRegion
    from duijie.match import Engine

CARDS = 3


def demo(context: typer.Context) -> None:
    """Generate, import, index and match a made-up region."""
    terminal: Terminal = context.obj
    from duijie.ingest.generate import generate_region

    lang = terminal.lang
    folder = demo_folder(terminal.home)
    with progress(terminal) as told:
        region = generate_region(folder, progress=told)
    terminal.print(
        say(
            lang,
            "A made-up region: %(achievements)s achievements, %(organizations)s organisations, "
            "%(needs)s needs, in %(folder)s",
            achievements=f"{region.counts['achievement']:,}",
            organizations=f"{region.counts['organization']:,}",
            needs=f"{region.counts['need']:,}",
            folder=terminal.home.path,
        ),
        style="bold",
    )
    _import(terminal, region)
    _index(terminal)
    engine = open_engine(terminal.home)
    try:
        _show_worked_example(terminal, engine)
        _show_no_good_match(terminal, engine)
        with progress(terminal) as told:
            recall = planted_recall(engine, terminal.home, region, told)
        query = suggested_query(engine, terminal.home, region)
    finally:
        engine.close()
    _tell_recall(terminal, recall)
    _tell_accounts(terminal, region)
    _what_next(terminal, query)


def _import(terminal: Terminal, region: "GeneratedRegion") -> None:
    from duijie.app.duplicates import find_groups

    with progress(terminal) as told:
        reports = import_region(terminal.home, terminal.settings, region, terminal.lang, told)
    for report in reports:
        terminal.print(
            say(
                terminal.lang,
                "  %(source)s: %(accepted)s records, %(rejected)s rows rejected, "
                "%(repaired)s repaired",
                source=report.source_name,
                accepted=f"{report.accepted:,}",
                rejected=f"{report.rejected:,}",
                repaired=f"{report.repaired:,}",
            )
        )
    with progress(terminal) as told:
        groups = find_groups(terminal.home, "achievement", told)
    terminal.print(
        say(
            terminal.lang,
            "  %(groups)s groups of probable duplicates (%(planted)s near-duplicates were planted)",
            groups=f"{groups:,}",
            planted=f"{region.near_duplicate_count:,}",
        )
    )


def _index(terminal: Terminal) -> None:
    from duijie.app.indexing import build

    with progress(terminal) as told:
        stats = build(terminal.home, terminal.settings, told)
    terminal.print(
        say(
            terminal.lang,
            "  Index: %(documents)s records, encoder %(encoder)s trained on them",
            documents=f"{stats.documents:,}",
            encoder=stats.encoder_release,
        )
    )


def _show_worked_example(terminal: Terminal, engine: "Engine") -> None:
    from duijie.kernel.documents import to_document

    open_records(terminal.home)
    from duijie.app.records.queries import find_record

    record = find_record(WORKED_EXAMPLE)
    if record is None:
        raise LookupError(WORKED_EXAMPLE)
    need = to_document(record)
    terminal.print()
    terminal.print(say(terminal.lang, "A need, and its three best matches"), style="bold")
    terminal.print(f"「{need.title}」 {need.text}", style="dim")
    terminal.print()
    answer = engine.match(MatchRequest(need.text, need.title, source=need, limit=10))
    CardPrinter(terminal).print_list(replace(answer, matches=answer.matches[:CARDS]))


def _show_no_good_match(terminal: Terminal, engine: "Engine") -> None:
    terminal.print(say(terminal.lang, "A need that nothing here can meet"), style="bold")
    terminal.print(f"「{FOREIGN_NEED}」", style="dim")
    terminal.print()
    answer = engine.match(MatchRequest(FOREIGN_NEED, limit=CARDS))
    CardPrinter(terminal).print_list(answer)


def _tell_recall(terminal: Terminal, recall: PlantedRecall) -> None:
    terminal.print()
    terminal.print(
        say(
            terminal.lang,
            "Smoke test: of %(planted)s planted matches of %(needs)s needs, %(found)s are among "
            "the first ten (%(share)s); before all of them stands a planted near miss for "
            "%(near)s needs. The texts are made up: this is no measure of quality.",
            planted=f"{recall.planted:,}",
            needs=f"{recall.needs:,}",
            found=f"{recall.found:,}",
            share=f"{recall.recall:.0%}",
            near=f"{recall.near_misses_first:,}",
        )
    )


def _tell_accounts(terminal: Terminal, region: "GeneratedRegion") -> None:
    from duijie.app.accounts.demo import PASSWORD

    accounts = people_of(region, system_clock())
    terminal.print()
    terminal.print(say(terminal.lang, "Four accounts are ready"), style="bold")
    for account in accounts:
        terminal.print(f"  {account.email}  {say(terminal.lang, account.what)}")
    terminal.print(say(terminal.lang, "  Password of each: %(password)s", password=PASSWORD))


def _what_next(terminal: Terminal, query: str) -> None:
    lang, home = terminal.lang, shlex.quote(str(terminal.home.path))
    terminal.print()
    terminal.print(say(lang, "What to try next"), style="bold")
    asked = [f'duijie --home {home} match "{query}" --limit 5'] if query else []
    for call in (
        f"duijie --home {home} serve",
        *asked,
        f"duijie --home {home} match --need XQ000002",
        f"duijie --home {home} match --need ZJ0000000003 --reverse",
        f"duijie --home {home} batch --out matches.csv",
        f"duijie --home {home} index status",
    ):
        terminal.print(f"  {call}")
