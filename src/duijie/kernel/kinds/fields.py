"""What a field of a record kind is: label, synonyms, type and role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Value = str | int | date | tuple[str, ...] | None


class FieldType(StrEnum):
    """How a value is written and checked (字段类型)."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    KEYWORDS = "keywords"
    CHOICE = "choice"
    TRL = "trl"
    MONEY = "money"
    DATE = "date"
    USCC = "uscc"
    PATENT_NUMBER = "patent_number"
    REGION = "region"
    INDUSTRY = "industry"
    IPC = "ipc"
    DISCIPLINE = "discipline"


class FieldRole(StrEnum):
    """What the engine does with a field (字段用途)."""

    IDENTIFIER = "identifier"
    TITLE = "title"
    TEXT = "text"
    FACET = "facet"
    ATTRIBUTE = "attribute"


class Disclosure(StrEnum):
    """Who may read a field of a record that they may see (披露层级), widest first."""

    PUBLIC = "public"
    MEMBERS = "members"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a code list (代码项), with its labels and accepted spellings."""

    code: str
    zh: str
    en: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record kind (字段), defined once.

    `facet` names the field of `Document` that this one fills (e.g. `region_code`).
    `synonyms` are further column headers, in Chinese or English, that mean this field. What only
    partners may read (`disclosure`) is never part of a document, so that no index holds it.
    """

    name: str
    zh: str
    en: str
    type: FieldType
    role: FieldRole
    facet: str = ""
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    max_length: int = 500
    disclosure: Disclosure = Disclosure.PUBLIC


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record (记录类别): its name, labels and fields."""

    name: str
    zh: str
    en: str
    fields: tuple[FieldSpec, ...]

    @property
    def identifier(self) -> FieldSpec:
        """Return the field that identifies a record of this kind in its own world."""
        return next(f for f in self.fields if f.role is FieldRole.IDENTIFIER)

    @property
    def title(self) -> FieldSpec:
        """Return the field that names a record for people."""
        return next(f for f in self.fields if f.role is FieldRole.TITLE)

    def field(self, name: str) -> FieldSpec:
        """Return the field of a name; KeyError when there is none."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Record:
    """A checked record (记录): values by field name, in the types of `Value`."""

    kind: str
    record_id: str
    values: Mapping[str, Value]


VISIBILITIES = (
    Choice("public", "公开", "Public", ("公布", "完全公开", "不保密", "open")),
    Choice("restricted", "限制公开", "Restricted", ("会员可见", "部分公开", "members")),
    Choice(
        "private", "不公开", "Private", ("保密", "内部", "秘密", "机密", "绝密", "涉密", "closed")
    ),
)


def partner_details_field() -> FieldSpec:
    """Return the field that opens only to partners (洽谈资料): terms, contacts, know-how."""
    return FieldSpec(
        "partner_details", "洽谈资料", "Details for partners", FieldType.LONG_TEXT,
        FieldRole.ATTRIBUTE, max_length=50_000, disclosure=Disclosure.PARTNERS,
        synonyms=("商务资料", "合作资料", "仅合作方可见", "partner details", "details for partners only"),
    )  # fmt: skip


def visibility_field() -> FieldSpec:
    """Return the field that says who may see a record (公开范围); every kind has it."""
    return FieldSpec(
        "visibility", "公开范围", "Visibility", FieldType.CHOICE, FieldRole.FACET,
        facet="visibility",
        synonyms=("公开", "是否公开", "公开程度", "可见范围", "公开方式", "知悉范围", "密级", "保密级别",
                  "保密等级", "是否保密", "是否涉密", "access", "confidentiality", "confidential"),
        choices=VISIBILITIES,
    )  # fmt: skip
