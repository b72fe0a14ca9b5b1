"""`duijie train ranker`: from files of judgements to a release that ranks once it is live."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from duijie.index import BuildPlan, build_index
from duijie.kernel.home import Home
from duijie.kernel.live import LivePair, live_pairs, write_pairs
from tests.app.calls import Call
from tests.learn.ranker.conftest import TAUGHT, lessons, library, need

CASES = TAUGHT[::3]
REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "en" / "reference" / "json.md"


def write_lessons(folder: Path, cases: list[tuple[int, int, int]]) -> tuple[Path, Path]:
    requests, judgements = lessons(cases)
    needs, qrels = folder / "needs.jsonl", folder / "qrels.txt"
    rows = [json.dumps({"id": name, "text": one.text}) for name, one in requests.items()]
    needs.write_text("\n".join(rows), "utf-8")
    lines = [f"{one.request_id} 0 {one.record_id} 1" for one in judgements]
    qrels.write_text("\n".join(lines), "utf-8")
    return qrels, needs


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("ranked") / "home").prepare()
    build_index(home.index, library(), None, BuildPlan(revision=1))
    return home


@pytest.fixture(scope="module")
def trained(indexed: Home, duijie: Call, tmp_path_factory: pytest.TempPathFactory) -> dict:
    qrels, needs = write_lessons(tmp_path_factory.mktemp("lessons"), CASES)
    said = duijie(indexed.path, "train", "ranker", "--qrels", qrels, "--needs", needs, "--json")
    assert said.code == 0, said.err
    found: dict = json.loads(said.out)
    return found


def test_it_says_what_was_learned_and_how_well(trained: dict) -> None:
    assert trained["release"].startswith("ranker-")
    assert trained["requests"] == len(CASES)
    assert trained["judgements"] == 5 * len(CASES)
    assert trained["scores"]["ndcg@10"] > trained["scores"]["ndcg@10_by_search_alone"]


def test_its_json_obeys_the_schema_of_the_page(trained: dict) -> None:
    page = REFERENCE.read_text("utf-8").split("## train ranker", 1)[1]
    schema = json.loads(page.split("```json", 1)[1].split("```", 1)[0])
    Draft202012Validator(schema).validate(trained)
    assert set(trained) == set(schema["properties"])


def test_the_judgements_it_learned_from_do_not_prove_it_better(
    indexed: Home, trained: dict, duijie: Call, tmp_path: Path
) -> None:
    qrels, needs = write_lessons(tmp_path, [*CASES[:3], (1, 0, 9)])
    promote = ("release", "promote", trained["release"], "--qrels", qrels, "--needs", needs)
    said = duijie(indexed.path, *promote)
    assert said.code == 1
    assert "it learned from judgements of 3 of the 4 judged requests" in said.err
    assert live_pairs(indexed.index)[0].ranker == ""
    qrels, needs = write_lessons(tmp_path, [(1, 0, 9)])
    assert "learned from" not in duijie(indexed.path, *promote).err


def test_it_does_not_rank_before_it_is_live(indexed: Home, trained: dict, duijie: Call) -> None:
    said = duijie(indexed.path, "match", need(1, 0, 9)[1].text, "--json")
    assert trained["release"] not in json.loads(said.out)["release"]


def test_once_live_a_match_says_what_placed_it(indexed: Home, trained: dict, duijie: Call) -> None:
    before = live_pairs(indexed.index)
    write_pairs(indexed.index, (LivePair(before[0].generation, trained["release"]),))
    try:
        asked = need(1, 0, 9)[1].text
        answer = json.loads(duijie(indexed.path, "match", asked, "--json").out)
        shown = duijie(indexed.path, "--lang", "en", "match", asked)
    finally:
        write_pairs(indexed.index, before)
    assert answer["release"].endswith(f"+{trained['release']}")
    told = (answer["matches"] or answer["no_good_match"]["nearest"])[0]["reasons"]
    assert 1 <= len(told) <= 3
    assert all(reason["sentence"] for reason in told)
    assert "Placed by: " in shown.out


def test_too_few_judgements_are_refused_without_a_traceback(
    indexed: Home, duijie: Call, tmp_path: Path
) -> None:
    qrels, needs = write_lessons(tmp_path, CASES[:5])
    said = duijie(indexed.path, "train", "ranker", "--qrels", qrels, "--needs", needs)
    assert said.code == 1
    assert "E-LEARN-007" in said.err


def test_a_broken_row_is_named(indexed: Home, duijie: Call, tmp_path: Path) -> None:
    qrels, needs = write_lessons(tmp_path, CASES)
    qrels.write_text(qrels.read_text("utf-8") + "\nneed:1 0 achievement:1 good", "utf-8")
    said = duijie(indexed.path, "train", "ranker", "--qrels", qrels, "--needs", needs)
    assert said.code == 1
    assert f"{5 * len(CASES) + 1}" in said.err


def test_requests_that_nobody_judged_teach_nothing(
    indexed: Home, duijie: Call, tmp_path: Path
) -> None:
    qrels, needs = write_lessons(tmp_path, CASES)
    needs.write_text('{"id": "need:other", "text": "something else"}', "utf-8")
    said = duijie(indexed.path, "train", "ranker", "--qrels", qrels, "--needs", needs)
    assert said.code == 2
    assert "E-LEARN-002" in said.err
