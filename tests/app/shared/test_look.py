"""The frame of every page: navigation, language, theme, notices, forms, errors, the phone."""

from http import HTTPStatus

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from duijie.app.shared.actors import NOBODY, Actor, Role
from duijie.app.shared.charts import bar_chart
from duijie.app.shared.gallery import Sample
from duijie.app.shared.navigation import ENTRIES, MEMBERS, SIGNED_IN, Entry, address, links
from duijie.app.shared.next_steps import NextStep, parts_of, steps_of
from tests.app.shared import icons
from tests.app.web import People, visitor


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_visitor_is_offered_to_sign_in_and_no_page_of_members(people: People) -> None:
    del people
    page = shown(visitor(), "/")
    assert "/accounts/login/" in page
    assert 'href="/match/"' not in page


def test_an_officer_finds_what_a_company_does_not() -> None:
    officer = {link.url for link in links(Actor(1, roles=frozenset({Role.OFFICER})), "/")}
    company = {link.url for link in links(Actor(1, roles=frozenset({Role.COMPANY})), "/")}
    assert address("verification") in officer - company


def test_the_navigation_marks_where_one_is() -> None:
    shown = links(Actor(1, roles=frozenset({Role.COMPANY})), "/match/shortlists/")
    assert [link.label for link in shown if link.is_here] == ["Shortlists"]


def test_an_entry_whose_page_is_not_there_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (*ENTRIES, Entry("Nowhere", "no_such_page", SIGNED_IN))
    monkeypatch.setattr("duijie.app.shared.navigation.ENTRIES", entries)
    found = links(Actor(1, roles=frozenset({Role.COMPANY})), "/")
    assert "Nowhere" not in {link.label for link in found}
    assert "Match" in {link.label for link in found}


def test_a_visitor_changes_the_language_and_stays_on_the_page(people: People) -> None:
    del people
    client = visitor()
    answer = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/look/"})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, "/look/")
    assert 'lang="zh-Hans"' in shown(client, "/look/")


def test_a_theme_is_kept_and_shown_at_once(people: People) -> None:
    del people
    client = visitor()
    answer = client.post("/theme/", {"theme": "dark", "next": "/look/"})
    assert answer["Location"] == "/look/"
    assert 'data-theme="dark"' in shown(client, "/")


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_changing_the_theme_leads_nowhere_else(path: str, people: People) -> None:
    del people
    assert visitor().post("/theme/", {"theme": "dark", "next": path})["Location"] == "/"


def test_a_theme_that_does_not_exist_is_not_kept(people: People) -> None:
    del people
    assert "theme" not in visitor().post("/theme/", {"theme": '"><script>'}).cookies


def test_signing_out_takes_a_post(people: People) -> None:
    page = shown(people.wei.browser(), "/look/")
    assert '<form method="post" action="/accounts/logout/"' in page
    assert 'href="/accounts/logout/"' not in page


def test_a_form_comes_out_with_a_summary_that_leads_to_its_fields() -> None:
    with translation.override("en"):
        page = str(Sample({"title": "", "trl": "12", "visibility": "public"}))
    assert 'role="alert"' in page
    assert '<a href="#id_trl">' in page
    assert 'aria-describedby="id_trl_error"' in page
    assert 'id="id_trl_error"' in page
    assert 'value="12"' in page


def test_what_was_typed_is_escaped_in_a_form() -> None:
    page = str(Sample({"title": "<script>alert(1)</script>", "visibility": "<b>"}))
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_notice_has_its_undo_as_a_form_of_its_own() -> None:
    told = Message(messages.SUCCESS, "Published <b>it</b>.", "good undo:/records/7/undo/")
    page = render_to_string("shared/_notice.html", {"message": told})
    assert '<form method="post" action="/records/7/undo/"' in page
    assert "Published &lt;b&gt;it&lt;/b&gt;." in page


