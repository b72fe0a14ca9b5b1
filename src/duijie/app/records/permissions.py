"""Who may do what with a record: deny unless a rule here allows it.

A record is seen in three tiers: a public summary, a part for members of verified organisations,
and a part that opens to partners, whose expression of interest its owner accepted.
"""

from dataclasses import dataclass

from duijie.app.records.models import State, StoredRecord
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import rule

OFFICIALS = (Role.OFFICER, Role.OPERATOR)
PUBLIC = frozenset({"", "public"})


@dataclass(frozen=True, slots=True)
class RecordSubject:
    """What a permission on a record is decided on (权限判定所需).

    `partners` are the organisations to which its owner has opened it, `opened_by` the officers
    who gave a reason for looking.
    """

    record_id: str
    state: str
    visibility: str
    owner_id: int | None
    partners: frozenset[int] = frozenset()
    opened_by: frozenset[int] = frozenset()

    @property
    def is_published(self) -> bool:
        """Tell whether it is in force."""
        return self.state == State.PUBLISHED


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record that is to be made for an organisation (新建记录)."""

    owner_id: int | None


Subject = RecordSubject | StoredRecord


def as_subject(record: Subject) -> RecordSubject:
    """Return what a permission is decided on; of a bare row nothing is known that opens more."""
    if isinstance(record, RecordSubject):
        return record
    visibility = str(getattr(record, "visibility", "private"))
    return RecordSubject(record.record_id, record.state, visibility, record.owner_id)


def looks_after(actor: Actor, subject: RecordSubject) -> bool:
    """Tell whether the actor is on the owner's side: a member, or its technology manager.

    What has no owner is looked after by whoever runs the platform.
    """
    if subject.owner_id is None:
        return actor.has(Role.OPERATOR)
    return actor.acts_for(subject.owner_id)


def is_partner(actor: Actor, subject: RecordSubject) -> bool:
    """Tell whether the owner has opened the record to an organisation of the actor."""
    return not subject.partners.isdisjoint(actor.organizations | actor.assigned)


def _opened_officially(actor: Actor, subject: RecordSubject) -> bool:
    return actor.has(*OFFICIALS) and actor.user_id in subject.opened_by


def _is_under_review_by(actor: Actor, subject: RecordSubject) -> bool:
    return subject.state == State.UNDER_REVIEW and actor.has(*OFFICIALS)


@rule("records.see")
def may_see(actor: Actor, record: Subject) -> bool:
    """Of what is public everybody knows, of restricted members, else its owner and partners."""
    subject = as_subject(record)
    if looks_after(actor, subject) or _opened_officially(actor, subject):
        return True
    if not subject.is_published:
        return _is_under_review_by(actor, subject)
    if subject.visibility in PUBLIC:
        return True
    if subject.visibility == "restricted" and actor.is_member:
        return True
    return is_partner(actor, subject)


@rule("records.see_members_part")
def may_see_members_part(actor: Actor, record: Subject) -> bool:
    """Members of verified organisations read the members' part of what they may see."""
    return actor.is_member and may_see(actor, record)


@rule("records.see_partners_part")
def may_see_partners_part(actor: Actor, record: Subject) -> bool:
    """The owner's side, partners while it is published, and officers who gave a reason."""
    subject = as_subject(record)
    if looks_after(actor, subject) or _opened_officially(actor, subject):
        return True
    return subject.is_published and is_partner(actor, subject)


@rule("records.open_officially")
def may_open_officially(actor: Actor, record: Subject) -> bool:
    """Officers may open what was ever submitted, with a reason that is logged; no draft."""
    return actor.has(*OFFICIALS) and as_subject(record).state != State.DRAFT


@rule("records.see_openings")
def may_see_openings(actor: Actor, record: Subject) -> bool:
    """Who opened a record is for its owner to see."""
    return looks_after(actor, as_subject(record))


