"""Reports: the JSON is as documented, the page needs nothing else and says what is known."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from duijie.kernel.errors import EvaluationError, LearnFileError
from duijie.kernel.words import LANGS, Lang
from duijie.learn.evaluation import (
    Chance,
    Report,
    Slices,
    age_slice,
    noise_ceiling,
    parse_measures,
    read_chances,
    read_labelled,
    read_requests,
    read_slices,
    report_chances,
    report_json,
    report_page,
    report_pairs,
    report_run,
    slices_of,
    write_predictions,
)
from duijie.learn.evaluation.runs import RunOptions
from tests.learn.evaluation.examples import MOMENT, halves, judged_requests, noisy_run, predictions

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = (ROOT / "docs" / "en" / "reference" / "json.md").read_text("utf-8")
SCHEMA = next(
    schema
    for schema in map(json.loads, re.findall(r"```json\n(.*?)```", REFERENCE, re.S))
    if schema["$id"] == "urn:duijie:json:evaluate"
)
QRELS = judged_requests()
ALONE = {"br", "hr", "meta", "img", "input", "link", "line", "circle"}


def run_report() -> Report:
    ours, baseline = (
        noisy_run(QRELS, 0.6, "ours"),
        noisy_run(QRELS, 2.5, "<script>alert(1)</script>"),
    )
    return report_run(ours, QRELS, made_at=MOMENT, baseline=baseline, slices=[halves(QRELS)])[0]


def pairs_report() -> Report:
    found = predictions()
    repeats = [(p.need_id, p.title, int(p.level)) for p in found if p.level is not None]
    slices = Slices("language", {f"need:{n}": "zh" if n % 2 else "en" for n in range(40)})
    return report_pairs(found, subject="测试.tsv", made_at=MOMENT, slices=[slices], repeats=repeats)


def chances_report() -> Report:
    chances = [Chance(n % 10 / 10, n % 7 < n % 10, f"q{n % 30}") for n in range(300)]
    return report_chances(chances, subject="chances.tsv", made_at=MOMENT)


REPORTS = {"run": run_report(), "pairs": pairs_report(), "calibration": chances_report()}


class Reader(HTMLParser):
    """Checks that tags close in order; collects texts and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("name", REPORTS)
def test_the_json_is_what_the_reference_says(name: str) -> None:
    value = json.loads(json.dumps(report_json(REPORTS[name])))
    Draft202012Validator(SCHEMA).validate(value)
    assert value["kind"] == name


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", REPORTS)
def test_a_page_is_whole_and_needs_nothing_else(name: str, lang: Lang) -> None:
    page = report_page(REPORTS[name], lang)
    reader = read(page)
    assert "script" not in reader.tags
    assert not {"link", "img", "iframe", "object"} & reader.tags
    assert not re.search(r"(https?:)?//\w|url\(|@import", page)
    assert ("lang", "zh-CN" if lang == "zh" else "en") in reader.attributes


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_stands_on_the_page_with_its_interval(name: str) -> None:
    text = " ".join(read(report_page(REPORTS[name], "en")).texts)
    for found in REPORTS[name].figures.values():
        assert f"{found.value:.3f}" in text
        assert f"{found.low:.3f} to {found.high:.3f}" in text


def test_what_files_say_is_only_text_on_the_page() -> None:
    page = report_page(REPORTS["run"], "en")
    assert "<script" not in page
    assert "<b>C38" not in page
    assert "&lt;b&gt;C38" in page


def test_a_paired_test_is_told_in_words_and_figures() -> None:
    report = REPORTS["run"]
    assert report.comparison is not None
    test = report.comparison.tests["ndcg@10"]
    assert test.is_better
    page = report_page(report, "en")
    assert "Better than" in page
    assert f"+{test.difference:.3f}" in page


def test_small_slices_are_marked_and_the_rest_is_not_lost() -> None:
    parts = [part for part in report_json(REPORTS["run"])["slices"] if part["figure"] == "ndcg@10"]  # type: ignore[union-attr, index, call-overload]
    counted = {part["slice"]: (part["requests"], part["is_small"]) for part in parts}  # type: ignore[index, call-overload]
    assert counted == {
        "化学原料和化学制品制造业": (40, False),
        "<b>C38</b>": (10, True),
        "unknown": (10, True),
    }
    assert 'class="hollow"' in report_page(REPORTS["run"], "en")


def test_the_ceiling_stands_beside_the_score() -> None:
    report = REPORTS["pairs"]
    assert report.ceiling is not None
    assert report.ceiling.at_most.value is not None
    assert f"{report.ceiling.at_most.value:.3f}" in report_page(report, "en")
    assert report.ceiling == noise_ceiling(
        (p.need_id, p.title, int(p.level)) for p in predictions() if p.level is not None
    )


def test_pairs_without_a_level_are_left_out_and_said() -> None:
    mixed = [*predictions(), *predictions(5, is_judged=False)]
    report = report_pairs(mixed, subject="t", made_at=MOMENT)
    assert report.pairs == 320
    assert any("40 pairs" in note.worded("en") for note in report.notes)
    with pytest.raises(EvaluationError, match="no pair has a judged level"):
        report_pairs(predictions(2, is_judged=False), subject="t", made_at=MOMENT)


def test_a_page_of_a_single_request_has_no_interval_and_does_not_break() -> None:
    single = judged_requests(1)
    report, _ = report_run(
        noisy_run(single, 1, "one"),
        single,
        made_at=MOMENT,
        options=RunOptions(parse_measures("ndcg,mrr@5,map@3")),
    )
    assert report.figures["ndcg"].low is None
    read(report_page(report, "zh"))
    one_pair = report_pairs(predictions(1)[:1], subject="t", made_at=MOMENT)
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(report_json(one_pair))))
    read(report_page(one_pair, "en"))


