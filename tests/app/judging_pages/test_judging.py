"""Judging in the browser: blind, one item at a time, together with the command line."""

import re
import shutil
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from duijie.app.audit.models import AuditEntry
from duijie.app.feedback.models import StoredJudgement
from duijie.app.jobs.models import Job
from duijie.app.judging_pages.actions import Said, answer, start_round
from duijie.app.judging_pages.models import Seat, StartedRound
from duijie.app.judging_pages.rounds import judge_name
from duijie.app.notices.models import Notice
from duijie.app.wiring import home_in_use, system_clock
from duijie.kernel.errors import CallError, DeniedError, JudgingError
from tests.app.calls import Call
from tests.app.imports.walk import work_off
from tests.app.judging_pages.conftest import NAME, Judged, judge_all, page_of, say, wanted
from tests.app.matching.conftest import withdraw
from tests.app.records.making import published
from tests.app.web import People, Persona


def shown_number(page: str) -> int:
    found = re.search(r'name="number" value="(\d+)"', page)
    assert found, page
    return int(found[1])


def test_a_round_is_put_together_and_its_judges_are_told(judged: Judged) -> None:
    people = judged.people
    for judge in (people.wang, people.zhao):
        notice = Notice.objects.get(user=judge.user)
        assert notice.link == f"/judging/rounds/{NAME}/"
        assert "Judge how well matches fit" in judge.browser().get("/").content.decode()
    assert {len(entry.judges) for entry in judged.round.items} == {2}
    assert AuditEntry.objects.filter(verb="judging.start", subject=f"judging:{NAME}").exists()


def test_judges_stand_in_the_files_by_pseudonyms(judged: Judged) -> None:
    judge_all(judged, judged.people.wang)
    files = [one for one in (home_in_use().judging / NAME).rglob("*") if one.is_file()]
    told = " ".join(f"{one} {one.read_text('utf-8')}" for one in files)
    assert len(files) == 6
    assert not re.search(r"wang|zhao|user:", told, re.IGNORECASE)
    said = " ".join(map(str, AuditEntry.objects.values_list("subject", "values")))
    assert judge_name(judged.people.wang.user.pk) not in said


def test_what_is_shown_is_blind(judged: Judged) -> None:
    pages = []
    browser = judged.people.wang.browser()
    while 'name="number"' in (page := page_of(browser)):
        pages.append(page)
        say(browser, shown_number(page), level=2)
    assert len(pages) == len(judged.round.items)
    assert "You are through" in page
    for one in pages:
        main = one[one.index("<main") : one.index("</main>")]
        assert not re.search(r"hybrid|vectors|rank|score|\d\.\d{2,}", main)
        assert "示范" not in main
        for holder in ("电子科技大学长三角研究院", "嘉兴某电池有限公司", "某矿用设备公司"):
            assert holder not in main


def test_an_answer_is_stored_and_the_next_one_shown(judged: Judged) -> None:
    wang, browser = judged.people.wang, judged.people.wang.browser()
    first = shown_number(page_of(browser))
    say(browser, first, level=4)
    assert judged.levels(wang) == {first: 4}
    assert shown_number(page_of(browser)) != first
    say(browser, first, level=1)
    assert judged.levels(wang) == {first: 1}


def test_an_answer_can_be_taken_back(judged: Judged) -> None:
    browser = judged.people.wang.browser()
    first = shown_number(page_of(browser))
    say(browser, first, level=4)
    led = browser.post(f"/judging/rounds/{NAME}/undo/")
    assert led["Location"].endswith(f"?item={first}")
    assert shown_number(browser.get(led["Location"]).content.decode()) == first
    assert judged.levels(judged.people.wang) == {}
    assert (
        "no answer to take back"
        in browser.post(f"/judging/rounds/{NAME}/undo/", follow=True).content.decode()
    )


