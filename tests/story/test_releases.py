"""A model gets better: train, candidate, refused without proof, live with one, taken back."""

import csv
import json
from pathlib import Path

import pytest

from tests.app.calls import Said, duijie

SIZES = (
    *("--achievements", "600", "--needs", "60", "--organizations", "60"),
    *("--patents", "20", "--experts", "10"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose live encoder has seen next to nothing."""
    home = tmp_path_factory.mktemp("releases") / "home"
    region = home.parent / "region"
    assert duijie(home, "generate", *SIZES, "--out", region).code == 0
    for kind, name in (("need", "needs.jsonl"), ("achievement", "achievements.csv")):
        assert duijie(home, "import", region / name, "--kind", kind, "--yes").code in (0, 1)
    assert duijie(home, "train", "encoder", "--documents", "2", "--dimensions", "32").code == 0
    said = duijie(home, "index", "build")
    assert said.code == 0, said.err
    return home


@pytest.fixture(scope="module")
def judged(home: Path) -> tuple[str, ...]:
    """Return the options that name the planted matches as judgements, of needs by their titles."""
    region, qrels, needs = (home.parent / name for name in ("region", "qrels.txt", "needs.jsonl"))
    with (region / "planted.tsv").open(encoding="utf-8", newline="") as stream:
        grades = {
            (row["need"], row["achievement"]): 3 if row["kind"] == "good" else 1
            for row in csv.DictReader(stream, delimiter="\t")
        }
    lines = (f"{need} 0 {record} {grade}\n" for (need, record), grade in sorted(grades.items()))
    qrels.write_text("".join(lines), "utf-8")
    rows = map(json.loads, (region / "needs.jsonl").read_text("utf-8").splitlines())
    asked = (
        {"id": f"need:{row['需求编号']}", "title": row["需求名称"], "text": ""} for row in rows
    )
    needs.write_text("".join(json.dumps(row) + "\n" for row in asked), "utf-8")
    return ("--qrels", str(qrels), "--needs", str(needs))


def states(home: Path) -> dict[str, str]:
    listed = duijie(home, "release", "list", "--json").json["releases"]
    return {one["name"]: one["state"] for one in listed}


def answered_by(home: Path) -> str:
    said: Said = duijie(home, "match", "--need", "XQ000001", "--json")
    return str(said.json["release"]).partition("@")[0]


def test_a_better_encoder_goes_live_by_proof_only_and_comes_back_by_one_command(
    home: Path, judged: tuple[str, ...]
) -> None:
    [first] = [name for name, state in states(home).items() if state == "live"]
    trained = duijie(home, "train", "encoder", "--json")
    second = str(trained.json["release"])
    assert states(home) == {first: "live", second: "candidate"}
    assert duijie(home, "train", "encoder", "--json").json["release"] == second
    assert duijie(home, "index", "build").code == 0
    assert answered_by(home) == first

    refused = duijie(home, "release", "promote", second)
    assert refused.code == 1
    assert "no feedback is stored" in refused.err
    assert states(home)[second] == "candidate"

    promoted = duijie(home, "release", "promote", second, *judged)
    assert promoted.code == 0, promoted.err + promoted.out
    assert "Better by" in promoted.out
    assert states(home) == {first: "candidate", second: "live"}
    assert answered_by(home) == second

    back = duijie(home, "release", "promote", first, *judged)
    assert back.code == 1
    assert "Not better" in back.out
    assert answered_by(home) == second

    assert duijie(home, "release", "rollback", "--because", "the story ends").code == 0
    assert states(home) == {first: "live", second: "rolled_back"}
    assert answered_by(home) == first
    assert duijie(home, "index", "verify").code == 0

    shown = duijie(home, "release", "show", second).out
    for words in ("promoted (done)", "Better by", "rolled back (done)", "the story ends"):
        assert words in shown
