"""Which encoder an installation uses, and training the first one."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.app.releases import live_or_nothing
from duijie.app.wiring import system_clock
from duijie.index import open_encoder, release_names
from duijie.kernel.errors import CallError, EvaluationError
from duijie.kernel.home import Home
from duijie.kernel.matching import Level
from duijie.kernel.ports import Encoder, Progress
from duijie.kernel.settings import Settings
from duijie.kernel.words import N_

if TYPE_CHECKING:
    from duijie.app.records.source import DatabaseSource
    from duijie.kernel.documents import Document
    from duijie.learn import EncoderOptions, Lessons


def encoder_for_build(
    home: Home, settings: Settings, source: "DatabaseSource", progress: Progress
) -> Encoder:
    """Return the encoder to build with: the one of the settings, else the live one.

    Until one is live, it is the newest trained here; where there is none at all, one is trained on
    the library. A newer one goes live by a promotion, not by a build.
    """
    trained = release_names(home.releases)
    live = live_or_nothing(home).encoder
    named = settings.text("index.encoder") or (live if live in trained else "".join(trained[-1:]))
    return open_encoder(named or train(home, source, progress), home)


def train(
    home: Home,
    source: "DatabaseSource",
    progress: Progress,
    *,
    options: "EncoderOptions | None" = None,
    lessons: "Lessons | None" = None,
) -> str:
    """Train an encoder on the stored records and return the name of its release."""
    from duijie.learn import EncoderOptions, Lessons, train_encoder

    if source.count() == 0:
        raise CallError(
            why=N_("there are no records to learn from"),
            remedy=N_("Please run: duijie import FILE --kind achievement"),
        )
    return train_encoder(
        source.documents(),
        releases=home.releases,
        clock=system_clock,
        options=options or EncoderOptions(),
        lessons=lessons or Lessons(),
        progress=progress,
    )


def train_from(
    home: Home,
    source: "DatabaseSource",
    folder: Path,
    progress: Progress,
    *,
    options: "EncoderOptions",
    lessons: "Lessons",
) -> str:
    """Fine-tune a local transformer on the stored records and return its name as an encoder.

    It is written beside the one it started from, under `models` of the home.
    """
    import numpy as np

    from duijie.learn.adapters.sentence_transformers import FineTuning, fine_tune
    from duijie.learn.encoder.pairs import library_pairs

    random = np.random.default_rng(options.seed)
    sample = _sample(source, options, lessons, progress)
    pairs = list(library_pairs(sample, lessons, random))
    if len(pairs) < 2:
        raise CallError(
            why=N_("there are no records to learn from"),
            remedy=N_("Please run: duijie import FILE --kind achievement"),
        )
    tuning = FineTuning(seed=options.seed, prefixes=options.prefixes)
    models = home.prepare().path / "models"
    tuned = fine_tune(folder, pairs, models=models, options=tuning, progress=progress)
    return f"sentence-transformers:{tuned.folder}"


def distil_from(
    home: Home,
    source: "DatabaseSource",
    folder: Path,
    progress: Progress,
    *,
    options: "EncoderOptions",
) -> str:
    """Train a static table to a local transformer's vectors and return the release."""
    from duijie.learn.adapters.sentence_transformers import Teacher
    from duijie.learn.encoder.distil import distil_encoder

    return distil_encoder(
        source.documents(),
        Teacher(folder),
        releases=home.releases,
        clock=system_clock,
        options=options,
        progress=progress,
    )


def _sample(
    source: "DatabaseSource", options: "EncoderOptions", lessons: "Lessons", progress: Progress
) -> "list[Document]":
    import numpy as np

    from duijie.learn.encoder.train import draw_sample

    random = np.random.default_rng(options.seed)
    kept = lessons.record_ids()
    return draw_sample(source.documents(), options.documents, random, progress, kept=kept)[0]


def read_lessons(judgements: Path | None, needs: Path | None, related: Path | None) -> "Lessons":
    """Return what the files of judgements and of related records teach.

    In a file that knows no grade above 1, 1 is what meets the request; else grades 0 to 3 are
    levels 1 to 4.

    Raises:
        CallError: judgements and the requests that they are about are not named together.
        LearnFileError: a file cannot be used.
        EvaluationError: no request of the file is judged.
    """
    from duijie.learn import Lessons, read_related
    from duijie.learn.evaluation import judgements_of, read_qrels, read_requests

    pairs = read_related(related) if related else []
    if judgements is None and needs is None:
        return Lessons(related=pairs)
    if judgements is None or needs is None:
        raise CallError(
            why=N_("judgements and the requests they are about belong together"),
            remedy=N_("Name both: --judgements FILE --needs FILE"),
        )
    requests = {request.request_id: request.full_text for request in read_requests(needs)}
    judged = [one for one in judgements_of(read_qrels(judgements)) if one.request_id in requests]
    if not judged:
        raise EvaluationError(
            why=N_("no request of the file is among the judged ones"),
            remedy=N_("The ids of the requests must be those of the first column of the qrels."),
        )
    if max(one.level for one in judged) == Level.WEAK:
        judged = [
            replace(one, level=Level.STRONG) if one.level == Level.WEAK else one for one in judged
        ]
    return Lessons(requests, judged, pairs)
