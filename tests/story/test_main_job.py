"""A new user's path: files → records → index → explained matches, by the real command."""

import csv
import json
from pathlib import Path

import pytest

from tests.app.calls import Said, duijie

SIZES = (
    *("--achievements", "600", "--needs", "24", "--organizations", "60"),
    *("--patents", "50", "--experts", "20"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with an imported and indexed region; the files lie beside it."""
    home = tmp_path_factory.mktemp("story") / "home"
    region = home.parent / "region"
    assert duijie(home, "generate", *SIZES, "--out", region).code == 0
    for kind, name in (
        ("organization", "organizations.xlsx"),
        ("need", "needs.jsonl"),
        ("expert", "experts.csv"),
        ("patent", "patents.csv.gz"),
    ):
        assert duijie(home, "import", region / name, "--kind", kind, "--yes").code == 0
    said = duijie(home, "import", region / "achievements.csv", "--kind", "achievement", "--yes")
    assert said.code in (0, 1)
    said = duijie(home, "index", "build")
    assert said.code == 0, said.err
    return home


def achievements(home: Path) -> Path:
    return home.parent / "region" / "achievements.csv"


def planted(home: Path, need: str) -> set[str]:
    with (home.parent / "region" / "planted.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    return {r["achievement"] for r in rows if r["need"] == need and r["kind"] == "good"}


def match_need(home: Path, *more: str) -> Said:
    return duijie(home, "match", "--need", "XQ000001", "--json", *more)


def test_the_worked_example_is_answered_with_what_was_planted_for_it(home: Path) -> None:
    said = match_need(home)
    assert said.code == 0, said.err
    best = said.json["matches"][0]
    assert best["record_id"] in planted(home, "need:XQ000001")
    assert any(check["evidence"] for check in best["checks"])


def test_every_quotation_stands_word_for_word_in_the_imported_file(home: Path) -> None:
    with achievements(home).open(encoding="utf-8-sig", newline="") as stream:
        texts = {row["成果登记号"]: "\n".join(row.values()) for row in csv.DictReader(stream)}
    quotes = 0
    for found in match_need(home).json["matches"]:
        for check in found["checks"]:
            if check["evidence"]:
                number = found["record_id"].partition(":")[2]
                assert check["evidence"]["quote"] in texts[number]
                quotes += 1
    assert quotes > 0


def test_a_filter_on_the_command_line_is_obeyed(home: Path) -> None:
    regions = {m["region_code"] for m in match_need(home, "--where", "region:3304").json["matches"]}
    regions |= {
        m["region_code"]
        for m in (match_need(home, "--where", "region:3304").json["no_good_match"] or {}).get(
            "nearest", []
        )
    }
    assert regions
    assert all(region.startswith("3304") for region in regions)


def test_the_same_cards_can_be_read_by_people_in_both_languages(home: Path) -> None:
    chinese = duijie(home, "match", "--need", "XQ000001", "--lang", "zh")
    english = duijie(home, "match", "--need", "XQ000001", "--lang", "en")
    assert (chinese.code, english.code) == (0, 0)
    assert "「" in chinese.out
    assert "“" in english.out
    assert "▮" in chinese.out
    assert "✓" in english.out


def test_an_achievement_finds_the_need_it_was_planted_for(home: Path) -> None:
    achievement = match_need(home).json["matches"][0]["record_id"]
    assert achievement in planted(home, "need:XQ000001")
    said = duijie(home, "match", "--need", achievement, "--reverse", "--json")
    assert "need:XQ000001" in [match["record_id"] for match in said.json["matches"]]


def test_what_nothing_can_meet_gets_an_honest_answer(home: Path) -> None:
    said = duijie(home, "match", "大熊猫人工育幼与野化放归训练，含幼崽配方奶", "--json")
    assert said.code == 0
    assert said.json["matches"] == []
    assert said.json["no_good_match"]["next_steps"]


def test_the_batch_holds_every_need_with_a_match_and_keeps_the_cap(home: Path) -> None:
    out = home.parent / "matches.jsonl"
    said = duijie(home, "batch", "--out", out, "--limit", "5", "--cap", "2")
    assert said.code == 0, said.err
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert "need:XQ000001" in {row["request_id"] for row in rows}
    needs: dict[str, int] = {}
    for row in rows:
        needs[row["organization"]] = needs.get(row["organization"], 0) + 1
    assert max(needs.values()) <= 2


def test_planted_near_duplicates_are_grouped(home: Path) -> None:
    found = duijie(home, "duplicates", "--json", "--limit", "500").json
    groups = [{record["record_id"] for record in group["records"]} for group in found["groups"]]
    with (home.parent / "region" / "near_duplicates.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            pair = {row["achievement"], row["original"]}
            assert any(pair <= group for group in groups), row


def test_changed_and_withdrawn_records_reach_the_index_by_an_update(
    home: Path, tmp_path: Path
) -> None:
    need = "用于海上风电叶片的激光熔覆再制造防腐涂层工艺"
    file = tmp_path / "new.csv"
    file.write_text(f"成果登记号,成果名称,成果简介\nNEW-1,{need},{need}。\n", "utf-8")
    assert duijie(home, "import", file, "--kind", "achievement", "--yes").code == 0
    status = duijie(home, "index", "status", "--json").json
    assert status["changes_to_index"] == 1
    assert duijie(home, "index", "update", "--json").json["written"] == 1
    found = duijie(home, "match", need, "--json").json["matches"]
    assert found[0]["record_id"] == "achievement:NEW-1"

    again = duijie(
        home, "import", achievements(home), "--kind", "achievement", "--withdraw-missing", "--json"
    )
    assert again.json["withdrawn"] == 1
    assert duijie(home, "index", "update", "--json").json["removed"] == 1
    found = duijie(home, "match", need, "--json").json
    listed = found["matches"] + (found["no_good_match"] or {"nearest": []})["nearest"]
    assert "achievement:NEW-1" not in [match["record_id"] for match in listed]
    assert duijie(home, "index", "verify").code == 0