@rule("records.see_history")
def may_see_history(actor: Actor, record: Subject) -> bool:
    """Who changed what is for the owner and, of what is submitted or published, for officers."""
    subject = as_subject(record)
    if looks_after(actor, subject):
        return True
    return actor.has(*OFFICIALS) and may_see(actor, subject)


@rule("records.create")
def may_create(actor: Actor, new: NewRecord) -> bool:
    """Members and their technology managers make records for their organisation."""
    return actor.acts_for(new.owner_id)


@rule("records.edit")
def may_edit(actor: Actor, record: Subject) -> bool:
    """The owner's side edits, but not while an officer reads it nor after it was withdrawn."""
    subject = as_subject(record)
    return looks_after(actor, subject) and subject.state not in (
        State.UNDER_REVIEW,
        State.WITHDRAWN,
    )


@rule("records.attach")
def may_attach(actor: Actor, record: Subject) -> bool:
    """Whoever may edit a record may add files to it and take them away."""
    return may_edit(actor, record)


@rule("records.undo")
def may_undo(actor: Actor, record: Subject) -> bool:
    """The owner's side may undo; that it was their own change is for the action to see."""
    return looks_after(actor, as_subject(record))


@rule("records.submit")
def may_submit(actor: Actor, record: Subject) -> bool:
    """The owner's side hands a draft in."""
    subject = as_subject(record)
    return subject.state == State.DRAFT and looks_after(actor, subject)


@rule("records.review")
def may_review(actor: Actor, record: Subject | None = None) -> bool:
    """Officers review what was handed in, but nothing of their own organisation."""
    if not actor.has(*OFFICIALS):
        return False
    if record is None:
        return True
    subject = as_subject(record)
    is_own = subject.owner_id is not None and subject.owner_id in actor.organizations
    return subject.state == State.UNDER_REVIEW and not is_own


@rule("records.publish")
def may_publish(actor: Actor, record: Subject) -> bool:
    """Officers put what was handed in into force without scores, e.g. a whole import."""
    return may_review(actor, record)


@rule("records.withdraw")
def may_withdraw(actor: Actor, record: Subject) -> bool:
    """The owner's side withdraws in any state; officers what is in force."""
    subject = as_subject(record)
    if subject.state == State.WITHDRAWN:
        return False
    return looks_after(actor, subject) or (subject.is_published and actor.has(*OFFICIALS))


@rule("records.renew")
def may_renew(actor: Actor, record: Subject) -> bool:
    """The owner's side says that what is in force, or has run out, still holds."""
    subject = as_subject(record)
    return subject.state in (State.PUBLISHED, State.EXPIRED) and looks_after(actor, subject)


@rule("records.expire")
def may_expire(actor: Actor, record: Subject) -> bool:
    """The platform itself lets records run out; by hand only operators do, what they may see."""
    is_free = actor.user_id is None or may_see(actor, record)
    return as_subject(record).is_published and actor.has(Role.OPERATOR) and is_free


@rule("records.reopen")
def may_reopen(actor: Actor, record: Subject) -> bool:
    """The owner's side makes a draft of what was withdrawn."""
    subject = as_subject(record)
    return subject.state == State.WITHDRAWN and looks_after(actor, subject)


@rule("records.grant")
def may_grant(actor: Actor, record: Subject) -> bool:
    """The owner's side opens the partners' part to others; of what has no owner officers do."""
    subject = as_subject(record)
    return looks_after(actor, subject) or (subject.owner_id is None and actor.has(*OFFICIALS))


@rule("records.keep_typed")
def may_keep_typed(actor: Actor, subject: object = None) -> bool:
    """Members of verified organisations have what they type kept until they send it."""
    del subject
    return actor.is_member


@rule("records.list_own")
def may_list_own(actor: Actor, subject: object = None) -> bool:
    """Members of verified organisations see the records of their own organisations."""
    del subject
    return actor.is_member
