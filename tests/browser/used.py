"""A site that was used a little, through its own pages, so that every page has something on it."""

import re
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.app.web import People

NEED = "在线检测含氟聚合物颗粒的缺陷，能检测40微米的缺陷，检出率不低于95%。"
HOPELESS = "大熊猫人工育幼与野化放归训练的成套方案，含幼崽配方奶和圈舍设计。"
TABLE = """成果登记号,成果名称,成果简介,技术成熟度,持有单位
B1,膜缺陷在线检测装置,可识别50微米的膜缺陷。,8,某研究院
B2,低温防爆电源,可在-40℃启动。,三十,某研究院
"""
SCORES = dict.fromkeys(("novelty", "maturity", "market", "evidence"), "4")
REASONS = {f"{axis}_reason": "附有检测报告。" for axis in SCORES}


def used(people: People) -> dict[str, Any]:
    """Use the site; return what the addresses of its pages need."""
    told: dict[str, Any] = {}
    manager = people.wang.browser()
    for name, text in (("list_id", NEED), ("hopeless_id", HOPELESS)):
        told[name] = sent(manager, "/match/", {"text": text}).split("/")[-2]
    list_page = f"/match/{told['list_id']}/"
    sent(manager, f"{list_page}keep/achievement:A1/", {})
    told["request_id"] = _request_of(told["list_id"])
    told |= _records(people) | _imports(people) | _judging(people)
    told |= _watched(manager, told["list_id"])
    told["job_id"] = _job()
    return told


def _records(people: People) -> dict[str, str]:
    company, researcher, officer = (one.browser() for one in (people.wei, people.li, people.zhao))
    draft = written(company, "need", title="寻找耐高温密封圈", description="需长期耐受260℃。")
    waiting = written(
        company, "need", title="污水中微量金属的在线监测", description="检出限不高于1微克每升。"
    )
    sent(company, f"/records/{waiting}/submit/", {})
    offered = written(
        researcher, "achievement", title="微量金属在线监测仪", summary="检出限0.5微克每升。"
    )
    sent(researcher, f"/records/{offered}/submit/", {})
    sent(officer, f"/records/{offered}/publish/", {})
    interest = sent(
        company, f"/interests/new/?record={offered}",
        {"message": "希望试用一台样机。", "sender": people.wei.organization.pk, "agrees": "on"},
    )  # fmt: skip
    found = {"draft_id": draft, "waiting_id": waiting, "offered_id": offered}
    return found | {"interest_id": interest.split("/")[-2]}


def _watched(browser: Client, list_id: str) -> dict[str, str]:
    """Watch a list, and a library; tell something new of the former."""
    fields = {"name": "颗粒缺陷检测", "rhythm": "daily"}
    search_id = sent(browser, f"/searches/new/?list={list_id}", fields).split("/")[-2]
    sent(browser, "/searches/new/?library=achievement&q=电池", fields | {"name": "电池"})
    from duijie.app.searches.links import token_of

    _tell_new(UUID(search_id))
    return {"search_id": search_id, "token": token_of(UUID(search_id))}


def _tell_new(search_id: UUID) -> None:
    from duijie.app.accounts.queries import actor_of
    from duijie.app.searches.actions import tell_new
    from duijie.app.searches.finding import Finding, New
    from duijie.app.searches.models import SavedSearch
    from duijie.kernel.clock import system_clock

    search, now = SavedSearch.objects.select_related("owner").get(pk=search_id), system_clock()
    found = Finding((New("achievement:A1", 4),), search.since)
    assert tell_new(actor_of(search.owner, now), search, found, now=now)


def _judging(people: People) -> dict[str, str]:
    """Start a round; one judge is through, the other has begun, and they differ."""
    from duijie.app.jobs.models import Job
    from duijie.app.jobs.running import run
    from duijie.app.judging_pages.rounds import round_named
    from duijie.kernel.clock import system_clock

    judges = [people.wang.user.pk, people.zhao.user.pk]
    fields = {"name": "春季", "judges": judges, "needs": 5, "depth": 5, "overlap": 100, "seed": 0}
    sent(people.olga.browser(), "/judging/new/", fields)
    run(Job.objects.get(name="judging.make").pk, system_clock)
    items = len(round_named("春季").items)
    for who, answered, level in ((people.zhao, items, 3), (people.wang, items // 2, 2)):
        for number in range(1, answered + 1):
            there = "/judging/rounds/春季/answer/"
            sent(who.browser(), there, {"number": number, "level": level})
    return {"round_name": "春季"}


def _imports(people: People) -> dict[str, str]:
    researcher = people.li.browser()
    ids = {}
    for name in ("import_columns_id", "import_preview_id", "import_run_id"):
        file = SimpleUploadedFile("成果.csv", TABLE.encode())
        page = sent(researcher, "/imports/new/", {"kind": "achievement", "file": file})
        ids[name] = page.split("/")[2]
        if name != "import_columns_id":
            sent(researcher, page, filled(researcher, page))
        if name == "import_run_id":
            sent(researcher, f"/imports/{ids[name]}/run/", {})
    return ids


def written(browser: Client, kind: str, **fields: str) -> str:
    """Return the id of a record that was written in the form of its kind."""
    page = f"/records/new/{kind}/"
    return sent(browser, page, filled(browser, page) | fields).split("/")[-2]


def sent(browser: Client, page: str, fields: dict[str, Any]) -> str:
    """Send a form; return where it leads. A form that is shown again is a mistake of this file."""
    answer = browser.post(page, fields)
    said = re.findall(r'class="error[^>]*>\s*([^<]+)', answer.content.decode())
    assert answer.status_code == 302, (page, answer.status_code, said)
    return str(answer["Location"])


class _Fields(HTMLParser):
    """What the fields of a page hold when it is opened (表单初值)."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.held[self._select] = given.get("value", "")
        elif tag == "input" and name and given.get("type") not in {"submit", "file"}:
            is_choice = given.get("type") in {"radio", "checkbox"}
            if not is_choice or "checked" in given:
                self.held[name] = given.get("value", "on" if is_choice else "")


def filled(browser: Client, page: str) -> dict[str, Any]:
    """Return what the form of a page holds already."""
    fields = _Fields()
    fields.feed(browser.get(page).content.decode())
    own = ("csrfmiddlewaretoken", "next", "q", "language", "theme")
    return {name: value for name, value in fields.held.items() if name not in own}


def _request_of(list_id: str) -> str:
    from duijie.app.matching.models import ShownList

    return str(ShownList.objects.get(pk=list_id).request_id)


def _job() -> str:
    from duijie.app.jobs.models import Job

    return str(Job.objects.earliest("asked_at").pk)
