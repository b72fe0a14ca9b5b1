"""Who reads what was asked, what withdrawn records leave behind, and why something is missing."""

import pytest

from duijie.app.audit.queries import entries_of
from duijie.app.matching.models import ShortlistEntry
from duijie.app.records.models import RECORD_MODELS
from tests.app.matching.conftest import NEED, asked, withdraw
from tests.app.web import NOW, People, persona


def addresses(list_id: object, request_id: object, name: str) -> dict[str, str]:
    return {
        "list": f"/match/{list_id}/",
        "card": f"/match/{list_id}/cards/{name}/",
        "why": f"/match/{list_id}/why-not/?record=achievement:A3",
        "compare": f"/match/{list_id}/compare/",
        "dossier": f"/match/{list_id}/dossier.pdf",
        "sheet": f"/match/{list_id}/list.xlsx",
        "shortlist": f"/match/shortlists/{request_id}/",
    }


@pytest.mark.parametrize("who", ["li", "wang", "zhao", "olga", "ning", "mallory"])
def test_nobody_else_reads_what_was_asked(site: People, who: str) -> None:
    shown_list = asked(site.wei.browser())
    name = shown_list.shown[0]["record_id"]
    browser = getattr(site, who).browser()
    for where in addresses(shown_list.pk, shown_list.request_id, name).values():
        assert browser.get(where).status_code == 404, where
    for verb in ("keep", "unkeep", "aside", "back"):
        assert browser.post(f"/match/{shown_list.pk}/{verb}/{name}/").status_code == 404
    for verb in ("again", "challenge", "looks", "without/all"):
        assert browser.post(f"/match/{shown_list.pk}/{verb}/").status_code == 404
    for verb in ("share", "unshare"):
        where = f"/match/shortlists/{shown_list.request_id}/{verb}/"
        assert browser.post(where, {"person": 1}).status_code == 404


def test_a_colleague_reads_it(site: People) -> None:
    from duijie.app.accounts.models import Membership

    shown_list = asked(site.wei.browser())
    colleague = persona("hong")
    Membership.objects.create(user=colleague.user, organization=site.wei.organization,
                              role="member", since=NOW)  # fmt: skip
    name = shown_list.shown[0]["record_id"]
    for where in addresses(shown_list.pk, shown_list.request_id, name).values():
        assert colleague.browser().get(where).status_code == 200, where


def test_it_is_shared_only_with_colleagues_and_the_technology_manager(site: People) -> None:
    shown_list = asked(site.wei.browser())
    where = f"/match/shortlists/{shown_list.request_id}/share/"
    assert site.wei.browser().post(where, {"person": site.mallory.user.pk}).status_code == 403
    assert site.wei.browser().post(where, {"person": site.wang.user.pk}).status_code == 302
    assert site.wang.browser().get(f"/match/{shown_list.pk}/").status_code == 200
    assert site.wang.browser().post(where, {"person": site.wang.user.pk}).status_code == 403
    entries = entries_of(f"request:{shown_list.request_id}")
    assert [one.verb for one in entries] == ["matching.share"]
    gone = where.replace("share/", "unshare/")
    site.wei.browser().post(gone, {"person": site.wang.user.pk})
    assert site.wang.browser().get(f"/match/{shown_list.pk}/").status_code == 404


def test_what_was_shared_is_closed_to_who_no_longer_acts_for_the_organisation(site: People) -> None:
    from duijie.app.accounts.models import Assignment

    shown_list = asked(site.wei.browser())
    name, wang = shown_list.shown[0]["record_id"], site.wang.browser()
    site.wei.browser().post(f"/match/{shown_list.pk}/keep/{name}/")
    where = f"/match/shortlists/{shown_list.request_id}/share/"
    site.wei.browser().post(where, {"person": site.wang.user.pk})
    words = shown_list.request.title
    assert words in wang.get("/match/shortlists/").content.decode()
    assert words in wang.get("/match/").content.decode()
    Assignment.objects.filter(technology_manager=site.wang.user).update(until=NOW)
    for address in addresses(shown_list.pk, shown_list.request_id, name).values():
        assert wang.get(address).status_code == 404, address
    assert words not in wang.get("/match/shortlists/").content.decode()
    assert words not in wang.get("/match/").content.decode()


