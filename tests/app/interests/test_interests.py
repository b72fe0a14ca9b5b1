"""Expressions of interest: sent, answered, and what they open."""

from datetime import timedelta
from uuid import uuid4

import pytest

from duijie.app.audit.models import AuditEntry
from duijie.app.feedback.actions import record_impressions
from duijie.app.feedback.models import FeedbackEvent
from duijie.app.interests import actions, queries
from duijie.app.interests.actions import Letter
from duijie.app.interests.models import ExpressionOfInterest
from duijie.app.notices.models import Notice
from duijie.app.records.actions import open_partners_part
from duijie.app.records.models import Opening
from duijie.app.records.queries import openings_of
from duijie.app.secret import secret_key
from duijie.kernel.errors import CallError, DeniedError, DuijieError, GoneError
from duijie.kernel.home import Home
from duijie.learn.feedback import Impression
from tests.app.records.making import draft, published
from tests.app.web import NOW, People, Persona

State = ExpressionOfInterest.State
WORDS = "我们的产线需要在线检测，希望九月前试用。"


def letter(who: Persona, **more: object) -> Letter:
    assert who.organization is not None
    return Letter(sender_id=who.organization.pk, message=WORDS, **more)  # type: ignore[arg-type]


@pytest.fixture
def offered(people: People) -> str:
    """Return the id of what Li offers."""
    return published(people, people.li)


@pytest.fixture
def sent(people: People, offered: str) -> ExpressionOfInterest:
    """Return the interest that Wei sent in it."""
    return actions.send(people.wei.actor, offered, letter(people.wei), now=NOW)


def test_accepting_opens_the_partners_part_to_the_sender_and_the_owner_sees_each_opening(
    people: People, offered: str, sent: ExpressionOfInterest
) -> None:
    with pytest.raises(DeniedError):
        open_partners_part(people.wei.actor, offered, now=NOW)
    actions.accept(people.li.actor, sent.pk, now=NOW)
    for _ in range(2):
        shown = open_partners_part(people.wei.actor, offered, now=NOW)
        assert shown.values["partner_details"]
    seen = openings_of(people.li.actor, offered, NOW)
    assert [(one.user, one.part) for one in seen] == [(people.wei.user, Opening.Part.PARTNERS)] * 2
    assert AuditEntry.objects.filter(verb="records.open", subject=offered).count() == 2
    with pytest.raises(DeniedError):
        open_partners_part(people.mallory.actor, offered, now=NOW)


def test_a_record_named_in_return_opens_to_the_owner(people: People, offered: str) -> None:
    need = published(people, people.wei, "need", visibility="private", partner_details="预算可谈。")
    sent = actions.send(people.wei.actor, offered, letter(people.wei, own_record_id=need), now=NOW)
    with pytest.raises(GoneError):
        open_partners_part(people.li.actor, need, now=NOW)
    actions.accept(people.li.actor, sent.pk, now=NOW)
    assert open_partners_part(people.li.actor, need, now=NOW).values["partner_details"]


def test_ending_closes_what_was_opened_on_both_sides(
    people: People, offered: str, sent: ExpressionOfInterest
) -> None:
    actions.accept(people.li.actor, sent.pk, now=NOW)
    actions.end(people.li.actor, sent.pk, now=NOW, reason="谈判结束")
    with pytest.raises(DeniedError):
        open_partners_part(people.wei.actor, offered, now=NOW)
    assert ExpressionOfInterest.objects.get().state == State.ENDED


def test_a_declined_one_says_why_and_opens_nothing(
    people: People, offered: str, sent: ExpressionOfInterest
) -> None:
    with pytest.raises(CallError):
        actions.decline(people.li.actor, sent.pk, " ", now=NOW)
    actions.decline(people.li.actor, sent.pk, "已独家许可", now=NOW)
    assert queries.interest_for(people.wei.actor, sent.pk).interest.reason == "已独家许可"
    with pytest.raises(DeniedError):
        open_partners_part(people.wei.actor, offered, now=NOW)


def test_what_nobody_answers_runs_out_after_thirty_days(
    people: People, sent: ExpressionOfInterest
) -> None:
    assert actions.expire_unanswered(NOW + timedelta(days=29)) == 0
    assert actions.expire_unanswered(NOW + timedelta(days=30)) == 1
    assert ExpressionOfInterest.objects.get().state == State.EXPIRED
    with pytest.raises(DeniedError):
        actions.accept(people.li.actor, sent.pk, now=NOW + timedelta(days=31))


ANSWERS = {
    "accept": lambda who, pk: actions.accept(who, pk, now=NOW),
    "decline": lambda who, pk: actions.decline(who, pk, "no", now=NOW),
    "withdraw": lambda who, pk: actions.withdraw(who, pk, now=NOW),
    "end": lambda who, pk: actions.end(who, pk, now=NOW),
    "read": queries.interest_for,
}
# Who may do what with an interest that Wei sent to Li and that waits for an answer.
MAY = {
    "accept": {"li"},
    "decline": {"li"},
    "withdraw": {"wei", "wang"},
    "end": set(),
    "read": {"li", "wei", "wang"},
}


@pytest.mark.parametrize("what", MAY)
@pytest.mark.parametrize("name", ["wei", "li", "wang", "zhao", "olga", "ning", "mallory"])
def test_only_the_two_sides_answer_take_back_and_read(
    what: str, name: str, people: People, sent: ExpressionOfInterest
) -> None:
    try:
        ANSWERS[what](people.all[name].actor, sent.pk)
    except (DeniedError, GoneError):
        allowed = False
    else:
        allowed = True
    assert allowed is (name in MAY[what])


