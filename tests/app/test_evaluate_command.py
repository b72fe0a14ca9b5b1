"""`duijie evaluate`: figures, reports and refusals; the JSON is as documented."""

import gzip
import json
import random
from pathlib import Path

import pytest

from duijie.kernel.words import LANGS
from tests.app.calls import Call, Said
from tests.app.test_match_command import agrees

QRELS = "".join(f"q{n} 0 d{m} {(n * m) % 4}\n" for n in range(30) for m in range(6))
NEEDS = [
    {
        "id": "n1",
        "title": "颗粒缺陷在线检测",
        "text": "检测含氟聚合物颗粒的缺陷",
        "industry_code": "C2651",
    },
    {"id": "n2", "title": "防爆锂离子电池", "text": "矿用，-20℃可用"},
    {"id": "n3", "title": "不在标注里", "text": "无人评过"},
]
LIVE_QRELS = """
n1 0 achievement:A1 3
n1 0 achievement:A3 0
n2 0 achievement:A2 3
n2 0 achievement:A4 1
n2 0 achievement:GONE 2
"""


def run_text(tag: str, turn: int) -> str:
    """Return a run over QRELS: best first for turn 0, worst first for turn 1."""
    rows = []
    for line in QRELS.splitlines():
        query, _, document, grade = line.split()
        score = int(grade) * (1 - 2 * turn)
        rows.append(f"{query} Q0 {document} 1 {score} {tag}\n")
    return "".join(rows)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "qrels.txt").write_text(QRELS, "utf-8")
    (tmp_path / "ours.txt.gz").write_bytes(gzip.compress(run_text("ours", 0).encode()))
    (tmp_path / "theirs.txt").write_text(run_text("theirs", 1), "utf-8")
    slices = "query\tindustry\n" + "".join(f"q{n}\tC{n % 2}\n" for n in range(30))
    (tmp_path / "slices.tsv").write_text(slices, "utf-8")
    rows = [f"q{n}\t{n % 10 / 10 + 0.05:.2f}\t{1 + (n * 7) % 4}\n" for n in range(200)]
    (tmp_path / "chances.tsv").write_text("query\tprobability\tlevel\n" + "".join(rows), "utf-8")
    return tmp_path


def compared(duijie: Call, files: Path, *more: str | Path) -> Said:
    return duijie(
        files / "home", "evaluate", "run", "--run", files / "ours.txt.gz", "--qrels",
        files / "qrels.txt", "--baseline", files / "theirs.txt", "--slices", files / "slices.tsv",
        *more,
    )  # fmt: skip


def test_a_run_is_compared_and_everything_is_written(duijie: Call, files: Path) -> None:
    said = compared(duijie, files, "--out", files / "out", "--json")
    assert said.code == 0, said.err
    assert agrees(said.json, "evaluate")
    assert said.json["figures"]["ndcg@10"]["value"] == pytest.approx(22 / 30, abs=1e-6)
    assert said.json["comparison"]["baseline"] == "theirs"
    assert said.json["comparison"]["tests"]["ndcg@10"]["verdict"] == "better"
    assert {part["slice"] for part in said.json["slices"]} == {"C0", "C1"}
    assert set(said.json["files"]) == {"report", "page", "per_request"}
    written = json.loads((files / "out" / "report.json").read_text("utf-8"))
    assert {**written, "files": said.json["files"]} == said.json
    rows = (files / "out" / "per_request.tsv").read_text("utf-8").splitlines()
    assert rows[0].split("\t")[:2] == ["query", "ndcg@10"]
    assert len(rows) == 31


@pytest.mark.parametrize("lang", LANGS)
def test_people_see_a_table_and_where_the_page_is(duijie: Call, files: Path, lang: str) -> None:
    said = compared(duijie, files, "--out", files / "out", "--lang", lang)
    assert said.code == 0, said.err
    assert "nDCG@10" in said.out
    assert str(files / "out" / "report.html") in said.out.replace("\n", "")
    page = (files / "out" / "report.html").read_text("utf-8")
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in page


