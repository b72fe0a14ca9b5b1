"""Asking for matches: in words or from a record, at an address that can be gone back to."""

import pytest
from django.test import Client

from duijie.app.matching.models import ShownList, StoredRequest
from duijie.app.records.models import RECORD_MODELS
from tests.app.matching.conftest import NEED, asked
from tests.app.web import People, visitor


def test_a_need_in_words_leads_to_a_list_with_an_address(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    page = wei.get(f"/match/{shown_list.pk}/").content.decode()
    assert "防爆锂离子电池" in page
    assert "fairly strong" in page or "strong" in page
    assert "<mark>" in page
    assert "循环寿命" in page


def test_a_script_gets_only_the_answer(site: People) -> None:
    wei = site.wei.browser()
    answer = wei.post("/match/", {"text": NEED}, follow=True, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert "HX-Request" in answer["Vary"]


def test_a_page_that_is_gone_back_to_is_whole(site: People) -> None:
    wei = site.wei.browser()
    where = f"/match/{asked(wei).pk}/"
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in wei.get(where, headers=back).content.decode()


def test_a_need_that_is_too_long_is_refused_and_kept(site: People) -> None:
    text = "防爆电池" * 5001
    answer = site.wei.browser().post("/match/", {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 20,000 characters" in page
    assert "防爆电池防爆电池" in page


def test_nothing_asked_is_told(site: People) -> None:
    answer = site.wei.browser().post("/match/", {"text": "  "})
    assert answer.status_code == 422
    assert "Write what is needed" in answer.content.decode()


@pytest.mark.parametrize("region", ["Atlantis", "99"])
def test_a_filter_that_means_nothing_is_told_beside_the_field(site: People, region: str) -> None:
    answer = site.wei.browser().post("/match/", {"text": NEED, "region": region})
    assert answer.status_code == 422
    assert "is not a name or code that is known here" in answer.content.decode()


def test_filters_narrow_and_are_kept_with_the_list(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei, region="嘉兴", trl_from=8)
    assert shown_list.filters == {"region": "330400", "trl_from": 8}
    assert shown_list.where.startswith("region:3304 trl:8..")
    assert [one["record_id"] for one in shown_list.ranked] == ["achievement:A2"]
    page = wei.get(f"/match/{shown_list.pk}/").content.decode()
    assert "Jiaxing" in page


def test_a_filter_is_taken_away_with_one_button(site: People) -> None:
    wei = site.wei.browser()
    before = asked(wei, region="杭州", trl_from=8)
    answer = wei.post(f"/match/{before.pk}/without/region/")
    after = ShownList.objects.get(pk=answer["Location"].split("/")[2])
    assert after.filters == {"trl_from": 8}
    assert after.request_id == before.request_id
    assert "achievement:A2" in [one["record_id"] for one in after.ranked]


def test_a_holder_kind_is_looked_up_among_the_organisations(site: People) -> None:
    organizations = RECORD_MODELS["organization"].objects  # type: ignore[attr-defined]
    university = {"name": "浙江某大学", "organization_kind": "university"}
    organizations.create(record_id="organization:1", revision=900, created_at="2026-01-01T00:00Z",
                         updated_at="2026-01-01T00:00Z", **university)  # fmt: skip
    found = asked(site.wei.browser(), "锂离子电池隔膜", holder_kind="university")
    both = [*found.ranked, *found.nearest]
    assert both
    assert {one["record_id"] for one in both} <= {f"achievement:A{n}" for n in (3, 4, 5)}


def test_one_asks_from_an_achievement_who_needs_it(site: People) -> None:
    li = site.li.browser()
    assert "Find who needs this" in li.get("/match/from/achievement:A2/").content.decode()
    answer = li.post("/match/", {"source": "achievement:A2"})
    found = ShownList.objects.get(pk=answer["Location"].split("/")[2])
    assert "need:N2" in [one["record_id"] for one in found.ranked]
    assert all(one["record_id"].startswith("need:") for one in found.ranked)


def test_what_nobody_may_see_cannot_be_asked_from(site: People) -> None:
    wei = site.wei.browser()
    RECORD_MODELS["achievement"].objects.filter(record_id="achievement:A2").update(  # type: ignore[attr-defined]
        visibility="private"
    )
    assert wei.get("/match/from/achievement:A2/").status_code == 404
    assert wei.post("/match/", {"source": "achievement:A2"}).status_code == 404
    assert wei.get("/match/from/achievement:none/").status_code == 404


def test_own_needs_are_offered_and_others_are_not(site: People) -> None:
    needs = RECORD_MODELS["need"].objects  # type: ignore[attr-defined]
    needs.filter(record_id="need:N2").update(owner=site.wei.organization, state="draft")
    offered = site.wei.browser().get("/match/needs/?words=防爆").content.decode()
    assert "need:N2" in offered
    assert "need:N1" not in site.wei.browser().get("/match/needs/?words=颗粒").content.decode()
    assert "need:N2" in site.wang.browser().get("/match/needs/").content.decode()
    assert "need:N2" not in site.mallory.browser().get("/match/needs/").content.decode()


def test_the_same_asked_again_is_one_request_with_two_lists(site: People) -> None:
    wei = site.wei.browser()
    first, second = asked(wei), asked(wei)
    assert first.pk != second.pk
    assert StoredRequest.objects.count() == 1
    answer = wei.post(f"/match/{first.pk}/again/")
    assert answer.status_code == 302
    assert ShownList.objects.count() == 3


def test_too_many_matches_a_minute_are_refused(
    site: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duijie.app.matching.actions.MATCHES_A_MINUTE", 2)
    wei = site.wei.browser()
    asked(wei), asked(wei)
    answer = wei.post("/match/", {"text": NEED})
    assert answer.status_code == 429
    assert "E-APP-004" in answer.content.decode()
    asked(site.li.browser())


@pytest.mark.parametrize("who", ["ning"])
def test_who_belongs_to_no_verified_organisation_may_not_match(site: People, who: str) -> None:
    browser: Client = getattr(site, who).browser()
    assert browser.get("/match/").status_code == 403
    assert browser.post("/match/", {"text": NEED}).status_code == 403


def test_a_visitor_is_asked_to_sign_in(site: People) -> None:
    del site
    assert visitor().get("/match/")["Location"].startswith("/accounts/login/")


def test_markup_in_a_need_stays_text(site: People) -> None:
    wei = site.wei.browser()
    text = '<script>alert(1)</script>"><img src=x onerror=alert(1)> 防爆锂离子电池'
    page = wei.get(f"/match/{asked(wei, text).pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<img" not in page


def test_a_list_takes_a_fixed_number_of_queries(
    site: People, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    wei = site.wei.browser()
    where = f"/match/{asked(wei).pk}/"
    wei.get(where)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        wei.get(where)
