"""Making a judging round (标注批次) out of files and the installation's own engine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duijie.app.wiring import open_engine, open_records, open_source, system_clock
from duijie.kernel.documents import Document
from duijie.kernel.errors import CallError, IndexMissingError, LearnFileError, UnknownNameError
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest
from duijie.kernel.ports import Progress
from duijie.kernel.words import N_, Phrase
from duijie.learn.judging import (
    Round,
    RoundPlan,
    ShownText,
    System,
    Variant,
    WhenOpen,
    check_new,
    create_round,
    draw,
    engine_system,
    judgements,
    read_texts,
    run_system,
    shown,
    spellings,
)
from duijie.match import Engine

RANKER = "ranker"  # how the names of rankers begin


@dataclass(frozen=True, slots=True)
class RoundSources:
    """What a round is made from (标注来源).

    Without a file of `needs`, `count` stored needs are drawn (0: all of them). `variants` names
    variants of the engine, and rankers by their release; without `runs` and `variants` all
    variants are asked. With `visibilities`, only stored needs that have one of them.
    """

    needs: Path | None = None
    runs: tuple[Path, ...] = ()
    variants: tuple[str, ...] = ()
    achievements: Path | None = None
    count: int = 0
    visibilities: tuple[str, ...] = ()


def new_round(home: Home, plan: RoundPlan, sources: RoundSources, progress: Progress) -> Round:
    """Make a judging round and return it."""
    home.prepare()
    check_new(home.judging, plan)
    requests = _requests(home, plan, sources)
    needs = [
        ShownText(need_id, request.title, request.text) for need_id, request in requests.items()
    ]
    library = _Library(home, read_texts(sources.achievements) if sources.achievements else [])
    try:
        systems = [
            library.known(run_system(file, name, requests, depth=plan.depth), file)
            for file, name in zip(sources.runs, _names(sources.runs), strict=True)
        ]
        variants = sources.variants or (() if sources.runs else tuple(map(str, Variant)))
        for name in variants:
            engine, variant = library.variant(name)
            found = engine_system(engine, variant, requests, depth=plan.depth, progress=progress)
            systems.append(replace(found, name=name))
        return create_round(home.judging, plan, needs, systems, library.read, clock=system_clock)
    finally:
        library.close()


def _requests(home: Home, plan: RoundPlan, sources: RoundSources) -> dict[str, MatchRequest]:
    if sources.needs is not None:
        texts = draw(read_texts(sources.needs), sources.count, seed=plan.seed)
        return {text.text_id: MatchRequest(text.text, title=text.title) for text in texts}
    wanted = sources.visibilities
    stored = [
        document
        for document in open_source(home, ["need"]).documents()
        if not wanted or document.visibility in wanted
    ]
    if not stored:
        raise CallError(
            why=N_("there are no needs to judge for"),
            remedy=N_("Give them with --needs FILE.jsonl, or import them."),
        )
    by_id = {document.record_id: document for document in stored}
    chosen = draw([shown(document) for document in stored], sources.count, seed=plan.seed)
    return {
        text.text_id: MatchRequest(text.text, title=text.title, source=by_id[text.text_id])
        for text in chosen
    }


@dataclass(slots=True)
class _Library:
    """The texts of achievements: of a file where one is given, else of the index."""

    home: Home
    texts: list[ShownText]
    opened: Engine | None = None

    def engine(self) -> Engine:
        """Return the engine, opened once."""
        if self.opened is None:
            self.opened = open_engine(self.home)
        return self.opened

    def variant(self, name: str) -> tuple[Engine, Variant]:
        """Return the engine and the way it is asked that a name means: a variant, or a ranker.

        Raises:
            UnknownNameError: it is neither.
            ReleaseError: there is no such ranker, or it cannot be used.
        """
        if name in list(Variant):
            return self.engine(), Variant(name)
        if not name.startswith(f"{RANKER}-"):
            known = ", ".join([*Variant, "all", f"{RANKER}-…"])
            raise UnknownNameError(thing=N_("variant of the engine"), name=name, known=known)
        from duijie.match.rankers import open_ranker

        engine = self.engine()
        encoder = engine.index.stats().encoder_release
        ranker = open_ranker(name, self.home, encoder_release=encoder)
        return engine.beside(ranker), Variant.HYBRID

    def read(self, record_ids: Sequence[str]) -> list[ShownText | None]:
        """Return the texts of record ids, None for what is not there."""
        own = {text.text_id: text for text in self.texts}
        missing = [record_id for record_id in record_ids if record_id not in own]
        for document in self._indexed(missing):
            if document is not None:
                own[document.record_id] = shown(document)
        return [own.get(record_id) for record_id in record_ids]

    def _indexed(self, record_ids: Sequence[str]) -> Sequence[Document | None]:
        """Return what the index has of these; a library given as a file needs no index."""
        if not record_ids:
            return []
        try:
            return self.engine().index.get(record_ids)
        except IndexMissingError:
            if self.texts:
                return []
            raise

    def known(self, system: System, file: Path) -> System:
        """Return a run with its records called as the library calls them.

        Raises:
            LearnFileError: the run names a record that is not there.
        """
        named = sorted({record for ranking in system.ranking.values() for record in ranking})
        both = [spellings(record, "achievement") for record in named]
        texts = self.read([spelling for pair in both for spelling in pair])
        found = {
            record: (first or second)
            for record, first, second in zip(named, texts[::2], texts[1::2], strict=True)
        }
        unknown = [record for record, text in found.items() if text is None]
        if unknown:
            raise LearnFileError(
                path=file,
                why=Phrase(
                    "records it names are not in the library (%(count)d), such as “%(record_id)s”",
                    count=len(unknown),
                    record_id=unknown[0],
                ),
                remedy=N_(
                    "Import and index them, or give their texts with --achievements FILE.jsonl."
                ),
            )
        names = {record: text.text_id for record, text in found.items() if text is not None}
        ranking = {
            need_id: [names[record] for record in ranked]
            for need_id, ranked in system.ranking.items()
        }
        return replace(system, ranking=ranking)

    def close(self) -> None:
        """Release the index."""
        if self.opened is not None:
            self.opened.close()


def _names(files: Sequence[Path]) -> list[str]:
    """Return a name for each run: that of its file, numbered where two are the same."""
    names: list[str] = []
    for file in files:
        name, n = f"run:{file.name}", 2
        while name in names:
            name, n = f"run:{file.name}#{n}", n + 1
        names.append(name)
    return names


def store_levels(home: Home, judging: Round, *, when_open: WhenOpen) -> int:
    """Keep the final levels of a round beside the feedback, for training; return how many.

    They are kept under the name of the round: the same round again only adds what has changed.
    """
    open_records(home)
    from duijie.app.feedback.actions import record_judgements

    final = [
        replace(one, judge=f"judging:{judging.name}")
        for one in judgements(judging, when_open=when_open)
    ]
    return record_judgements(final, now=system_clock()).written
