"""The site stands: pages without and with a sign-in."""

import pytest
from django.urls import reverse

from tests.app.web import People, visitor


def test_a_visitor_sees_the_home_page(people: People) -> None:
    del people
    assert visitor().get("/").status_code == 200


def test_a_visitor_is_asked_to_sign_in_before_matching(people: People) -> None:
    del people
    answer = visitor().get("/match/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/match/")


def test_whoever_has_only_signed_up_may_not_match(people: People) -> None:
    answer = people.ning.browser().post("/match/", {"text": "防爆锂离子电池"})
    assert answer.status_code == 403
    assert "E-APP-002" in answer.content.decode()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "x"])
@pytest.mark.parametrize(
    ("page", "name", "rest"),
    [("records", "before", " 1 1"), ("jobs", "before", ""), ("audit_log", "day", "")],
)
def test_no_address_with_a_moment_outside_the_calendar_breaks_a_page(
    people: People, page: str, name: str, rest: str, moment: str
) -> None:
    said = moment[:10] if name == "day" else f"{moment}{rest}"
    answer = people.zhao.browser().get(reverse(page), {name: said})
    assert answer.status_code == 200


def test_what_is_wrong_takes_the_place_of_the_page_when_only_a_part_was_asked_for(
    people: People,
) -> None:
    browser = people.wei.browser(**{"hx-request": "true"})
    answer = browser.post("/match/", {"text": "防爆锂离子电池"})
    assert "E-INDEX-001" in answer.content.decode()
    assert (answer["HX-Retarget"], answer["HX-Reselect"]) == ("#main", "#main > *")


def test_a_form_that_is_wrong_takes_the_place_of_the_form(people: People) -> None:
    answer = people.wei.browser(**{"hx-request": "true"}).post("/match/", {"text": " "})
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#asking")
