import json
from pathlib import Path

import pytest

from duijie.kernel.errors import DuijieError
from duijie.learn.feedback import CaseStage, EventKind, EventReason, read_log, write_log
from tests.learn.feedback.logs import happened, shown

IMPRESSIONS = (
    shown("a1", 1, propensity=0.7, places=((1, 0.7), (2, 0.3)), list_propensity=0.2),
    shown("a2", 2),
)
EVENTS = (
    happened(EventKind.DWELL, "a1", seconds=31.5, list_id="list:1"),
    happened(EventKind.REJECT, "a2", reason=EventReason.TOO_EXPENSIVE),
    happened(EventKind.STAGE, "a1", stage=CaseStage.NEGOTIATING),
)


def test_a_log_that_is_written_reads_back_the_same(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    write_log(file, IMPRESSIONS, EVENTS)
    found = read_log(file)
    assert (found.impressions, found.events, found.problems) == (IMPRESSIONS, EVENTS, ())


WRONG = [
    ({"propensity": 0}, "propensity"),
    ({"propensity": 1.2}, "propensity"),
    ({"propensity": float("nan")}, "propensity"),
    ({"propensity": True}, "propensity"),
    ({"rank": 0}, "rank"),
    ({"rank": 1.5}, "rank"),
    ({"rank": "1"}, "rank"),
    ({"shown_at": "2026-01-01"}, "shown_at"),
    ({"shown_at": "yesterday"}, "shown_at"),
    ({"shown_at": None}, "shown_at"),
    ({"record_id": ""}, "record_id"),
    ({"record_id": 7}, "record_id"),
    ({"list_id": "x" * 500}, "list_id"),
    ({"actor_kind": "spy"}, "actor_kind"),
    ({"places": [[1, 0.5]]}, "places"),
    ({"places": [[1, 0.7], [1, 0.3]]}, "places"),
    ({"places": [[1, 0.7], [2, 0.7]]}, "places"),
    ({"places": {"1": 0.7}}, "places"),
    ({"type": "picture"}, "type"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_a_wrong_field_is_told_and_does_not_stop_the_others(
    tmp_path: Path, change: dict[str, object], field: str
) -> None:
    file = tmp_path / "log.jsonl"
    write_log(file, IMPRESSIONS, EVENTS)
    first, *others = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([json.dumps({**json.loads(first), **change}), *others]), "utf-8")
    found = read_log(file)
    assert [(p.file, p.row, p.field) for p in found.problems] == [("log.jsonl", 1, field)]
    assert found.problems[0].remedy
    assert str(found.problems[0].why)
    assert (found.impressions, found.events) == (IMPRESSIONS[1:], EVENTS)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "wink"}, "kind"),
        ({"seconds": -3}, "seconds"),
        ({"seconds": None}, "seconds"),
        ({"occurred_at": 5}, "occurred_at"),
        ({"event_id": None}, "event_id"),
        ({"kind": "reject"}, "reason"),
        ({"kind": "stage", "stage": "married"}, "stage"),
    ],
)
def test_a_wrong_event_is_told(tmp_path: Path, change: dict[str, object], field: str) -> None:
    file = tmp_path / "log.jsonl"
    write_log(file, (), EVENTS[:1])
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **change}), "utf-8")
    assert [problem.field for problem in read_log(file).problems] == [field]


@pytest.mark.parametrize("line", ["{", "[]", "7", "null", '{"type":', "[" * 3000])
def test_a_line_that_is_no_object_is_told(tmp_path: Path, line: str) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(line + "\n", "utf-8")
    assert len(read_log(file).problems) == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01", "需求".encode("gbk"), b"\x1f\x8b\x08cut"])
def test_a_file_that_is_no_text_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "log.jsonl"
    file.write_bytes(content)
    with pytest.raises(DuijieError) as refused:
        read_log(file)
    assert "log.jsonl" in refused.value.message("en")
