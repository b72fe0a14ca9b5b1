"""Contests (对比评定): the models in use against those that would take their place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.app.wiring import system_clock
from duijie.kernel.errors import CallError, EvaluationError, PromotionRefusedError
from duijie.kernel.home import Home
from duijie.kernel.live import Models
from duijie.kernel.matching import MatchRequest
from duijie.kernel.settings import Settings
from duijie.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from duijie.kernel.ports import Progress
    from duijie.learn.comparison import Decision
    from duijie.learn.evaluation import AskedRequest, Qrels, Run
    from duijie.learn.releases import Plan
    from duijie.match import Engine

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Contest:
    """What is compared (对比): the plan of a promotion, and the index its encoder answers from."""

    home: Home
    settings: Settings
    plan: "Plan"
    index: Path

    @property
    def candidate(self) -> str:
        """Return how the decision calls what would go live."""
        return _called(self.plan.after)

    @property
    def live(self) -> str:
        """Return how the decision calls what is live."""
        return _called(self.plan.before)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Requests and what people say of their records (评定依据)."""

    asked: "Sequence[AskedRequest]"
    qrels: "Qrels"


def read_grounds(qrels: Path | None, needs: Path | None) -> Grounds | None:
    """Return the judgements of two files that belong together; None when neither is named.

    Raises:
        CallError: only one of them is named.
        LearnFileError: one of them cannot be used.
        EvaluationError: no request is judged.
    """
    from duijie.learn.evaluation import read_qrels, read_requests

    if qrels is None and needs is None:
        return None
    if qrels is None or needs is None:
        raise CallError(
            why=N_("judgements and the requests they are about belong together"),
            remedy=N_("Name both: --qrels FILE --needs FILE"),
        )
    asked, judged = read_requests(needs), read_qrels(qrels)
    asked = [request for request in asked if request.request_id in judged.grades]
    if not asked:
        raise EvaluationError(
            why=N_("no request of the file is among the judged ones"),
            remedy=N_("The ids of the requests must be those of the first column of the qrels."),
        )
    return Grounds(asked, judged)


def check_held_out(home: Home, plan: "Plan", grounds: Grounds) -> None:
    """Return when what would go live anew has learned from none of the judged requests.

    What is live before and after would help both sides alike.

    Raises:
        PromotionRefusedError: it has.
    """
    from duijie.index import requests_taught
    from duijie.match.rankers import requests_learned_from

    after, before = plan.after, plan.before
    learned: set[str] = set()
    if after.ranker != before.ranker:
        learned |= requests_learned_from(after.ranker, home)
    if after.encoder != before.encoder:
        learned |= requests_taught(after.encoder, home)
    known = sum(one.request_id in learned for one in grounds.asked)
    if known:
        raise PromotionRefusedError(
            release=plan.name,
            why=Phrase(
                "it learned from judgements of %(known)d of the %(asked)d judged requests, "
                "which are no proof",
                known=known,
                asked=len(grounds.asked),
            ),
            remedy=N_("Leave these requests out of both files, or train without them."),
        )


def open_live(contest: Contest) -> "Engine":
    """Return the engine that answers now."""
    return _engine(contest, contest.home.index, contest.plan.before)


def open_candidate(contest: Contest) -> "Engine":
    """Return the engine that would answer."""
    return _engine(contest, contest.index, contest.plan.after)


def decided_by_judgements(contest: Contest, grounds: Grounds, progress: "Progress") -> "Decision":
    """Return whether a plan may go live, by judgements that nothing was trained on."""
    from duijie.learn.evaluation import Qrels, slices_of
    from duijie.learn.releases import HeldOutRules, decide_on_judgements

    settings, names = contest.settings, [one.request_id for one in grounds.asked]
    judged = Qrels({name: grounds.qrels.grades[name] for name in names})
    runs: list[Run] = []
    for opened, name in ((open_candidate, contest.candidate), (open_live, contest.live)):
        engine = opened(contest)
        try:
            runs.append(replace(_run(engine, grounds.asked, progress), tag=name))
        finally:
            engine.close()
    return decide_on_judgements(
        runs[0],
        runs[1],
        judged,
        slices_of(grounds.asked, system_clock().date()),
        HeldOutRules(
            requests=settings.integer("release.judged_requests"),
            slice_floor=settings.integer("release.slice_floor_percent") / 100,
        ),
    )


def _run(engine: "Engine", asked: "Sequence[AskedRequest]", progress: "Progress") -> "Run":
    """Return the first ten of every request, also those that are too weak to be shown."""
    from duijie.learn.evaluation import run_of

    engine.options = replace(engine.options, credible_from=0.0)
    rankings: dict[str, list[str]] = {}
    for n, one in enumerate(asked):
        progress("compare", n, len(asked))
        request = MatchRequest(text=one.text, title=one.title, limit=DEPTH)
        rankings[one.request_id] = [match.record_id for match in engine.match(request).matches]
    progress("compare", len(asked), len(asked))
    return run_of(rankings)


def _engine(contest: Contest, index: Path, models: Models) -> "Engine":
    from duijie.index import open_encoder, open_index
    from duijie.match import Engine, MatchOptions
    from duijie.match.rankers import open_ranker

    home = contest.home
    encoder = open_encoder(models.encoder, home) if models.encoder else None
    return Engine(
        open_index(index),
        encoder,
        options=MatchOptions.from_settings(contest.settings),
        clock=system_clock,
        ranker=open_ranker(models.ranker, home, encoder_release=models.encoder),
    )


def _called(models: Models) -> str:
    """Return a pair of models as one word, fit for files."""
    return "+".join(name.replace(" ", "_") for name in (models.encoder, models.ranker) if name)