def test_a_skip_says_why(judged: Judged) -> None:
    browser = judged.people.wang.browser()
    first = shown_number(page_of(browser))
    say(browser, first, why="not my field", more="化工")
    (given,) = judged.round.answers_of(judge_name(judged.people.wang.user.pk)).read()
    assert given.reason == "not my field: 化工"
    assert "1 skipped" in page_of(browser)


@pytest.mark.parametrize(
    "said", [{}, {"level": 5}, {"level": "x"}, {"why": "made up"}, {"number": "", "level": 3}]
)
def test_what_is_no_answer_stores_nothing(judged: Judged, said: dict[str, Any]) -> None:
    browser = judged.people.wang.browser()
    first = shown_number(page_of(browser))
    answer = browser.post(f"/judging/rounds/{NAME}/answer/", {"number": first, **said}, follow=True)
    assert "Choose a level" in answer.content.decode()
    assert judged.levels(judged.people.wang) == {}


def test_an_item_that_is_not_there_is_refused(judged: Judged) -> None:
    assert say(judged.people.wang.browser(), 9999, level=3) == 400
    assert judged.levels(judged.people.wang) == {}


def test_the_command_line_works_on_the_same_round(judged: Judged, duijie: Call) -> None:
    wang = judged.people.wang
    judge, home = judge_name(wang.user.pk), home_in_use().path
    first = shown_number(page_of(wang.browser()))
    said = duijie(home, "judge", "next", NAME, "--judge", judge, "--level", "3", "--json")
    assert said.code == 0, said.err
    assert said.json["answered"] == first
    assert judged.levels(wang) == {first: 3}
    assert (
        f"1 of {len(judged.round.items)} judged by you"
        in wang.browser().get("/judging/").content.decode()
    )


