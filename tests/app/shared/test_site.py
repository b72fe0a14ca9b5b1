"""The site stands: pages without and with a sign-in."""

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
