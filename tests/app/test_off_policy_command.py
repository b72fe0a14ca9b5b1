import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from duijie.learn.evaluation import run_of, write_run
from duijie.learn.feedback import write_log
from tests.app.calls import call_inside
from tests.learn.comparison.test_logged import BETTER, LOG, RECORDS

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "en" / "reference" / "json.md"
SCHEMA = next(
    schema
    for schema in map(
        json.loads, re.findall(r"```json\n(.*?)```", REFERENCE.read_text("utf-8"), re.S)
    )
    if schema["$id"] == "urn:duijie:json:evaluate-off-policy"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    log, run = tmp_path / "log.jsonl", tmp_path / "ours.txt"
    write_log(log, LOG.impressions[:2_500], LOG.events)
    order = sorted(RECORDS, key=lambda record: -BETTER["need:0"][record])
    write_run(run, run_of(dict.fromkeys(BETTER, order)))
    return log, run


def test_a_candidate_is_compared_on_a_log(tmp_path: Path, files: tuple[Path, Path]) -> None:
    log, run = files
    said = call_inside(
        tmp_path,
        "evaluate",
        "off-policy",
        "--log",
        log,
        "--candidate",
        run,
        "--depth",
        "5",
        "--json",
    )
    assert said.code == 0
    Draft202012Validator(SCHEMA).validate(said.json)
    assert said.json["lists"] == 500
    assert said.json["difference"]["low"] < said.json["difference"]["value"]
    assert said.json["problems"] == []


def test_bad_rows_are_told_and_the_rest_is_compared(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    log, run = files
    log.write_text(log.read_text("utf-8") + '{"type": "impression", "rank": 0}\n', "utf-8")
    said = call_inside(
        tmp_path, "--lang", "en", "evaluate", "off-policy", "--log", log, "--candidate", run
    )
    assert said.code == 1
    assert "candidate more than live" in said.out
    assert "field rank, value “0”" in said.out


@pytest.mark.parametrize(
    "wrong", [("--method", "magic"), ("--reading", "tea"), ("--reward", "gold")], ids=str
)
def test_a_wrong_word_is_refused_with_those_that_are_known(
    tmp_path: Path, files: tuple[Path, Path], wrong: tuple[str, str]
) -> None:
    log, run = files
    said = call_inside(tmp_path, "evaluate", "off-policy", "--log", log, "--candidate", run, *wrong)
    assert said.code == 2
    assert wrong[1] in said.err


def test_a_run_over_other_requests_is_refused(tmp_path: Path, files: tuple[Path, Path]) -> None:
    run = tmp_path / "other.txt"
    write_run(run, run_of({"elsewhere": ["a1"]}))
    said = call_inside(tmp_path, "evaluate", "off-policy", "--log", files[0], "--candidate", run)
    assert said.code == 2
    assert "E-LEARN-002" in said.err


def test_a_log_too_short_for_bounds_shows_dashes(tmp_path: Path, files: tuple[Path, Path]) -> None:
    log, run = files
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    kept = [json.dumps(row) for row in rows if row.get("list_id") == rows[0]["list_id"]]
    log.write_text("\n".join(kept) + "\n", "utf-8")
    said = call_inside(
        tmp_path, "--lang", "en", "evaluate", "off-policy", "--log", log, "--candidate", run
    )
    assert said.code == 0
    assert "–" in said.out
    assert "nan" not in said.out


def test_a_file_that_is_no_log_is_named_with_what_is_wrong(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    _, run = files
    said = call_inside(tmp_path, "evaluate", "off-policy", "--log", run, "--candidate", run)
    assert said.code == 1
    assert "ours.txt" in said.err
    assert "row 1" in said.err
