"""Many records changed by one wish, each by its own action; and that taken back."""

from collections.abc import Sequence
from typing import Any

import pytest

from duijie.app.audit.models import AuditEntry
from duijie.app.jobs.models import Job
from duijie.app.libraries import actions
from duijie.app.libraries.actions import What
from duijie.app.libraries.models import BulkStep
from duijie.app.records.models import State
from duijie.app.records.rows import table_of
from duijie.kernel.errors import CallError, DeniedError, GoneError
from tests.app.libraries.shelves import fill
from tests.app.web import NOW, People


def stored(kind: str) -> Any:
    return table_of(kind).model.objects  # type: ignore[attr-defined]


@pytest.fixture
def owned(people: People) -> Sequence[str]:
    fill("achievement", 30, [people.wei.organization])
    stored("achievement").update(state=State.PUBLISHED, keywords=["电池"])
    return list(stored("achievement").order_by("pk").values_list("record_id", flat=True))


def done(people: People, ids: Sequence[str], what: What, **values: str) -> Any:
    actor = people.wei.actor
    change = actions.ask_for_change(actor, "achievement", ids, what, values, now=NOW)
    actions.run_change(actor, change, now=NOW)
    return change


def states(change: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for state in change.steps.values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


def test_keywords_are_added_once_and_taken_away_again(people: People, owned: Sequence[str]) -> None:
    change = done(people, owned, What.ADD_KEYWORDS, keywords="隔膜；电池")
    assert states(change) == {"done": 30}
    assert set(stored("achievement").values_list("keywords", flat=True)) == {("电池", "隔膜")}
    again = done(people, owned, What.ADD_KEYWORDS, keywords="隔膜")
    assert states(again) == {"same": 30}
    done(people, owned, What.REMOVE_KEYWORDS, keywords="电池")
    assert set(stored("achievement").values_list("keywords", flat=True)) == {("隔膜",)}


def test_a_change_is_taken_back_but_not_where_somebody_changed_the_record_since(
    people: People, owned: Sequence[str]
) -> None:
    before = dict(stored("achievement").values_list("record_id", "visibility"))
    change = done(people, owned, What.VISIBILITY, visibility="private")
    assert set(stored("achievement").values_list("visibility", flat=True)) == {"private"}
    done(people, owned[:1], What.ADD_KEYWORDS, keywords="后来")
    changed = set(change.steps.filter(state="done").values_list("record_id", flat=True))
    asked = actions.ask_for_undo(people.wei.actor, change.pk, now=NOW)
    actions.run_undo(people.wei.actor, asked, now=NOW)
    after = dict(stored("achievement").values_list("record_id", "visibility"))
    later = {owned[0]} & changed
    assert {i for i in owned if after[i] != before[i]} == {
        i for i in later if before[i] != "private"
    }
    assert states(change).get("kept", 0) == len(later)


def test_what_may_not_be_changed_stays_and_is_told(people: People, owned: Sequence[str]) -> None:
    stored("achievement").filter(record_id__in=owned[:3]).update(owner=people.mallory.organization)
    stored("achievement").filter(record_id=owned[3]).update(state=State.UNDER_REVIEW)
    change = done(people, [*owned, "achievement:none"], What.WITHDRAW, reason="旧")
    refused = change.steps.filter(state=BulkStep.State.REFUSED)
    assert set(refused.values_list("record_id", flat=True)) == {*owned[:3], "achievement:none"}
    assert all(step.problem["zh"] and step.problem["en"] for step in refused)
    assert not stored("achievement").filter(record_id__in=owned[:3], state="withdrawn").exists()
    assert stored("achievement").filter(state="withdrawn").count() == 27


def test_an_interrupted_change_goes_on_with_those_that_wait(
    people: People, owned: Sequence[str]
) -> None:
    actor = people.wei.actor
    change = actions.ask_for_change(actor, "achievement", owned, What.WITHDRAW, {}, now=NOW)

    def stop(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        if finished == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.run_change(actor, change, now=NOW, progress=stop)
    assert states(change) == {"done": 10, "waiting": 20}
    assert actions.run_change(actor, change, now=NOW) == 20
    assert states(change) == {"done": 30}


def test_many_are_changed_in_the_background(people: People) -> None:
    fill("need", 210, [people.wei.organization])
    ids = list(stored("need").values_list("record_id", flat=True))
    actions.ask_for_change(people.wei.actor, "need", ids, What.WITHDRAW, {}, now=NOW)
    job = Job.objects.get()
    assert job.name == "libraries.change"
    assert not stored("need").filter(state="withdrawn", revision__gt=210).exists()


def test_too_many_or_none_are_refused(people: People) -> None:
    for ids in ([], [f"need:{n}" for n in range(actions.MOST_CHANGED + 1)]):
        with pytest.raises(CallError):
            actions.ask_for_change(people.wei.actor, "need", ids, What.WITHDRAW, {}, now=NOW)
    with pytest.raises(DeniedError):
        actions.ask_for_change(people.ning.actor, "need", ["need:1"], What.WITHDRAW, {}, now=NOW)


def test_nobody_sees_or_undoes_the_change_of_another(people: People, owned: Sequence[str]) -> None:
    change = done(people, owned[:2], What.WITHDRAW)
    with pytest.raises(GoneError):
        actions.ask_for_undo(people.wang.actor, change.pk, now=NOW)
    browser = people.mallory.browser()
    assert browser.get(f"/libraries/changes/{change.pk}/").status_code == 404
    assert browser.post(f"/libraries/changes/{change.pk}/undo/").status_code == 404


def test_from_ticks_to_the_outcome_and_back_in_the_browser(
    people: People, owned: Sequence[str]
) -> None:
    browser = people.wei.browser()
    page = browser.get("/libraries/achievement/change/", {"record": owned[:3]})
    assert "3 records are selected" in page.content.decode()
    missing = browser.post(
        "/libraries/achievement/change/", {"record": owned[:3], "what": "visibility"}
    )
    assert "This is needed" in missing.content.decode()
    asked = {"record": owned[:3], "what": "withdraw", "reason": "超期", "owner": "1"}
    outcome = browser.post("/libraries/achievement/change/", asked, follow=True)
    assert outcome.context["counts"]["done"] == "3"
    assert stored("achievement").filter(state="withdrawn").count() == 3
    undone = browser.post(f"/libraries/changes/{outcome.context['change'].pk}/undo/", follow=True)
    assert undone.context["counts"]["undone"] == "3"
    assert stored("achievement").filter(state="withdrawn").count() == 0
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"libraries.change_many", "libraries.undo_many", "records.withdraw"} <= verbs


def test_all_of_a_list_are_changed_with_its_filters_kept(
    people: People, owned: Sequence[str]
) -> None:
    stored("achievement").filter(record_id__in=owned[:4]).update(trl=9)
    stored("achievement").exclude(record_id__in=owned[:4]).update(trl=1)
    asked = {"all": "1", "query": "?mine=1&trl=9", "what": "withdraw"}
    outcome = people.wei.browser().post("/libraries/achievement/change/", asked, follow=True)
    assert outcome.context["counts"]["done"] == "4"
    withdrawn = stored("achievement").filter(state="withdrawn")
    assert set(withdrawn.values_list("record_id", flat=True)) == set(owned[:4])
