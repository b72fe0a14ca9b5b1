"""Writes: each is one transaction, whole or absent."""

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
)
from duijie.app.records.actions.reviews import AxisScore, Finding, review
from duijie.app.records.actions.revisions import next_revisions

__all__ = [
    "COMMAND_LINE",
    "AxisScore",
    "Finding",
    "Importer",
    "create",
    "edit",
    "end_grants",
    "expire",
    "finish_run",
    "grant",
    "next_revisions",
    "note_members_part",
    "open_officially",
    "open_partners_part",
    "publish",
    "renew",
    "reopen",
    "replace_duplicate_groups",
    "review",
    "start_run",
    "submit",
    "undo",
    "withdraw",
    "write_records",
]
