"""`Document`: what the engine sees of a record, whatever its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from duijie.kernel.kinds import Disclosure, FieldRole, Record, Value, kind_named

FACETS = (
    "organization",
    "organization_id",
    "region_code",
    "industry_code",
    "ipc_codes",
    "keywords",
    "trl",
    "budget_yuan",
    "dated_on",
    "valid_until",
    "visibility",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A searchable view of one record (文档): title, text and facets.

    `record_id` is `kind:identifier`, e.g. `achievement:2024-0017`. `text` holds the text fields of
    the record, one after another, separated by newlines; evidence offsets count characters of
    `title` or `text` as they stand here. `organization` names the holder or requester.
    """

    record_id: str
    kind: str
    title: str
    text: str = ""
    keywords: tuple[str, ...] = ()
    organization: str = ""
    organization_id: str = ""
    region_code: str = ""
    industry_code: str = ""
    ipc_codes: tuple[str, ...] = ()
    trl: int | None = None
    budget_yuan: int | None = None
    dated_on: date | None = None
    valid_until: date | None = None
    visibility: str = "public"
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        """Return what identifies the owning organisation: its code, else its name."""
        return self.organization_id or self.organization


def to_document(record: Record) -> Document:
    """Return the searchable view of a record, by the roles its kind gives to the fields.

    What only partners may read is left out.

    >>> record = Record("need", "need:1", {"title": "防爆电池", "description": "不起火。"})
    >>> to_document(record).text
    '不起火。'
    """
    kind = kind_named(record.kind)
    texts: list[str] = []
    facets: dict[str, Value] = {}
    attributes: dict[str, str] = {}
    for spec in kind.fields:
        value = record.values.get(spec.name)
        if value is None or value in ("", ()) or spec.disclosure is Disclosure.PARTNERS:
            continue
        if spec.role is FieldRole.TEXT and spec.facet != "keywords":
            texts.append("、".join(value) if isinstance(value, tuple) else str(value))
        if spec.facet:
            facets[spec.facet] = value
        elif spec.role is FieldRole.ATTRIBUTE:
            attributes[spec.name] = ", ".join(value) if isinstance(value, tuple) else str(value)
    title = record.values.get(kind.title.name)
    return Document(
        record_id=record.record_id,
        kind=record.kind,
        title=str(title or ""),
        text="\n".join(texts),
        attributes=attributes,
        **facets,  # type: ignore[arg-type]  # names and types agree: tests/kernel/test_kinds.py
    )
