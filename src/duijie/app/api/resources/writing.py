"""Records: create, change, and the steps of their life, through the actions of the pages."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from duijie.app.api.answering import answer, check_revision, nothing, tagged
from duijie.app.api.auth import actor_of_call
from duijie.app.api.bodies import read_object
from duijie.app.api.operations import KindName, Told, operation
from duijie.app.api.problems import RefusedError
from duijie.app.api.records_told import record_told
from duijie.app.api.resources.place import TAG, id_of, router
from duijie.app.api.shapes import plain, ref
from duijie.app.api.values import values_sent
from duijie.app.records import actions
from duijie.app.records.queries import record_for
from duijie.app.shared.actors import Actor
from duijie.app.shared.scopes import Scope
from duijie.app.shared.words import say_now
from duijie.kernel.clock import system_clock
from duijie.kernel.errors import FieldsError, GoneError
from duijie.kernel.kinds import kind_named
from duijie.kernel.words import N_

WRITE: Final = Scope.RECORDS_WRITE
LONGEST_REASON: Final = 1000
MOST_OWNER: Final = 2**53 - 1
RECORD: Final = {200: ref("record")}
GOES: Final = {200: ref("record"), 204: None}

_REASON = {"type": "string", "maxLength": LONGEST_REASON}
_OWNER = {"type": "integer", "minimum": 1, "maximum": MOST_OWNER}
NEW: Final = plain(values=ref("record_new")) | {
    "properties": {"values": ref("record_new"), "owner": _OWNER}
}
CHANGE: Final = plain(values=ref("record_change")) | {
    "properties": {"values": ref("record_change"), "reason": _REASON}
}
STEP: Final = {
    "type": "object",
    "properties": {"reason": _REASON},
    "additionalProperties": False,
}
RENEWAL: Final = {
    "type": "object",
    "properties": {"valid_until": {"type": "string", "format": "date"}},
    "additionalProperties": False,
}


@operation(
    router, "POST", "/records/{kind}", WRITE,
    Told("Create a record", TAG, {201: ref("record")}, NEW),
)  # fmt: skip
def create_record(request: HttpRequest, kind: KindName) -> HttpResponse:
    """Make a draft of your organisation; of several, `owner` says which."""
    actor, sent = actor_of_call(request), _sent(request, {"values", "owner"})
    values = values_sent(kind_named(kind.value), _object(sent, "values"), is_partial=False)
    stored = actions.create(
        actor, kind.value, values, owner_id=_owner(actor, sent), now=system_clock()
    )
    response = _record(request, actor, stored.record_id, status=201)
    response["Location"] = f"{request.path}/{stored.identifier}".encode().decode("latin-1")
    return response


def _step(
    name: str, summary: str, text: str, act: Callable[[Actor, str, str, int | None], Any]
) -> None:
    """Register a step of the life of a record: one that takes at most a reason."""

    def step(request: HttpRequest, kind: KindName, number: str) -> HttpResponse:
        actor, record_id = actor_of_call(request), id_of(kind, number)
        sent = _sent(request, {"reason"}) if request.body else {}
        act(actor, record_id, _text(sent, "reason"), _read_revision(request, actor, record_id))
        try:
            return _record(request, actor, record_id)
        except GoneError:  # an officer withdrew what is not theirs: they see it no longer
            return nothing()

    step.__name__, step.__doc__ = f"{name}_record", text
    told = Told(summary, TAG, GOES, STEP, takes_revision=True, has_tag=True)
    operation(router, "POST", f"/records/{{kind}}/{{path:number}}/{name}", WRITE, told)(step)


_step(
    "submit", "Submit a record", "Hand a draft in: an officer reviews it.",
    lambda actor, name, reason, read: actions.submit(
        actor, name, now=system_clock(), revision=read
    ),
)  # fmt: skip
_step(
    "publish", "Publish a record", "Put what was handed in into force; officers only.",
    lambda actor, name, reason, read: actions.publish(
        actor, name, now=system_clock(), reason=reason, revision=read
    ),
)  # fmt: skip
_step(
    "withdraw", "Withdraw a record", "Take a record back: nobody else sees it from now on.",
    lambda actor, name, reason, read: actions.withdraw(
        actor, name, now=system_clock(), reason=reason, revision=read
    ),
)  # fmt: skip
_step(
    "reopen", "Reopen a record", "Make a withdrawn record a draft again.",
    lambda actor, name, reason, read: actions.reopen(
        actor, name, now=system_clock(), revision=read
    ),
)  # fmt: skip


@operation(
    router, "POST", "/records/{kind}/{path:number}/renew", WRITE,
    Told("Renew a record", TAG, RECORD, RENEWAL, takes_revision=True, has_tag=True),
)  # fmt: skip
def renew_record(request: HttpRequest, kind: KindName, number: str) -> HttpResponse:
    """Say that a record still holds, if need be with a new last day."""
    actor, record_id = actor_of_call(request), id_of(kind, number)
    sent = _sent(request, {"valid_until"}) if request.body else {}
    until, read = _day(sent, "valid_until"), _read_revision(request, actor, record_id)
    actions.renew(actor, record_id, now=system_clock(), valid_until=until, revision=read)
    return _record(request, actor, record_id)


@operation(
    router, "PATCH", "/records/{kind}/{path:number}", WRITE,
    Told("Change a record", TAG, RECORD, CHANGE, has_tag=True, takes_revision=True),
)  # fmt: skip
def change_record(request: HttpRequest, kind: KindName, number: str) -> HttpResponse:
    """Change some fields; those that are not sent stay, null empties one."""
    actor, sent = actor_of_call(request), _sent(request, {"values", "reason"})
    record_id = id_of(kind, number)
    values = values_sent(kind_named(kind.value), _object(sent, "values"), is_partial=True)
    actions.edit(
        actor,
        record_id,
        values,
        revision=_read_revision(request, actor, record_id),
        now=system_clock(),
        reason=_text(sent, "reason"),
    )
    return _record(request, actor, record_id)


def _read_revision(request: HttpRequest, actor: Actor, record_id: str) -> int | None:
    """Return the revision that a change is made to, as `If-Match` says; None: whichever is there.

    The action compares it once more, under its lock.

    Raises:
        RevisionError: the record has changed since.
    """
    revision = record_for(actor, record_id).revision
    check_revision(request, revision)
    return revision if request.headers.get("If-Match", "*").strip() != "*" else None


def _record(
    request: HttpRequest, actor: Actor, record_id: str, *, status: int = 200
) -> HttpResponse:
    shown = record_for(actor, record_id)
    return tagged(request, answer(record_told(shown), status), shown.revision)


def _sent(request: HttpRequest, known: set[str]) -> dict[str, Any]:
    sent = read_object(request)
    for name in sent:
        if name not in known:
            raise _fault(name[:100], N_("is not known here"))
    return sent


def _object(sent: dict[str, Any], name: str) -> dict[str, Any]:
    value = sent.get(name)
    if not isinstance(value, dict):
        raise _fault(name, N_("an object is expected"))
    return value


def _text(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_REASON or "\x00" in value:
        raise _fault(name, N_("a text is expected"))
    return value


def _day(sent: dict[str, Any], name: str) -> date | None:
    value = sent.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _fault(name, N_("a date is written like 2023-01-31")) from None


def _owner(actor: Actor, sent: dict[str, Any]) -> int | None:
    """Return the organisation that a new record is of: the one named, else the only one."""
    owner = sent.get("owner")
    if owner is None:
        own = sorted(actor.organizations)
        return own[0] if len(own) == 1 else None
    if isinstance(owner, bool) or not isinstance(owner, int) or not 1 <= owner <= MOST_OWNER:
        raise _fault("owner", N_("a whole number is expected"))
    return owner


def _fault(field: str, why: str) -> RefusedError:
    return RefusedError(FieldsError(), [{"field": field, "message": say_now(why)}])
