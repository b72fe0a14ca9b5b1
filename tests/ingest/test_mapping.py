"""Headers → fields: proposed, edited, saved, remembered."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.ingest import (
    ColumnMapping,
    ColumnUse,
    MappingStore,
    load_mapping,
    mapping_toml,
    propose_mapping,
    save_mapping,
)
from duijie.ingest.mapping import fingerprint
from duijie.ingest.sources import FileFormat, Source
from duijie.kernel.errors import DuijieError, MappingError
from duijie.kernel.kinds import KINDS, kind_named


def table(*headers: str, rows: tuple[tuple[str, ...], ...] = ()) -> Source:
    return Source(Path("t.csv"), FileFormat.DELIMITED, headers=headers, sample=rows)


def fields(source: Source, kind: str) -> dict[str, str]:
    return {use.header: use.field for use in propose_mapping(source, kind).columns}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh", "en", "name"])
def test_every_label_of_a_kind_finds_its_field(kind: str, language: str) -> None:
    specs = kind_named(kind).fields
    headers = [getattr(spec, language) for spec in specs]
    assert fields(table(*headers), kind) == {
        header: spec.name for header, spec in zip(headers, specs, strict=True)
    }


def test_headers_as_people_write_them_find_their_fields() -> None:
    found = fields(
        table(
            "序号",
            "*需求名称（必填）",
            "需求 描述",
            "预算(万元)",
            "企业全称",
            "所属地区",
            "截止时间",
        ),
        "need",
    )
    assert found["*需求名称（必填）"] == "title"
    assert found["需求 描述"] == "description"
    assert found["预算(万元)"] == "budget_yuan"
    assert found["截止时间"] == "deadline"
    assert found["序号"] == ""


def test_the_unit_in_a_header_is_taken() -> None:
    mapping = propose_mapping(table("名称", "预算（万元）"), "need")
    assert mapping.columns[1].unit_yuan == 10_000


def test_values_that_contradict_a_header_free_the_column() -> None:
    rows = tuple((f"名 {n}", f"内部-{n}") for n in range(10))
    assert fields(table("名称", "单位代码", rows=rows), "achievement")["单位代码"] == ""


@pytest.mark.parametrize("header", ["密级", "保密级别", "是否保密", "知悉范围（必填）", "是否公开"])
def test_a_column_about_confidentiality_gives_the_visibility(header: str) -> None:
    assert fields(table("名称", header), "achievement")[header] == "visibility"


def test_a_day_of_publication_does_not_make_records_private() -> None:
    rows = tuple((f"名 {n}", f"2024-03-0{n + 1}") for n in range(6))
    assert fields(table("名称", "公开日", rows=rows), "achievement")["公开日"] != "visibility"


@pytest.mark.parametrize("header", ["所属领域", "技术领域", "领域"])
def test_a_column_of_fields_gives_the_application(header: str) -> None:
    assert fields(table("名称", header), "achievement")[header] == "application"


def test_unmistakable_values_find_a_field_without_a_header() -> None:
    rows = tuple((f"名 {n}", "G06F 16/33") for n in range(10))
    assert fields(table("名称", "列乙", rows=rows), "patent")["列乙"] == "ipc_codes"


def test_a_saved_mapping_is_read_back_with_edits(tmp_path: Path) -> None:
    mapping = propose_mapping(table("名称", "预算(万元)", "备注"), "need")
    path = tmp_path / "need.toml"
    save_mapping(mapping, path, "zh")
    assert load_mapping(path) == mapping
    text = path.read_text("utf-8")
    assert "# 预算" in text
    path.write_text(
        text.replace('header = "备注"\nfield = ""', 'header = "备注"\nfield = "description"'),
        "utf-8",
    )
    assert load_mapping(path).columns[2] == ColumnUse("备注", "description", certainty=1.0)


BROKEN = (
    "",
    "kind = 3",
    "not toml [",
    'kind = "need"\ncolumn = 3',
    'kind = "need"\n[[column]]\nx = 1',
    'kind = "need"\n[[column]]\nheader = "a"\nunit_yuan = "x"',
)


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_mapping_file_is_a_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DuijieError):
        load_mapping(path)


def test_a_missing_mapping_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MappingError):
        load_mapping(tmp_path / "missing.toml")


def test_a_mapping_is_remembered_for_the_same_headers_in_any_order_and_width(
    tmp_path: Path,
) -> None:
    store = MappingStore(tmp_path)
    chosen = ColumnMapping(
        "need", (ColumnUse("名 称", "title"), ColumnUse("甲(元)", "budget_yuan"))
    )
    assert store.find("need", ["名 称", "甲(元)"]) is None
    store.remember(chosen)
    found = store.find("need", ["甲（元）", "名称"])
    assert found is not None
    assert {use.header: use.field for use in found.columns} == {
        "名称": "title",
        "甲（元）": "budget_yuan",
    }
    assert store.find("achievement", ["名 称", "甲(元)"]) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=8, unique=True),
    st.sampled_from(list(KINDS)),
)
def test_any_headers_give_a_mapping_that_survives_saving(headers: list[str], kind: str) -> None:
    mapping = propose_mapping(table(*headers), kind)
    used = [use.field for use in mapping.used]
    assert [use.header for use in mapping.columns] == headers
    assert len(used) == len(set(used))
    assert fingerprint(kind, headers) == fingerprint(kind, headers[::-1])
    assert "kind = " in mapping_toml(mapping)
