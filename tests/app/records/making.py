"""Records for tests: one line each."""

from datetime import datetime, timedelta

from duijie.app.records import actions
from duijie.app.records.actions import AxisScore, Finding
from duijie.app.records.models import Achievement, Review, StoredRecord
from duijie.kernel.kinds import Value
from tests.app.web import NOW, People, Persona

WORDS: dict[str, Value] = {
    "title": "高速颗粒缺陷在线检测机",
    "summary": "核心算法能检测出40微米的颗粒缺陷。面向氟聚合物颗粒生产线。",
    "holder": "电子科技大学长三角研究院",
    "inventors": ("李明", "王芳"),
    "trl": 7,
    "partner_details": "底价 120 万元，联系人李明。",
}
FINDING = Finding(
    Review.Decision.PUBLISH,
    {axis: AxisScore(4, f"What was found on {axis}.") for axis in Review.AXES},
)


def later(minutes: int = 1) -> datetime:
    return NOW + timedelta(minutes=minutes)


def draft(who: Persona, kind: str = "achievement", **values: Value) -> StoredRecord:
    """Return a draft of a person's organisation."""
    assert who.organization is not None
    words = {k: v for k, v in WORDS.items() if kind == "achievement"} | {"title": WORDS["title"]}
    if kind == "need":
        words |= {"description": "希望在线检测含氟聚合物颗粒的缺陷。", "budget_yuan": 800_000}
    return actions.create(who.actor, kind, words | values, owner_id=who.organization.pk, now=NOW)


def published(people: People, who: Persona, kind: str = "achievement", **values: Value) -> str:
    """Return the id of a record that was handed in, reviewed and published."""
    record = draft(who, kind, **values)
    submitted = actions.submit(who.actor, record.record_id, now=NOW)
    actions.review(
        people.zhao.actor, record.record_id, FINDING, revision=submitted.revision, now=NOW
    )
    return record.record_id


def stored(record_id: str) -> Achievement:
    return Achievement.objects.get(record_id=record_id)
