"""Who may do what with judging rounds: a judge sees rounds where they judge, and no others.

Officers and operators start rounds and read figures; who judges in a round does so blind, and
reads nothing of it before every judge is through, whatever their office.
"""

from dataclasses import dataclass
from typing import Any

from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import rule

JUDGES = (Role.TECHNOLOGY_MANAGER, Role.OFFICER, Role.OPERATOR)
OFFICE = (Role.OFFICER, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class RoundSubject:
    """What permissions on a round are decided on (权限判定所需)."""

    is_judge: bool  # the actor judges in it
    is_through: bool  # every judge is through


@rule("judging.list")
def may_list(actor: Actor, subject: Any) -> bool:
    """Whoever may be a judge sees their own rounds; officers and operators all of them."""
    del subject
    return actor.has(*JUDGES)


@rule("judging.start")
def may_start(actor: Actor, subject: Any) -> bool:
    """Officers and operators start rounds."""
    del subject
    return actor.has(*OFFICE)


@rule("judging.judge")
def may_judge(actor: Actor, subject: RoundSubject) -> bool:
    """Who was chosen as a judge of a round judges in it."""
    return subject.is_judge and actor.has(*JUDGES)


@rule("judging.figures")
def may_read_figures(actor: Actor, subject: RoundSubject) -> bool:
    """Officers and operators read figures; those who judge only when all are through."""
    return actor.has(*OFFICE) and (not subject.is_judge or subject.is_through)


@rule("judging.export")
def may_export(actor: Actor, subject: RoundSubject) -> bool:
    """Who reads the figures takes them along."""
    return may_read_figures(actor, subject)


@rule("judging.settle")
def may_settle(actor: Actor, subject: RoundSubject) -> bool:
    """Officers and operators settle what judges differ on, as a third: not in their own rounds."""
    return actor.has(*OFFICE) and not subject.is_judge


@rule("judging.know")
def may_know(actor: Actor, subject: RoundSubject) -> bool:
    """Who judges in a round knows of it, and officers and operators."""
    return may_judge(actor, subject) or actor.has(*OFFICE)
