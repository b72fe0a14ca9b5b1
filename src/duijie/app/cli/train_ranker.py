"""`duijie train ranker`: an order learned from judged matches."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from duijie.app.answers import Json
from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.match.rankers import RankerCard

_TELLING: Final = 5  # figures named after training


def ranker(
    context: typer.Context,
    qrels: Annotated[
        Path | None,
        typer.Option(
            help=N_("Judgements in TREC form: request, 0, record, grade 0 to 3; else the stored."),
            metavar="FILE",
        ),
    ] = None,
    needs: Annotated[
        Path | None,
        typer.Option(
            help=N_("The requests: id, title, text, as JSON Lines; else stored records."),
            metavar="FILE",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(help=N_("Of every choice by chance."), min=0, metavar="N")
    ] = 0,
    cost_of_silence: Annotated[
        float,
        typer.Option(
            help=N_("What silence costs where there was a good match; a bad list costs 1."),
            min=0.0,
            metavar="COST",
        ),
    ] = 2.0,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """Train a ranker on judged matches; it ranks once it is promoted."""
    terminal: Terminal = context.obj
    from duijie.app.rankers import train_ranker
    from duijie.learn.ranker import RankerOptions
    from duijie.match.rankers import read_ranker_card

    options = replace(RankerOptions(), seed=seed, cost_of_silence=cost_of_silence)
    with progress(terminal) as told:
        release = train_ranker(terminal.home, qrels, needs, options, told)
    card = read_ranker_card(terminal.home.releases / release)
    if json:
        terminal.print_json(_json(card))
    else:
        _show(terminal, card)


def _json(card: "RankerCard") -> dict[str, Json]:
    """Return what was trained as a JSON value."""
    return {
        "release": card.name,
        "encoder": card.encoder,
        "requests": card.requests,
        "judgements": card.judgements,
        "seed": card.seed,
        "credible_from": card.credible_from,
        "levels": card.levels,
        "scores": dict(card.scores),
        "slices": {name: dict(found) for name, found in card.slices.items()},
        "importances": dict(card.importances),
    }


def _show(terminal: Terminal, card: "RankerCard") -> None:
    """Say what was trained, how well it does on requests held out, and what is next."""
    lang = terminal.lang
    terminal.print(say(lang, "Ranker trained: %(release)s.", release=card.name))
    terminal.print(
        say(
            lang,
            "%(requests)s requests and %(judgements)s judgements. On requests held out: "
            "nDCG@10 %(trained).3f, by search alone %(plain).3f; calibration error %(ece).3f.",
            requests=f"{card.requests:,}",
            judgements=f"{card.judgements:,}",
            trained=card.scores["ndcg@10"],
            plain=card.scores["ndcg@10_by_search_alone"],
            ece=card.scores["ece"],
        )
    )
    telling = sorted(card.importances, key=lambda name: (-card.importances[name], name))[:_TELLING]
    terminal.print(
        say(lang, "The figures that tell most: %(names)s.", names=", ".join(telling)), style="dim"
    )
    terminal.print(
        say(lang, "Next: duijie release promote %(release)s", release=card.name), style="dim"
    )
