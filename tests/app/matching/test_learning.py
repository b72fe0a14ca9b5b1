"""What learning is told is exactly what was shown, and what became of it."""

import json
from collections import Counter
from uuid import UUID

import pytest
from django.db import DatabaseError

from duijie.app.feedback import queries
from duijie.app.matching import learning
from duijie.app.matching.answering import drawn_list
from duijie.app.matching.models import SetAside, ShortlistEntry, ShownList
from duijie.kernel.documents import Document
from duijie.kernel.explanations import ExplanationCard
from duijie.kernel.matching import Level, Match
from duijie.learn.feedback import (
    ActorKind,
    EventKind,
    EventReason,
    ExplorationOptions,
    check_log,
)
from tests.app.matching.conftest import NEED, asked
from tests.app.web import People

BATTERIES = "锂离子电池"
OPTIONS = ExplorationOptions()


def test_the_log_says_what_was_shown_in_its_order(site: People) -> None:
    shown_list = asked(site.wei.browser())
    logged = queries.impressions()
    assert [one.record_id for one in logged] == [one["record_id"] for one in shown_list.shown]
    assert [one.rank for one in logged] == list(range(1, len(logged) + 1))
    assert {one.list_id for one in logged} == {shown_list.pk.hex}
    assert {one.release for one in logged} == {shown_list.release}
    assert {one.request_id for one in logged} == {shown_list.request.name}
    assert {one.actor_kind for one in logged} == {ActorKind.REQUESTER}
    assert {one.page for one in logged} == {"match"}
    assert all(one.actor.startswith("p-") for one in logged)
    assert NEED not in json.dumps([one.request_id for one in logged], ensure_ascii=False)


def test_the_chances_are_those_of_the_draw(site: People) -> None:
    """Many showings of one list: how often each order came is what the log says of it."""
    wei = site.wei.browser()
    for _ in range(12):
        asked(wei, BATTERIES)
    shown = ShownList.objects.order_by("asked_at")
    logged = queries.impressions()
    by_list = {one.pk.hex: one for one in shown}
    for one in logged:
        places = by_list[one.list_id].shown
        assert places[one.rank - 1]["record_id"] == one.record_id
        assert one.places == () or dict(one.places)[one.rank] == pytest.approx(one.propensity)
        assert 0 < one.list_propensity <= 1
    today = shown.last().asked_at  # type: ignore[union-attr]
    assert not any(check_log(logged, [], today=today).doubts.values())


def test_each_order_comes_as_often_as_the_log_says() -> None:
    """Two thousand showings of five near records: frequencies agree with the logged chances."""
    matches = [
        Match(Document(f"achievement:{n}", "achievement", "x"), n, 1.0, Level.STRONG, chance, {},
              ExplanationCard(f"achievement:{n}"))
        for n, chance in enumerate((0.9, 0.88, 0.85, 0.5, 0.45), 1)
    ]  # fmt: skip
    came: Counter[tuple[str, ...]] = Counter()
    said: dict[tuple[str, ...], float] = {}
    for number in range(2000):
        drawn = drawn_list(matches, 4, UUID(int=number), exploring=True, options=OPTIONS)
        order = tuple(one.record_id for one in drawn.shown)
        came[order] += 1
        said[order] = drawn.chance
    assert len(came) == 4  # as ranked, either near pair swapped, or the fifth lifted
    assert sum(said.values()) == pytest.approx(1.0, abs=0.02)
    for order, count in came.items():
        assert count / 2000 == pytest.approx(said[order], abs=0.04)


