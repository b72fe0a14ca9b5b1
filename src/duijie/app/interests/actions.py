"""Writes: an expression of interest is sent, answered, taken back, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from duijie.app.audit.actions import note
from duijie.app.interests.learning import log_sent
from duijie.app.interests.models import ExpressionOfInterest
from duijie.app.interests.permissions import NewInterest
from duijie.app.jobs.context import MACHINE
from duijie.app.notices.actions import tell_officials, tell_organization
from duijie.app.records.actions import end_grants, open_to
from duijie.app.records.queries import seen_record, titles_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import CallError, GoneError
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_, Phrase

State = ExpressionOfInterest.State


@dataclass(frozen=True, slots=True)
class Letter:
    """What an expression of interest says (意向内容): for whom, which words, what it offers.

    `list_id` names the match list that the sender came from, if they did.
    """

    sender_id: int
    message: str
    own_record_id: str = ""
    agrees_to_terms: bool = False
    list_id: str = ""


@transaction.atomic
def send(actor: Actor, record_id: str, letter: Letter, *, now: datetime) -> ExpressionOfInterest:
    """Send the owner of a record an expression of interest.

    Raises:
        GoneError: there is no such record, or not for this actor.
        DeniedError: the actor may not send for this organisation, or the record is their own.
        CallError: nothing is said, the terms are not agreed to, or one is open already.
    """
    _, subject = seen_record(actor, record_id, now)
    require(actor, "interests.send", NewInterest(letter.sender_id, subject))
    if letter.own_record_id:
        own, own_subject = seen_record(actor, letter.own_record_id, now)
        if own.owner_id != letter.sender_id:
            raise GoneError(thing=N_("record"), name=letter.own_record_id)
        require(actor, "records.grant", own_subject)
    settings = load_settings(home_in_use().settings_file)
    terms = settings.text("interests.terms")
    _check(letter, terms)
    interest = ExpressionOfInterest(
        record_id=record_id,
        own_record_id=letter.own_record_id,
        sender_id=letter.sender_id,
        receiver_id=subject.owner_id,
        sent_by_id=actor.user_id,
        message=letter.message.strip()[:4000],
        terms=terms,
        sent_at=now,
        expires_at=now + timedelta(days=settings.integer("interests.valid_days")),
    )
    _save_new(interest)
    _noted(actor, "interests.send", interest, now)
    log_sent(actor, interest, letter.list_id, now)
    _tell_receiver(interest, N_("%(name)s would like to work with you on “%(title)s”."), now)
    return interest


@transaction.atomic
def accept(actor: Actor, interest_id: UUID, *, now: datetime) -> ExpressionOfInterest:
    """Accept it: the partners' parts open, for the sender and, if they named one, for the owner."""
    interest = _locked(actor, "interests.answer", interest_id)
    open_to(actor, interest.record_id, interest.sender_id, basis=interest.basis, now=now)
    if interest.own_record_id and interest.receiver_id is not None:
        open_to(actor, interest.own_record_id, interest.receiver_id, basis=interest.basis, now=now)
    _come_to(actor, interest, State.ACCEPTED, now)
    _tell_sender(interest, N_("Your interest in “%(title)s” was accepted."), now)
    return interest


@transaction.atomic
def decline(actor: Actor, interest_id: UUID, reason: str, *, now: datetime) -> ExpressionOfInterest:
    """Decline it, with a reason that the sender reads.

    Raises:
        CallError: no reason is given.
    """
    interest = _locked(actor, "interests.answer", interest_id)
    if not reason.strip():
        raise CallError(
            why=N_("whoever is declined reads why"),
            remedy=N_("Write a reason; one sentence is enough."),
        )
    _come_to(actor, interest, State.DECLINED, now, reason)
    _tell_sender(
        interest, N_("Your interest in “%(title)s” was declined; the reason is there."), now
    )
    return interest


@transaction.atomic
def withdraw(actor: Actor, interest_id: UUID, *, now: datetime) -> ExpressionOfInterest:
    """Take back what was not answered yet."""
    interest = _locked(actor, "interests.withdraw", interest_id)
    _come_to(actor, interest, State.WITHDRAWN, now)
    return interest


