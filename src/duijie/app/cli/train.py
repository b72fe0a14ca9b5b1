"""`duijie train`: models learned from the stored records, and from judgements."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.answers import Json
from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.index import ReleaseCard
    from duijie.learn import EncoderOptions, Lessons

_TUNED = "sentence-transformers:"


Judged = Annotated[
    Path | None,
    typer.Option(
        help=N_("Qrels to learn from: which records meet which requests."), metavar="FILE"
    ),
]
Needs = Annotated[
    Path | None,
    typer.Option(
        help=N_("The judged requests in words: JSON lines with id, title, text."), metavar="FILE"
    ),
]
Related = Annotated[
    Path | None,
    typer.Option(
        help=N_("Records that belong together, two ids a line: cited, translated, continued."),
        metavar="FILE",
    ),
]
Dimensions = Annotated[
    int, typer.Option(help=N_("Length of a vector."), min=32, max=2048, metavar="N")
]
Documents = Annotated[
    int,
    typer.Option(
        help=N_("Train on so many documents at most; of a larger library on a sample."),
        min=1,
        metavar="N",
    ),
]
Seed = Annotated[int, typer.Option(help=N_("Of every choice by chance."), min=0, metavar="N")]
Start = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help=N_("Folder of a local transformer to fine-tune; needs sentence-transformers."),
        metavar="FOLDER",
    ),
]
Distil = Annotated[
    bool,
    typer.Option("--distil", help=N_("Do not fine-tune it: train a fast table to its vectors.")),
]


def encoder(
    context: typer.Context,
    judgements: Judged = None,
    needs: Needs = None,
    related: Related = None,
    dimensions: Dimensions = 256,
    documents: Documents = 100_000,
    seed: Seed = 0,
    start: Start = None,
    distil: Distil = False,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """Train an encoder on the stored records; the next `index build` can use it."""
    terminal: Terminal = context.obj
    from duijie.app.encoders import read_lessons
    from duijie.learn import EncoderOptions

    lessons = read_lessons(judgements, needs, related)
    options = replace(EncoderOptions(), dimensions=dimensions, documents=documents, seed=seed)
    release = _trained(terminal, options, lessons, start, distil=distil)
    if release.startswith(_TUNED):
        _show_tuned(terminal, release, json=json)
        return
    from duijie.index import read_card

    card = read_card(terminal.home.releases / release)
    if json:
        terminal.print_json(_json(card))
    else:
        _show(terminal, card)


def _trained(
    terminal: Terminal,
    options: "EncoderOptions",
    lessons: "Lessons",
    start: Path | None,
    *,
    distil: bool,
) -> str:
    """Train what was asked for and return its name."""
    from duijie.app.encoders import distil_from, train, train_from
    from duijie.app.wiring import open_source

    if distil and start is None:
        raise CallError(
            why=N_("there is no transformer to learn from"),
            remedy=N_("Name its folder: --from FOLDER --distil"),
        )
    with progress(terminal) as told:
        home, source = terminal.home, open_source(terminal.home)
        if start is None:
            return train(home, source, told, options=options, lessons=lessons)
        if distil:
            return distil_from(home, source, start, told, options=options)
        return train_from(home, source, start, told, options=options, lessons=lessons)


def _show_tuned(terminal: Terminal, name: str, *, json: bool) -> None:
    """Say where the fine-tuned transformer is and how it is put in use."""
    if json:
        terminal.print_json({"release": name})
        return
    lang = terminal.lang
    terminal.print(say(lang, "Transformer fine-tuned: %(release)s.", release=name))
    terminal.print(
        say(lang, "Next: DUIJIE_INDEX_ENCODER='%(release)s' duijie index build", release=name),
        style="dim",
    )


def _json(card: "ReleaseCard") -> dict[str, Json]:
    """Return what was trained as a JSON value."""
    return {
        "release": card.name,
        "dimensions": card.dimensions,
        "documents": card.documents_used,
        "of": card.documents_seen,
        "terms": card.terms,
        "seed": card.seed,
        "scores": dict(card.scores),
    }


def _show(terminal: Terminal, card: "ReleaseCard") -> None:
    """Say what was trained and how well it does."""
    lang, scores = terminal.lang, card.scores
    terminal.print(say(lang, "Encoder trained: %(release)s.", release=card.name))
    if "ndcg_at_10" in scores:
        told = say(
            lang,
            "Texts kept aside find their document among %(among)s with nDCG@10 %(score)s.",
            score=f"{scores['ndcg_at_10']:.3f}",
            among=f"{scores['among']:,.0f}",
        )
        terminal.print(told)
    if "judged_requests" in scores:
        told = say(
            lang,
            "Learned from %(judgements)s judgements of %(requests)s requests.",
            judgements=f"{scores['judgements']:,.0f}",
            requests=f"{scores['judged_requests']:,.0f}",
        )
        terminal.print(told)
    if "related_pairs" in scores:
        pairs = f"{scores['related_pairs']:,.0f}"
        terminal.print(say(lang, "Learned from %(pairs)s pairs of related records.", pairs=pairs))
    terminal.print(say(lang, "Next: duijie release list"), style="dim")
