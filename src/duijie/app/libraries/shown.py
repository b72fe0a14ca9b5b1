"""A page of a library as the templates show it, worded in the reader's language."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from duijie.app.libraries.facets import (
    LABELS,
    MOST_VALUES,
    STATE,
    VISIBILITY,
    Facet,
    Shown,
    Value,
    facets_of,
    in_order,
    label_of,
)
from duijie.app.libraries.queries import LibraryPage
from duijie.app.libraries.selection import NEWEST, RELEVANCE, TITLE, Selection, default_sort
from duijie.app.records.queries import teaser
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed
from duijie.app.shared.words import lang_now, say_now
from duijie.kernel.codes import region_path
from duijie.kernel.kinds import KINDS, FieldType, RecordKind, kind_named
from duijie.kernel.words import N_, Lang

SORTS = {RELEVANCE: N_("Closest"), NEWEST: N_("Newest"), TITLE: N_("By title")}


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a list (列表行)."""

    record_id: str
    title: str
    teaser: str
    meta: tuple[str, ...]
    state_label: str
    visibility: str
    visibility_label: str
    address: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One active condition with the address that takes it away (筛选标签)."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to another library, or another order (页签)."""

    name: str
    label: str
    address: str
    is_current: bool


def shown_page(actor: Actor, page: LibraryPage) -> dict[str, object]:
    """Return everything that the templates of a list need."""
    selection, lang = page.selection, lang_now()
    kind = kind_named(selection.kind)
    total = page.counted.total
    return {
        "kind": kind,
        "kind_label": label(kind, lang),
        "selection": selection,
        "tabs": [
            Tab(name, label(one, lang), name, name == kind.name) for name, one in KINDS.items()
        ],
        "lines": [line(actor, kind, record, lang) for record in page.records],
        "facets": shown_facets(page, lang),
        "chips": chips(selection, lang),
        "sorts": sorts(page),
        "can_sort_by_title": page.can_sort_by_title,
        "total": f"{total:,}",
        "is_capped": page.is_capped,
        "has_index": page.has_index,
        "hidden": [pair for pair in selection.pairs() if pair[0] not in ("q", "sort")],
        "next": selection.address(after=page.after) if page.after else "",
        "first": selection.address(after="") if selection.after else "",
        "cleared": Selection(selection.kind, is_mine=selection.is_mine).address(),
        "mine": replace(selection, is_mine=True, after="").address(),
        "everyone": replace(selection.with_values(STATE, ()), is_mine=False, after="").address(),
        "address": selection.address(after=""),
        "can_export": allowed(actor, "libraries.export"),
        "can_change": selection.is_mine and allowed(actor, "libraries.change_many"),
    }


def label(kind: RecordKind, lang: Lang) -> str:
    """Return what a kind is called in a language."""
    return kind.zh if lang == "zh" else kind.en


def shown_facets(page: LibraryPage, lang: Lang) -> list[Shown]:
    """Return the facets with their values as links; those that offer no choice are left out."""
    facets = [f for f in facets_of(page.selection.kind) if f.name in page.counted.facets]
    shown = [_shown_facet(page, facet, lang) for facet in facets]
    return [one for one in shown if len(one.values) > 1 or one.is_chosen]


def chips(selection: Selection, lang: Lang) -> list[Chip]:
    """Return the active conditions, each with the address without it."""
    found = []
    if selection.query:
        without = replace(selection, query="", after="", sort=_sort_without_words(selection))
        found.append(Chip(selection.query, without.address()))
    for facet in facets_of(selection.kind):
        for code in selection.chosen.get(facet.name, ()):
            named = say_now(
                "%(facet)s: %(value)s",
                facet=say_now(LABELS[facet.name]),
                value=label_of(facet, code, lang),
            )
            found.append(Chip(named, selection.with_value(facet, code).address()))
    return found


def sorts(page: LibraryPage) -> list[Tab]:
    """Return the orders that can be chosen."""
    selection = page.selection
    names = [NEWEST]
    if selection.query:
        names.insert(0, RELEVANCE)
    if page.can_sort_by_title:
        names.append(TITLE)
    return [
        Tab(name, say_now(SORTS[name]), selection.address(sort=name, after=""),
            name == selection.sort)
        for name in names
    ]  # fmt: skip


def line(actor: Actor, kind: RecordKind, record: Any, lang: Lang) -> Line:
    """Return a record as one line of a list, with what this reader may read of it."""
    values = {spec.name: getattr(record, spec.name) for spec in kind.fields}
    meta: list[str] = []
    for facet in facets_of(kind.name):
        value = getattr(record, facet.column)
        if value in (None, "") or facet.name in (VISIBILITY, STATE):
            continue
        if facet.is_open(is_member=actor.is_member):
            meta.append(_written(facet, value, lang))
    return Line(
        record_id=record.record_id,
        title=str(values[kind.title.name]),
        teaser=teaser(kind, values),
        meta=tuple(meta),
        state_label=_named(kind, STATE, record.state, lang),
        visibility=record.visibility or "public",
        visibility_label=_named(kind, VISIBILITY, record.visibility or "public", lang),
        address=reverse("record", args=[record.record_id]),
    )


def _named(kind: RecordKind, name: str, code: str, lang: Lang) -> str:
    facet = next(facet for facet in facets_of(kind.name) if facet.name == name)
    return label_of(facet, code, lang)


def _written(facet: Facet, value: Any, lang: Lang) -> str:
    spec = facet.spec
    if spec is not None and spec.type is FieldType.DATE:
        return str(value.year)
    if spec is not None and spec.type is FieldType.TRL:
        return f"TRL {value}"
    if spec is not None and spec.type is FieldType.REGION:
        return " ".join(entry.label(lang) for entry in region_path(value)[1:]) or label_of(
            facet, value, lang
        )
    if spec is not None and spec.type is FieldType.INDUSTRY:
        return label_of(facet, value[:3], lang)
    return label_of(facet, str(value), lang)


def _shown_facet(page: LibraryPage, facet: Facet, lang: Lang) -> Shown:
    selection = page.selection
    chosen = selection.chosen.get(facet.name, ())
    counts = dict.fromkeys(chosen, 0) | dict(page.counted.facets[facet.name])
    if facet.levels and chosen:
        counts[chosen[0]] = page.counted.total
    ordered = in_order(facet, counts.items())
    if facet.levels:
        ordered.sort(key=lambda one: one[0] not in chosen)
    others = [code for code, _ in ordered if code not in chosen]
    kept = {*chosen, *others[: max(0, MOST_VALUES - len(chosen))]}
    values = tuple(
        Value(
            code,
            label_of(facet, code, lang),
            f"{number:,}",
            code in chosen,
            selection.with_value(facet, code).address(),
        )
        for code, number in ordered
        if code in kept
    )
    label = say_now(LABELS[facet.name])
    return Shown(facet.name, label, values, bool(chosen), len(ordered) - len(values))


def _sort_without_words(selection: Selection) -> str:
    return default_sort("") if selection.sort == RELEVANCE else selection.sort