def test_without_exploration_nothing_is_left_to_chance(
    site: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_FEEDBACK_EXPLORATION", "off")
    shown_list = asked(site.wei.browser(), BATTERIES)
    assert shown_list.shown == shown_list.ranked
    assert {(one.propensity, one.list_propensity) for one in queries.impressions()} <= {(1.0, 1.0)}


def test_a_look_back_shows_nothing_new(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    before = queries.impressions()
    wei.get(f"/match/{shown_list.pk}/")
    wei.get(f"/match/{shown_list.pk}/")
    assert queries.impressions() == before


def test_a_card_opened_twice_is_one_click(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    name = shown_list.shown[0]["record_id"]
    for _ in range(2):
        assert wei.get(f"/match/{shown_list.pk}/cards/{name}/").status_code == 200
    wei.post(f"/match/{shown_list.pk}/looks/", {name: "open"})
    clicks = queries.events()
    assert [(one.kind, one.record_id, one.list_id) for one in clicks] == [
        (EventKind.CLICK, name, shown_list.pk.hex)
    ]


@pytest.mark.parametrize(
    ("seconds", "noted"), [("42.5", [42.5]), ("0.2", []), ("86400", []), ("nan", []), ("x", [])]
)
def test_absurd_looks_are_passed_over(site: People, seconds: str, noted: list[float]) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    name = shown_list.shown[0]["record_id"]
    answer = wei.post(f"/match/{shown_list.pk}/looks/", {name: seconds})
    assert answer.status_code == 204
    assert [one.seconds for one in queries.events()] == noted


def test_a_look_at_what_was_not_shown_is_not_noted(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    wei.post(f"/match/{shown_list.pk}/looks/", {"achievement:none": "30"})
    assert queries.events() == []


def test_a_beacon_needs_the_token_of_the_page(site: People) -> None:
    from django.test import Client

    shown_list = asked(site.wei.browser())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(site.wei.user)
    assert (
        strict.post(f"/match/{shown_list.pk}/looks/", {"achievement:A2": "30"}).status_code == 403
    )


def test_keeping_and_setting_aside_are_told_with_the_reason(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei, BATTERIES)
    first, second = (one["record_id"] for one in shown_list.shown[:2])
    wei.post(f"/match/{shown_list.pk}/keep/{first}/")
    wei.post(f"/match/{shown_list.pk}/keep/{first}/")
    wei.post(f"/match/{shown_list.pk}/aside/{second}/", {"reason": "too_expensive", "note": "贵"})
    told = [(one.kind, one.record_id, one.reason) for one in queries.events()]
    assert told == [
        (EventKind.SHORTLIST, first, None),
        (EventKind.REJECT, second, EventReason.TOO_EXPENSIVE),
    ]


def test_what_is_undone_is_not_learned_from(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    name = shown_list.shown[0]["record_id"]
    wei.post(f"/match/{shown_list.pk}/aside/{name}/", {"reason": "not_relevant"})
    wei.post(f"/match/{shown_list.pk}/back/{name}/")
    wei.post(f"/match/{shown_list.pk}/keep/{name}/")
    wei.post(f"/match/{shown_list.pk}/unkeep/{name}/")
    assert queries.events() == []


def test_a_match_that_cannot_be_set_aside_stays_on_the_shortlist(
    site: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    name = shown_list.shown[0]["record_id"]
    wei.post(f"/match/{shown_list.pk}/keep/{name}/")

    def full(**values: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(SetAside.objects, "create", full)
    with pytest.raises(DatabaseError):
        wei.post(f"/match/{shown_list.pk}/aside/{name}/", {"reason": "other"})
    assert ShortlistEntry.objects.filter(record_id=name).exists()


def test_a_reason_that_is_none_sets_nothing_aside(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    name = shown_list.shown[0]["record_id"]
    wei.post(f"/match/{shown_list.pk}/aside/{name}/", {"reason": "I do not like it"})
    assert queries.events() == []


def test_a_log_that_fails_keeps_nobody_from_an_answer(
    site: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(learning, "record_impressions", broken)
    monkeypatch.setattr(learning, "record_event", broken)
    wei = site.wei.browser()
    shown_list = asked(wei)
    name = shown_list.shown[0]["record_id"]
    assert wei.get(f"/match/{shown_list.pk}/cards/{name}/").status_code == 200
    assert wei.post(f"/match/{shown_list.pk}/keep/{name}/").status_code == 302
    assert queries.impressions() == []


def test_who_a_list_is_shared_with_is_a_showing_of_their_own(site: People) -> None:
    shown_list = asked(site.wei.browser(), BATTERIES)
    wang = site.wang
    assert wang.browser().get(f"/match/{shown_list.pk}/").status_code == 404
    site.wei.browser().post(
        f"/match/shortlists/{shown_list.request_id}/share/", {"person": wang.user.pk}
    )
    for _ in range(2):
        assert wang.browser().get(f"/match/{shown_list.pk}/").status_code == 200
    theirs = [one for one in queries.impressions() if one.page == "shared"]
    assert [one.record_id for one in theirs] == [one["record_id"] for one in shown_list.ranked]
    assert {one.propensity for one in theirs} == {1.0}
    assert {one.actor_kind for one in theirs} == {ActorKind.TECHNOLOGY_MANAGER}
    assert {one.list_id for one in theirs}.isdisjoint({shown_list.pk.hex})
