"""`duijie judge`, as people and scripts call it."""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.app.calls import PROGRAM, Call, Said, environment
from tests.app.stores import copied_home
from tests.app.test_match_command import agrees

NEEDS = [
    {
        "id": "N1",
        "title": "颗粒缺陷在线检测",
        "text": "在线检测含氟聚合物颗粒的缺陷，检出率不低于95%。",
    },
    {"id": "N2", "title": "防爆锂离子电池", "text": "需要防爆锂离子电池，循环寿命不低于2000次。"},
]
ACHIEVEMENTS = [
    {"id": "A1", "title": "高速颗粒缺陷在线检测机", "text": "面向氟聚合物颗粒生产线，检出率98%。"},
    {"id": "A2", "title": "防爆锂离子电池", "text": "针刺不起火，循环寿命3000次。"},
    {"id": "A3", "title": "水性环氧防腐涂料", "text": "用于海上风电塔筒。"},
]
RUN = "".join(
    f"{need} Q0 {record} {rank} {9 - rank} x\n"
    for need in ("N1", "N2")
    for rank, record in enumerate(("A1", "A2", "A3"), start=1)
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with needs, achievements and a run."""
    for name, rows in (("needs", NEEDS), ("achievements", ACHIEVEMENTS)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, "utf-8")
    (tmp_path / "bm25.run").write_text(RUN)
    return tmp_path


@pytest.fixture
def home(files: Path, duijie: Call) -> Path:
    """Return a home with a round of six items that two judges both judge."""
    said = new(duijie, files, "--overlap", "1", "--json")
    assert said.code == 0, said.err
    assert (said.json["items"], said.json["shared"]) == (6, 6)
    assert agrees(said.json, "judge-new")
    return files / "home"


def new(duijie: Call, files: Path, *more: str | Path) -> Said:
    return duijie(
        files / "home", "judge", "new", "spring", "--judges", "wei,li",
        "--needs", files / "needs.jsonl", "--run", files / "bm25.run",
        "--achievements", files / "achievements.jsonl", *more,
    )  # fmt: skip


def judge(duijie: Call, home: Path, who: str, keys: str) -> str:
    said = duijie(home, "judge", "next", "spring", "--judge", who, stdin=keys)
    assert said.code == 0, said.err
    return said.out


def test_answers_may_come_from_a_pipe_and_the_end_of_it_is_a_stop(duijie: Call, home: Path) -> None:
    out = judge(duijie, home, "wei", "3\n４\n较强\n")
    assert out.count("Stored: ") == 3
    assert "wei: 3 of 6 answered, 3 left." in out
    assert "1 of 6" not in judge(duijie, home, "wei", "q\n")


def test_every_key_does_what_it_says(duijie: Call, home: Path) -> None:
    out = judge(duijie, home, "wei", "u\n?\nm\nfive\n5\n2\nu\ns\nnot my field\nskip too short\nq\n")
    assert "There is no answer to take back." in out
    assert "What the levels mean" in out
    assert "“five” is not understood" in out
    assert "“5” is not understood" in out
    assert "The latest answer was taken back." in out
    assert "Skipped: not my field." in out
    assert "Skipped: too short." in out
    assert "wei: 2 of 6 answered, 4 left." in out


def test_wanted_words_are_marked_and_the_screen_names_no_system(duijie: Call, home: Path) -> None:
    out = judge(duijie, home, "wei", "1\n" * 6)
    assert "[防爆锂离子电池]" in out
    assert "bm25" not in out
    assert "A1" not in out
    plain = duijie(home, "judge", "next", "spring", "--judge", "li", "--unmarked", stdin="q\n")
    assert "[防爆" not in plain.out


def test_scripts_answer_one_by_one(duijie: Call, home: Path) -> None:
    def asked(*more: str) -> dict[str, object]:
        said = duijie(home, "judge", "next", "spring", "--judge", "wei", "--json", *more)
        assert said.code == 0, said.err
        assert agrees(said.json, "judge-next")
        return said.json  # type: ignore[no-any-return]

    first = asked()
    assert first["answered"] is None
    entry = first["next"]["item"]  # type: ignore[index]
    assert first["next"]["need"]["marks"]  # type: ignore[index]
    second = asked("--level", "3")
    assert second["answered"] == entry
    assert second["next"]["item"] != entry  # type: ignore[index]
    assert asked("--undo")["answered"] == entry
    skipped = asked("--skip", "too short")
    assert skipped["progress"]["skipped"] == 1  # type: ignore[index]
    again = asked("--item", str(entry), "--level", "1")
    assert (again["answered"], again["progress"]["levelled"]) == (entry, 1)  # type: ignore[index]


def test_from_pool_to_qrels(duijie: Call, home: Path, files: Path) -> None:
    judge(duijie, home, "wei", "4\n1\n1\n2\n4\n1\n")
    before = duijie(home, "judge", "agreement", "spring", "--json").json
    assert (before["is_complete"], before["disputed"]) == (False, None)
    assert agrees(before, "judge-agreement")
    judge(duijie, home, "li", "1\n" * 6)
    status = duijie(home, "judge", "status", "spring", "--json").json
    assert [one["left"] for one in status["progress"]] == [0, 0]
    assert agrees(status, "judge-status")
    assert duijie(home, "judge", "status", "--json").json == [status]
    report = duijie(home, "judge", "agreement", "spring", "--json").json
    assert report["is_complete"]
    assert agrees(report, "judge-agreement")
    assert len(report["disputed"]) == 3
    assert report["alpha_ordinal"]["items"] == 6
    shown = duijie(home, "judge", "agreement", "spring").out
    assert "wei and li: 6 items" in shown
    assert "3 items on which judges differ" in shown
    settled = duijie(home, "judge", "adjudicate", "spring", "--judge", "chen", stdin="3\n2\n")
    assert "1 items that judges differ on are not settled." in settled.out
    out = files / "out" / "spring.qrels"
    said = duijie(
        home, "judge", "export", "spring", "--qrels", out, "--details", files / "d.jsonl", "--json"
    )
    assert agrees(said.json, "judge-export")
    assert said.json["levels"] == 6
    assert said.json["decided"] == {"agreed": 3, "settled": 2, "middle": 1}
    assert sorted(line.split()[3] for line in out.read_text().splitlines()) == list("000012")
    assert len((files / "d.jsonl").read_text().splitlines()) == 6


def test_levels_are_kept_for_training_once_and_again_when_they_change(
    duijie: Call, home: Path
) -> None:
    judge(duijie, home, "wei", "4\n" + "1\n" * 5)
    store = ("judge", "export", "spring", "--store", "--json")
    assert [duijie(home, *store).json["stored"] for _ in range(2)] == [6, 0]
    judge(duijie, home, "li", "4\n" + "1\n" * 5)
    told = duijie(home, "judge", "agreement", "spring", "--json").json
    changed = len(told["disputed"]) // 2  # the middle of 4 and 1 is 1: one level of two falls
    assert duijie(home, *store).json["stored"] == changed
    nowhere = duijie(home, "judge", "export", "spring")
    assert (nowhere.code, "not said where" in nowhere.err) == (2, True)


def test_judges_may_settle_together_and_see_both_levels(duijie: Call, home: Path) -> None:
    judge(duijie, home, "wei", "4\n" + "1\n" * 5)
    judge(duijie, home, "li", "1\n" * 6)
    together = ("judge", "adjudicate", "spring", "--judge", "wei")
    assert duijie(home, *together, stdin="4\n").code == 2
    said = duijie(home, *together, "--agreed", stdin="4\n")
    assert "wei: 4  li: 1" in said.out
    assert "0 items that judges differ on are not settled." in said.out


def test_a_sheet_goes_out_and_comes_back(duijie: Call, home: Path, files: Path) -> None:
    sheet = files / "wei.csv"
    assert duijie(home, "judge", "sheet", "spring", "--judge", "wei", "--out", sheet).code == 0
    lines = sheet.read_text("utf-8-sig").splitlines()
    sheet.write_text("\n".join([lines[0], *(line[:-1] + "3," for line in lines[1:])]) + "\n")
    said = duijie(home, "judge", "import", "spring", sheet, "--judge", "wei")
    assert "6 answered rows, 6 of them new" in said.out


def test_the_engine_itself_is_pooled_in_three_variants(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    copied_home(library, home)
    said = duijie(home, "judge", "new", "own", "--depth", "2", "--judges", "wei", "--json")
    assert said.code == 0, said.err
    assert said.json["systems"] == ["text", "vectors", "hybrid"]
    assert said.json["needs"] == 2
    found = (home / "judging" / "own" / "found.jsonl").read_text()
    assert all(f'"{name}"' in found for name in ("text", "vectors", "hybrid"))
    mixed = duijie(home, "judge", "new", "x", "--system", "fast", "--judges", "wei")
    assert (mixed.code, "no variant of the engine called “fast”" in mixed.err) == (2, True)
    absent = duijie(home, "judge", "new", "x", "--system", "hybrid,ranker-0", "--judges", "wei")
    assert (absent.code, "ranker-0" in absent.err) == (2, True)
    assert not (home / "judging" / "x").exists()


def test_a_run_may_name_stored_records_without_their_kind(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    copied_home(library, home)
    (tmp_path / "a.run").write_text("N1 Q0 A1 1 2 x\nN1 Q0 A3 2 1 x\n")
    said = duijie(home, "judge", "new", "own", "--run", tmp_path / "a.run", "--json")
    assert said.code == 0, said.err
    assert (said.json["items"], said.json["systems"]) == (2, ["run:a.run"])
    (tmp_path / "b.run").write_text("N1 Q0 A1 1 2 x\nN1 Q0 A99 2 1 x\n")
    wrong = duijie(home, "judge", "new", "two", "--run", tmp_path / "b.run")
    assert wrong.code == 1
    assert "b.run" in wrong.err
    assert "“A99”" in wrong.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("next", "autumn", "--judge", "wei"), 2, "no judging round called “autumn”"),
        (("next", "spring", "--judge", "zhao"), 2, "no judge called “zhao”"),
        (("next", "spring", "--judge", "wei", "--level", "5"), 2, "5 is no level"),
        (("next", "spring", "--judge", "wei", "--item", "77"), 2, "no item 77"),
        (("next", "spring"), 2, "--judge"),
        (("import", "spring", "nothing.csv", "--judge", "wei"), 2, "nothing.csv"),
        (("export", "spring", "--qrels", "x", "--when-open", "guess"), 2, "no rule called “guess”"),
        (("new", "spring", "--needs", "nothing.jsonl"), 2, "there already"),
        (("new", "two", "--needs", "nothing.jsonl"), 2, "nothing.jsonl"),
        (("new", "a/b"), 2, "cannot be a name"),
        (("new", "two", "--overlap", "2"), 2, "not between 0 and 1"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    duijie: Call, home: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    answer = duijie(home, "judge", *arguments)
    assert (answer.code, said in answer.err) == (code, True), answer.err


def test_a_damaged_line_is_named_and_nothing_is_lost(duijie: Call, home: Path) -> None:
    judge(duijie, home, "wei", "1\n2\n")
    file = home / "judging" / "spring" / "answers" / "wei.jsonl"
    whole = file.read_bytes()
    first, second = whole.splitlines(keepends=True)
    file.write_bytes(first + b"\x00nonsense\n" + second)
    said = duijie(home, "judge", "status", "spring")
    assert (said.code, "line 2 is damaged" in said.err) == (1, True)
    file.write_bytes(first + second)
    assert "wei: 3 of 6 answered" in judge(duijie, home, "wei", "1\nq\n")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_judges_on_a_terminal(home: Path, lang: str) -> None:
    shown = on_a_terminal(home, lang, ["3\n", "u\n", "4\n", "\x04"])
    assert "▮▮▮▯" in shown
    assert "\x1b[" in shown
    answers = (home / "judging" / "spring" / "answers" / "wei.jsonl").read_text().splitlines()
    assert [json.loads(line)["act"] for line in answers] == ["level", "undo", "level"]


def on_a_terminal(home: Path, lang: str, keys: list[str]) -> str:
    """Return what a terminal of 100 × 40 shows of judging with these keys."""
    call = [sys.executable, "-c", PROGRAM, "--lang", lang, "judge", "next", "spring"]
    child, terminal = pty.fork()
    if child == 0:
        os.execve(  # noqa: S606
            sys.executable, [*call, "--judge", "wei"], environment(home, TERM="xterm-256color")
        )
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    shown, answered, until = b"", 0, time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            shown += os.read(terminal, 65536)
        except OSError:  # the other side is closed
            break
        if keys and shown.endswith(b"> ") and len(shown) > answered:
            answered = len(shown)
            os.write(terminal, keys.pop(0).encode())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, shown.decode()
    assert keys == []
    return shown.decode("utf-8")