def test_without_a_folder_the_report_goes_under_the_home(duijie: Call, files: Path) -> None:
    said = duijie(
        files / "home", "evaluate", "calibration", "--file", files / "chances.tsv", "--json"
    )
    assert said.code == 0, said.err
    assert agrees(said.json, "evaluate")
    page = Path(said.json["files"]["page"])
    assert page.is_relative_to(files / "home" / "evaluations")
    assert page.exists()
    assert said.json["requests"] == 200


def test_measures_gain_and_relevance_can_be_chosen(duijie: Call, files: Path) -> None:
    call = ("--measures", "ndcg@3,p@1", "--relevant-from", "3", "--linear-gain", "--json")
    found = compared(duijie, files, *call).json
    assert set(found["figures"]) == {"ndcg@3", "p@1"}
    assert (found["settings"]["gain"], found["settings"]["relevant_from"]) == ("linear", 3)


def test_the_live_engine_is_measured(duijie: Call, library: Path, tmp_path: Path) -> None:
    needs, qrels = tmp_path / "needs.jsonl", tmp_path / "qrels"
    needs.write_text("".join(json.dumps(n, ensure_ascii=False) + "\n" for n in NEEDS), "utf-8")
    qrels.write_text(LIVE_QRELS.strip() + "\n", "utf-8")
    call = (
        "evaluate",
        "run",
        "--needs",
        needs,
        "--qrels",
        qrels,
        "--out",
        tmp_path / "out",
        "--json",
    )
    said = duijie(library, *call)
    assert said.code == 0, said.err
    assert agrees(said.json, "evaluate")
    assert said.json["figures"]["mrr"]["value"] == 1
    assert any("1 of 5" in note for note in said.json["notes"])
    assert any("1 requests of the file are not judged" in note for note in said.json["notes"])
    assert {"length", "industry"} & {part["by"] for part in said.json["slices"]} == {"industry"}
    run = (tmp_path / "out" / "run.txt").read_text("utf-8")
    assert run.startswith("n1 Q0 achievement:A1 1 ")
    again = duijie(
        library,
        "evaluate",
        "run",
        "--run",
        tmp_path / "out" / "run.txt",
        "--qrels",
        qrels,
        "--json",
    )
    assert again.json["figures"] == said.json["figures"]


