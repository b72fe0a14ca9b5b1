"""Who sees what of a record: tier by tier, state by state."""

import pytest

from duijie.app.records import actions
from duijie.app.records.models import Opening
from duijie.app.records.queries import record_for, visible, visible_ids
from duijie.app.shared.actors import NOBODY, Actor
from duijie.kernel.errors import DeniedError, GoneError
from duijie.kernel.kinds import Disclosure
from tests.app.records.making import draft, later, published
from tests.app.web import NOW, People


def sees(actor: Actor, record_id: str) -> str:
    """Return as a word how much somebody sees of a record."""
    try:
        shown = record_for(actor, record_id, NOW)
    except GoneError:
        return "nothing"
    names = set(shown.values)
    if "partner_details" in names:
        return "all"
    return "members" if {"summary", "inventors"} <= names else "public"


# Who sees how much: a row per visibility, as the owner chose it.
TABLE = {
    "public": {
        "nobody": "public", "ning": "public", "mallory": "members", "wei": "members",
        "zhao": "members", "olga": "members", "wang": "members", "li": "all",
    },
    "restricted": {
        "nobody": "nothing", "ning": "nothing", "mallory": "members", "wei": "members",
        "zhao": "members", "olga": "members", "wang": "members", "li": "all",
    },
    "private": {
        "nobody": "nothing", "ning": "nothing", "mallory": "nothing", "wei": "nothing",
        "zhao": "nothing", "olga": "nothing", "wang": "nothing", "li": "all",
    },
}  # fmt: skip


@pytest.mark.parametrize("visibility", TABLE)
def test_a_published_record_shows_each_reader_their_tiers(visibility: str, people: People) -> None:
    record_id = published(people, people.li, visibility=visibility)
    actors = {"nobody": NOBODY} | {name: who.actor for name, who in people.all.items()}
    assert {name: sees(actor, record_id) for name, actor in actors.items()} == TABLE[visibility]


@pytest.mark.parametrize("visibility", TABLE)
def test_lists_hold_exactly_what_may_be_seen_one_by_one(visibility: str, people: People) -> None:
    record_id = published(people, people.li, visibility=visibility)
    for who in [NOBODY, *(one.actor for one in people.all.values())]:
        listed = record_id in visible(who, "achievement", NOW).values_list("record_id", flat=True)
        assert listed is (sees(who, record_id) != "nothing")
        assert visible_ids(who, [record_id], NOW) == ({record_id} if listed else set())


def test_a_draft_is_seen_by_its_owner_and_their_technology_manager_only(people: People) -> None:
    record_id = draft(people.wei).record_id
    seen = {name: sees(who.actor, record_id) for name, who in people.all.items()}
    assert {name for name, much in seen.items() if much != "nothing"} == {"wei", "wang"}
    assert seen["wang"] == "all"
    assert visible_ids(people.wei.actor, [record_id], NOW) == set()  # not in force


def test_what_was_handed_in_is_read_by_officers_but_not_its_partners_part(people: People) -> None:
    record_id = draft(people.li, visibility="private").record_id
    actions.submit(people.li.actor, record_id, now=NOW)
    assert sees(people.zhao.actor, record_id) == "members"
    assert sees(people.mallory.actor, record_id) == "nothing"


def test_a_withdrawn_record_vanishes_at_once_for_all_others(people: People) -> None:
    record_id = published(people, people.li)
    actions.withdraw(people.li.actor, record_id, now=NOW)
    for who in (people.mallory, people.zhao, people.wei):
        assert sees(who.actor, record_id) == "nothing"
        assert visible_ids(who.actor, [record_id], NOW) == set()
    assert sees(people.li.actor, record_id) == "all"


def test_a_partner_opens_the_partners_part_and_the_owner_sees_that(people: People) -> None:
    record_id = published(people, people.li, visibility="private")
    assert people.wei.organization is not None
    actions.grant(
        people.li.actor, record_id, people.wei.organization.pk, basis="interest:1", now=NOW
    )
    assert sees(people.wei.actor, record_id) == "members"  # the rest takes an opening
    shown = actions.open_partners_part(people.wei.actor, record_id, now=NOW)
    assert shown.values["partner_details"] == "底价 120 万元，联系人李明。"
    opening = Opening.objects.get(record_id=record_id)
    assert (opening.user, opening.part) == (people.wei.user, Opening.Part.PARTNERS)
    assert record_id in visible_ids(people.wei.actor, [record_id], NOW)
    assert record_id in visible_ids(people.wang.actor, [record_id], NOW)  # looks after Wei's


def test_what_rested_on_an_ended_basis_is_closed_again(people: People) -> None:
    record_id = published(people, people.li, visibility="private")
    assert people.wei.organization is not None
    actions.grant(
        people.li.actor, record_id, people.wei.organization.pk, basis="interest:1", now=NOW
    )
    assert actions.end_grants(people.li.actor, "interest:1", now=later()) == 1
    with pytest.raises(GoneError):
        actions.open_partners_part(people.wei.actor, record_id, now=later())


def test_only_the_owner_opens_a_record_to_others(people: People) -> None:
    record_id = published(people, people.li)
    assert people.mallory.organization is not None
    with pytest.raises(DeniedError):
        actions.grant(
            people.mallory.actor, record_id, people.mallory.organization.pk, basis="x", now=NOW
        )
    with pytest.raises(DeniedError):
        actions.open_partners_part(people.mallory.actor, record_id, now=NOW)


def test_an_officer_looks_with_a_reason_for_eight_hours_and_the_owner_sees_it(
    people: People,
) -> None:
    record_id = published(people, people.li, visibility="private")
    actions.open_officially(people.zhao.actor, record_id, "投诉核查 2026-17", now=NOW)
    assert sees(people.zhao.actor, record_id) == "members"
    shown = actions.open_partners_part(people.zhao.actor, record_id, now=NOW)
    assert Disclosure.PARTNERS in shown.opened
    assert Opening.objects.get(part=Opening.Part.OFFICIAL).reason == "投诉核查 2026-17"
    with pytest.raises(GoneError):
        record_for(people.zhao.actor, record_id, later(8 * 60 + 1))


def test_nobody_but_officers_opens_by_a_reason_and_nobody_opens_a_draft(people: People) -> None:
    private = published(people, people.li, visibility="private")
    with pytest.raises(GoneError):
        actions.open_officially(people.mallory.actor, private, "curious", now=NOW)
    with pytest.raises(GoneError):
        actions.open_officially(people.zhao.actor, draft(people.li).record_id, "a reason", now=NOW)


def test_the_public_summary_is_the_beginning_of_the_text(people: People) -> None:
    long = "第一句话说明要点。" + "后面的句子很长，" * 40 + "结束。"
    record_id = published(people, people.li, summary=long)
    assert record_for(NOBODY, record_id, NOW).teaser == "第一句话说明要点。"


def test_a_page_of_ids_takes_one_query_per_kind(
    people: People, django_assert_num_queries: object
) -> None:
    ids = [published(people, people.li) for _ in range(3)]
    ids += [published(people, people.wei, "need"), "nonsense:1", "achievement:none"]
    actor = people.mallory.actor
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert visible_ids(actor, ids, NOW) == set(ids[:4])
