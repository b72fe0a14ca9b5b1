"""`duijie duplicates`: records that are probably the same thing; nothing is dropped."""

from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.cli.cards import shortened
from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_records
from duijie.kernel.kinds import kind_named
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.kernel.ports import DuplicateGroup


def duplicates(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Option(help=N_("achievement, need, organization, expert or patent."), metavar="KIND"),
    ] = "achievement",
    limit: Annotated[int, typer.Option(help=N_("Groups shown at most."), min=0)] = 10,
    only_list: Annotated[
        bool, typer.Option("--list", help=N_("Show the groups found last; do not look again."))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """Find groups of probable duplicates and list them."""
    terminal: Terminal = context.obj
    name = kind_named(kind).name
    open_records(terminal.home)
    from duijie.app.records.queries import count_duplicate_groups, duplicate_groups, titles_of

    if not only_list:
        from duijie.app.duplicates import find_groups

        with progress(terminal) as told:
            find_groups(terminal.home, name, told)
    count, groups = count_duplicate_groups(name), duplicate_groups(name, limit)
    titles = titles_of([record_id for group in groups for record_id in group.record_ids])
    if json:
        terminal.print_json(
            {
                "kind": name,
                "count": count,
                "groups": [
                    {
                        "method": group.method,
                        "similarity": round(group.similarity, 4),
                        "records": [
                            {"record_id": record_id, "title": titles.get(record_id, "")}
                            for record_id in group.record_ids
                        ],
                    }
                    for group in groups
                ],
            }
        )
        return
    terminal.print(
        say(
            terminal.lang,
            "%(count)s groups of probable duplicates; nothing was dropped.",
            count=f"{count:,}",
        )
    )
    for group in groups:
        _print_group(terminal, group, titles)


def _print_group(terminal: Terminal, group: "DuplicateGroup", titles: dict[str, str]) -> None:
    lang = terminal.lang
    why = (
        say(lang, "Same identifier")
        if group.method == "identifier"
        else say(lang, "Texts alike by %(share)s", share=f"{group.similarity:.0%}")
    )
    terminal.print()
    terminal.print(why, style="bold")
    room = terminal.out.width - 2
    for record_id in group.record_ids:
        terminal.print("  " + shortened(f"{record_id}  {titles.get(record_id, '')}", room))
