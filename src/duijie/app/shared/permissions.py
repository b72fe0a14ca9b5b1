"""Permissions (权限): deny unless a rule allows.

Each app has one file `permissions.py` with its rules: `may(actor, subject) -> bool`, registered by
name. What has no rule is denied, and a test lists every rule.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from duijie.app.shared.actors import Actor
from duijie.kernel.errors import DeniedError, UnknownNameError
from duijie.kernel.words import N_

May = Callable[[Actor, Any], bool]
MayT = TypeVar("MayT", bound=May)

_RULES: dict[str, May] = {}


def rule(name: str) -> Callable[[MayT], MayT]:
    """Register who may do something, e.g. `@rule("records.edit")`."""

    def register(may: MayT) -> MayT:
        if name in _RULES:
            raise ValueError(name)
        _RULES[name] = may
        return may

    return register


def rules() -> dict[str, May]:
    """Return every rule by its name."""
    return dict(_RULES)


def allowed(actor: Actor, name: str, subject: Any = None) -> bool:
    """Tell whether a rule allows something; an account that is not active may do nothing.

    Raises:
        UnknownNameError: there is no such rule: a slip of the pen must not open a door.
    """
    try:
        may = _RULES[name]
    except KeyError:
        raise UnknownNameError(
            thing=N_("permission"), name=name, known=", ".join(sorted(_RULES))
        ) from None
    return may(actor, subject)


def require(actor: Actor, name: str, subject: Any = None) -> None:
    """Let pass what a rule allows.

    Raises:
        DeniedError: the rule does not allow it.
    """
    if not allowed(actor, name, subject):
        raise DeniedError(permission=name)
