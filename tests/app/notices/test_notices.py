"""Notices: told to whom they concern, on the site and by mail."""

import pytest
from django.core import mail

from duijie.app.notices import actions
from duijie.app.notices.models import Notice
from duijie.app.notices.queries import count_unread
from duijie.app.notices.tasks import send_mail_of
from duijie.kernel.words import N_, Phrase
from tests.app.web import NOW, People, visitor

PHRASE = Phrase(N_("“%(title)s” is published."), title="检测机")


def told(people: People, link: str = "/records/") -> Notice:
    return actions.tell([people.wei.user.pk], PHRASE, link=link, now=NOW)[0]


def test_everybody_reads_only_what_they_were_told(people: People) -> None:
    notice = told(people)
    assert "检测机" in people.wei.browser().get("/notices/").content.decode()
    assert "检测机" not in people.mallory.browser().get("/notices/").content.decode()
    assert people.mallory.browser().post(f"/notices/{notice.pk}/read/").status_code == 403
    assert people.mallory.browser().post("/notices/999/read/").status_code == 403
    assert visitor().get("/notices/").status_code == 302


def test_opening_a_notice_turns_to_its_page_and_counts_as_read(people: People) -> None:
    notice, browser = told(people), people.wei.browser()
    assert count_unread(people.wei.actor) == 1
    answer = browser.post(f"/notices/{notice.pk}/read/")
    assert answer.headers["location"] == "/records/"
    assert count_unread(people.wei.actor) == 0


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_no_notice_leads_away_from_the_site(people: People, link: str) -> None:
    answer = people.wei.browser().post(f"/notices/{told(people, link).pk}/read/")
    assert answer.headers["location"] == "/notices/"


def test_its_mail_is_sent_once_in_the_reader_s_language(people: People) -> None:
    notice = told(people)
    people.wei.user.language = "en"
    people.wei.user.save()
    for _ in range(2):
        send_mail_of.func(notice.pk)
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["wei@example.org"], "“检测机” is published.")
    ]


def test_who_looks_after_an_organisation_is_told_with_its_members(people: People) -> None:
    assert people.wei.organization is not None
    actions.tell_organization(people.wei.organization.pk, PHRASE, link="", now=NOW)
    assert set(Notice.objects.values_list("user__name", flat=True)) == {"Wei", "Wang"}
    assert actions.tell_organization(None, PHRASE, link="", now=NOW) == []


def test_a_technology_manager_who_left_the_agency_is_told_nothing_more(people: People) -> None:
    assert people.wei.organization is not None
    key = people.wei.organization.pk

    def told_ones() -> set[int]:
        notices = actions.tell_organization(key, PHRASE, link="/records/", now=NOW)
        return {notice.user_id for notice in notices}

    assert told_ones() == {people.wei.user.pk, people.wang.user.pk}
    people.wang.user.memberships.all().delete()
    assert told_ones() == {people.wei.user.pk}
