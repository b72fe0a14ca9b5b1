"""`duijie release`: what is trained, what is live, and how that changes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.app.releases import Promotion

AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))]
Name = Annotated[str, typer.Argument(help=N_("A release, as `duijie release list` names it."))]
Because = Annotated[
    str, typer.Option(help=N_("Why; it is written down in the journal."), metavar="TEXT")
]
By = Annotated[
    str,
    typer.Option(help=N_("Who, for the journal; else the account of the system."), metavar="NAME"),
]
NONE = "none"


def list_(context: typer.Context, json: AsJson = False) -> None:
    """List the releases with kind, state and main scores."""
    terminal: Terminal = context.obj
    from duijie.app.cli.release_shown import listed_json, print_list
    from duijie.app.releases import release_room

    room = release_room(terminal.home)
    listed, entries, live = room.listed(), room.entries(), room.live
    if json:
        terminal.print_json(
            {
                "live": {"encoder": live.encoder, "ranker": live.ranker},
                "releases": [listed_json(one, entries, terminal.lang) for one in listed],
            }
        )
    else:
        print_list(terminal, listed, entries, live)


def show(context: typer.Context, name: Name, json: AsJson = False) -> None:
    """Show what the card of a release says and what became of it."""
    terminal: Terminal = context.obj
    from duijie.app.cli.release_shown import print_release, release_json
    from duijie.app.releases import release_room
    from duijie.learn.releases import ReleaseState, checked_release

    room = release_room(terminal.home)
    facts = checked_release(terminal.home.releases, name)
    state = room.states().get(name, ReleaseState.CANDIDATE)
    entries = [one for one in room.entries() if name in {c.release for c in one.changes}]
    if json:
        terminal.print_json(release_json(facts, state, entries, terminal.lang))
    else:
        print_release(terminal, facts, state, entries)


def promote(
    context: typer.Context,
    name: Name,
    ranker: Annotated[
        str,
        typer.Option(
            help=N_("The ranker that goes live with an encoder; none: duijie's own weights."),
            metavar="NAME",
        ),
    ] = "",
    qrels: Annotated[
        Path | None,
        typer.Option(
            help=N_("Judgements that nothing was trained on: query 0 record grade."),
            metavar="FILE",
        ),
    ] = None,
    needs: Annotated[
        Path | None,
        typer.Option(
            help=N_("The judged requests as JSON Lines: id, title, text."), metavar="FILE"
        ),
    ] = None,
    without_proof: Annotated[
        bool,
        typer.Option(
            "--without-proof",
            help=N_("Go live without a proof: the first release, or an emergency."),
        ),
    ] = False,
    because: Because = "",
    by: By = "",
    json: AsJson = False,
) -> int:
    """Put a release in use if it is proven better; 1 when it is not."""
    terminal: Terminal = context.obj
    from duijie.app.releases import Wish, promote

    wish = Wish(
        name=name,
        ranker="" if ranker == NONE else ranker or None,
        qrels=qrels,
        needs=needs,
        is_without_proof=without_proof,
        because=because,
        by=by,
    )
    with progress(terminal) as told:
        outcome = promote(terminal.home, terminal.settings, wish, told)
    if json:
        from duijie.app.cli.release_shown import promotion_json

        terminal.print_json(promotion_json(outcome, terminal.lang))
    else:
        _tell(terminal, outcome)
    return 0 if outcome.entry is not None else 1


def shadow(
    context: typer.Context,
    name: Name,
    off: Annotated[bool, typer.Option("--off", help=N_("End it instead."))] = False,
    because: Because = "",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Let a ranker rank beside the live one, logged and never shown."""
    terminal: Terminal = context.obj
    from duijie.app.cli.release_shown import entry_json
    from duijie.app.releases import release_room

    room = release_room(terminal.home, by)
    with room.changing():
        entry = room.end_shadow(name, because) if off else room.set_shadow(name, because)
    if json:
        terminal.print_json(entry_json(entry, terminal.lang))
        return
    lang = terminal.lang
    if off:
        terminal.print(say(lang, "%(name)s no longer ranks beside the live one.", name=name))
        return
    terminal.print(
        say(lang, "%(name)s now ranks beside the live one; nobody is shown it.", name=name)
    )
    terminal.print(
        say(lang, "Next: duijie match --log …, later: duijie release promote %(name)s", name=name),
        style="dim",
    )


def rollback(
    context: typer.Context, because: Because = "", by: By = "", json: AsJson = False
) -> None:
    """Put the encoder and ranker from before the last promotion in use again."""
    terminal: Terminal = context.obj
    from duijie.app.cli.release_shown import entry_json, models_sentence
    from duijie.app.releases import roll_back

    entry, stats = roll_back(terminal.home, because, by=by, to_another=True)
    if json:
        terminal.print_json(entry_json(entry, terminal.lang))
        return
    terminal.print(models_sentence(terminal.lang, entry.after, stats.generation))
    terminal.print(
        say(terminal.lang, "What changed since it was written: duijie index update"), style="dim"
    )


def _tell(terminal: Terminal, outcome: "Promotion") -> None:
    from duijie.app.cli.release_shown import decision_lines, models_sentence
    from duijie.index import index_status

    lang = terminal.lang
    for line in decision_lines(outcome.decision, lang):
        terminal.print(line)
    if outcome.entry is None:
        terminal.print(
            say(lang, "%(name)s does not go live.", name=outcome.plan.name), style="bold"
        )
        return
    generation = index_status(terminal.home.index).generation
    terminal.print(models_sentence(lang, outcome.entry.after, generation), style="bold")
    if outcome.plan.left_out:
        terminal.print(
            say(
                lang,
                "The ranker %(ranker)s was trained with another encoder and no longer ranks.",
                ranker=outcome.plan.left_out,
            ),
            style="yellow",
        )
    terminal.print(say(lang, "To undo it: duijie release rollback"), style="dim")
