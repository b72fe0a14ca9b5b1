"""Writes: each is one transaction with its permission, its change and its audit entry."""

from duijie.app.accounts.actions.managers import assign_manager, end_assignment
from duijie.app.accounts.actions.members import (
    accept_invitation,
    answer_join_request,
    ask_to_join,
    change_role,
    invitation_of,
    invite,
    link_of,
    remove_member,
    withdraw_invitation,
)
from duijie.app.accounts.actions.operators import make_operator
from duijie.app.accounts.actions.organizations import (
    Registration,
    correct,
    register,
    reject,
    restore,
    suspend,
    verify,
)
from duijie.app.accounts.actions.people import edit_profile, keep_language
from duijie.app.accounts.actions.tokens import create_token, revoke_token

__all__ = [
    "Registration",
    "accept_invitation",
    "answer_join_request",
    "ask_to_join",
    "assign_manager",
    "change_role",
    "correct",
    "create_token",
    "edit_profile",
    "end_assignment",
    "invitation_of",
    "invite",
    "keep_language",
    "link_of",
    "make_operator",
    "register",
    "reject",
    "remove_member",
    "restore",
    "revoke_token",
    "suspend",
    "verify",
    "withdraw_invitation",
]