def test_the_whole_order_holds_what_is_too_weak_to_be_shown(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    needs, qrels = tmp_path / "needs.jsonl", tmp_path / "qrels"
    needs.write_text(json.dumps({"id": "n", "title": "大熊猫野化放归用电池"}) + "\n", "utf-8")
    qrels.write_text("n 0 achievement:A2 1\n", "utf-8")
    call = ("evaluate", "run", "--needs", needs, "--qrels", qrels, "--out", tmp_path / "out")
    shown = duijie(library, *call, "--json")
    whole = duijie(library, *call, "--whole-order", "--json")
    assert shown.json["figures"]["mrr"]["value"] == 0
    assert any("not in the run" in note for note in shown.json["notes"])
    assert whole.json["figures"]["mrr"]["value"] > 0


def write_pairs(folder: Path) -> None:
    """Write made-up needs and judged pairs: titles that share words with the need are strong."""
    chance = random.Random(3)
    things = ["电池", "涂料", "传感器", "薄膜", "机器人", "轴承", "催化剂", "光纤"]
    needs, rows = [], []
    for n, thing in enumerate(things):
        needs.append(
            {"id": f"n{n}", "title": f"{thing}研发", "text": f"需要{thing}的制备与检测方法"}
        )
        for m in range(10):
            other = chance.choice(things)
            level = 4 if other == thing else chance.choice([1, 1, 2])
            rows.append(f"g{n}-{m}\ta{n}-{m}\tn{n}\t{level}\t{other} 制备 方法{m % 4}")
    chance.shuffle(rows)
    head = "guid\taid\trid\tlevel\tach_title_tokens"
    for name, part in (("train", rows[:60]), ("test", rows[60:])):
        (folder / f"{name}.tsv").write_text("\n".join([head, *part]) + "\n", "utf-8")
    unjudged = [row.split("\t") for row in [head, *rows[60:]]]
    lines = ["\t".join([*cells[:3], *cells[4:]]) for cells in unjudged]
    (folder / "unjudged.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    texts = "".join(json.dumps(need, ensure_ascii=False) + "\n" for need in needs)
    (folder / "needs.jsonl").write_text(texts, "utf-8")


def test_pairs_are_learned_predicted_and_measured(duijie: Call, tmp_path: Path) -> None:
    write_pairs(tmp_path)
    call = (
        "evaluate", "pairs", "--train", tmp_path / "train.tsv", "--needs",
        tmp_path / "needs.jsonl", "--out", tmp_path / "out", "--json",
    )  # fmt: skip
    said = duijie(tmp_path / "home", *call, "--test", tmp_path / "test.tsv")
    assert said.code == 0, said.err
    assert agrees(said.json, "evaluate")
    assert (said.json["kind"], said.json["pairs"]) == ("pairs", 20)
    assert 0 < said.json["figures"]["mae_score"]["value"] <= 1
    assert sum(map(sum, said.json["confusion"])) == 20
    predictions = (tmp_path / "out" / "predictions.tsv").read_text("utf-8").splitlines()
    assert len(predictions) == 21
    said = duijie(tmp_path / "home", *call, "--test", tmp_path / "unjudged.tsv")
    assert said.code == 0, said.err
    assert set(said.json) == {"pairs", "files"}
    without = (tmp_path / "out" / "predictions.tsv").read_text("utf-8").splitlines()
    # What is predicted is the same whether or not the file says the levels.
    assert [row.split("\t")[3:] for row in without] == [row.split("\t")[3:] for row in predictions]


WRONG = {
    "neither run nor needs": (("run", "--qrels", "qrels.txt"), 2, "neither a run nor requests"),
    "no such file": (("run", "--run", "none.txt", "--qrels", "qrels.txt"), 2, "E-INGEST-003"),
    "a run as qrels": (
        ("run", "--run", "theirs.txt", "--qrels", "theirs.txt"), 1, "6 fields instead of 4",
    ),
    "binary": (("run", "--run", "binary", "--qrels", "qrels.txt"), 1, "zero bytes"),
    "empty": (("calibration", "--file", "empty"), 1, "empty"),
    "no such measure": (
        ("run", "--run", "theirs.txt", "--qrels", "qrels.txt", "--measures", "dcg"),
        2,
        "no measure dcg",
    ),
    "no such column": (("calibration", "--file", "slices.tsv"), 1, "no column probability"),
    "a folder in the way": (
        ("calibration", "--file", "chances.tsv", "--out", "empty"), 2, "cannot be written",
    ),
    "no option": (("calibration",), 2, "--file"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong_calls_and_wrong_files_say_what_to_do(
    duijie: Call, files: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, code, words = WRONG[case]
    (files / "empty").write_bytes(b"")
    (files / "binary").write_bytes(b"\x7fELF\0\0\1")
    monkeypatch.chdir(files)
    said = duijie(files / "home", "evaluate", *call)
    assert said.code == code, said.err
    assert words in said.err


def test_without_an_index_the_live_engine_says_what_to_do(duijie: Call, tmp_path: Path) -> None:
    needs, qrels = tmp_path / "needs.jsonl", tmp_path / "qrels"
    needs.write_text('{"id": "n", "title": "电池"}\n', "utf-8")
    qrels.write_text("n 0 achievement:A2 1\n", "utf-8")
    said = duijie(tmp_path / "home", "evaluate", "run", "--needs", needs, "--qrels", qrels)
    assert said.code == 2
    assert "E-INDEX-001" in said.err


def test_records_that_no_index_knows_are_an_error(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    needs, qrels = tmp_path / "needs.jsonl", tmp_path / "qrels"
    needs.write_text('{"id": "n", "title": "电池"}\n', "utf-8")
    qrels.write_text("n 0 A2 1\n", "utf-8")
    said = duijie(library, "evaluate", "run", "--needs", needs, "--qrels", qrels)
    assert said.code == 2
    assert "achievement:17" in said.err
    qrels.write_text("other 0 achievement:A2 1\n", "utf-8")
    said = duijie(library, "evaluate", "run", "--needs", needs, "--qrels", qrels)
    assert "no request of the file" in said.err
