"""The log of an installation as proof (日志评定): what was shown, and what others would show."""

from collections.abc import Mapping, Sequence
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
    from duijie.learn.comparison import Decision, ExposureShares, GatePolicy, Slices
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
    requests the words are not kept, and they are left out.

    Raises:
        PromotionRefusedError: nothing that can be asked again was logged.
    """
    from duijie.app.contests import open_candidate, open_live
    from duijie.learn.comparison import Proposal, compare_pool, decide
    from duijie.learn.feedback import ActorKind, check_log
    from duijie.learn.releases import logged_lists, pool_of

    open_records(contest.home)
    from duijie.app.feedback.queries import events, impressions

    log = check_log(impressions(), events(), today=system_clock())
    shown = [one for one in log.impressions if one.actor_kind is not ActorKind.ROBOT]
    heard = [one for one in log.events if one.actor_kind is not ActorKind.ROBOT]
    sources = _sources({one.request_id for one in shown})
    lists = [one for one in logged_lists(shown, heard) if one.request_id in sources]
    count = len({one.request_id for one in lists})
    if count < FEWEST:
        raise _too_little(contest.plan.name, count)
    found = []
    for opened in (open_candidate, open_live):
        engine = opened(contest)
        try:
            found.append(_asked(engine, sources, progress))
        finally:
            engine.close()
    (ours, our_exposure), (theirs, their_exposure) = found
    pool = pool_of(lists, ours, theirs)
    proposal = Proposal(
        candidate=contest.candidate,
        live=contest.live,
        from_state="shadow",
        to_state="live",
        comparison=compare_pool(pool, slices=_slices([one.request_id for one in lists], sources)),
        exposure=our_exposure,
        live_exposure=their_exposure,
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


def _asked(
    engine: "Engine", sources: Mapping[str, Document], progress: "Progress"
) -> "tuple[dict[str, list[str]], ExposureShares]":
    """Return what an engine shows for each request, and how that falls on holders."""
    from duijie.learn.comparison import exposure_of

    rankings: dict[str, list[str]] = {}
    holders: dict[str, str] = {}
    for n, (name, source) in enumerate(sorted(sources.items())):
        progress("compare", n, len(sources))
        request = MatchRequest(source.text, source.title, limit=DEPTH, source=source)
        matches = engine.match(request).matches
        rankings[name] = [match.record_id for match in matches]
        holders.update((match.record_id, match.document.owner) for match in matches)
    progress("compare", len(sources), len(sources))
    chances = [1 / rank for rank in range(1, DEPTH + 1)]
    return rankings, exposure_of(list(rankings.values()), holders, chances=chances)


def _sources(request_ids: set[str]) -> dict[str, Document]:
    from duijie.app.records.queries import find_record

    found = {name: find_record(name) for name in sorted(request_ids) if ":" in name}
    return {name: to_document(record) for name, record in found.items() if record is not None}


def _slices(asked: Sequence[str], sources: Mapping[str, Document]) -> "Slices":
    """Return the slices of the lists: industry, length and language of their requests."""
    import numpy as np

    from duijie.learn.comparison import Slices
    from duijie.learn.evaluation import AskedRequest, slices_of

    requests = [
        AskedRequest(name, one.title, one.text, one.industry_code) for name, one in sources.items()
    ]
    ways = slices_of(requests, system_clock().date())
    return Slices(
        {
            way.by: np.array([way.slice_of.get(name, "") for name in asked], dtype=object)
            for way in ways
        }
    )


def _policy(contest: "Contest") -> "GatePolicy":
    from duijie.learn.comparison import GatePolicy

    settings = contest.settings
    return GatePolicy(
        looks=settings.integer("release.looks"),
        smallest_log=settings.integer("release.logged_requests"),
        slice_floor=settings.integer("release.slice_floor_percent") / 100,
        holder_cap=settings.integer("release.holder_cap_percent") / 100,
    )
