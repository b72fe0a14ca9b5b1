"""Who calls: themselves, the organisations they act for, and their tokens."""

from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from duijie.app.accounts.actions import revoke_token
from duijie.app.accounts.models import ApiToken, RegisteredOrganization
from duijie.app.accounts.queries import organizations_for, token_for, tokens_in_force
from duijie.app.api.answering import answer, nothing
from duijie.app.api.auth import actor_of_call
from duijie.app.api.operations import Told, operation
from duijie.app.api.shapes import plain, some
from duijie.app.shared.actors import Actor, Role
from duijie.kernel.clock import system_clock
from duijie.kernel.errors import DeniedError, GoneError
from duijie.kernel.words import N_

router = Router()
TAG: Final = "account"
MOST_KEY: Final = 2**63 - 1

ME: Final = plain(
    name="string", roles=some({"enum": list(Role)}), organizations=some("integer"),
    administered=some("integer"), assigned=some("integer"),
    scopes={"anyOf": [some("string"), {"type": "null"}]},
)  # fmt: skip
ORGANIZATION: Final = plain(
    id="integer", name="string", uscc="string?", kind="string", state="string",
    region_code="string", relation={"enum": ["member", "administrator", "technology_manager"]},
)  # fmt: skip
TOKEN: Final = plain(
    id="integer", name="string", scopes=some("string"), created_at="string", expires_at="string",
    last_used_at="string?",
)  # fmt: skip


@operation(router, "GET", "/me", None, Told("Who calls", TAG, {200: ME}))
def get_me(request: HttpRequest) -> HttpResponse:
    """Return who you are here: your roles, whom you act for, and what your token allows."""
    actor = actor_of_call(request)
    return answer(
        {
            "name": actor.name,
            "roles": sorted(role.value for role in actor.roles),
            "organizations": sorted(actor.organizations),
            "administered": sorted(actor.administered),
            "assigned": sorted(actor.assigned),
            "scopes": None if actor.scopes is None else sorted(actor.scopes),
        }
    )


@operation(
    router, "GET", "/organizations", None,
    Told("List your organisations", TAG, {200: plain(items=some(ORGANIZATION))}),
)  # fmt: skip
def list_organizations(request: HttpRequest) -> HttpResponse:
    """Return the organisations that you act for or look after."""
    actor = actor_of_call(request)
    return answer({"items": [_organization(actor, row) for row in organizations_for(actor)]})


@operation(
    router, "GET", "/tokens", None,
    Told("List your tokens", TAG, {200: plain(items=some(TOKEN))}),
)  # fmt: skip
def list_tokens(request: HttpRequest) -> HttpResponse:
    """Return your tokens that are in force; their texts are kept nowhere. Not with a token."""
    actor, now = actor_of_call(request), system_clock()
    if actor.scopes is not None:
        raise DeniedError(permission="accounts.list_tokens")
    return answer({"items": [_token(row) for row in tokens_in_force(actor, now)]})


@operation(
    router, "DELETE", "/tokens/{int:token_id}", None, Told("Revoke a token", TAG, {204: None})
)
def delete_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of your tokens: from now on it lets nobody in. Not with a token."""
    actor = actor_of_call(request)
    if token_id > MOST_KEY:
        raise GoneError(thing=N_("token"), name=str(token_id)[:30])
    revoke_token(actor, token_for(actor, token_id), now=system_clock())
    return nothing()


def _organization(actor: Actor, row: RegisteredOrganization) -> dict[str, Any]:
    relation = "technology_manager"
    if row.pk in actor.organizations:
        relation = "administrator" if row.pk in actor.administered else "member"
    return {
        "id": row.pk,
        "name": row.name,
        "uscc": row.uscc,
        "kind": row.kind,
        "state": row.state,
        "region_code": row.region_code,
        "relation": relation,
    }


def _token(row: ApiToken) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "scopes": row.scopes,
        "created_at": _moment(row.created_at),
        "expires_at": _moment(row.expires_at),
        "last_used_at": _moment(row.last_used_at) if row.last_used_at else None,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