@transaction.atomic
def end(
    actor: Actor, interest_id: UUID, *, now: datetime, reason: str = ""
) -> ExpressionOfInterest:
    """End what was accepted: what it opened is closed again, on both sides."""
    interest = _locked(actor, "interests.end", interest_id)
    end_grants(actor, interest.basis, now=now)
    _come_to(actor, interest, State.ENDED, now, reason)
    ended = N_("The cooperation on “%(title)s” was ended.")
    if actor.acts_for(interest.sender_id):
        _tell_receiver(interest, ended, now)
    else:
        _tell_sender(interest, ended, now)
    return interest


def expire_unanswered(now: datetime) -> int:
    """Let run out what was not answered in time; return how many those were."""
    due = ExpressionOfInterest.objects.filter(state=State.SENT, expires_at__lte=now)
    ids = list(due.order_by("expires_at").values_list("pk", flat=True)[:1000])
    return sum(_expire(interest_id, now) for interest_id in ids)


@transaction.atomic
def _expire(interest_id: UUID, now: datetime) -> bool:
    interest = ExpressionOfInterest.objects.select_for_update().get(pk=interest_id)
    if not allowed(MACHINE, "interests.expire", interest):
        return False
    _come_to(MACHINE, interest, State.EXPIRED, now)
    _tell_sender(interest, N_("Your interest in “%(title)s” was not answered in time."), now)
    return True


def _locked(actor: Actor, rule: str, interest_id: UUID) -> ExpressionOfInterest:
    interest = ExpressionOfInterest.objects.select_for_update().filter(pk=interest_id).first()
    if interest is None or not allowed(actor, "interests.see", interest):
        raise GoneError(thing=N_("expression of interest"), name=interest_id)
    require(actor, rule, interest)
    return interest


def _save_new(interest: ExpressionOfInterest) -> None:
    try:
        with transaction.atomic():
            interest.save(force_insert=True)
    except IntegrityError:
        raise CallError(
            why=N_("your organisation has an open expression of interest in this record"),
            remedy=N_("Look at it under your expressions of interest."),
        ) from None


def _check(letter: Letter, terms: str) -> None:
    if not letter.message.strip():
        raise CallError(
            why=N_("the owner does not know yet what you have in mind"),
            remedy=N_("Write a sentence or two and send it again."),
        )
    if terms and not letter.agrees_to_terms:
        raise CallError(
            why=N_("the terms of this platform are not agreed to"),
            remedy=N_("Read them, tick that you agree, and send it again."),
        )


def _come_to(
    actor: Actor, interest: ExpressionOfInterest, state: State, now: datetime, reason: str = ""
) -> None:
    interest.state, interest.reason = state, reason.strip()[:2000]
    interest.answered_by_id, interest.answered_at = actor.user_id, now
    interest.save(update_fields=["state", "reason", "answered_by", "answered_at"])
    _noted(actor, f"interests.{state.value}", interest, now)


def _noted(actor: Actor, verb: str, interest: ExpressionOfInterest, now: datetime) -> None:
    values: dict[str, str | int | None] = {
        "record": interest.record_id,
        "sender": interest.sender_id,
        "receiver": interest.receiver_id,
        "reason": interest.reason[:1000],
    }
    note(verb, interest.basis, by=actor, now=now, values=values)


def _tell_receiver(interest: ExpressionOfInterest, message: str, now: datetime) -> None:
    phrase, link = _phrase(interest, message), reverse("interest", args=(interest.pk,))
    if interest.receiver_id is None:
        tell_officials(phrase, link=link, now=now)
    else:
        tell_organization(interest.receiver_id, phrase, link=link, now=now)


def _tell_sender(interest: ExpressionOfInterest, message: str, now: datetime) -> None:
    link = reverse("interest", args=(interest.pk,))
    tell_organization(interest.sender_id, _phrase(interest, message), link=link, now=now)


def _phrase(interest: ExpressionOfInterest, message: str) -> Phrase:
    title = titles_of([interest.record_id]).get(interest.record_id, interest.record_id)
    return Phrase(message, title=title, name=interest.sender.name)
