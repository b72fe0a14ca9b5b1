"""What the pages of records show: rows and fields, worded in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duijie.app.records import queries
from duijie.app.records.actions import may_open_file, typed_before
from duijie.app.records.forms import (
    DISCLOSURE_WORDS,
    AttachmentForm,
    EditForm,
    NewRecordForm,
    RecordForm,
    initial_of,
)
from duijie.app.records.models import Attachment, Review, State
from duijie.app.records.permissions import is_partner
from duijie.app.records.queries import ShownField, ShownRecord, Step
from duijie.app.records.rows import value_of
from duijie.app.records.shown_values import shown_value
from duijie.app.records.steps import questions
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed
from duijie.app.shared.words import lang_now
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import GoneError
from duijie.kernel.kinds import Disclosure, FieldSpec, RecordKind, Value, kind_named
from duijie.kernel.settings import Settings, load_settings
from duijie.kernel.words import N_

ACTIONS = (
    "edit", "submit", "review", "withdraw", "renew", "reopen", "see_history", "see_openings",
    "attach", "grant", "open_officially",
)  # fmt: skip
# Of each state what its owner can do next.
NEXT = {
    State.DRAFT: N_("Nobody else sees it. Complete it, then submit it for review."),
    State.UNDER_REVIEW: N_("An officer is reading it; you are told what was found."),
    State.PUBLISHED: N_("Others find it. Renew it before it runs out."),
    State.EXPIRED: N_("It ran out and nobody else sees it. Renew it if it still holds."),
    State.WITHDRAWN: N_("You took it back and nobody else sees it. Make it a draft to go on."),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A field and its value in words (字段与取值)."""

    label: str
    value: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a record as its page lists it (附件行)."""

    attachment: Attachment
    tier: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a history with its differences in words (变更)."""

    step: Step
    before_word: str
    after_word: str
    differences: tuple[tuple[str, str, str], ...]


def settings_now() -> Settings:
    """Return the settings of the installation in use."""
    return load_settings(home_in_use().settings_file)


def label_of(spec: FieldSpec | RecordKind) -> str:
    """Return what a field or a kind is called in the reader's language."""
    return spec.zh if lang_now() == "zh" else spec.en


def facts(fields: tuple[ShownField, ...], *without: str) -> list[Fact]:
    """Return fields with their values in words."""
    return [
        Fact(
            label_of(field.spec),
            shown_value(field.spec, field.value, lang_now()),
            field.spec.type == "long_text",
        )
        for field in fields
        if field.spec.name not in without
    ]


def detail(actor: Actor, shown: ShownRecord) -> dict[str, object]:
    """Return what the page of a record shows to a reader."""
    subject = shown.subject
    files = [
        FileLine(
            one,
            DISCLOSURE_WORDS[Disclosure(one.disclosure)],
            may_open_file(actor, subject, one),
        )
        for one in queries.attachments_of(shown.record_id)
    ]
    tiers = {one.attachment.disclosure for one in files if not one.may_open}
    return {
        "record": shown,
        "kind_label": label_of(shown.kind),
        "state_word": State(shown.state).label,
        "next_word": NEXT[State(shown.state)],
        "public": facts(shown.tier(Disclosure.PUBLIC), shown.kind.title.name, "visibility"),
        "members": facts(shown.tier(Disclosure.MEMBERS)),
        "partners": facts(shown.tier(Disclosure.PARTNERS)),
        "members_closed": Disclosure.MEMBERS in shown.closed or "members" in tiers,
        "partners_closed": Disclosure.PARTNERS in shown.closed or "partners" in tiers,
        "is_partner": is_partner(actor, subject),
        "may_open_partners": allowed(actor, "records.see_partners_part", subject),
        "may": {name: allowed(actor, f"records.{name}", subject) for name in ACTIONS},
        "files": files,
        "attachment_form": AttachmentForm(),
        "reviews": queries.reviews_of(shown.record_id) if shown.is_own else [],
        "axes": Review.AXES,
    }


def history(actor: Actor, record_id: str) -> list[Turn]:
    """Return the history of a record in words."""
    lang = lang_now()
    return [
        Turn(
            step,
            State(step.state_before).label,
            State(step.state_after).label,
            tuple(
                (
                    label_of(one.spec),
                    shown_value(one.spec, one.before, lang),
                    shown_value(one.spec, one.after, lang),
                )
                for one in step.differences
            ),
        )
        for step in queries.history_of(actor, record_id)
    ]


def edit_form(actor: Actor, shown: ShownRecord) -> EditForm:
    """Return the form of a record with what it says, or with what was typed and not sent."""
    initial: dict[str, object] = {"revision": shown.revision}
    initial |= initial_of(shown.values)
    initial |= typed_before(actor, f"edit:{shown.record_id}")
    return EditForm(shown.kind, initial=initial)


def both_versions(shown: ShownRecord, revision: int, typed: Mapping[str, Value]) -> list[Fact]:
    """Return what others made of the fields meanwhile that stand otherwise in a stale form."""
    said = queries.said_at(shown.record_id, revision)
    told = []
    for name in said:
        spec = shown.kind.field(name)
        now = shown.values.get(name)
        if name in typed and typed[name] != now:
            before = shown_value(spec, value_of(spec, said[name]), lang_now())
            words = shown_value(spec, now, lang_now())
            told.append(Fact(label_of(spec), f"{before} → {words}", is_long=False))
    return told


def new_form(actor: Actor, kind_name: str, sent: Any = None) -> NewRecordForm:
    """Return the form of a new record: with what was sent, else with what was typed before."""
    kind, owners = kind_named(kind_name), queries.owners_for(actor)
    if sent is not None:
        return NewRecordForm(kind, owners, sent)
    initial: dict[str, object] = dict(typed_before(actor, f"new:{kind_name}"))
    return NewRecordForm(kind, owners, initial=initial)


def question(kind: RecordKind, step: int, typed: Mapping[str, str]) -> dict[str, object]:
    """Return what the screen of one question shows.

    Raises:
        GoneError: there is no such question.
    """
    asked = questions(kind)
    if not 1 <= step <= len(asked):
        raise GoneError(thing=N_("question"), name=step)
    form = RecordForm(kind, initial=dict(typed))
    return {
        "kind": kind,
        "kind_label": label_of(kind),
        "field": form[asked[step - 1]],
        "tier": DISCLOSURE_WORDS[kind.field(asked[step - 1]).disclosure],
        "step": step,
        "steps": len(asked),
        "before": step - 1,
    }
