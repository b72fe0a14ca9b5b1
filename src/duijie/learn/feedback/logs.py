"""The feedback log (反馈日志): JSON Lines, one impression or event per row, read strictly.

A row says in `type` what it is. A wrong row is told with file, row, field, value, why and what to
do, and never stops the rest. What rows may hold: docs/en/explanation/learning-from-outcomes.md.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from duijie.kernel.durable import write_durably
from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation.lines import read_lines, shortened
from duijie.learn.feedback.events import (
    ActorKind,
    CaseStage,
    EventKind,
    EventReason,
    FeedbackEvent,
    Impression,
)

IMPRESSION: Final = "impression"
EVENT: Final = "event"
LONGEST_NAME: Final = 200
LARGEST_RANK: Final = 1000
LONGEST_DWELL: Final = 24 * 3600.0

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class LogProblem:
    """What is wrong with one row of a log (日志问题): the row is left out, the others are read."""

    file: str
    row: int
    field: str
    value: str
    why: Phrase
    remedy: str


@dataclass(frozen=True, slots=True)
class FeedbackLog:
    """What a log says (反馈日志): impressions, events, and the rows that could not be used."""

    impressions: tuple[Impression, ...]
    events: tuple[FeedbackEvent, ...]
    problems: tuple[LogProblem, ...] = ()


class _RowError(Exception):
    """A field of a row that cannot be used."""

    def __init__(self, field: str, value: object, why: Phrase, remedy: str) -> None:
        super().__init__(field)
        self.field, self.value, self.why, self.remedy = field, value, why, remedy


def read_log(file: Path) -> FeedbackLog:
    """Return the impressions and events of a log, and its problems.

    Raises:
        SourcePathError: there is no file to be read there.
        LearnFileError: it is empty, binary, not UTF-8 or damaged.
    """
    impressions: list[Impression] = []
    events: list[FeedbackEvent] = []
    problems: list[LogProblem] = []
    for row, line in read_lines(file):
        try:
            read = _row(_object(line))
        except _RowError as wrong:
            shown = "" if wrong.value is None else shortened(str(wrong.value))
            problems.append(LogProblem(file.name, row, wrong.field, shown, wrong.why, wrong.remedy))
            continue
        if isinstance(read, Impression):
            impressions.append(read)
        else:
            events.append(read)
    return FeedbackLog(tuple(impressions), tuple(events), tuple(problems))


def write_log(
    file: Path, impressions: Iterable[Impression], events: Iterable[FeedbackEvent]
) -> None:
    """Write a log that `read_log` reads back; the file is whole after a crash, or the old one."""
    rows = [_impression_fields(impression) for impression in impressions]
    rows += [_event_fields(event) for event in events]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    write_durably(file, text.encode())


def _row(fields: Mapping[str, Any]) -> Impression | FeedbackEvent:
    what = fields.get("type")
    if what == IMPRESSION:
        return _impression(fields)
    if what == EVENT:
        return _event(fields)
    raise _RowError(
        "type",
        what,
        Phrase("it is neither impression nor event"),
        N_("Write impression or event."),
    )


def _impression_fields(impression: Impression) -> dict[str, Any]:
    return {
        "type": IMPRESSION,
        "list_id": impression.list_id,
        "request_id": impression.request_id,
        "record_id": impression.record_id,
        "rank": impression.rank,
        "shown_at": impression.shown_at.isoformat(),
        "propensity": impression.propensity,
        "places": [list(place) for place in impression.places],
        "list_propensity": impression.list_propensity,
        "release": impression.release,
        "page": impression.page,
        "actor": impression.actor,
        "actor_kind": impression.actor_kind.value,
    }


def _event_fields(event: FeedbackEvent) -> dict[str, Any]:
    return {
        "type": EVENT,
        "event_id": event.event_id,
        "kind": event.kind.value,
        "request_id": event.request_id,
        "record_id": event.record_id,
        "occurred_at": event.occurred_at.isoformat(),
        "list_id": event.list_id,
        "actor": event.actor,
        "actor_kind": event.actor_kind.value,
        "seconds": event.seconds,
        "reason": None if event.reason is None else event.reason.value,
        "stage": None if event.stage is None else event.stage.value,
    }


def _impression(fields: Mapping[str, Any]) -> Impression:
    rank = int(_number(fields, "rank", 1, LARGEST_RANK, is_whole=True))
    propensity = _number(fields, "propensity", 0, 1, default=1.0)
    if propensity <= 0:
        raise _RowError(
            "propensity",
            propensity,
            Phrase("what has no chance of being shown cannot have been shown"),
            N_("Log the chance that the record stood at this rank: more than 0, at most 1."),
        )
    return Impression(
        list_id=_name(fields, "list_id"),
        request_id=_name(fields, "request_id"),
        record_id=_name(fields, "record_id"),
        rank=rank,
        shown_at=_moment(fields, "shown_at"),
        propensity=propensity,
        places=_places(fields, rank, propensity),
        list_propensity=_number(fields, "list_propensity", 0, 1, default=0.0),
        release=_name(fields, "release", may_lack=True),
        page=_name(fields, "page", may_lack=True),
        actor=_name(fields, "actor", may_lack=True),
        actor_kind=_choice(fields, "actor_kind", ActorKind, ActorKind.UNKNOWN),
    )


def _event(fields: Mapping[str, Any]) -> FeedbackEvent:
    kind = _choice(fields, "kind", EventKind, None)
    seconds = reason = stage = None
    if kind is EventKind.DWELL:
        seconds = _number(fields, "seconds", 0, LONGEST_DWELL)
    if kind in {EventKind.REJECT, EventKind.LOST}:
        reason = _choice(fields, "reason", EventReason, None)
    if kind is EventKind.STAGE:
        stage = _choice(fields, "stage", CaseStage, None)
    return FeedbackEvent(
        event_id=_name(fields, "event_id"),
        kind=kind,
        request_id=_name(fields, "request_id"),
        record_id=_name(fields, "record_id"),
        occurred_at=_moment(fields, "occurred_at"),
        list_id=_name(fields, "list_id", may_lack=True),
        actor=_name(fields, "actor", may_lack=True),
        actor_kind=_choice(fields, "actor_kind", ActorKind, ActorKind.UNKNOWN),
        seconds=seconds,
        reason=reason,
        stage=stage,
    )


def _object(line: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise _RowError(
            "", line, Phrase("it is not a JSON object"), N_("Write one JSON object per line.")
        )
    return fields


def _name(fields: Mapping[str, Any], field: str, *, may_lack: bool = False) -> str:
    value = fields.get(field)
    if may_lack and value in (None, ""):
        return ""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
        raise _RowError(
            field,
            value,
            Phrase("it must be a text of 1 to %(most)s characters", most=LONGEST_NAME),
            N_("Write the identifier as a text."),
        )
    return value


def _number(
    fields: Mapping[str, Any],
    field: str,
    least: float,
    most: float,
    *,
    default: float | None = None,
    is_whole: bool = False,
) -> float:
    value = fields.get(field)
    if value is None and default is not None:
        return default
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        is_whole_enough = not is_whole or float(value).is_integer()
        if least <= value <= most and is_whole_enough:
            return float(value)
    kind = N_("whole number") if is_whole else N_("number")
    raise _RowError(
        field,
        value,
        Phrase(
            "it must be a %(kind)s from %(least)s to %(most)s", kind=kind, least=least, most=most
        ),
        N_("Correct the row and run the command again."),
    )


def _moment(fields: Mapping[str, Any], field: str) -> datetime:
    value = fields.get(field)
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _RowError(
            field,
            value,
            Phrase("it must be a moment with its time zone"),
            N_("Write it as 2026-03-05T09:30:00+08:00."),
        )
    return moment


def _choice(
    fields: Mapping[str, Any], field: str, kinds: type[Choice], default: Choice | None
) -> Choice:
    value = fields.get(field)
    if value is None and default is not None:
        return default
    try:
        return kinds(str(value))
    except ValueError as error:
        known = ", ".join(kind.value for kind in kinds)
        raise _RowError(
            field,
            value,
            Phrase("it must be one of: %(known)s", known=known),
            N_("Correct the row and run the command again."),
        ) from error


def _places(
    fields: Mapping[str, Any], rank: int, propensity: float
) -> tuple[tuple[int, float], ...]:
    value = fields.get("places") or []
    is_sound = isinstance(value, list) and all(_is_place(pair) for pair in value)
    places = {pair[0]: float(pair[1]) for pair in value} if is_sound else {}
    agrees = not places or math.isclose(places.get(rank, 0.0), propensity, abs_tol=1e-6)
    if not is_sound or len(places) != len(value) or sum(places.values()) > 1 + 1e-6 or not agrees:
        raise _RowError(
            "places",
            value,
            Phrase(
                "it must be pairs of rank and chance that sum to at most 1 and agree with the "
                "propensity of the rank"
            ),
            N_("Log the pairs as the exploration gives them, or leave the field out."),
        )
    return tuple(sorted(places.items()))


def _is_place(pair: object) -> bool:
    if not isinstance(pair, list) or len(pair) != 2:
        return False
    rank, chance = pair
    is_rank = type(rank) is int and 1 <= rank <= LARGEST_RANK
    return is_rank and isinstance(chance, int | float) and 0 < chance <= 1
