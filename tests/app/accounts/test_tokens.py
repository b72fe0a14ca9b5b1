"""Tokens: shown once, kept as a digest, ended by time, by revocation and with the account."""

from datetime import timedelta

import pytest

from duijie.app.accounts.actions import create_token, revoke_token
from duijie.app.accounts.models import ApiToken
from duijie.app.accounts.queries import actor_of_token
from duijie.app.audit.models import AuditEntry
from duijie.app.shared.scopes import Scope
from duijie.kernel.errors import CallError, DeniedError
from tests.app.web import NOW, People, Persona

IN_A_MONTH = NOW + timedelta(days=30)


def token_of(persona: Persona) -> tuple[ApiToken, str]:
    return create_token(
        persona.actor, "Nightly", [Scope.RECORDS_READ], expires_at=IN_A_MONTH, now=NOW
    )


def test_a_token_acts_as_its_person_within_its_scopes(people: People) -> None:
    _, text = token_of(people.wei)
    actor = actor_of_token(text, NOW)
    assert actor is not None
    assert actor.user_id == people.wei.user.pk
    assert actor.organizations == people.wei.actor.organizations
    assert actor.scopes == {"records:read"}


def test_the_text_of_a_token_is_not_stored_and_not_in_the_audit_log(people: People) -> None:
    token, text = token_of(people.wei)
    assert text not in str(ApiToken.objects.values().get(pk=token.pk))
    assert all(text not in str(entry.values) for entry in AuditEntry.objects.all())


def test_an_unknown_text_lets_nobody_in(people: People) -> None:
    token, text = token_of(people.wei)
    for wrong in ("", "duijie_", text[:-1], text.upper(), token.digest):
        assert actor_of_token(wrong, NOW) is None


def test_a_token_ends_with_its_last_day(people: People) -> None:
    _, text = token_of(people.wei)
    assert actor_of_token(text, IN_A_MONTH - timedelta(seconds=1)) is not None
    assert actor_of_token(text, IN_A_MONTH) is None


def test_a_revoked_token_lets_nobody_in(people: People) -> None:
    token, text = token_of(people.wei)
    revoke_token(people.wei.actor, token, now=NOW)
    assert actor_of_token(text, NOW) is None


def test_the_token_of_a_closed_account_lets_nobody_in(people: People) -> None:
    _, text = token_of(people.wei)
    people.wei.user.is_active = False
    people.wei.user.save()
    assert actor_of_token(text, NOW) is None


def test_a_token_says_when_it_was_last_used_to_the_minute(people: People) -> None:
    token, text = token_of(people.wei)
    for seconds in (0, 30, 90):
        actor_of_token(text, NOW + timedelta(seconds=seconds))
    token.refresh_from_db()
    assert token.last_used_at == NOW + timedelta(seconds=90)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_token_lasts_a_year_at_most(people: People, days: int) -> None:
    until = NOW + timedelta(days=days)
    with pytest.raises(CallError):
        create_token(people.wei.actor, "x", [Scope.RECORDS_READ], expires_at=until, now=NOW)


def test_a_token_needs_a_scope_that_there_is(people: People) -> None:
    with pytest.raises(CallError):
        create_token(people.wei.actor, "x", [], expires_at=IN_A_MONTH, now=NOW)
    with pytest.raises(ValueError, match="root"):
        create_token(people.wei.actor, "x", ["root"], expires_at=IN_A_MONTH, now=NOW)  # type: ignore[list-item]


def test_a_token_makes_no_tokens_and_whoever_has_only_signed_up_neither(people: People) -> None:
    _, text = token_of(people.wei)
    program = actor_of_token(text, NOW)
    assert program is not None
    for actor in (program, people.ning.actor):
        with pytest.raises(DeniedError):
            create_token(actor, "x", [Scope.RECORDS_READ], expires_at=IN_A_MONTH, now=NOW)


def test_nobody_revokes_the_token_of_another(people: People) -> None:
    token, text = token_of(people.wei)
    for name, persona in people.all.items():
        if name != "wei":
            with pytest.raises(DeniedError):
                revoke_token(persona.actor, token, now=NOW)
    assert actor_of_token(text, NOW) is not None
