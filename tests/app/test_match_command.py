"""`duijie match`, `index`, `batch`, `duplicates`: answers, refusals and documented JSON."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.app.calls import Call, environment
from tests.app.stores import copied_home, lose_database

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "en" / "reference" / "json.md"
SCHEMAS = {
    schema["$id"].rpartition(":")[2]: schema
    for schema in map(
        json.loads, re.findall(r"```json\n(.*?)```", REFERENCE.read_text("utf-8"), re.S)
    )
}
REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)


def agrees(value: object, schema: str) -> bool:
    Draft202012Validator(SCHEMAS[schema], registry=REGISTRY).validate(value)
    return True


CALLS = {
    "match": ("match", "颗粒缺陷在线检测，检出率不低于95%", "--json"),
    "index-update": ("index", "update", "--json"),
    "index-status": ("index", "status", "--json"),
    "index-verify": ("index", "verify", "--json"),
    "duplicates": ("duplicates", "--json"),
    "records": ("records", "--json"),
    "settings": ("settings", "--json"),
}


@pytest.mark.parametrize("schema", CALLS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_is_what_the_reference_says(
    duijie: Call, library: Path, schema: str, lang: str
) -> None:
    said = duijie(library, *CALLS[schema], "--lang", lang)
    assert said.code == 0, said.err
    assert agrees(said.json, schema)


def test_json_of_no_good_match_is_what_the_reference_says(duijie: Call, library: Path) -> None:
    said = duijie(library, "match", "大熊猫野化放归训练", "--json")
    assert said.json["matches"] == []
    assert said.json["no_good_match"] is not None
    assert agrees(said.json, "match")


def test_a_build_and_an_import_print_what_the_reference_says(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    home = tmp_path / "copy"
    copied_home(library, home)
    assert agrees(duijie(home, "index", "build", "--json").json, "index")
    file = library.parent / "need.csv"
    assert agrees(duijie(home, "import", file, "--kind", "need", "--json").json, "import")


def test_the_best_match_is_found_and_quoted(duijie: Call, library: Path) -> None:
    best = duijie(library, "match", "颗粒缺陷在线检测，检出率不低于95%", "--json").json["matches"][
        0
    ]
    assert best["record_id"] == "achievement:A1"
    assert "98%" in "".join(c["evidence"]["quote"] for c in best["checks"] if c["evidence"])


def test_a_stored_need_is_matched_by_its_bare_or_whole_name(duijie: Call, library: Path) -> None:
    bare = duijie(library, "match", "--need", "N2", "--json").json
    whole = duijie(library, "match", "--need", "need:N2", "--json").json
    assert bare["request"]["source"] == whole["request"]["source"] == "need:N2"
    assert bare["matches"][0]["record_id"] == "achievement:A2"


def test_reverse_looks_for_needs(duijie: Call, library: Path) -> None:
    stored = duijie(library, "match", "--reverse", "--need", "A1", "--json").json
    free = duijie(library, "match", "--reverse", "颗粒缺陷在线检测机", "--json").json
    for answer in (stored, free):
        assert answer["matches"][0]["record_id"] == "need:N1"


def test_the_text_may_come_from_the_input(duijie: Call, library: Path) -> None:
    said = duijie(library, "match", "-", "--json", stdin="防爆锂离子电池")
    assert said.json["matches"][0]["record_id"] == "achievement:A2"


def test_conditions_are_obeyed(duijie: Call, library: Path) -> None:
    said = duijie(library, "match", "电池", "--where", "region:330106 trl:5..5", "--json").json
    shown = said["matches"] or said["no_good_match"]["nearest"]
    assert {match["record_id"] for match in shown} <= {"achievement:A4", "achievement:A5"}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["match", ""], "E-MATCH-001"),
        (["match", "  \n"], "E-MATCH-001"),
        (["match"], "E-MATCH-001"),
        (["match", "--need", "nix"], "E-MATCH-002"),
        (["match", "--need", "demand:1"], "E-MATCH-002"),
        (["match", "电池", "--where", "colour:red"], "E-INDEX-005"),
        (["match", "电池", "--where", "trl:x"], "E-INDEX-005"),
        (["batch", "--out", "matches.pdf"], "E-APP-001"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(
    duijie: Call, library: Path, arguments: list[str], error: str
) -> None:
    said = duijie(library, *arguments)
    assert said.code == 2
    assert said.err.startswith(error)
    assert said.out == ""


@pytest.mark.parametrize(
    "arguments",
    [["match", "电池"], ["index", "status"], ["index", "update"], ["index", "verify"]],
)
def test_without_an_index_the_command_that_makes_one_is_named(
    duijie: Call, tmp_path: Path, arguments: list[str]
) -> None:
    said = duijie(tmp_path / "home", *arguments)
    assert said.code == 2
    assert "duijie index build" in said.err


def test_without_records_nothing_is_indexed(duijie: Call, tmp_path: Path) -> None:
    said = duijie(tmp_path / "home", "index", "build")
    assert said.code == 2
    assert "duijie import" in said.err


def test_an_index_of_another_version_says_which_command_to_run(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    home = tmp_path / "copy"
    copied_home(library, home)
    changed = 0
    for manifest in (home / "index").rglob("manifest.json"):
        text = manifest.read_text("utf-8")
        manifest.write_text(re.sub(r'"schema_version": ?\d+', '"schema_version": 0', text))
        changed += 1
    assert changed
    said = duijie(home, "match", "电池")
    assert said.code == 2
    assert "E-INDEX-004" in said.err
    assert "duijie index build" in said.err


@pytest.mark.parametrize(
    ("arguments", "is_loaded"),
    [(["match", "防爆锂离子电池"], False), (["match", "--need", "N2"], True)],
)
def test_matching_a_text_needs_no_database(
    library: Path, arguments: list[str], *, is_loaded: bool
) -> None:
    code = f"from duijie.app.cli.start import run; run({arguments!r}); import sys; "
    code += "print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env=environment(library),
        check=True,
        timeout=120,
    )
    assert done.stdout.decode("utf-8").splitlines()[-1] == str(is_loaded)


def test_batch_rows_are_what_the_reference_says(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "matches.jsonl"
    assert duijie(library, "batch", "--out", out).code == 0
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {row["request_id"] for row in rows} == {"need:N1", "need:N2"}
    assert all(agrees(row, "batch-row") for row in rows)


def test_a_batch_table_opens_in_a_spreadsheet_and_computes_nothing(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "matches.csv"
    assert duijie(library, "batch", "--out", out, "--cap", "0").code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["record_id"] for row in rows if row["rank"] == "1"]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_a_batch_in_reverse_asks_every_achievement(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "matches.jsonl"
    assert duijie(library, "batch", "--reverse", "--out", out).code == 0
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {row["record_id"] for row in rows} == {"need:N1", "need:N2"}


def test_a_damaged_index_is_said_to_be_damaged(duijie: Call, library: Path, tmp_path: Path) -> None:
    home = tmp_path / "copy"
    copied_home(library, home)
    (documents,) = (home / "index").rglob("documents.bin")
    documents.write_bytes(documents.read_bytes()[:100])
    said = duijie(home, "index", "verify")
    assert said.code == 1
    assert "duijie index build" in said.out + said.err


def test_an_index_newer_than_the_records_is_not_updated(
    library: Path, tmp_path: Path, duijie: Call
) -> None:
    home = tmp_path / "copy"
    copied_home(library, home)
    lose_database(home)
    said = duijie(home, "index", "update")
    assert said.code == 2
    assert "duijie index build" in said.err
