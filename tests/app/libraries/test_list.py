"""The list of a library: what stands in it, for whom."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict

from duijie.app.libraries.facets import facets_of
from duijie.app.libraries.queries import LibraryPage, keep, library_page
from duijie.app.libraries.selection import Selection, read_selection
from duijie.app.records.actions import next_revisions
from duijie.app.records.queries import published, visible
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import NOBODY, Actor
from duijie.kernel.kinds import KINDS
from tests.app.libraries.shelves import fill
from tests.app.web import People, visitor

ASKED = (
    "",
    "region=33",
    "region=3304&trl=7&trl=8",
    "industry=C&year=2024&year=2023",
    "industry=C26&holder=甲公司",
    "kind=applied_technology&visibility=restricted",
    "trl=3&region=330402&visibility=public",
)


@pytest.fixture
def stocked(people: People) -> People:
    owners = [None, people.wei.organization, people.li.organization, people.mallory.organization]
    for kind in KINDS:
        fill(kind, 300, owners)
    return people


def selected(actor: Actor, kind: str, asked: str) -> Selection:
    return read_selection(actor, kind, QueryDict(asked))


def everybody(people: People) -> Iterator[Actor]:
    yield NOBODY
    for one in people.all.values():
        yield one.actor


def value_of(record: Any, name: str, column: str) -> str:
    value = getattr(record, column)
    if name == "year":
        return str(value.year) if value else ""
    if name == "visibility":
        return value or "public"
    return "" if value is None else str(value)


def fits(record: Any, selection: Selection, without: str = "") -> bool:
    for facet in facets_of(selection.kind):
        codes = selection.chosen.get(facet.name, ())
        if not codes or facet.name == without:
            continue
        value = value_of(record, facet.name, facet.column)
        if not (any(value.startswith(c) for c in codes) if facet.levels else value in codes):
            return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_the_counts_of_facets_are_those_of_counting_one_by_one(kind: str, stocked: People) -> None:
    for actor in everybody(stocked):
        for asked in ASKED:
            selection = selected(actor, kind, asked)
            readable = list(published(actor, kind))
            counted = keep(actor, selection).counted
            assert counted.total == sum(fits(one, selection) for one in readable)
            for facet in facets_of(kind):
                if facet.name not in counted.facets:
                    continue
                chosen = selection.chosen.get(facet.name, ())
                level = None
                if facet.levels:
                    length = len(chosen[0]) if chosen else 0
                    level = next((x for x in facet.levels if x > length), facet.levels[-1])
                others = "" if facet.levels else facet.name
                expected = Counter(
                    value_of(one, facet.name, facet.column)[:level]
                    for one in readable
                    if fits(one, selection, others)
                )
                del expected[""]
                assert dict(counted.facets[facet.name]) == expected, (asked, facet.name)


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_together_is_what_the_reader_may_see_newest_first(
    kind: str, stocked: People
) -> None:
    dated = next((s.name for s in KINDS[kind].fields if s.facet == "dated_on"), None)
    for actor in (NOBODY, stocked.wei.actor, stocked.olga.actor):
        found = walked(actor, selected(actor, kind, ""))
        assert {one.pk for one in found} == {one.pk for one in published(actor, kind)}
        order = [(str(getattr(one, dated) or "") if dated else "", one.pk) for one in found]
        assert order == sorted(order, reverse=True)


def walked(actor: Actor, selection: Selection) -> list[Any]:
    found: list[Any] = []
    while True:
        page = library_page(actor, selection)
        found += page.records
        if not page.after:
            return found
        selection = selected(actor, selection.kind, selection.address(after=page.after)[1:])
