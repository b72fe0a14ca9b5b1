"""The list of a library: what stands in it, for whom."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from duijie.app.libraries.facets import facets_of
from duijie.app.libraries.queries import keep, library_page
from duijie.app.libraries.selection import Selection, read_selection
from duijie.app.records.models import Grant, State
from duijie.app.records.queries import published
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import NOBODY, Actor
from duijie.kernel.kinds import KINDS
from tests.app.libraries.shelves import fill, next_number
from tests.app.web import NOW, People, visitor

FACETS = (
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
        fill(kind, 120, owners)
    return people


def selected(actor: Actor, kind: str, asked: str) -> Selection:
    return read_selection(actor, kind, QueryDict(asked))


def everybody(people: People) -> Iterator[Actor]:
    yield NOBODY
    for one in (people.wei, people.wang, people.olga, people.ning):
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
        readable = list(published(actor, kind))
        for asked in FACETS:
            selection = selected(actor, kind, asked)
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


def test_one_may_page_on_while_records_come_change_and_go(stocked: People) -> None:
    actor = stocked.olga.actor
    before = walked(actor, selected(actor, "achievement", ""))
    first = library_page(actor, selected(actor, "achievement", ""))
    rows = table_of("achievement").model.objects  # type: ignore[attr-defined]
    gone = first.records[-1]
    changed = list(before[30:33])
    rows.filter(pk=gone.pk).update(state=State.WITHDRAWN, revision=next_number())
    for one in changed:
        rows.filter(pk=one.pk).update(title="改名", revision=next_number())
    fill("achievement", 5, [None], first=900)
    rows.filter(record_id__startswith="achievement:09").update(completed_on=date(2030, 1, 1))
    after = selected(actor, "achievement", first.selection.address(after=first.after)[1:])
    rest = walked(actor, after)
    assert [one.pk for one in rest] == [one.pk for one in before[25:]]


def test_a_list_in_the_order_of_titles_goes_on_where_it_was(stocked: People) -> None:
    actor = stocked.wei.actor
    found = walked(actor, selected(actor, "patent", "sort=title"))
    assert [one.pk for one in found] == [
        one.pk for one in published(actor, "patent").order_by("title", "pk")
    ]


def test_what_is_withdrawn_is_gone_from_list_and_counts_at_once(stocked: People) -> None:
    actor = stocked.olga.actor
    selection = selected(actor, "expert", "")
    page = library_page(actor, selection)
    rows = table_of("expert").model.objects  # type: ignore[attr-defined]
    rows.filter(pk=page.records[0].pk).update(state=State.WITHDRAWN, revision=next_number())
    later = library_page(actor, selection)
    assert page.records[0].pk not in {one.pk for one in later.records}
    assert later.counted.total == page.counted.total - 1


def test_what_an_owner_has_opened_to_partners_is_counted_and_listed(stocked: People) -> None:
    assert stocked.li.organization is not None
    rows = table_of("need").model.objects  # type: ignore[attr-defined]
    private = rows.filter(
        owner=stocked.wei.organization, visibility="private", state=State.PUBLISHED
    ).first()
    actor, selection = stocked.li.actor, selected(stocked.li.actor, "need", "")
    before = walked(actor, selection)
    assert private.pk not in {one.pk for one in before}
    Grant.objects.create(
        record_id=private.record_id,
        organization=stocked.li.organization,
        basis="interest:1",
        granted_at=NOW,
    )
    after = walked(actor, selection)
    assert {one.pk for one in after} - {one.pk for one in before} == {private.pk}
    assert keep(actor, selection).counted.total == len(after)


def test_ours_are_the_records_of_ones_organisations_in_every_state(stocked: People) -> None:
    for one in (stocked.wei, stocked.wang):
        selection = selected(one.actor, "achievement", "mine=1")
        found = walked(one.actor, selection)
        assert stocked.wei.organization is not None
        own = table_of("achievement").model.objects.filter(  # type: ignore[attr-defined]
            owner_id__in=one.actor.organizations | one.actor.assigned
        )
        assert {record.pk for record in found} == set(own.values_list("pk", flat=True))
        states = dict(keep(one.actor, selection).counted.facets["state"])
        assert sum(states.values()) == len(found)
        assert set(states) > {"published"}


def test_whoever_asks_for_ours_without_a_sign_in_gets_what_is_public(stocked: People) -> None:
    page = visitor().get("/libraries/need/?mine=1&state=draft&visibility=private")
    assert page.status_code == 200
    assert page.context["selection"].is_mine is False
    assert page.context["selection"].chosen == {}


def test_a_visitor_is_not_told_who_needs_something(stocked: People) -> None:
    page = visitor().get("/libraries/need/?holder=甲公司")
    assert "甲公司" not in page.content.decode()
    assert "holder" not in {facet.name for facet in page.context["facets"]}
    member = stocked.wei.browser().get("/libraries/need/")
    assert "甲公司" in member.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_takes_a_fixed_number_of_queries(
    kind: str, stocked: People, django_assert_max_num_queries: Any
) -> None:
    browser = stocked.wei.browser()
    browser.get(f"/libraries/{kind}/")
    for asked in ("", "?mine=1", "?region=33&sort=title", "?trl=3&year=2023"):
        with django_assert_max_num_queries(14):
            assert browser.get(f"/libraries/{kind}/{asked}").status_code == 200


def test_only_the_list_is_sent_where_only_that_is_asked_for(stocked: People) -> None:
    browser = stocked.wei.browser()
    whole = browser.get("/libraries/need/").content.decode()
    part = browser.get("/libraries/need/", headers={"hx-request": "true"}).content.decode()
    again = browser.get(
        "/libraries/need/",
        headers={"hx-request": "true", "hx-history-restore-request": "true"},
    ).content.decode()
    assert "<html" in whole
    assert "<html" in again
    assert "<html" not in part
    assert part.strip().startswith('<div id="library" ')


@pytest.mark.parametrize(
    "asked",
    [
        "after=!!!",
        "after=WzEsMl0",
        "after=WyJ4Il0&sort=title",
        "region=33'--&trl=abc&year=99999",
        "trl=3&trl=3&trl=%00",
        "sort=random&state=none&kind=%3Cscript%3E",
        "q=%00%ED%A0%80&holder=%0A",
        "after=WzkyMjMzNzIwMzY4NTQ3NzU4MDgwMDBd",
    ],
)
def test_an_address_that_says_nonsense_shows_the_list(asked: str, people: People) -> None:
    page = people.wei.browser().get(f"/libraries/achievement/?{asked}")
    assert page.status_code == 200


def test_text_of_people_is_shown_as_text(people: People) -> None:
    fill("achievement", 1, [people.wei.organization])
    rows = table_of("achievement").model.objects  # type: ignore[attr-defined]
    evil = '<script>alert(1)</script>"onmouseover="x'
    rows.update(title=evil, holder=evil, state=State.PUBLISHED, visibility="public")
    shown = visitor().get(f"/libraries/achievement/?q={evil}").content.decode()
    shown += visitor().get("/libraries/achievement/").content.decode()
    assert "<script>alert" not in shown
    assert '"onmouseover' not in shown


def test_an_empty_library_says_what_to_do(people: People) -> None:
    browser = people.wei.browser()
    assert "still empty" in browser.get("/libraries/patent/").content.decode()
    assert "import a spreadsheet" in browser.get("/libraries/patent/?mine=1").content.decode()
    assert (
        "Take one of the conditions"
        in browser.get("/libraries/patent/?trl=9&year=2020").content.decode()
    )


def test_an_unknown_library_is_not_there(people: People) -> None:
    assert people.wei.browser().get("/libraries/secrets/").status_code == 404
