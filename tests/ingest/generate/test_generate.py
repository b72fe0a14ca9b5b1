import csv
import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from stdnum.cn import uscc

from duijie.ingest.generate import (
    GeneratedRegion,
    Sizes,
    generate_region,
    need_texts,
    synthetic_documents,
    synthetic_needs,
)

SMALL = Sizes(achievements=3000, organizations=200, needs=40, experts=30, patents=50)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> GeneratedRegion:
    return generate_region(tmp_path_factory.mktemp("region"), SMALL, seed=5)


@pytest.fixture(scope="module")
def achievements(region: GeneratedRegion) -> dict[str, dict[str, str]]:
    with region.files["achievement"].open(encoding="utf-8", newline="") as file:
        return {f"achievement:{row['成果登记号']}": row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def needs(region: GeneratedRegion) -> dict[str, dict[str, object]]:
    lines = region.files["need"].read_text("utf-8").splitlines()
    return {f"need:{row['需求编号']}": row for row in map(json.loads, lines)}


def tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_kind_has_as_many_rows_as_were_asked_for(
    region: GeneratedRegion,
    achievements: dict[str, dict[str, str]],
    needs: dict[str, dict[str, object]],
) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(region.files["organization"], read_only=True).active
    assert sheet is not None
    assert len(list(sheet.iter_rows())) == 201
    assert len(achievements) == 3000
    assert len(needs) == 40
    assert len(region.files["expert"].read_bytes().decode("gb18030").splitlines()) == 31
    with gzip.open(region.files["patent"], "rt", encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 50


def test_the_same_seed_gives_the_same_files_and_another_seed_does_not(
    region: GeneratedRegion, tmp_path: Path
) -> None:
    again = generate_region(tmp_path / "again", SMALL, seed=5)
    other = generate_region(tmp_path / "other", SMALL, seed=6)
    for kind in ("achievement", "need", "expert", "patent"):
        content = region.files[kind].read_bytes()
        assert again.files[kind].read_bytes() == content
        assert other.files[kind].read_bytes() != content
    assert again.planted.read_bytes() == region.planted.read_bytes()


def test_every_code_of_a_holder_is_valid_unless_it_was_spoilt_on_purpose(
    region: GeneratedRegion, achievements: dict[str, dict[str, str]]
) -> None:
    spoilt = {row["achievement"] for row in tsv(region.messy) if row["wrong"] == "uscc_check"}
    wrong = {
        number for number, row in achievements.items() if not uscc.is_valid(row["统一社会信用代码"])
    }
    assert wrong == spoilt


def test_what_is_messy_stands_in_the_file_as_the_list_says(
    region: GeneratedRegion, achievements: dict[str, dict[str, str]]
) -> None:
    columns = {"title": "成果名称", "trl": "技术成熟度", "completed_on": "完成日期"}
    columns |= {"uscc": "统一社会信用代码", "region_code": "行政区划代码"}
    messy = tsv(region.messy)
    assert len(messy) == region.messy_count >= 5
    for row in messy:
        assert achievements[row["achievement"]][columns[row["field"]]] == row["value"]


def test_near_duplicates_say_nearly_the_same_under_another_number(
    region: GeneratedRegion, achievements: dict[str, dict[str, str]]
) -> None:
    pairs = tsv(region.near_duplicates)
    assert len(pairs) == region.near_duplicate_count > 0
    for pair in pairs:
        one, two = achievements[pair["achievement"]], achievements[pair["original"]]
        assert one["成果名称"].strip() == two["成果名称"].strip()
        assert one["成果简介"] != two["成果简介"]
        assert (pair["method"] == "identifier") == bool(one["专利号"])


def test_a_planted_good_match_names_what_the_need_names(
    region: GeneratedRegion,
    achievements: dict[str, dict[str, str]],
    needs: dict[str, dict[str, object]],
) -> None:
    good = [row for row in tsv(region.planted) if row["kind"] == "good"]
    assert len({row["need"] for row in good}) >= 25
    shared = 0
    for row in good:
        need, found = needs[row["need"]], achievements[row["achievement"]]
        words = str(need["关键词"]).split("；")
        shared += any(word in found["成果简介"] + found["成果名称"] for word in words)
        wanted = need["要求的技术成熟度"]
        assert wanted is None or int(found["技术成熟度"]) >= int(str(wanted))
        assert found["有效期至"] == ""
    # Some good matches are in the other language and share only an abbreviation.
    assert shared >= 0.7 * len(good)


@pytest.mark.parametrize("organizations", [1, 2, 5])
def test_nothing_is_planted_with_the_organization_that_needs_it(
    tmp_path: Path, organizations: int
) -> None:
    sizes = Sizes(achievements=1000, organizations=organizations, needs=30, experts=0, patents=0)
    region = generate_region(tmp_path, sizes, seed=3)
    lines = map(json.loads, region.files["need"].read_text("utf-8").splitlines())
    askers = {f"need:{row['需求编号']}": row["统一社会信用代码"] for row in lines}
    with region.files["achievement"].open(encoding="utf-8", newline="") as file:
        rows = {f"achievement:{row['成果登记号']}": row for row in csv.DictReader(file)}
    pairs = tsv(region.planted)
    assert bool(pairs) == (organizations > 1)
    for pair in pairs:
        assert rows[pair["achievement"]]["统一社会信用代码"] != askers[pair["need"]]


def test_a_near_miss_fails_in_the_respect_that_is_named(
    region: GeneratedRegion,
    achievements: dict[str, dict[str, str]],
    needs: dict[str, dict[str, object]],
) -> None:
    misses = [row for row in tsv(region.planted) if row["kind"] == "near_miss"]
    assert {row["wrong"] for row in misses} == {
        "number_below_bound",
        "wrong_material",
        "wrong_trl",
        "wrong_application",
        "expired",
    }
    for row in misses:
        need, found = needs[row["need"]], achievements[row["achievement"]]
        if row["wrong"] == "wrong_trl":
            assert int(found["技术成熟度"]) < int(str(need["要求的技术成熟度"]))
        if row["wrong"] == "expired":
            assert date.fromisoformat(found["有效期至"]) < date(2026, 1, 1)


def test_the_first_need_is_the_worked_example_and_some_needs_have_nothing_planted(
    region: GeneratedRegion, needs: dict[str, dict[str, object]]
) -> None:
    first = str(needs["need:XQ000001"]["需求内容"])
    assert "40微米" in first
    assert "颗粒检测机" in first
    planted = {row["need"] for row in tsv(region.planted)}
    assert "need:XQ000001" in planted
    assert 0 < len(set(needs) - planted) < len(needs) / 2


def test_about_one_achievement_in_five_is_english(
    achievements: dict[str, dict[str, str]],
) -> None:
    english = sum(
        row["成果简介"].isascii() or " the " in row["成果简介"] for row in achievements.values()
    )
    assert 0.15 < english / len(achievements) < 0.25


def test_words_are_as_many_and_as_unequal_as_in_real_collections() -> None:
    import rjieba

    counts: dict[str, int] = {}
    lengths = []
    for document in synthetic_documents(4000, seed=3):
        lengths.append(len(document.text))
        for word in rjieba.cut(document.text):
            counts[word] = counts.get(word, 0) + 1
    ordered = sorted(counts.values(), reverse=True)
    assert 250 < sorted(lengths)[len(lengths) // 2] < 420
    # 18,000 distinct words in the first 4,000 texts grow beyond 100,000 well before 100,000 texts.
    assert len(ordered) > 18_000
    assert sum(1 for count in ordered if count == 1) > 0.35 * len(ordered)
    assert ordered[10] > 30 * ordered[1000]


def test_needs_in_full_length_vary_as_real_ones_do() -> None:
    import rjieba

    distinct = sorted(len(set(rjieba.cut(text))) for text in need_texts(300, seed=2))
    assert 60 <= distinct[150] <= 100
    assert distinct[270] > 1.4 * distinct[30]


def test_documents_carry_the_facets_of_the_files() -> None:
    document = next(synthetic_documents(1, seed=1))
    assert document.record_id == "achievement:ZJ0000000001"
    assert document.region_code.startswith("33")
    assert document.dated_on is not None
    assert uscc.is_valid(document.organization_id)
    need = next(synthetic_needs(1, seed=1))
    assert need.kind == "need"
    assert need.trl == 7


def test_the_vocabulary_to_draw_from_has_more_than_100000_distinct_words() -> None:
    import rjieba

    from duijie.ingest.generate.vocabulary import vocabulary

    known = vocabulary()
    distinct: set[str] = set()
    for words in (*known.terms.values(), known.trade_names, known.persons):
        distinct.update(rjieba.cut("，与".join(words)))
    assert len(distinct) > 100_000
