"""Writes: what an officer finds of a record that was handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from duijie.app.records.actions.telling import tell_owner
from duijie.app.records.actions.writing import Change, locked_for, write
from duijie.app.records.models import HIGHEST_SCORE, Review, State
from duijie.app.shared.actors import Actor
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_


@dataclass(frozen=True, slots=True)
class AxisScore:
    """What was found on one axis (单项评分): 0 to 5, and why."""

    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What an officer found of a record (审核意见): a score on each axis and a decision."""

    decision: str
    axes: Mapping[str, AxisScore]
    advice: str = ""


@transaction.atomic
def review(
    actor: Actor, record_id: str, finding: Finding, *, revision: int, now: datetime
) -> Review:
    """Store what was found of the revision that was read; publish the record or return it.

    Raises:
        CallError: an axis has no score from 0 to 5 with a reason, or a return says no advice.
        ChangedMeanwhileError: the record was changed since it was read.
    """
    _check(finding)
    stored = locked_for(actor, "records.review", record_id, now=now, revision=revision)
    scores = {axis: finding.axes[axis].score for axis in Review.AXES}
    reasons = {f"{axis}_reason": finding.axes[axis].reason[:1000] for axis in Review.AXES}
    written = Review.objects.create(
        record_id=record_id,
        revision=revision,
        reviewer_id=actor.user_id,
        decision=finding.decision,
        advice=finding.advice[:2000],
        reviewed_at=now,
        **scores,
        **reasons,
    )
    is_published = finding.decision == Review.Decision.PUBLISH
    change = Change(
        "records.publish" if is_published else "records.return",
        state=State.PUBLISHED if is_published else State.DRAFT,
        reason=finding.advice,
    )
    write(actor, stored, change, now)
    tell_owner(
        stored,
        N_("“%(title)s” was reviewed and is published.")
        if is_published
        else N_("“%(title)s” came back from the review with advice. Correct it and submit it."),
        now,
    )
    return written


def _check(finding: Finding) -> None:
    for axis in Review.AXES:
        found = finding.axes.get(axis)
        if found is None or not found.reason.strip() or not 0 <= found.score <= HIGHEST_SCORE:
            raise CallError(
                why=N_("each of the four axes needs a score from 0 to 5 and a reason"),
                remedy=N_("Fill in what is missing and send the review again."),
            )
    if finding.decision not in Review.Decision.values:
        raise CallError(
            why=N_("the review does not say what becomes of the record"),
            remedy=N_("Choose whether to publish it or to return it."),
        )
    if finding.decision == Review.Decision.RETURN and not finding.advice.strip():
        raise CallError(
            why=N_("whoever gets a record back must know what to correct"),
            remedy=N_("Say what is to be corrected and send the review again."),
        )
