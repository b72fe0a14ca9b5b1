"""Terms: what a line of the exchange format may say, from which schema and context are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from duijie.kernel.explanations import Verdict
from duijie.kernel.kinds import KINDS, Disclosure, FieldRole, FieldSpec, FieldType, RecordKind
from duijie.kernel.matching import MOST_MATCHES, Level

VERSION: Final = "v1"
OWN: Final = f"urn:duijie:exchange:{VERSION}:"
SCHEMA_ORG: Final = "https://schema.org/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
MOST_WORDS: Final = 2000


@dataclass(frozen=True, slots=True)
class Term:
    """One term (术语): its labels, what its values look like, and what it means."""

    name: str
    zh: str
    en: str
    schema: Mapping[str, Any]
    iri: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class LineType:
    """A type of line (交换类型), such as achievement or deal, with its terms."""

    name: str
    zh: str
    en: str
    terms: tuple[Term, ...]


# What the roles and facets of a field are called where others look for them.
_KNOWN_ROLES = {FieldRole.IDENTIFIER: "identifier", FieldRole.TITLE: "name"}
_KNOWN_FACETS = {"keywords": "keywords", "dated_on": "dateCreated", "valid_until": "expires"}


def field_schema(spec: FieldSpec) -> dict[str, Any]:
    """Return what a value of a field looks like in JSON.

    >>> field_schema(KINDS["achievement"].field("trl"))
    {'type': 'integer', 'minimum': 1, 'maximum': 9}
    """
    text: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": spec.max_length}
    plain: dict[FieldType, dict[str, Any]] = {
        FieldType.TRL: {"type": "integer", "minimum": 1, "maximum": 9},
        FieldType.MONEY: {"type": "integer", "minimum": 0, "maximum": 10**15},
        FieldType.DATE: {"type": "string", "format": "date"},
        FieldType.USCC: {"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"},
        FieldType.KEYWORDS: _words(spec),
        FieldType.IPC: _words(spec),
        FieldType.CHOICE: {"type": "string", "enum": [choice.code for choice in spec.choices]},
    }
    return plain.get(spec.type, text)


def _words(spec: FieldSpec) -> dict[str, Any]:
    word = {"type": "string", "minLength": 1, "maxLength": spec.max_length}
    return {"type": "array", "items": word, "minItems": 1, "maxItems": MOST_WORDS}


def exchanged_fields(kind: RecordKind) -> tuple[FieldSpec, ...]:
    """Return the fields of a kind that may leave an installation: never what is for partners.

    Who may see a record stands in the provenance of its line.
    """
    return tuple(
        f
        for f in kind.fields
        if f.disclosure is not Disclosure.PARTNERS and f.facet != "visibility"
    )


def _field_term(spec: FieldSpec) -> Term:
    known = _KNOWN_ROLES.get(spec.role) or _KNOWN_FACETS.get(spec.facet)
    iri = SCHEMA_ORG + known if known else OWN + spec.name
    return Term(spec.name, spec.zh, spec.en, field_schema(spec), iri, spec.is_required)


def _text(longest: int = 500) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _own(name: str, zh: str, en: str, schema: dict[str, Any], *, required: bool = False) -> Term:
    return Term(name, zh, en, schema, OWN + name, required)


_IRI: dict[str, Any] = {"type": "string", "format": "iri", "minLength": 1, "maxLength": 2000}
_CHECK: dict[str, Any] = {
    "type": "object",
    "properties": {
        "wanted": _text(2000),
        "verdict": {"type": "string", "enum": [one.value for one in Verdict]},
        "quote": _text(5000),
    },
    "required": ["wanted", "verdict"],
    "additionalProperties": False,
}
_YUAN: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 10**15}

MATCH: Final = LineType("match", "匹配结果", "Match", (
    _own("need", "需求", "Need", _IRI, required=True),
    _own("offer", "供给", "Offer", _IRI, required=True),
    _own("rank", "名次", "Rank", {"type": "integer", "minimum": 1, "maximum": MOST_MATCHES},
         required=True),
    _own("level", "相关等级", "Level",
         {"type": "string", "enum": [one.name.lower() for one in Level]}, required=True),
    _own("probability", "概率", "Probability", {"type": "number", "minimum": 0, "maximum": 1}),
    _own("release", "模型版本", "Release", _text()),
    _own("checks", "逐项核对", "Checks", {"type": "array", "items": _CHECK, "maxItems": 500}),
    _own("matched_at", "匹配时间", "Matched at", {"type": "string", "format": "date-time"}),
))  # fmt: skip

DEAL: Final = LineType("deal", "对接成交", "Deal", (
    _own("need", "需求", "Need", _IRI, required=True),
    _own("offer", "供给", "Offer", _IRI, required=True),
    _own("stage", "阶段", "Stage",
         {"type": "string", "enum": ["introduced", "negotiating", "signed", "lost"]},
         required=True),
    _own("occurred_at", "发生时间", "Occurred at", {"type": "string", "format": "date-time"},
         required=True),
    _own("reason", "原因", "Reason", _text()),
    _own("contract_kind", "技术合同类别", "Kind of contract", {"type": "string", "enum": [
        "development", "transfer", "license", "consulting", "service"]}),
    _own("contract_amount_yuan", "合同成交额", "Contract amount in yuan", _YUAN),
    _own("technology_amount_yuan", "技术交易额", "Technology amount in yuan", _YUAN),
))  # fmt: skip

LINE_TYPES: Final[Mapping[str, LineType]] = MappingProxyType(
    {
        kind.name: LineType(
            kind.name, kind.zh, kind.en, tuple(_field_term(f) for f in exchanged_fields(kind))
        )
        for kind in KINDS.values()
    }
    | {"match": MATCH, "deal": DEAL}
)