def test_a_withdrawn_record_is_gone_from_stored_lists_at_once(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    name = shown_list.shown[0]["record_id"]
    wei.post(f"/match/{shown_list.pk}/keep/{name}/")
    withdraw(name)
    page = wei.get(f"/match/{shown_list.pk}/").content.decode()
    assert "has been withdrawn" in page
    assert "针刺不起火" not in page
    assert wei.get(f"/match/{shown_list.pk}/cards/{name}/").status_code == 404
    assert "withdrawn" in wei.get(f"/match/shortlists/{shown_list.request_id}/").content.decode()
    assert name.encode() not in wei.get(f"/match/{shown_list.pk}/compare/").content
    assert wei.post(f"/match/{shown_list.pk}/keep/{name}/").status_code == 404


def test_a_record_that_becomes_private_is_gone_too(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    name = shown_list.shown[0]["record_id"]
    rows = RECORD_MODELS["achievement"].objects.filter(record_id=name)  # type: ignore[attr-defined]
    rows.update(visibility="private")
    assert "针刺不起火" not in wei.get(f"/match/{shown_list.pk}/").content.decode()


def test_the_quote_stands_in_place_in_the_text(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    page = wei.get(f"/match/{shown_list.pk}/cards/achievement:A2/").content.decode()
    whole = page.split("text-in-place", 1)[1]
    assert "循环寿命" in whole
    assert '<mark class="in-met">' in whole
    assert "3000次" in whole


@pytest.mark.parametrize(
    ("named", "filters", "told"),
    [
        ("achievement:A3", {}, "below the floor"),
        ("A3", {"trl_from": 8}, "It is filtered out by the lowest readiness level."),
        ("水性环氧防腐涂料", {"region": "嘉兴"}, "It is filtered out by the region."),
    ],
)
def test_why_not_says_what_keeps_a_record_out(
    site: People, named: str, filters: dict[str, object], told: str
) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei, **filters)
    page = wei.get(f"/match/{shown_list.pk}/why-not/", {"record": named}).content.decode()
    assert told in page
    assert "水性环氧防腐涂料" in page


def test_why_not_of_what_is_there_says_where(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    named = {"record": shown_list.shown[0]["record_id"]}
    assert (
        "number 1 of the list"
        in wei.get(f"/match/{shown_list.pk}/why-not/", named).content.decode()
    )


def test_why_not_of_what_one_may_not_see_is_not_there(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    withdraw("achievement:A3")
    for named in ("achievement:A3", "achievement:none", "A3"):
        answer = wei.get(f"/match/{shown_list.pk}/why-not/", {"record": named})
        assert answer.status_code == 404


def test_no_good_match_says_what_is_missing_and_offers_steps(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei, "量子引力波望远镜的低温陶瓷镜坯抛光", trl_from=7)
    page = wei.get(f"/match/{shown_list.pk}/").content.decode()
    assert shown_list.shown == []
    assert "There is no good match" in page
    assert "What is missing" in page
    assert "Match without conditions" in page
    assert f"/searches/new/?list={shown_list.pk}" in page


def test_a_need_without_a_match_becomes_the_draft_of_a_challenge(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei, "量子引力波望远镜的低温陶瓷镜坯抛光")
    answer = wei.post(f"/match/{shown_list.pk}/challenge/")
    made = RECORD_MODELS["need"].objects.get(owner=site.wei.organization)  # type: ignore[attr-defined]
    assert answer["Location"] == f"/records/{made.record_id}/edit/"
    assert (made.state, made.description) == ("draft", shown_list.request.text)


def test_a_shortlist_keeps_notes_and_its_order(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei, "锂离子电池")
    first, second = (one["record_id"] for one in shown_list.shown[:2])
    for name in (first, second):
        wei.post(f"/match/{shown_list.pk}/keep/{name}/")
    entries = list(ShortlistEntry.objects.all())
    where = f"/match/shortlists/{shown_list.request_id}/"
    wei.post(f"{where}{entries[1].pk}/up/")
    wei.post(f"{where}{entries[1].pk}/note/", {"note": "<b>先打电话</b>"})
    assert [one.record_id for one in ShortlistEntry.objects.all()] == [second, first]
    page = wei.get(where).content.decode()
    assert "&lt;b&gt;先打电话" in page
    wei.post(f"{where}{entries[0].pk}/drop/")
    assert [one.record_id for one in ShortlistEntry.objects.all()] == [second]
    assert "锂离子电池" in wei.get("/match/shortlists/").content.decode()


def test_a_card_that_is_kept_comes_back_in_its_own_place(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei, "锂离子电池")
    name = shown_list.shown[1]["record_id"]
    where = f"/match/{shown_list.pk}/keep/{name}/"
    page = wei.post(where, headers={"HX-Request": "true"}).content.decode()
    assert 'id="card-2"' in page
    assert 'aria-pressed="true"' in page
    assert "On the shortlist." in page


def test_an_entry_of_another_shortlist_is_not_touched(site: People) -> None:
    wei, mallory = site.wei.browser(), site.mallory.browser()
    theirs, own = asked(wei), asked(mallory)
    wei.post(f"/match/{theirs.pk}/keep/{theirs.shown[0]['record_id']}/")
    entry = ShortlistEntry.objects.get().pk
    where = f"/match/shortlists/{own.request_id}/{entry}/"
    for verb in ("note", "up", "drop"):
        mallory.post(f"{where}{verb}/", {"note": "mine"})
    kept = ShortlistEntry.objects.get()
    assert kept.note == ""
    assert NEED in theirs.request.text