def test_two_judges_and_two_windows_lose_nothing(judged: Judged) -> None:
    """Files are locked: what several write at the same time is all there."""
    judging, people = judged.round, judged.people
    judges = [judge_name(one.user.pk) for one in (people.wang, people.zhao)]
    from duijie.learn.judging import record_level

    def write(judge: str, numbers: range) -> None:
        for number in numbers:
            record_level(judging, judge, number, 1 + number % 4, clock=system_clock)

    numbers = range(1, len(judging.items) + 1)
    threads = [Thread(target=write, args=(judge, numbers)) for judge in judges for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for who in (people.wang, people.zhao):
        assert judged.levels(who) == {n: 1 + n % 4 for n in numbers}


def test_what_was_withdrawn_since_is_not_shown(judged: Judged) -> None:
    browser = judged.people.wang.browser()
    number = shown_number(page_of(browser))
    entry = judged.round.entry(number)
    title = judged.round.achievements[entry.record_id].title
    assert title[:4] in re.sub(r"</?mark>", "", page_of(browser))
    withdraw(entry.record_id)
    page = page_of(browser)
    assert "cannot be judged any more" in page
    assert title[:4] not in re.sub(r"</?mark>", "", page)


def test_needs_that_not_every_member_may_read_are_not_drawn(site: People) -> None:
    secret = published(site, site.wei, "need", visibility="private", title="机密的防爆电池需求")
    start_round(site.olga.actor, wanted(site, needs=100), now=system_clock())
    (job,) = work_off()
    assert job.state == "done", job.problem
    told = (home_in_use().judging / NAME / "needs.jsonl").read_text("utf-8")
    assert secret not in told
    assert "need:N2" in told


def test_a_round_that_was_cut_off_is_put_together_once(site: People) -> None:
    started = start_round(site.olga.actor, wanted(site), now=system_clock())
    work_off()
    card = home_in_use().judging / NAME / "round.json"
    before = card.read_bytes()
    StartedRound.objects.filter(pk=started.pk).update(ready_at=None)
    Job.objects.update(state="queued")
    work_off()
    assert card.read_bytes() == before
    assert StartedRound.objects.get().ready_at is not None


def test_a_round_is_started_by_its_form(site: People) -> None:
    zhao = site.zhao.browser()
    judges = [site.wang.user.pk, site.olga.user.pk]
    fields = {"name": "春", "judges": judges, "needs": 2, "depth": 3, "overlap": 50, "seed": 1}
    page = zhao.post("/judging/new/", fields, follow=True).content.decode()
    assert "The round 春 is being put together." in page
    work_off()
    assert Seat.objects.filter(round__name="春", left__gt=0).count() == 2
    again = zhao.post("/judging/new/", fields)
    assert again.status_code == 422
    assert "a round of this name is there already" in again.content.decode()


def test_one_judge_or_somebody_else_is_refused(site: People) -> None:
    for judges in ((site.wang.user.pk,), (site.wang.user.pk, site.wei.user.pk)):
        with pytest.raises(CallError):
            start_round(site.olga.actor, wanted(site, judges=judges), now=system_clock())
    with pytest.raises(DeniedError):
        start_round(site.wang.actor, wanted(site), now=system_clock())
    with pytest.raises(JudgingError):
        start_round(site.olga.actor, wanted(site, "../x"), now=system_clock())
    assert not StartedRound.objects.exists()


# Who may do what: Wang and Zhao judge, Olga runs the platform; nobody is through.
MAY = {
    "GET ": {"wang", "zhao"},
    "POST answer/": {"wang", "zhao"},
    "POST undo/": {"wang", "zhao"},
    "GET settle/": {"olga"},
    "POST settle/answer/": {"olga"},
    "POST settle/undo/": {"olga"},
    "GET agreement/": {"olga"},
    "GET levels.qrels": {"olga"},
    "GET levels.jsonl": {"olga"},
    "POST keep/": {"olga"},
}


@pytest.mark.parametrize("what", MAY)
def test_who_gets_in_where(judged: Judged, what: str) -> None:
    method, _, where = what.partition(" ")
    for name, who in judged.people.all.items():
        browser = who.browser()
        call = browser.get if method == "GET" else browser.post
        status = call(f"/judging/rounds/{NAME}/{where}").status_code
        if name in MAY[what]:
            assert status in (200, 302), (name, status)
        else:
            assert status == (403 if name in {"wang", "zhao", "olga"} else 404), (name, status)


@pytest.mark.parametrize("name", ["wei", "li", "ning", "mallory"])
def test_who_cannot_judge_sees_no_list(judged: Judged, name: str) -> None:
    assert judged.people.all[name].browser().get("/judging/").status_code == 403


def test_a_judge_does_not_learn_of_rounds_of_others(site: People) -> None:
    others = (site.zhao.user.pk, site.olga.user.pk)
    start_round(site.olga.actor, wanted(site, "secret", judges=others), now=system_clock())
    work_off()
    wang = site.wang.browser()
    assert "secret" not in wang.get("/judging/").content.decode()
    for there in ("secret", "nothing"):
        assert wang.get(f"/judging/rounds/{there}/").status_code == 404


def disagree(judged: Judged) -> None:
    """Let the two judges agree but for the first three items."""
    judge_all(judged, judged.people.wang, lambda n: 1 + n % 4)
    judge_all(judged, judged.people.zhao, lambda n: 5 - (1 + n % 4) if n <= 3 else 1 + n % 4)


def test_figures_come_when_all_are_through_and_an_officer_who_judged_reads_them_then(
    judged: Judged,
) -> None:
    zhao, olga = judged.people.zhao.browser(), judged.people.olga.browser()
    judge_all(judged, judged.people.wang, 2)
    say(zhao, 1, level=4)
    page = page_of(olga, "agreement/")
    assert "They differ on 1 items so far" in page
    assert zhao.get(f"/judging/rounds/{NAME}/agreement/").status_code == 403
    disagree(judged)
    for browser in (olga, zhao):
        page = page_of(browser, "agreement/")
        assert "Krippendorff" in page
        assert "Zhao: " in page
    told = Notice.objects.filter(user=judged.people.olga.user)
    assert [one.link for one in told] == [f"/judging/rounds/{NAME}/agreement/"]


def test_a_third_settles_without_seeing_what_was_said(judged: Judged) -> None:
    disagree(judged)
    olga = judged.people.olga.browser()
    settled = set()
    while 'name="number"' in (page := page_of(olga, "settle/")):
        number = shown_number(page)
        assert "Wang" not in page[page.index("<main") : page.index("</main>")]
        say(olga, number, "settle/answer", level=2)
        settled.add(number)
    differing = {n for n in (1, 2, 3) if 1 + n % 4 != 5 - (1 + n % 4)}
    assert settled == differing
    led = olga.post(f"/judging/rounds/{NAME}/settle/undo/")
    assert shown_number(olga.get(led["Location"]).content.decode()) in differing


def test_levels_are_taken_along_and_kept_for_training(judged: Judged) -> None:
    disagree(judged)
    olga = judged.people.olga.browser()
    qrels = olga.get(f"/judging/rounds/{NAME}/levels.qrels")
    assert qrels["Content-Disposition"].startswith("attachment")
    assert len(qrels.content.decode().splitlines()) == len(judged.round.items)
    details = olga.get(f"/judging/rounds/{NAME}/levels.jsonl").content.decode()
    assert judge_name(judged.people.wang.user.pk) in details
    assert "Wang" not in details
    assert olga.get(f"/judging/rounds/{NAME}/levels.exe").status_code == 404
    olga.post(f"/judging/rounds/{NAME}/keep/")
    assert StoredJudgement.objects.count() == len(judged.round.items)
    verbs = AuditEntry.objects.filter(subject=f"judging:{NAME}").values_list("verb", flat=True)
    assert sorted(verbs) == ["judging.export", "judging.export", "judging.keep", "judging.start"]


def test_nothing_is_left_behind_by_an_export(judged: Judged) -> None:
    before = set(Path(home_in_use().path).iterdir())
    judged.people.olga.browser().get(f"/judging/rounds/{NAME}/levels.qrels")
    assert set(Path(home_in_use().path).iterdir()) == before


def test_a_damaged_round_is_named_and_hides_no_other(judged: Judged) -> None:
    folder = home_in_use().judging
    shutil.copytree(folder / NAME, folder / "broken")
    (folder / "broken" / "items.jsonl").write_text("{}\n", "utf-8")
    page = judged.people.olga.browser().get("/judging/").content.decode()
    assert "The files of the round broken are damaged" in page
    assert f"/judging/rounds/{NAME}/agreement/" in page


def test_a_page_takes_few_queries(judged: Judged, django_assert_max_num_queries: Any) -> None:
    browser = judged.people.wang.browser()
    for where, most in (("/judging/", 12), (f"/judging/rounds/{NAME}/", 18)):
        with django_assert_max_num_queries(most):
            browser.get(where)
    olga = judged.people.olga.browser()
    with django_assert_max_num_queries(12):
        olga.get(f"/judging/rounds/{NAME}/agreement/")


def test_what_is_in_a_text_is_shown_as_text(site: People) -> None:
    published(
        site, site.wei, "need", title="<script>alert(1)</script>防爆锂离子电池",
        description="需要防爆锂离子电池。",
    )  # fmt: skip
    start_round(site.olga.actor, wanted(site, needs=100), now=system_clock())
    work_off()
    wang: Persona = site.wang
    browser, seen = wang.browser(), ""
    while 'name="number"' in (page := page_of(browser)):
        seen += re.sub(r"</?mark>", "", page)
        said = Said(shown_number(page), 2)
        answer(wang.actor, NAME, said, clock=system_clock)
    assert "alert(1)" in seen
    assert "<script>alert" not in seen
