"""What a promotion would put in use (上线计划), checked before anything is changed."""

from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.errors import DuijieError, PromotionRefusedError
from duijie.kernel.live import Models
from duijie.kernel.words import N_, Phrase
from duijie.learn.releases.checking import SEE_LIST, ReleaseFacts, checked_release, read_facts
from duijie.learn.releases.states import ReleaseKind


@dataclass(frozen=True, slots=True)
class Plan:
    """What a promotion would put in use (上线计划).

    `is_build` says that a generation of the index must be built for it. `left_out` is the ranker
    that was live and does not fit the new encoder.
    """

    name: str
    before: Models
    after: Models
    is_build: bool = False
    left_out: str = ""


def plan_promotion(releases: Path, live: Models, name: str, ranker: str | None = None) -> Plan:
    """Return what promoting a release would put in use, after checking every file of it.

    Args:
        releases: the folder of releases.
        live: what is in use.
        name: the encoder or ranker to promote.
        ranker: what ranks with an encoder: a release, "" for none, None for the live one if it
            fits.

    Raises:
        ReleaseError: it cannot be used.
        PromotionRefusedError: it cannot go live as things are.
    """
    facts = checked_release(releases, name)
    if facts.kind is ReleaseKind.ENCODER:
        plan = _with_encoder(releases, live, facts, ranker)
    elif ranker is not None:
        raise refused(
            name, N_("it is no encoder"), N_("Name another ranker only together with an encoder.")
        )
    else:
        check_fit(facts, live.encoder)
        plan = Plan(name, live, Models(live.encoder, name))
    if plan.after == live:
        raise refused(name, N_("it is live already"), SEE_LIST)
    return plan


def check_fit(facts: ReleaseFacts, encoder: str) -> None:
    """Return when a release is a ranker that can rank what an encoder finds.

    Raises:
        PromotionRefusedError: it is something else, or was trained with another encoder.
    """
    if facts.kind is not ReleaseKind.RANKER:
        raise refused(
            facts.name,
            N_("matching does not use releases of this kind by themselves"),
            N_("Name a ranker or an encoder; `duijie release list` shows them."),
        )
    if facts.encoder not in ("", encoder):
        raise refused(
            facts.name,
            Phrase(
                "it was trained with the encoder %(need)s, and %(have)s would be in use",
                need=facts.encoder,
                have=encoder or "-",
            ),
            Phrase(
                "Put both in use together: duijie release promote %(encoder)s --ranker %(name)s",
                encoder=facts.encoder,
                name=facts.name,
            ),
        )


def fits(releases: Path, ranker: str, encoder: str) -> bool:
    """Tell whether a ranker can rank what an encoder finds; no ranker always can."""
    if not ranker:
        return True
    try:
        return read_facts(releases, ranker).encoder in ("", encoder)
    except DuijieError:
        return False


def refused(name: str, why: str | Phrase, remedy: str | Phrase) -> PromotionRefusedError:
    """Return the error of a release that stays as it is."""
    return PromotionRefusedError(release=name, why=why, remedy=remedy)


def _with_encoder(releases: Path, live: Models, facts: ReleaseFacts, ranker: str | None) -> Plan:
    left_out = ""
    if ranker is None:
        ranker = live.ranker
        if not fits(releases, ranker, facts.name):
            ranker, left_out = "", ranker
    elif ranker:
        check_fit(checked_release(releases, ranker), facts.name)
    is_build = facts.name != live.encoder
    return Plan(facts.name, live, Models(facts.name, ranker), is_build, left_out)
