"""Who may import, see an import, and take it back."""

from dataclasses import dataclass
from typing import Any

from duijie.app.imports.models import FileImport
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import rule

OFFICIALS = (Role.OFFICER, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class NewImport:
    """An import that is to be made for an organisation, or for the platform (新建导入)."""

    organization_id: int | None


def _looks_after(actor: Actor, organization_id: int | None) -> bool:
    if organization_id is None:
        return actor.has(Role.OPERATOR)
    return actor.acts_for(organization_id)


@rule("imports.list")
def may_list(actor: Actor, subject: Any) -> bool:
    """Members see a list of imports: those of their organisations."""
    del subject
    return actor.is_member


@rule("imports.create")
def may_create(actor: Actor, new: NewImport) -> bool:
    """Members and their technology managers import for their organisation; operators for all."""
    return actor.is_member and _looks_after(actor, new.organization_id)


@rule("imports.see")
def may_see(actor: Actor, what: FileImport) -> bool:
    """An import is seen by the side that it is for, and once it has run by officers too."""
    if _looks_after(actor, what.organization_id):
        return True
    has_run = what.step in {FileImport.Step.DONE, FileImport.Step.UNDONE}
    return has_run and actor.has(*OFFICIALS)


@rule("imports.change")
def may_change(actor: Actor, what: FileImport) -> bool:
    """The side that an import is for goes on with it, and takes it back."""
    return _looks_after(actor, what.organization_id)


@rule("imports.publish_at_once")
def may_publish_at_once(actor: Actor, subject: Any) -> bool:
    """Officers and operators bring records in as published; others as drafts to be reviewed."""
    del subject
    return actor.has(*OFFICIALS)
