"""`duijie feedback`: what was shown and what came of it goes in once, and comes out as it was."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from duijie.app.feedback.rows import pseudonym
from duijie.kernel.home import Home
from tests.app.calls import Call
from tests.app.stores import copied_home, rows_in
from tests.app.test_match_command import agrees

SHOWN = {
    "type": "impression",
    "list_id": "l1",
    "request_id": "need:N1",
    "record_id": "achievement:A1",
    "rank": 1,
    "shown_at": "2026-01-05T09:00:00+08:00",
    "propensity": 0.5,
    "places": [[1, 0.5], [2, 0.5]],
    "release": "static-x@000001",
    "page": "need",
    "actor": "王伟",
    "actor_kind": "technology_manager",
}
SIGNED = {
    "type": "event",
    "event_id": "e1",
    "kind": "signed",
    "request_id": "need:N1",
    "record_id": "achievement:A1",
    "occurred_at": "2026-03-05T09:00:00+08:00",
    "list_id": "l1",
    "actor": "王伟",
}


def write(file: Path, *rows: dict[str, Any] | str) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return file


def read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_feedback_goes_in_once_and_comes_out_without_names(
    tmp_path: Path, home: Home, duijie: Call
) -> None:
    file = write(tmp_path / "in.jsonl", SHOWN, SIGNED)
    said = duijie(home.path, "feedback", "import", file, "--json")
    assert said.code == 0, said.err
    assert (said.json["impressions"]["new"], said.json["events"]["new"]) == (1, 1)
    again = duijie(home.path, "feedback", "import", file, "--json").json
    assert (again["impressions"], again["events"]) == ({"new": 0, "known": 1},) * 2
    assert duijie(home.path, "feedback", "export", tmp_path / "out.jsonl").code == 0
    shown, signed = read(tmp_path / "out.jsonl")
    assert "王伟" not in (tmp_path / "out.jsonl").read_text("utf-8")
    assert shown["actor"] == signed["actor"]
    for given, got in ((SHOWN, shown), (SIGNED, signed)):
        for name, value in given.items():
            if name in ("shown_at", "occurred_at"):
                assert datetime.fromisoformat(got[name]) == datetime.fromisoformat(str(value))
            elif name != "actor":
                assert got[name] == value
    assert "王伟" not in repr(dump(home))
    if home.database.exists():  # not with PostgreSQL
        assert "王伟".encode() not in home.database.read_bytes()
    back = duijie(home.path, "feedback", "import", tmp_path / "out.jsonl", "--json").json
    assert (back["impressions"]["known"], back["differing"]) == (1, [])


def test_bad_rows_go_to_a_report_and_stop_nothing(tmp_path: Path, home: Home, duijie: Call) -> None:
    file = write(
        tmp_path / "in.jsonl",
        "not json",
        SHOWN,
        SHOWN | {"record_id": "achievement:A2", "rank": 0},
        SIGNED | {"event_id": "e2", "kind": "sold"},
        SIGNED | {"event_id": "e3", "occurred_at": "2026-03-05"},
        SIGNED,
    )
    said = duijie(home.path, "feedback", "import", file, "--json")
    assert said.code == 1
    assert agrees(said.json, "feedback-import")
    assert said.json["rejected"] == 4
    assert (said.json["impressions"]["new"], said.json["events"]["new"]) == (1, 1)
    report = Path(said.json["report_file"]).read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in report[1:]] == ["1", "3", "4", "5"]


def test_an_id_that_was_used_for_something_else_keeps_what_came_first(
    tmp_path: Path, home: Home, duijie: Call
) -> None:
    duijie(home.path, "feedback", "import", write(tmp_path / "a.jsonl", SHOWN, SIGNED))
    other = write(tmp_path / "b.jsonl", SIGNED | {"kind": "click"})
    said = duijie(home.path, "feedback", "import", other, "--json")
    assert (said.code, said.json["differing"]) == (1, ["e1"])
    duijie(home.path, "feedback", "export", tmp_path / "out.jsonl")
    assert read(tmp_path / "out.jsonl")[1]["kind"] == "signed"


@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2", "中文".encode("gb18030") * 9, b"\x1f\x8b broken"]
)
def test_a_file_that_cannot_be_read_is_refused_by_name(
    tmp_path: Path, home: Home, duijie: Call, content: bytes
) -> None:
    (tmp_path / "bad.jsonl").write_bytes(content)
    said = duijie(home.path, "feedback", "import", tmp_path / "bad.jsonl")
    assert said.code == 1
    assert "bad.jsonl" in said.err + said.out


def test_a_missing_file_and_an_unwritable_one_are_wrong_calls(
    tmp_path: Path, home: Home, duijie: Call
) -> None:
    assert duijie(home.path, "feedback", "import", tmp_path / "nowhere").code == 2
    (tmp_path / "file").write_text("", "utf-8")
    assert duijie(home.path, "feedback", "export", tmp_path / "file" / "x").code == 2
    assert duijie(home.path, "feedback", "judgements", "--judge", "wei").code == 2


def test_what_people_and_outcomes_say_comes_out_as_qrels(
    tmp_path: Path, home: Home, duijie: Call
) -> None:
    duijie(home.path, "feedback", "import", write(tmp_path / "a.jsonl", SHOWN, SIGNED))
    judged = tmp_path / "judged.txt"
    judged.write_text("need:N2 0 achievement:A2 1\n", "utf-8")
    said = duijie(
        home.path, *("feedback", "judgements", "--add", judged, "--judge", "wei"), "--json"
    )
    assert agrees(said.json, "feedback-judgements")
    assert (said.json["added"], said.json["requests"]) == (1, 2)
    judged.write_text("need:N2 0 achievement:A2 2\n", "utf-8")
    duijie(home.path, "feedback", "judgements", "--add", judged, "--judge", "wei")
    out = tmp_path / "qrels.txt"
    assert duijie(home.path, "feedback", "judgements", "--qrels", out).code == 0
    signed, corrected = out.read_text("utf-8").splitlines()
    assert signed in (f"need:N1 0 achievement:A1 {grade}" for grade in (2, 3))
    assert corrected == "need:N2 0 achievement:A2 2"


def test_what_was_only_shown_so_far_gets_no_grade(tmp_path: Path, home: Home, duijie: Call) -> None:
    just_now = datetime.now().astimezone().isoformat()
    shown = {**SHOWN, "list_id": "l2", "record_id": "achievement:A9", "shown_at": just_now}
    duijie(home.path, "feedback", "import", write(tmp_path / "a.jsonl", SHOWN, SIGNED, shown))
    out = tmp_path / "qrels.txt"
    said = duijie(home.path, "feedback", "judgements", "--qrels", out)
    assert "achievement:A9" not in out.read_text("utf-8")
    assert "achievement:A1" in out.read_text("utf-8")
    assert "left out" in said.out


def test_without_judgements_no_file_is_written(tmp_path: Path, home: Home, duijie: Call) -> None:
    said = duijie(home.path, "feedback", "judgements", "--qrels", tmp_path / "q.txt")
    assert said.code == 0
    assert not (tmp_path / "q.txt").exists()


def test_a_match_is_logged_only_when_asked_and_keeps_no_words(
    tmp_path: Path, library: Path, duijie: Call
) -> None:
    words = "防爆锂离子电池的秘密配方"
    copied_home(library, tmp_path / "home")
    library = tmp_path / "home"
    duijie(library, "match", words)
    assert duijie(library, "match", words, "--log").code == 0
    assert duijie(library, "match", "--need", "N2", "--log").code == 0
    assert duijie(library, "feedback", "export", tmp_path / "out.jsonl").code == 0
    rows = read(tmp_path / "out.jsonl")
    assert words not in (tmp_path / "out.jsonl").read_text("utf-8")
    assert len({row["list_id"] for row in rows}) == 2
    assert next(row["rank"] for row in rows if row["request_id"] == "need:N2") == 1
    assert all(row["release"].startswith("static-") and row["page"] == "cli" for row in rows)


def test_rows_of_feedback_are_never_changed(tmp_path: Path, home: Home, duijie: Call) -> None:
    duijie(home.path, "feedback", "import", write(tmp_path / "a.jsonl", SHOWN, SIGNED))
    before = dump(home)
    duijie(home.path, "feedback", "import", write(tmp_path / "b.jsonl", SHOWN | {"rank": 2}))
    more = SIGNED | {"event_id": "e9", "occurred_at": datetime(2026, 4, 1, tzinfo=UTC).isoformat()}
    duijie(home.path, "feedback", "import", write(tmp_path / "c.jsonl", more))
    after = dump(home)
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


def dump(home: Home) -> list[tuple[Any, ...]]:
    return [
        *rows_in(home.path, "SELECT * FROM feedback_impression ORDER BY id"),
        *rows_in(home.path, "SELECT * FROM feedback_feedbackevent ORDER BY id"),
    ]


def test_a_pseudonym_is_the_same_for_one_person_and_stays_one() -> None:
    first = pseudonym("wang.wei@example.com", "key")
    assert pseudonym("wang.wei@example.com", "key") == first
    assert pseudonym(first, "key") == first
    assert pseudonym("wang.wei@example.com", "other") != first
    assert pseudonym("p-王伟", "key") != "p-王伟"
