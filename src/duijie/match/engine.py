"""`Engine`: one request in, ten explained matches out, or an honest *no good match*."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from duijie.explain import frame_of
from duijie.index import MemoryIndex, live_models, open_encoder, open_index
from duijie.kernel.clock import system_clock
from duijie.kernel.documents import Document
from duijie.kernel.errors import RequestError
from duijie.kernel.explanations import ExplanationCard, Reason
from duijie.kernel.filters import Filter
from duijie.kernel.home import Home
from duijie.kernel.matching import (
    MOST_MATCHES,
    Level,
    Match,
    MatchList,
    MatchRequest,
    NoGoodMatch,
    TextQuery,
)
from duijie.kernel.ports import Clock, Encoder, Index
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_, Phrase
from duijie.match.calibrate import WEAK_FROM
from duijie.match.cards import card_of
from duijie.match.constrain import constrain, widened
from duijie.match.diversify import diversify
from duijie.match.features import card_features
from duijie.match.levels import agreeing, highest_level, with_rises
from duijie.match.no_good_match import NEAREST, no_good_match
from duijie.match.options import MatchOptions, Retriever, Stage
from duijie.match.pipeline import Pipeline
from duijie.match.rank import Ranked, in_order
from duijie.match.rankers.opening import open_ranker, ranker_in_use
from duijie.match.rankers.port import Ranker
from duijie.match.rankers.weighted import BY_WEIGHTS
from duijie.match.stopwatch import Stopwatch
from duijie.match.understand import Query, normalised

log = logging.getLogger("duijie.match")

# What stands outside the conditions is only named in *no good match*: a brief look by the heaviest
# terms is enough, so that a narrow question takes no longer than a wide one.
BEYOND, BEYOND_TERMS = 20, 16


class Engine:
    """Matches what is needed with what there is (匹配引擎), over any index.

    >>> engine = Engine.from_documents([Document("achievement:1", "achievement", "防爆锂离子电池")])
    >>> [match.record_id for match in engine.match(MatchRequest("防爆锂离子电池")).matches]
    ['achievement:1']
    """

    release: str  # the encoder release and the index generation that answer

    def __init__(
        self,
        index: Index,
        encoder: Encoder | None = None,
        *,
        options: MatchOptions | None = None,
        clock: Clock = system_clock,
        ranker: Ranker = BY_WEIGHTS,
    ) -> None:
        self.index = index
        self.ranker = ranker
        self.options = options or MatchOptions()
        self._encoder = encoder
        self._clock = clock
        self._home: Home | None = None
        self._live_ranker = ""
        self._look()

    def _look(self) -> None:
        """Take note of what the index holds; `stats` is too slow to be asked for each request."""
        stats = self.index.stats()
        release = f"{stats.encoder_release or 'words'}@{stats.generation or stats.backend}"
        ranker = self.ranker if self.options.runs(Stage.RANK) else BY_WEIGHTS
        self.release = f"{release}+{ranker.release}" if ranker.release else release
        self.pipeline = Pipeline(self.index, self._encoder, self.options, stats.documents, ranker)
        self._weigh = self.pipeline.weigh  # one object: `explain` knows a request by it

    @classmethod
    def from_documents(
        cls,
        documents: Iterable[Document],
        encoder: Encoder | None = None,
        *,
        options: MatchOptions | None = None,
        clock: Clock = system_clock,
    ) -> "Engine":
        """Return an engine over plain documents in memory; by words alone without an encoder."""
        index = MemoryIndex(encoder)
        index.upsert(documents, revision=1)
        return cls(index, encoder, options=options, clock=clock)

    @classmethod
    def open(cls, home: Home, *, clock: Clock = system_clock) -> "Engine":
        """Return an engine over the index of an installation, with its settings and live models.

        Raises:
            ReleaseError: the encoder or the ranker that is in use cannot be used.
        """
        settings = load_settings(home.settings_file)
        index = open_index(home.index)
        stats = index.stats()
        encoder = open_encoder(stats.encoder_release, home) if stats.encoder_release else None
        ranker = ranker_in_use(stats, home, cross_encoder=settings.text("match.cross_encoder"))
        options = MatchOptions.from_settings(settings)
        engine = cls(index, encoder, options=options, clock=clock, ranker=ranker)
        engine._home, engine._live_ranker = home, stats.ranker_release
        return engine

    def beside(self, ranker: Ranker) -> "Engine":
        """Return an engine over the same index and encoder with another ranker."""
        options, clock = self.options, self._clock
        return Engine(self.index, self._encoder, options=options, clock=clock, ranker=ranker)

    def refresh(self) -> bool:
        """See what other writers have done to the index; tell whether anything changed.

        An engine that was opened by its home takes over the encoder and ranker that are live with
        the generation it now sees. When they cannot be used, it answers as before.

        Raises:
            ReleaseError: the encoder or the ranker that is live now cannot be used.
        """
        changed = False
        while True:
            self._follow()  # first: old models must never meet the vectors of a new generation
            if not self.index.refresh():
                break
            changed = True
        if changed:
            self._look()
        return changed

    def _follow(self) -> None:
        """Take over the encoder and ranker that are live now; they count from the next look on."""
        if self._home is None:
            return
        live = live_models(self._home.index)
        encoder, ranker = self._encoder, self.ranker
        if live.encoder != (encoder.release if encoder else ""):
            encoder = open_encoder(live.encoder, self._home) if live.encoder else None
        if live.ranker != ranker.release:
            ranker = open_ranker(live.ranker, self._home, encoder_release=live.encoder)
        self._encoder, self.ranker = encoder, ranker

    def close(self) -> None:
        """Release the index."""
        self.index.close()

    @property
    def credible_from(self) -> float:
        """Return the chance of the best match below which the answer is *no good match*."""
        asked = self.options.credible_from
        return self.pipeline.ranker.credible_from if asked is None else asked

    def now(self) -> datetime:
        """Return the present moment, as the engine's clock tells it."""
        return self._clock()

    def today(self) -> date:
        """Return the date on which records must be valid."""
        return self.now().date()

    def prepare(self, request: MatchRequest, *, with_frame: bool = True) -> MatchRequest:
        """Return the request normalised and, unless not wanted, with its element frame."""
        if request.limit < 1:
            raise RequestError(
                why=N_("at least one match must be asked for"),
                remedy=N_("Set the limit to 1 or more."),
            )
        if request.limit > MOST_MATCHES:
            raise RequestError(
                why=Phrase("at most %(most)s matches can be asked for", most=f"{MOST_MATCHES:,}"),
                remedy=N_("Set a lower limit, or narrow the conditions."),
            )
        request = normalised(request)
        if with_frame and request.frame is None and self.options.runs(Stage.UNDERSTAND):
            frame = frame_of(request.title, request.text, weigh=self._weigh)
            request = replace(request, frame=frame)
        return request

    def where(self, request: MatchRequest) -> Filter:
        """Return the hard conditions that hold for a request (*constrain*)."""
        if not self.options.runs(Stage.CONSTRAIN):
            return request.where
        return constrain(request, today=self.today())

    def match(self, request: MatchRequest) -> MatchList:
        """Return the best matches of a request, each explained, or an honest *no good match*."""
        watch = Stopwatch()
        with watch.measure(Stage.UNDERSTAND):
            request = self.prepare(request)
            query = self.pipeline.prepare([request])[0]
        with watch.measure(Stage.CONSTRAIN):
            where = self.where(request)
        matches = self._shown(query, where, watch, limit=request.limit)
        answer = self._answer(query, where, matches, watch)
        log.info(
            "matched",
            extra={"matches": len(answer.matches), "spent_ms": sum(watch.timings_ms.values())},
        )
        return answer

    def cards(self, request: MatchRequest, documents: Sequence[Document]) -> list[ExplanationCard]:
        """Return the card of each of some documents for a request, whether they match or not."""
        request = self.prepare(request)
        return [card_of(request, document, self._weigh) for document in documents]

    def _answer(
        self, query: Query, where: Filter, matches: list[Match], watch: Stopwatch
    ) -> MatchList:
        judged = self.options.runs(Stage.CALIBRATE)
        best = max((match.probability for match in matches), default=0.0)
        credible = matches if not judged else []
        floor = self.credible_from
        if judged and best >= floor:
            credible = [match for match in matches if match.probability >= min(floor, WEAK_FROM)]
        honest: NoGoodMatch | None = None
        if not credible:
            beyond = self._beyond(query, where, watch)
            honest = no_good_match(query, matches[:NEAREST], beyond)
        shown = tuple(replace(match, rank=n) for n, match in enumerate(credible, start=1))
        return MatchList(query.request, shown, honest, self.release, watch.timings_ms)

    def _beyond(self, query: Query, where: Filter, watch: Stopwatch) -> Match | None:
        """Return the best match outside the conditions, when it is a credible one."""
        wide = widened(where)
        if wide is None:
            return None
        heaviest = TextQuery(query.terms.terms[:BEYOND_TERMS])
        best = self._shown(replace(query, terms=heaviest), wide, watch, limit=1, brief=True)
        is_credible = bool(best) and best[0].probability >= self.credible_from
        return best[0] if is_credible else None

    def _shown(
        self, query: Query, where: Filter, watch: Stopwatch, *, limit: int, brief: bool = False
    ) -> list[Match]:
        """Return what is shown; `brief` takes a few candidates, from the text search alone."""
        if not query.weights:
            return []
        pipeline = self._brief if brief else self.pipeline.reaching(limit)
        read = max(limit, pipeline.options.read)
        ranked = pipeline.ranked([query], where, watch, today=self.today())[0]
        with watch.measure(Stage.DIVERSIFY):
            shown = self._diversified(ranked, read)
        with watch.measure(Stage.FEATURES):
            shown = self.pipeline.read(query, shown)
        with watch.measure(Stage.EXPLAIN):
            explained = self._explained(query, shown)[:limit]
        with watch.measure(Stage.CALIBRATE):
            moved = self.pipeline.ranker.reasons([entry for entry, _ in explained])
            return [
                self._to_match(*entry, place, why)
                for place, (entry, why) in enumerate(zip(explained, moved, strict=True), 1)
            ]

    @property
    def _brief(self) -> Pipeline:
        options = self.options
        brief = replace(
            options, candidates=BEYOND, depth=BEYOND, read=1, off=options.off | {Retriever.DENSE}
        )
        return replace(self.pipeline, options=brief)

    def _diversified(self, ranked: Sequence[Ranked], limit: int) -> list[Ranked]:
        if not self.options.runs(Stage.DIVERSIFY):
            return list(ranked[:limit])
        return diversify(
            ranked,
            lambda entry: entry.featured.document.owner,
            per_organization=self.options.per_organization,
            limit=limit,
        )

    def _explained(
        self, query: Query, shown: Sequence[Ranked]
    ) -> list[tuple[Ranked, ExplanationCard]]:
        """Return what has been read with its cards, ordered anew by what they show to be met."""
        if not self.options.runs(Stage.EXPLAIN):
            return [(entry, ExplanationCard(entry.record_id)) for entry in in_order(shown)]
        cards: dict[str, ExplanationCard] = {}
        scored: list[Ranked] = []
        for entry in shown:
            card = card_of(query.request, entry.featured.document, self._weigh)
            cards[entry.record_id] = card
            scored.append(self.pipeline.ranker.checked(entry, card_features(card)))
        return [(entry, cards[entry.record_id]) for entry in in_order(scored)]

    def _to_match(
        self, entry: Ranked, card: ExplanationCard, place: int, moved: tuple[Reason, ...]
    ) -> Match:
        calibrated = self.options.runs(Stage.CALIBRATE)
        chance, level = (entry.chance, entry.level) if calibrated else (0.0, Level.NONE)
        if calibrated and self.options.runs(Stage.EXPLAIN):
            card = with_rises(card, chance, level)
            level = min(level, highest_level(card.checks))
            chance = agreeing(chance, card.checks)
        return Match(
            document=entry.featured.document,
            rank=place,
            score=entry.score,
            level=level,
            probability=chance,
            features=entry.featured.features,
            card=card,
            reasons=moved,
        )
