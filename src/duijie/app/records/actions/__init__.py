"""Writes: each is one transaction, whole or absent."""

from duijie.app.records.actions.attachments import (
    OpenedFile,
    attach,
    detach,
    may_open_file,
    open_attachment,
)
from duijie.app.records.actions.imports import (
    COMMAND_LINE,
    Importer,
    finish_run,
    replace_duplicate_groups,
    start_run,
    write_records,
)
from duijie.app.records.actions.life import (
    create,
    edit,
    expire,
    publish,
    renew,
    reopen,
    submit,
    undo,
    withdraw,
)
from duijie.app.records.actions.openings import (
    end_grants,
    grant,
    note_members_part,
    open_officially,
    open_partners_part,
    open_to,
)
from duijie.app.records.actions.reviews import AxisScore, Finding, review
from duijie.app.records.actions.revisions import hold_revisions, next_revisions
from duijie.app.records.actions.typed import drop_typed, keep_typed, typed_before
from duijie.app.records.actions.undoing import (
    TakenBack,
    Taking,
    end_run,
    take_back_changed,
    take_back_created,
)

__all__ = [
    "COMMAND_LINE",
    "AxisScore",
    "Finding",
    "Importer",
    "OpenedFile",
    "TakenBack",
    "Taking",
    "attach",
    "create",
    "detach",
    "drop_typed",
    "edit",
    "end_grants",
    "end_run",
    "expire",
    "finish_run",
    "grant",
    "hold_revisions",
    "keep_typed",
    "may_open_file",
    "next_revisions",
    "note_members_part",
    "open_attachment",
    "open_officially",
    "open_partners_part",
    "open_to",
    "publish",
    "renew",
    "reopen",
    "replace_duplicate_groups",
    "review",
    "start_run",
    "submit",
    "take_back_changed",
    "take_back_created",
    "typed_before",
    "undo",
    "withdraw",
    "write_records",
]
