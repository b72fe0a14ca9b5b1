"""Next steps (下一步): what home pages say to do, told by the apps for a role.

An app registers a query in its file `next_steps.py`, which is loaded at start:

    @next_steps(Role.OFFICER)
    def waiting(actor: Actor) -> list[NextStep]: ...

A query must cost little: it runs with every home page of that role.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from duijie.app.shared.actors import Actor, Role


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next (下一步): worded already, with its address and how many wait.

    `order` says what comes first: 10 somebody waits for it, 50 one's own work, 90 a beginning.
    """

    sentence: str
    url: str
    count: int | None = None
    order: int = 50
    note: str = ""


@dataclass(frozen=True, slots=True)
class HomePart:
    """A part of a home page besides the steps (首页板块): a template of an app, with its values."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


Steps = Callable[[Actor], list[NextStep]]
Part = Callable[[Actor], HomePart | None]
_STEPS: list[tuple[frozenset[Role], Steps]] = []
_PARTS: list[tuple[frozenset[Role], Part]] = []


def next_steps(*roles: Role) -> Callable[[Steps], Steps]:
    """Register a query of next steps for whoever has one of the roles."""

    def register(query: Steps) -> Steps:
        _STEPS.append((frozenset(roles), query))
        return query

    return register


def home_part(*roles: Role) -> Callable[[Part], Part]:
    """Register a part of the home page of whoever has one of the roles."""

    def register(query: Part) -> Part:
        _PARTS.append((frozenset(roles), query))
        return query

    return register


def steps_of(actor: Actor) -> list[NextStep]:
    """Return what an actor can do next, most urgent first; a step with nothing waiting is left out.

    A step whose page is not there is left out too.
    """
    told = [
        step
        for roles, query in _STEPS
        if not roles.isdisjoint(actor.roles)
        for step in query(actor)
    ]
    return sorted((s for s in told if s.url and s.count != 0), key=lambda s: (s.order, s.sentence))


def parts_of(actor: Actor) -> list[HomePart]:
    """Return the other parts of an actor's home page."""
    made = [query(actor) for roles, query in _PARTS if not roles.isdisjoint(actor.roles)]
    return [part for part in made if part is not None]
