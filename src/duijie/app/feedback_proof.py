"""The log of an installation as proof (日志评定): what was shown, and what others would show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duijie.app.wiring import open_records, system_clock
from duijie.kernel.documents import Document, to_document
from duijie.kernel.errors import PromotionRefusedError
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest
from duijie.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from duijie.app.contests import Contest
    from duijie.kernel.ports import Progress
    from duijie.learn.comparison import Decision, ExposureShares, GatePolicy, LogSlices
    from duijie.match import Engine

DEPTH = 10
FEWEST = 10  # requests; an interval over fewer means nothing


def check_feedback(home: Home, name: str) -> None:
    """Return when something was logged at all; asked before anything long is begun.

    Raises:
        PromotionRefusedError: nothing was.
    """
    open_records(home)
    from duijie.app.feedback.queries import counts

    if not counts().impressions:
        raise _nothing_logged(name)


def decided_by_feedback(contest: "Contest", look: int, progress: "Progress") -> "Decision":
    """Return whether a plan may go live, by what was shown and what became of it.

    The two pairs of models are asked for every logged request that is a stored record; of other
    requests the words are not kept: they count as not answered.

    Raises:
        PromotionRefusedError: too little that can be asked again was logged.
    """
    from duijie.app.contests import open_candidate, open_live
    from duijie.learn.comparison import Proposal, compare, decide
    from duijie.learn.feedback import FeedbackLog

    open_records(contest.home)
    from duijie.app.feedback.queries import events, impressions

    log = FeedbackLog(tuple(impressions()), tuple(events()))
    sources = _sources({one.request_id for one in log.impressions})
    if len(sources) < FEWEST:
        raise _too_little(contest.plan.name, len(sources))
    answers = []
    for opened in (open_candidate, open_live):
        engine = opened(contest)
        try:
            answers.append(_asked(engine, sources, progress))
        finally:
            engine.close()
    ours, theirs = answers
    told = compare(log, ours.run, theirs.run, today=system_clock(), slices=_slices(sources))
    proposal = Proposal(
        candidate=contest.candidate,
        live=contest.live,
        from_state="shadow",
        to_state="live",
        comparison=told.comparison,
        exposure=ours.exposure,
        live_exposure=theirs.exposure,
        look=look,
    )
    return decide(proposal, _policy(contest))


def _too_little(name: str, count: int) -> PromotionRefusedError:
    return PromotionRefusedError(
        release=name,
        why=Phrase(
            "only %(count)s logged requests are stored records that can be asked again", count=count
        ),
        remedy=N_("Name judgements: --qrels FILE --needs FILE. Or wait until more is logged."),
    )


def _nothing_logged(name: str) -> PromotionRefusedError:
    return PromotionRefusedError(
        release=name,
        why=N_("no feedback is stored that it could be compared by"),
        remedy=N_(
            "Name judgements: --qrels FILE --needs FILE. Or store feedback: "
            'duijie feedback import FILE. For a first release: --without-proof --because "…"'
        ),
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """What an engine shows for each request (回答): scores, and how that falls on holders."""

    run: dict[str, dict[str, float]]
    exposure: "ExposureShares"


def _asked(engine: "Engine", sources: Mapping[str, Document], progress: "Progress") -> Answers:
    from duijie.learn.comparison import exposure_of

    run: dict[str, dict[str, float]] = {}
    holders: dict[str, str] = {}
    for n, (name, source) in enumerate(sorted(sources.items())):
        progress("compare", n, len(sources))
        request = MatchRequest(source.text, source.title, limit=DEPTH, source=source)
        matches = engine.match(request).matches
        run[name] = {match.record_id: float(DEPTH - match.rank) for match in matches}
        holders.update((match.record_id, match.document.owner) for match in matches)
    progress("compare", len(sources), len(sources))
    chances = [1 / rank for rank in range(1, DEPTH + 1)]
    lists = [list(scores) for scores in run.values()]  # as they were shown, the first first
    return Answers(run, exposure_of(lists, holders, chances=chances))


def _sources(request_ids: set[str]) -> dict[str, Document]:
    from duijie.app.records.queries import find_record

    found = {name: find_record(name) for name in sorted(request_ids) if ":" in name}
    return {name: to_document(record) for name, record in found.items() if record is not None}


def _slices(sources: Mapping[str, Document]) -> "LogSlices":
    """Return the slices of the log: industry, length and language of its requests."""
    from duijie.learn.comparison import LogSlices
    from duijie.learn.evaluation import AskedRequest, slices_of

    requests = [
        AskedRequest(name, one.title, one.text, one.industry_code) for name, one in sources.items()
    ]
    ways = slices_of(requests, system_clock().date())
    facets = {name: {way.by: way.slice_of.get(name, "") for way in ways} for name in sources}
    return LogSlices(of_requests=facets)


def _policy(contest: "Contest") -> "GatePolicy":
    from duijie.learn.comparison import GatePolicy

    settings = contest.settings
    return GatePolicy(
        looks=settings.integer("release.looks"),
        smallest_log=settings.integer("release.logged_requests"),
        slice_floor=settings.integer("release.slice_floor_percent") / 100,
        holder_cap=settings.integer("release.holder_cap_percent") / 100,
    )
