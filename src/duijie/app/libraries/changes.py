"""Reads: which records shall be changed, and what became of a change."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import Form
from django.http import QueryDict

from duijie.app.libraries.actions import AT_ONCE, MOST_CHANGED
from duijie.app.libraries.models import BulkChange, BulkStep
from duijie.app.libraries.queries import keep, ordered_keys, records_of
from duijie.app.libraries.selection import read_selection
from duijie.app.shared.actors import Actor
from duijie.app.shared.words import lang_now
from duijie.kernel.kinds import kind_named

State = BulkStep.State
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """The records that shall be changed (选中记录): some by name, or all that a list keeps."""

    kind: str
    record_ids: tuple[str, ...]
    query: str = ""
    is_cut: bool = False


def chosen_records(actor: Actor, kind: str, given: QueryDict) -> Chosen:
    """Return the records that were selected; of a whole list at most 5,000 of those one sees."""
    if given.get("all") != "1":
        named = dict.fromkeys(given.getlist("record"))
        return Chosen(kind, tuple(one for one in named if one.startswith(f"{kind}:")))
    query = given.get("query", "").lstrip("?")
    selection = read_selection(actor, kind, QueryDict(query))
    keys = ordered_keys(keep(actor, selection), selection)
    found = records_of(actor, selection, keys[:MOST_CHANGED])
    ids = tuple(record.record_id for record in found)
    return Chosen(kind, ids, query, len(keys) > MOST_CHANGED)


def shown_change(chosen: Chosen, form: Form) -> Mapping[str, object]:
    """Return what the page needs that asks what shall change."""
    return {
        "kind": kind_named(chosen.kind),
        "chosen": chosen,
        "count": f"{len(chosen.record_ids):,}",
        "most": f"{MOST_CHANGED:,}",
        "is_long": len(chosen.record_ids) > AT_ONCE,
        "form": form,
    }


def count_done(change: BulkChange) -> int:
    """Return how many records a change has changed."""
    return change.steps.filter(state=State.DONE).count()


def shown_outcome(change: BulkChange) -> Mapping[str, object]:
    """Return what the page needs that tells what became of a change: two queries."""
    counts = Counter(change.steps.values_list("state", flat=True))
    bad = change.steps.filter(state__in=(State.REFUSED, State.KEPT)).order_by("pk")[:MOST_SHOWN]
    lang = lang_now()
    return {
        "change": change,
        "kind": kind_named(change.kind),
        "counts": {state.value: f"{counts[state]:,}" for state in State},
        "is_running": bool(counts[State.WAITING])
        or (change.undo_asked_at is not None and bool(counts[State.DONE])),
        "can_undo": bool(counts[State.DONE]) and change.undo_asked_at is None,
        "refused": [(step.record_id, step.problem.get(lang, "")) for step in bad],
        "left_out": counts[State.REFUSED] + counts[State.KEPT] - len(bad),
    }