def test_nobody_writes_for_another_organisation_or_to_themselves(
    people: People, offered: str
) -> None:
    refused = [
        (people.mallory, letter(people.wei), offered),
        (people.ning, letter(people.wei), offered),
        (people.li, letter(people.li), offered),
    ]
    for who, words, record_id in refused:
        with pytest.raises(DeniedError):
            actions.send(who.actor, record_id, words, now=NOW)
    with pytest.raises(GoneError):
        actions.send(people.wei.actor, draft(people.li).record_id, letter(people.wei), now=NOW)
    stolen = published(people, people.mallory, "need")
    with pytest.raises(GoneError):
        actions.send(people.wei.actor, offered, letter(people.wei, own_record_id=stolen), now=NOW)
    assert not ExpressionOfInterest.objects.exists()


def test_an_organisation_has_one_open_interest_in_a_record(
    people: People, offered: str, sent: ExpressionOfInterest
) -> None:
    with pytest.raises(CallError):
        actions.send(people.wang.actor, offered, letter(people.wei), now=NOW)
    actions.withdraw(people.wei.actor, sent.pk, now=NOW)
    assert actions.send(people.wei.actor, offered, letter(people.wei), now=NOW).pk != sent.pk


def test_the_owner_and_who_looks_after_the_sender_are_told(
    people: People, sent: ExpressionOfInterest
) -> None:
    assert set(Notice.objects.values_list("user__name", flat=True)) == {"Li"}
    actions.accept(people.li.actor, sent.pk, now=NOW)
    told = Notice.objects.exclude(user=people.li.user).values_list("user__name", flat=True)
    assert set(told) == {"Wei", "Wang"}


def test_terms_of_the_installation_must_be_agreed_to(
    people: People, offered: str, home: Home
) -> None:
    home.settings_file.write_text('[interests]\nterms = "资料只用于洽谈。"\n', "utf-8")
    with pytest.raises(CallError):
        actions.send(people.wei.actor, offered, letter(people.wei), now=NOW)
    agreed = actions.send(
        people.wei.actor, offered, letter(people.wei, agrees_to_terms=True), now=NOW
    )
    assert agreed.terms == "资料只用于洽谈。"


def test_interest_in_a_shown_record_is_logged_for_learning_under_a_pseudonym(
    people: People, offered: str, home: Home
) -> None:
    list_id = uuid4()
    shown = Impression(list_id.hex, "need:1", offered, 1, NOW, actor=f"user:{people.wei.user.pk}")
    record_impressions([shown], key=secret_key(home))
    actions.send(people.wei.actor, offered, letter(people.wei, list_id=str(list_id)), now=NOW)
    event = FeedbackEvent.objects.get()
    assert (event.kind, event.request_id, event.list_id) == (
        "expression_of_interest", "need:1", list_id.hex,
    )  # fmt: skip
    assert event.actor.startswith("p-")


def test_a_list_that_the_sender_never_saw_teaches_nothing(
    people: People, offered: str, home: Home
) -> None:
    list_id = uuid4()
    shown = Impression(list_id.hex, "need:1", offered, 1, NOW, actor="user:999")
    record_impressions([shown], key=secret_key(home))
    for number, named in enumerate((str(list_id), "nonsense", str(uuid4()))):
        sent = actions.send(people.wei.actor, offered, letter(people.wei, list_id=named), now=NOW)
        actions.withdraw(people.wei.actor, sent.pk, now=NOW)
        assert FeedbackEvent.objects.count() == 0, number


def test_an_accepted_answer_is_whole_or_absent(
    people: People, offered: str, sent: ExpressionOfInterest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "tell_organization", broken)
    with pytest.raises(RuntimeError):
        actions.accept(people.li.actor, sent.pk, now=NOW)
    assert ExpressionOfInterest.objects.get().state == State.SENT
    with pytest.raises(DuijieError):
        open_partners_part(people.wei.actor, offered, now=NOW)


def test_in_the_browser_one_sends_and_the_other_accepts(people: People, offered: str) -> None:
    wei, li = people.wei.browser(), people.li.browser()
    address = f"/interests/new/?record={offered}"
    assert people.wei.organization is not None
    assert "Express interest" in wei.get(address).content.decode()
    empty = wei.post(address, {"sender": people.wei.organization.pk, "message": ""})
    assert empty.status_code == 422
    made = wei.post(address, {"sender": people.wei.organization.pk, "message": WORDS})
    assert made.status_code == 302
    page = made.headers["location"]
    assert WORDS in li.get(page).content.decode()
    assert "li@example.org" not in wei.get(page).content.decode()
    assert people.mallory.browser().get(page).status_code == 404
    assert "高速颗粒缺陷在线检测机" in li.get("/interests/").content.decode()
    assert li.post(f"{page}accept/").status_code == 302
    assert "li@example.org" in wei.get(page).content.decode()
    assert "Accepted" in wei.get("/interests/?box=sent").content.decode()
    assert people.li.browser().get(address).status_code == 403


def test_a_page_of_many_takes_few_queries(
    people: People, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        record_id = published(people, people.li, title=f"成果 {number}")
        actions.send(people.wei.actor, record_id, letter(people.wei), now=NOW)
    browser = people.li.browser()
    browser.get("/interests/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert "成果 3" in browser.get("/interests/").content.decode()