def test_a_page_that_is_not_there_says_what_to_do(people: People) -> None:
    answer = people.wei.browser().get("/no/such/page/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "begin at the home page" in answer.content.decode()


def test_a_form_without_its_token_changes_nothing_and_says_so(people: People) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(people.wei.user)
    answer = client.post("/match/", {"text": "x"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "This form is too old" in answer.content.decode()


def test_what_breaks_shows_a_page_without_asking_the_database() -> None:
    from duijie.app.shared.views import broken

    request = RequestFactory().get("/")
    request.request_id = "abc-12345"  # type: ignore[attr-defined]
    answer = broken(request)  # no database is open here: a query would fail
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert b"abc-12345" in answer.content


def test_every_persona_is_told_what_to_do_next(people: People) -> None:
    for name, persona in people.all.items():
        assert steps_of(persona.actor), name


def test_a_newcomer_is_sent_to_register(people: People) -> None:
    assert steps_of(people.ning.actor)[0].url == address("register_organization")


def test_an_officer_is_told_how_many_wait(people: People) -> None:
    organization = people.mallory.organization
    assert organization is not None
    organization.state = "pending"
    organization.save()
    first = steps_of(people.zhao.actor)[0]
    assert (first.url, first.count) == (address("verification"), 1)


def test_a_step_with_nothing_waiting_is_left_out(people: People) -> None:
    assert all(step.count != 0 for p in people.all.values() for step in steps_of(p.actor))
    assert NextStep("x", "/", None).count is None


@pytest.mark.parametrize("name", ["wei", "li", "wang", "zhao", "olga", "ning"])
def test_a_home_page_asks_the_database_little(
    name: str, people: People, django_assert_max_num_queries: object
) -> None:
    client = getattr(people, name).browser()
    client.get("/")
    with django_assert_max_num_queries(28):  # type: ignore[operator]
        assert client.get("/").status_code == HTTPStatus.OK


def test_a_visitor_sees_a_worked_example_and_members_do_not(people: People) -> None:
    assert [part.template for part in parts_of(NOBODY)] == ["matching/_example.html"]
    assert "matching/_example.html" not in {p.template for p in parts_of(people.wei.actor)}
    page = shown(visitor(), "/")
    assert "<mark>40微米</mark>" in page


def test_a_need_typed_by_a_visitor_waits_until_they_have_signed_in(people: People) -> None:
    del people
    client = visitor()
    answer = client.post("/begin/", {"text": "防爆锂离子电池"})
    assert answer["Location"] == "/match/"
    assert client.session["need_typed"] == "防爆锂离子电池"


def test_the_need_of_a_newcomer_waits_until_an_organisation_is_verified(people: People) -> None:
    client = visitor()
    client.post("/begin/", {"text": "防爆锂离子电池"})
    client.force_login(people.ning.user)
    answer = client.get("/match/")
    assert answer.status_code == 403
    assert 'href="/my/organizations/"' in answer.content.decode()
    assert client.session["need_typed"] == "防爆锂离子电池"


def test_a_phone_is_told_how_to_install_the_site(people: People) -> None:
    del people
    told = visitor().get("/manifest.webmanifest").json()
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert told["start_url"] == told["scope"] == "/"


def test_the_service_worker_is_the_same_for_everybody(people: People) -> None:
    alone = visitor().get("/sw.js")
    assert alone["Content-Type"] == "text/javascript"
    assert alone.content == people.wei.browser().get("/sw.js").content


def test_the_page_for_no_network_is_of_nobody(people: People) -> None:
    alone = visitor().get("/offline/").content
    assert alone == people.wei.browser().get("/offline/").content


@pytest.mark.parametrize("size", icons.SIZES[:2])
def test_the_icons_are_those_of_the_drawing(size: int) -> None:
    assert (icons.FOLDER / f"icon-{size}.png").read_bytes() == icons.drawn(size)


def test_a_chart_says_its_figures_in_words_and_draws_them_by_the_longest() -> None:
    chart = bar_chart([("甲", 40), ("<b>", 10)], title="t", unit="u", sentence="s")
    page = render_to_string("shared/_chart.html", {"chart": chart})
    assert 'width="100%"/>' in page
    assert 'width="25%"/>' in page
    assert "&lt;b&gt;" in page
    assert '<td class="number">40</td>' in page


def test_nothing_is_drawn_where_nothing_is_counted() -> None:
    assert bar_chart([("a", 0)], title="", unit="", sentence="") is None
    assert bar_chart([], title="", unit="", sentence="") is None


def test_members_are_all_but_visitors_and_newcomers() -> None:
    assert set(Role) - MEMBERS == {Role.VISITOR, Role.NEWCOMER}


def test_a_need_typed_by_a_visitor_stands_in_the_form_afterwards(people: People) -> None:
    client = visitor()
    client.post("/begin/", {"text": "防爆锂离子电池"})
    client.force_login(people.wei.user)
    assert "防爆锂离子电池" in shown(client, "/match/")
    assert "防爆锂离子电池" not in shown(client, "/match/")
