"""Record kinds are defined once and agree with `Document`."""

import dataclasses
from datetime import date

import pytest

from duijie.kernel.documents import FACETS, Document, to_document
from duijie.kernel.errors import UnknownNameError
from duijie.kernel.folding import fold
from duijie.kernel.kinds import (
    KINDS,
    FieldRole,
    FieldSpec,
    FieldType,
    Record,
    RecordKind,
    kind_named,
)

EVERY_FIELD = [(kind, spec) for kind in KINDS.values() for spec in kind.fields]
FACET_TYPES = {
    "organization": {FieldType.TEXT},
    "organization_id": {FieldType.USCC},
    "region_code": {FieldType.REGION},
    "industry_code": {FieldType.INDUSTRY},
    "ipc_codes": {FieldType.IPC},
    "keywords": {FieldType.KEYWORDS},
    "trl": {FieldType.TRL},
    "budget_yuan": {FieldType.MONEY},
    "dated_on": {FieldType.DATE},
    "valid_until": {FieldType.DATE},
    "visibility": {FieldType.CHOICE},
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_has_one_identifier_and_one_title(kind: RecordKind) -> None:
    roles = [spec.role for spec in kind.fields]
    assert roles.count(FieldRole.IDENTIFIER) == 1
    assert roles.count(FieldRole.TITLE) == 1


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_two_fields_of_a_kind_share_a_header(kind: RecordKind) -> None:
    folded = [h for f in kind.fields for h in {fold(x) for x in (f.name, f.zh, f.en, *f.synonyms)}]
    assert sorted(h for h in folded if folded.count(h) > 1) == []


@pytest.mark.parametrize(("kind", "spec"), EVERY_FIELD, ids=lambda x: x.name)
def test_a_facet_field_fills_a_field_of_document_with_its_type(
    kind: RecordKind, spec: FieldSpec
) -> None:
    if spec.facet:
        assert spec.facet in FACETS
        assert spec.type in FACET_TYPES[spec.facet]


def test_every_facet_is_a_field_of_document() -> None:
    assert set(FACETS) <= {field.name for field in dataclasses.fields(Document)}


def test_a_choice_field_has_choices_and_no_other_has() -> None:
    assert [s.name for _, s in EVERY_FIELD if bool(s.choices) != (s.type is FieldType.CHOICE)] == []


def test_a_document_takes_title_texts_and_facets_from_the_record() -> None:
    record = Record(
        "achievement",
        "achievement:A1",
        {
            "title": "颗粒检测机",
            "summary": "检出 40 微米缺陷。",
            "application": "含氟聚合物",
            "keywords": ("缺陷", "检测"),
            "trl": 7,
            "holder": "某研究院",
            "completed_on": date(2024, 5, 1),
            "inventors": ("甲", "乙"),
        },
    )
    document = to_document(record)
    assert document.text == "检出 40 微米缺陷。\n含氟聚合物"
    assert (document.trl, document.organization, document.dated_on) == (
        7,
        "某研究院",
        date(2024, 5, 1),
    )
    assert document.keywords == ("缺陷", "检测")
    assert document.attributes == {"inventors": "甲, 乙"}
    assert document.owner == "某研究院"


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="achievement, need"):
        kind_named("gadget")