def test_predictions_are_written_with_a_header(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "predictions.tsv"
    write_predictions(file, [*predictions(1), *predictions(1, is_judged=False)])
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    assert {len(row) for row in rows} == {9}
    assert rows[0][:4] == ["need", "achievement", "level", "predicted"]
    assert rows[9][2] == ""
    assert sum(map(float, rows[1][4:8])) == pytest.approx(1, abs=1e-5)


def test_slices_are_read_and_their_mistakes_named(tmp_path: Path) -> None:
    file = tmp_path / "slices.tsv"
    file.write_text("query\tindustry\tage\nq1\tC26\t\nq2\tC38\tunder 1 year\n", "utf-8")
    industry, age = read_slices(file)
    assert industry.parts(["q1", "q2", "q3"]) == [("C26", [0]), ("C38", [1]), ("unknown", [2])]
    assert age.parts(["q1", "q2"]) == [("under 1 year", [1]), ("unknown", [0])]
    for text, said in {
        "query\tindustry\nq1\tC26\nq1\tC38\n": "row 3",
        "query\nq1\n": "no column besides",
        "industry\nC26\n": "no column query",
        "query\tindustry\nq1\n": "1 cells instead of 2",
        "query\tindustry\tindustry\nq1\ta\tb\n": "more than once",
        "query\tindustry\n": "no row below",
    }.items():
        file.write_text(text, "utf-8")
        with pytest.raises(LearnFileError, match=said):
            read_slices(file)


def test_slices_that_name_no_request_are_remarked() -> None:
    strange = Slices("size", {"other:1": "large"})
    report, _ = report_run(noisy_run(QRELS, 1, "a"), QRELS, made_at=MOMENT, slices=[strange])
    assert report.slices == ()
    assert [note.worded("en") for note in report.notes if "size" in note.worded("en")] == [
        "The slices by size name none of the measured requests."
    ]


def test_chances_are_read_from_tables_and_from_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "chances"
    file.write_text("probability\toutcome\tquery\n0.25\t1\tq1\n1\t0\t\n", "utf-8")
    assert read_chances(file) == [Chance(0.25, True, "q1"), Chance(1.0, False)]  # noqa: FBT003
    file.write_text('{"probability": 0.5, "level": 3}\n{"probability": 0, "level": 2}\n', "utf-8")
    assert [chance.came_true for chance in read_chances(file)] == [True, False]
    for text, said in {
        "probability\toutcome\n1.2\t1\n": "probability.*1.2.*0 to 1",
        "probability\toutcome\n0.2\t2\n": "outcome.*2.*0 to 1",
        "probability\tlevel\n0.2\t5\n": "level.*5.*1 to 4",
        "probability\n0.2\n": "neither an outcome",
        "outcome\n1\n": "no column probability",
        '{"probability": 0.5, "level": 3}\n[1]\n': "row 2.*no JSON object",
        '{"probability": 0.5, "level"\n': "row 1.*not JSON",
        '{"level": 3}\n': "no field probability",
    }.items():
        file.write_text(text, "utf-8")
        with pytest.raises(LearnFileError, match=said):
            read_chances(file)


def test_requests_give_slices_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "needs.jsonl"
    rows = [
        {"id": "1", "title": "防爆锂离子电池", "industry_code": "C3841", "dated_on": "2026-01-02"},
        {"id": "2", "title": "", "text": "low-cost sensor for wind turbine blades " * 4},
        {"id": "3", "title": "钠电池 sodium ion battery cell cathode", "dated_on": "2020-01-01"},
    ]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    found = {way.by: way.slice_of for way in slices_of(read_requests(file), date(2026, 5, 1))}
    assert found["industry"] == {"1": "C38", "2": "", "3": ""}
    assert found["language"] == {"1": "zh", "2": "en", "3": "mixed"}
    assert found["length"] == {"1": "under 50", "2": "50 to 199", "3": "under 50"}
    assert found["age"] == {"1": "under 1 year", "2": "unknown", "3": "5 years and more"}
    for row, said in {
        '{"id": "1"}': "neither title nor text",
        '{"id": "1", "title": "a"}\n{"id": "1", "title": "b"}': "a second time",
        '{"id": "1", "title": "a", "dated_on": "May"}': "no date",
        '{"title": "a"}': "no field id",
    }.items():
        file.write_text(row + "\n", "utf-8")
        with pytest.raises(LearnFileError, match=said):
            read_requests(file)


@pytest.mark.parametrize(
    ("day", "slice_name"),
    [
        (date(2026, 4, 30), "under 1 year"), (date(2025, 5, 2), "under 1 year"),
        (date(2025, 5, 1), "1 to 2 years"), (date(2023, 5, 1), "3 to 4 years"),
        (date(2021, 5, 1), "5 years and more"), (None, "unknown"),
    ],
)  # fmt: skip
def test_age_counts_full_years(day: date | None, slice_name: str) -> None:
    assert age_slice(day, date(2026, 5, 1)) == slice_name


def test_judged_pairs_are_read_for_the_ceiling(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    head = "guid\taid\trid\tlevel\tach_title_tokens\n"
    file.write_text(head + "g1\ta\tn\t4\t锂 电池\ng2\ta\tn\t\t锂 电池\ng3\tb\tn\t1\tN\n", "utf-8")
    assert read_labelled(file) == [("n", "锂 电池", 4)]
    file.write_text(head + "g1\ta\tn\t0\t锂 电池\n", "utf-8")
    with pytest.raises(LearnFileError, match=r"level.*0.*1 to 4"):
        read_labelled(file)
