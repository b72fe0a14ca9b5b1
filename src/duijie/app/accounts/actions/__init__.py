"""Writes: each is one transaction with its permission, its change and its audit entry."""

from duijie.app.accounts.actions.tokens import create_token, revoke_token

__all__ = ["create_token", "revoke_token"]
