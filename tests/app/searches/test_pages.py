"""The pages of saved searches, and the link of a letter that stops one."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from duijie.app.audit.models import AuditEntry
from duijie.app.searches.links import token_of
from duijie.app.searches.models import SavedSearch
from tests.app.matching.conftest import NEED, asked
from tests.app.searches.conftest import SITE, letters, looked, new_battery, watched
from tests.app.web import People, visitor

State = SavedSearch.State


def test_a_list_is_watched_from_its_own_page(public: People) -> None:
    wei = public.wei.browser()
    shown_list = asked(wei)
    where = f"/searches/new/?list={shown_list.pk}"
    assert where in wei.get(f"/match/{shown_list.pk}/").content.decode()
    assert "防爆锂离子电池" in wei.get(where).content.decode()
    answer = wei.post(where, {"name": "电池", "rhythm": "weekly"}, follow=True)
    assert "Saved. You are told when something new fits." in answer.content.decode()
    search = SavedSearch.objects.get()
    assert (search.name, search.rhythm, search.owner) == ("电池", "weekly", public.wei.user)


def test_a_library_list_is_watched_with_its_filters(public: People) -> None:
    wei = public.wei.browser()
    page = wei.get("/libraries/achievement/?q=电池&trl=5").content.decode()
    found = re.search(r'href="(/searches/new/\?[^"]+)"', page)
    assert found
    where = found[1].replace("&amp;", "&")
    wei.post(where, {"name": "电池", "rhythm": "daily"})
    search = SavedSearch.objects.get()
    page = wei.get(f"/searches/{search.pk}/").content.decode()
    assert "Words: 电池" in page
    assert "/libraries/achievement/?q=%E7%94%B5%E6%B1%A0&amp;trl=5" in page


@pytest.mark.parametrize("given", ["", "?list=x", f"?list={UUID(int=7)}", "?library=none"])
def test_what_is_not_there_cannot_be_watched(public: People, given: str) -> None:
    assert public.wei.browser().get(f"/searches/new/{given}").status_code == 404


def test_a_form_that_is_wrong_keeps_what_was_typed(public: People) -> None:
    wei = public.wei.browser()
    where = f"/searches/new/?list={asked(wei).pk}"
    answer = wei.post(where, {"name": "我的电池", "rhythm": "hourly"})
    assert answer.status_code == 422
    assert "我的电池" in answer.content.decode()
    assert not SavedSearch.objects.exists()


def test_pausing_stopping_and_taking_up_again(public: People) -> None:
    search, wei = watched(public.wei), public.wei.browser()
    for verb, state in (
        ("pause", State.PAUSED), ("resume", State.ACTIVE), ("stop", State.STOPPED),
        ("resume", State.ACTIVE),
    ):  # fmt: skip
        assert wei.post(f"/searches/{search.pk}/{verb}/").status_code == 302
        search.refresh_from_db()
        assert search.state == state
    wei.post(f"/searches/{search.pk}/", {"name": "新名", "rhythm": "weekly"})
    search.refresh_from_db()
    assert (search.name, search.rhythm) == ("新名", "weekly")
    assert AuditEntry.objects.filter(subject=f"search:{search.pk}").count() == 6


@pytest.mark.parametrize("name", ["mallory", "li", "wang", "olga", "ning"])
def test_a_search_of_others_is_not_known(public: People, name: str) -> None:
    search = watched(public.wei)
    other = public.all[name].browser()
    assert other.get(f"/searches/{search.pk}/").status_code == 404
    for verb in ("pause", "resume", "stop"):
        assert other.post(f"/searches/{search.pk}/{verb}/").status_code in (403, 404)
    search.refresh_from_db()
    assert search.state == State.ACTIVE


def stop_link(public: People) -> str:
    watched(public.wei)
    new_battery(public)
    looked()
    (letter,) = letters()
    headers: Any = letter.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(headers["List-Unsubscribe"]).replace("\n ", "").strip("<>")
    assert link in str(letter.body)
    assert link.startswith(f"{SITE}/searches/stop/")
    return link.removeprefix(SITE)


def test_a_mail_programme_stops_a_search_without_signing_in(public: People) -> None:
    link = stop_link(public)
    programme = Client(enforce_csrf_checks=True)
    answer = programme.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert SavedSearch.objects.get().state == State.STOPPED
    assert programme.post(link).status_code == 200
    assert AuditEntry.objects.filter(verb="searches.stop_by_link").count() == 1
    new_battery(public, title="另一种防爆锂离子电池")
    assert looked() == 0


def test_a_person_is_asked_first_and_opening_the_link_changes_nothing(public: People) -> None:
    link = stop_link(public)
    page = visitor().get(link).content.decode()
    assert "Stop these letters" in page
    assert "电池" not in page
    assert SavedSearch.objects.get().state == State.ACTIVE
    assert "Stopped" in visitor().post(link).content.decode()
    assert SavedSearch.objects.get().state == State.STOPPED


def test_a_link_that_was_made_up_stops_nothing(public: People) -> None:
    search, other = watched(public.wei), watched(public.li)
    token = token_of(search.pk)
    forged = token.replace(search.pk.hex, other.pk.hex)
    for one in (search.pk.hex, forged, token[:-1], f"{uuid4().hex}:x"):
        assert visitor().post(f"/searches/stop/{one}/").status_code == 404
    assert set(SavedSearch.objects.values_list("state", flat=True)) == {State.ACTIVE}


def test_the_link_leads_nowhere_else(public: People) -> None:
    link = f"/searches/stop/{token_of(watched(public.wei).pk)}/"
    answer = visitor().post(f"{link}?next=https://evil.example/", {"next": "//evil.example"})
    assert answer.status_code == 200
    assert "Location" not in answer
    assert not re.search(r'(href|action)="(https?:)?//evil', answer.content.decode())


def test_a_name_is_shown_as_it_was_typed(public: People) -> None:
    search = watched(public.wei)
    SavedSearch.objects.filter(pk=search.pk).update(name="<script>alert(1)</script>")
    for where in ("/searches/", f"/searches/{search.pk}/"):
        assert "<script>alert(1)" not in public.wei.browser().get(where).content.decode()


def test_a_page_takes_no_more_queries_with_more_searches(
    public: People, django_assert_max_num_queries: Any
) -> None:
    for n in range(5):
        watched(public.wei, text=f"{NEED}第{n}项。")
    new_battery(public)
    looked()
    wei = public.wei.browser()
    with django_assert_max_num_queries(12):
        page = wei.get("/searches/")
    assert page.content.decode().count("One record told so far") == 5
    with django_assert_max_num_queries(14):
        wei.get(f"/searches/{SavedSearch.objects.first().pk}/")  # type: ignore[union-attr]


def test_the_home_page_tells_that_there_is_something_new(public: People) -> None:
    watched(public.wei)
    wei = public.wei.browser()
    assert "See what is new in what you watch" not in wei.get("/").content.decode()
    new_battery(public)
    looked()
    assert "See what is new in what you watch" in wei.get("/").content.decode()
