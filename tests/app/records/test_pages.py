"""The pages of records: what each reader finds on them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.http import urlencode

from duijie.app.records import actions
from duijie.app.records.models import Opening, State
from duijie.kernel.clock import system_clock
from tests.app.records.making import draft, published, stored
from tests.app.web import People, visitor

SECRET, FULL = "底价 120 万元", "面向氟聚合物颗粒生产线"
LONG = "核心算法能检测出40微米的颗粒缺陷。" + "它按像素比较，" * 30 + "面向氟聚合物颗粒生产线。"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[-500:]
    return response.content.decode()


def test_a_visitor_reads_the_summary_of_a_public_record_and_no_more(people: People) -> None:
    page = text(visitor(), f"/records/{published(people, people.li, summary=LONG)}/")
    assert "核心算法能检测出40微米的颗粒缺陷。" in page
    assert FULL not in page
    assert SECRET not in page
    assert "李明" not in page
    assert 'property="og:title" content="高速颗粒缺陷在线检测机"' in page


def test_a_member_reads_the_full_text_but_not_the_part_for_partners(people: People) -> None:
    page = text(people.mallory.browser(), f"/records/{published(people, people.li)}/")
    assert FULL in page
    assert SECRET not in page
    assert "opens after the owner accepts" in page


def test_a_record_that_is_not_for_the_reader_is_not_there(people: People) -> None:
    private = published(people, people.li, visibility="private")
    hidden = draft(people.li).record_id
    for name in (private, hidden, "achievement:none"):
        for page in ("", "edit/", "history/", "openings/", "review/"):
            text(people.mallory.browser(), f"/records/{name}/{page}", 404)


def test_the_owner_sees_who_read_the_members_part_once_a_day(people: People) -> None:
    record_id = published(people, people.li)
    browser = people.mallory.browser()
    for _ in range(3):
        text(browser, f"/records/{record_id}/")
    assert Opening.objects.filter(part=Opening.Part.MEMBERS).count() == 1
    page = text(people.li.browser(), f"/records/{record_id}/openings/")
    assert "Mallory organisation" in page
    text(browser, f"/records/{record_id}/openings/", 403)


def test_a_partner_opens_the_part_by_a_button_and_a_get_does_not(people: People) -> None:
    record_id = published(people, people.li)
    assert people.wei.organization is not None
    actions.grant(
        people.li.actor,
        record_id,
        people.wei.organization.pk,
        basis="interest:1",
        now=system_clock(),
    )
    browser = people.wei.browser()
    assert SECRET not in text(browser, f"/records/{record_id}/")
    opened = browser.post(f"/records/{record_id}/partners/")
    assert SECRET in opened.content.decode()
    assert people.mallory.browser().post(f"/records/{record_id}/partners/").status_code == 403


def new_need(**changed: str) -> dict[str, str]:
    return {
        "title": "在线检测",
        "description": "检出率不低于95%。",
        "budget_yuan": "80万",
    } | changed


def test_a_member_writes_submits_and_an_officer_publishes(people: People) -> None:
    browser = people.wei.browser()
    made = browser.post("/records/new/need/", new_need())
    assert made.status_code == 302
    address = made.headers["location"]
    assert "CNY 800,000" in text(browser, address)
    text(visitor(), address, 404)
    assert browser.post(f"{address}submit/").status_code == 302
    officer = people.zhao.browser()
    assert "在线检测" in text(officer, "/records/reviews/")
    page = text(officer, f"{address}review/")
    revision = page.split('name="revision" value="')[1].split('"')[0]
    form = {"decision": "publish", "advice": "", "revision": revision}
    for axis in ("novelty", "maturity", "market", "evidence"):
        form |= {axis: "4", f"{axis}_reason": "Borne out."}
    assert officer.post(f"{address}review/", form).status_code == 302
    assert "检出率" in text(visitor(), address)  # the public summary
    assert "Borne out." in text(browser, address)


def test_a_form_with_a_wrong_value_names_the_field_and_keeps_what_was_typed(
    people: People,
) -> None:
    answer = people.wei.browser().post(
        "/records/new/need/", new_need(deadline="soon", organization_uscc="123")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_deadline"' in page
    assert 'href="#id_organization_uscc"' in page
    assert "检出率不低于95%。" in page


def test_a_form_sets_fields_of_the_kind_and_nothing_else(people: People) -> None:
    assert people.mallory.organization is not None
    people.wei.browser().post(
        "/records/new/achievement/",
        {"title": "检测机", "state": "published", "owner": people.mallory.organization.pk,
         "owner_id": people.mallory.organization.pk, "record_id": "achievement:X"},
    )  # fmt: skip
    made = stored_by_title("检测机")
    assert made.state == State.DRAFT
    assert made.owner == people.wei.organization
    assert made.record_id != "achievement:X"


def stored_by_title(title: str):  # type: ignore[no-untyped-def]
    from duijie.app.records.models import Achievement

    return Achievement.objects.select_related("owner").get(title=title)


def test_a_stale_edit_shows_both_versions_and_loses_nothing(people: People) -> None:
    record = draft(people.li)
    address, browser = f"/records/{record.record_id}/edit/", people.li.browser()
    mine = {"title": "我的标题", "summary": "我写的简介。", "revision": record.revision}
    theirs = mine | {"title": "他的标题", "summary": "他写的简介。"}
    assert browser.post(address, theirs).status_code == 302
    page = browser.post(address, mine).content.decode()
    assert "他写的简介。" in page
    assert "我写的简介。" in page
    assert stored(record.record_id).title == "他的标题"
    fresh = page.split('name="revision" value="')[1].split('"')[0]
    assert browser.post(address, mine | {"revision": fresh}).status_code == 302
    assert stored(record.record_id).title == "我的标题"


def test_the_history_names_who_changed_which_field(people: People) -> None:
    record = draft(people.wei)
    people.wang.browser().post(
        f"/records/{record.record_id}/edit/",
        {"title": "新标题", "revision": record.revision, "reason": "与企业电话核对"},
    )
    page = text(people.wei.browser(), f"/records/{record.record_id}/history/")
    assert "Wang" in page
    assert "<del>高速颗粒缺陷在线检测机</del>" in page
    assert "<ins>新标题</ins>" in page
    assert "与企业电话核对" in page


def test_undo_takes_back_one_s_own_last_change(people: People) -> None:
    record_id = published(people, people.li)
    browser = people.li.browser()
    browser.post(f"/records/{record_id}/withdraw/", {"reason": "slip"})
    text(visitor(), f"/records/{record_id}/", 404)
    revision = stored(record_id).revision
    assert browser.post(f"/records/{record_id}/undo/{revision}/").status_code == 302
    text(visitor(), f"/records/{record_id}/")


def test_what_is_typed_is_kept_on_the_server_and_only_for_its_writer(people: People) -> None:
    browser = people.wei.browser()
    kept = browser.post("/records/typed/", {"form_name": "new:need", "title": "半句话"})
    assert "Kept at" in kept.content.decode()
    assert "半句话" in text(browser, "/records/new/need/")
    assert "半句话" not in text(people.mallory.browser(), "/records/new/need/")


def test_on_a_phone_each_question_has_its_screen(people: People) -> None:
    browser = people.wei.browser()
    answer = browser.post("/records/new/need/step/1/", {"title": "一句话的需求"})
    assert answer.headers["location"] == "/records/new/need/step/2/"
    assert "一句话的需求" in text(browser, "/records/new/need/step/1/")
    assert "一句话的需求" in text(browser, "/records/new/need/")
    text(browser, "/records/new/need/step/99/", 404)


def test_my_records_are_those_of_my_organisations_by_state(people: People) -> None:
    draft(people.wei, title="草稿甲")
    published(people, people.wei, "need", title="需求乙")
    assert "草稿甲" in text(people.wei.browser(), "/records/")
    assert "草稿甲" in text(people.wang.browser(), "/records/")
    assert "需求乙" in text(people.wei.browser(), "/records/?state=published")
    assert "草稿甲" not in text(people.mallory.browser(), "/records/")
    text(people.ning.browser(), "/records/", 403)


@pytest.mark.parametrize("page", ["/records/", "/records/new/need/", "/records/reviews/"])
def test_visitors_are_asked_to_sign_in(people: People, page: str) -> None:
    answer = visitor().get(page)
    assert answer.status_code == 302
    assert "login" in answer.headers["location"]


def test_text_of_people_is_never_part_of_the_page(people: People) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    record_id = published(
        people, people.li, title=evil, summary=evil + "。", holder=evil, keywords=(evil,),
        application=evil, partner_details=evil,
    )  # fmt: skip
    for page in ("", "edit/", "history/"):
        shown = text(people.li.browser(), f"/records/{record_id}/{page}")
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_a_page_of_a_record_takes_few_queries_however_much_hangs_on_it(
    people: People, django_assert_max_num_queries: object
) -> None:
    record_id = published(people, people.li)
    browser = people.mallory.browser()
    text(browser, f"/records/{record_id}/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        text(browser, f"/records/{record_id}/")
    owner, mine = people.li.browser(), "/records/?" + urlencode({"state": "published"})
    text(owner, mine)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        text(owner, mine)


def test_an_officer_gives_a_reason_to_open_what_is_private(people: People) -> None:
    record_id = published(people, people.li, visibility="private")
    officer = people.zhao.browser()
    asked = officer.get(f"/records/{record_id}/")
    assert asked.headers["location"] == f"/records/{record_id}/official/"
    assert officer.post(f"/records/{record_id}/official/", {"reason": ""}).status_code == 422
    text(people.mallory.browser(), f"/records/{record_id}/official/", 404)
    officer.post(f"/records/{record_id}/official/", {"reason": "核查"})
    assert FULL in text(officer, f"/records/{record_id}/")
    assert "核查" in text(people.li.browser(), f"/records/{record_id}/openings/")
    assert Opening.objects.get(part="official").until is not None
    assert timedelta(hours=7) < Opening.objects.get(part="official").until - system_clock()
