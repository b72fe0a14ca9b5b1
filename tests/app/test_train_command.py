"""`duijie train encoder`: on records alone, on judgements, on related records."""

import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.app.calls import Call
from tests.app.stores import copied_home

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "en" / "reference" / "json.md"
NEEDS = [
    {"id": "q1", "title": "检出次品", "text": "车间里看不清次品。"},
    {"id": "q2", "title": "不起火的电池", "text": ""},
]
QRELS = "q1 0 achievement:A1 3\nq1 0 achievement:A3 0\nq2 0 achievement:A2 2\n"


def schema() -> dict[str, object]:
    """The schema of the page for people who read the JSON."""
    page = REFERENCE.read_text("utf-8").split("## train encoder", 1)[1]
    found: dict[str, object] = json.loads(page.split("```json", 1)[1].split("```", 1)[0])
    return found


@pytest.fixture
def home(library: Path, tmp_path: Path) -> Path:
    return copied_home(library, tmp_path / "home")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    lines = "\n".join(json.dumps(need, ensure_ascii=False) for need in NEEDS)
    (tmp_path / "needs.jsonl").write_text(lines + "\n", "utf-8")
    (tmp_path / "qrels.txt").write_text(QRELS, "utf-8")
    (tmp_path / "related.txt").write_text("achievement:A2\tachievement:A4\n", "utf-8")
    return tmp_path


def test_what_was_learned_from_is_told(home: Path, files: Path, duijie: Call) -> None:
    said = duijie(
        home,
        "--lang", "en", "train", "encoder",
        "--judgements", files / "qrels.txt",
        "--needs", files / "needs.jsonl",
        "--related", files / "related.txt",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert "Learned from 3 judgements of 2 requests." in said.out
    assert "Learned from 1 pairs of related records." in said.out


def test_judgements_that_an_encoder_learned_from_are_no_proof_of_it(
    home: Path, files: Path, duijie: Call
) -> None:
    judged = ("--judgements", files / "qrels.txt", "--needs", files / "needs.jsonl")
    release = duijie(home, "train", "encoder", *judged, "--json").json["release"]
    proof = ("--qrels", files / "qrels.txt", "--needs", files / "needs.jsonl")
    said = duijie(home, "--lang", "en", "release", "promote", release, *proof)
    assert said.code == 1
    assert "it learned from judgements of 2 of the 2 judged requests" in said.err


def test_the_same_again_is_the_same_release_and_another_seed_another(
    home: Path, duijie: Call
) -> None:
    arguments = ("train", "encoder", "--dimensions", "32", "--json")
    first, again = duijie(home, *arguments).json, duijie(home, *arguments).json
    Draft202012Validator(schema()).validate(first)
    assert first["release"] == again["release"]
    assert (first["dimensions"], first["documents"], first["seed"]) == (32, 7, 0)
    assert duijie(home, *arguments, "--seed", "1").json["release"] != first["release"]


def test_grades_of_0_and_1_are_no_and_yes(home: Path, files: Path, duijie: Call) -> None:
    (files / "qrels.txt").write_text("q1 0 achievement:A1 1\nq1 0 achievement:A3 0\n", "utf-8")
    said = duijie(
        home,
        "train", "encoder", "--json",
        "--judgements", files / "qrels.txt", "--needs", files / "needs.jsonl",
    )  # fmt: skip
    assert said.json["scores"]["judged_requests"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--judgements", "qrels.txt"), 2, "--judgements FILE --needs FILE"),
        (("--needs", "needs.jsonl"), 2, "--judgements FILE --needs FILE"),
        (("--related", "needs.jsonl"), 1, "needs.jsonl"),
        (("--related", "gone.txt"), 1, "gone.txt"),
        (("--distil",), 2, "--from FOLDER --distil"),
        (("--dimensions", "0"), 2, "32"),
        (("--documents", "0"), 2, "1"),
    ],
)
def test_a_wrong_call_or_file_is_told_and_leaves_no_release(
    arguments: tuple[str, ...], code: int, told: str, home: Path, files: Path, duijie: Call
) -> None:
    before = sorted((home / "releases").iterdir())
    named = [str(files / word) if "." in word else word for word in arguments]
    said = duijie(home, "--lang", "en", "train", "encoder", *named)
    assert said.code == code
    assert told in said.err
    assert "Traceback" not in said.err
    assert sorted((home / "releases").iterdir()) == before


def test_requests_that_are_not_the_judged_ones_are_told(
    home: Path, files: Path, duijie: Call
) -> None:
    (files / "qrels.txt").write_text("other 0 achievement:A1 3\n", "utf-8")
    said = duijie(
        home,
        "--lang", "en", "train", "encoder",
        "--judgements", files / "qrels.txt", "--needs", files / "needs.jsonl",
    )  # fmt: skip
    assert said.code != 0
    assert "no request of the file is among the judged ones" in said.err


@pytest.mark.parametrize("more", [(), ("--distil",)])
def test_without_the_extra_a_transformer_is_refused_with_the_command(
    more: tuple[str, ...], home: Path, duijie: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    said = duijie(home, "--lang", "en", "train", "encoder", "--from", home, *more)
    assert said.code == 2
    assert "pip install 'duijie[sentence-transformers]'" in said.err


def test_an_index_is_built_with_the_first_part_of_the_vectors(
    home: Path, duijie: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = duijie(home, "train", "encoder", "--dimensions", "64", "--json").json["release"]
    monkeypatch.setenv("DUIJIE_INDEX_ENCODER", f"{release}:32")
    assert duijie(home, "index", "build").code == 0
    monkeypatch.delenv("DUIJIE_INDEX_ENCODER")
    said = duijie(home, "match", "防爆锂离子电池", "--json")
    assert said.json["matches"][0]["record_id"] == "achievement:A2"
    assert f"{release}:32@" in said.json["release"]
