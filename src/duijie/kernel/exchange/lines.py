"""Lines: a record, match or deal as one JSON object of an exchange file, and back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

from duijie.kernel.exchange.documents import LEAVING
from duijie.kernel.exchange.terms import LINE_TYPES, VERSION, exchanged_fields
from duijie.kernel.kinds import KINDS, FieldType, Record, Value, kind_named
from duijie.kernel.words import N_, Lang, Phrase

Plain = str | int | float | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]
_ORIGIN = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a line comes from (来源): the installation, the id there, and the terms of use."""

    origin: str
    origin_id: str
    licence: str
    visibility: str
    changed_at: datetime

    def stated(self) -> dict[str, str]:
        """Return it as it stands in a line."""
        return {
            "origin": self.origin,
            "id": self.origin_id,
            "licence": self.licence,
            "visibility": self.visibility,
            "changed_at": self.changed_at.astimezone(UTC).isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an exchange file (交换行)."""

    type: str
    content: Mapping[str, Any]
    provenance: Provenance

    def written(self) -> dict[str, Any]:
        """Return the line as a JSON value, with its context and its name on the web."""
        said = self.provenance
        return {
            "@context": f"{said.origin}/exchange/{VERSION}/context/{self.type}.jsonld",
            "@id": iri_of(said.origin, said.origin_id),
            "@type": self.type,
            "content": dict(self.content),
            "provenance": said.stated(),
        }


class LineError(ValueError):
    """A line cannot be used (交换行有误): the place in it, and what is wrong there."""

    def __init__(self, place: str, why: str, **values: object) -> None:
        self.place, self.why = place, Phrase(why, **values)
        super().__init__(f"{place}: {self.why}" if place else str(self.why))

    def worded(self, lang: Lang) -> str:
        """Return place and reason in a language."""
        told = self.why.worded(lang)
        return f"{self.place}: {told}" if self.place else told


def iri_of(origin: str, origin_id: str) -> str:
    """Return what a record is called on the web.

    >>> iri_of("https://a.example", "need:7 号")
    'https://a.example/exchange/v1/id/need:7%20%E5%8F%B7'
    """
    return f"{origin}/exchange/{VERSION}/id/{quote(origin_id, safe=':~-._')}"


def content_of(record: Record) -> dict[str, Any]:
    """Return what of a record may leave: never what is for partners only."""
    content: dict[str, Any] = {}
    for spec in exchanged_fields(kind_named(record.kind)):
        value = record.values.get(spec.name)
        if value is None or value in ("", ()):
            continue
        if isinstance(value, date):
            content[spec.name] = value.isoformat()
        else:
            content[spec.name] = list(value) if isinstance(value, tuple) else value
    return content


def values_of(kind_name: str, content: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values of a record from a content that was checked."""
    values: dict[str, Value] = {}
    for spec in exchanged_fields(kind_named(kind_name)):
        value = content.get(spec.name)
        if value is None:
            continue
        if spec.type is FieldType.DATE:
            values[spec.name] = date.fromisoformat(value)
        else:
            values[spec.name] = tuple(value) if isinstance(value, list) else value
    return values


def read_line(value: object) -> Line:
    """Return a line from a JSON value; every value is checked against its term.

    Raises:
        LineError: it says nothing that the format knows.
    """
    if not isinstance(value, dict) or str(value.get("@type")) not in LINE_TYPES:
        raise LineError("@type", N_("is none of the types that exist"))
    if set(value) - {"@context", "@id", "@type", "content", "provenance"}:
        raise LineError("", N_("it has entries that are not known here"))
    name = value["@type"]
    line = Line(name, checked_content(name, value.get("content")), _provenance(value))
    said = line.provenance
    if value.get("@id") != iri_of(said.origin, said.origin_id):
        raise LineError("@id", N_("does not name what provenance names"))
    if name in KINDS and said.origin_id.partition(":")[0] != name:
        raise LineError("provenance.id", N_("is not of this type"))
    return line


def checked_content(name: str, content: object) -> dict[str, Any]:
    """Return the content of a line of a type when each of its values fits its term.

    Raises:
        LineError: one does not, or one that is required is missing.
    """
    if not isinstance(content, dict):
        raise LineError("content", N_("an object is expected"))
    terms = {term.name: term for term in LINE_TYPES[name].terms}
    unknown = set(content) - set(terms)
    if unknown:
        raise LineError(f"content.{min(unknown)[:100]}", N_("is not known here"))
    for term in terms.values():
        if term.name in content:
            check_value(content[term.name], term.schema, f"content.{term.name}")
        elif term.is_required:
            raise LineError(f"content.{term.name}", N_("is missing"))
    return content


def check_value(value: object, schema: Mapping[str, Any], place: str) -> None:
    """Let a value pass that fits its schema; of JSON Schema only what our terms use.

    Raises:
        LineError: it does not fit.
    """
    _CHECKS[schema["type"]](value, schema, place)


def _string(value: object, schema: Mapping[str, Any], place: str) -> None:
    if not isinstance(value, str):
        raise LineError(place, N_("a text is expected"))
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 2000):
        raise LineError(place, N_("is too long or empty"))
    if "\x00" in value or value.isspace():  # no database of ours holds a NUL in a text
        raise LineError(place, N_("is not written as it must be"))
    if "enum" in schema and value not in schema["enum"]:
        known = ", ".join(schema["enum"])
        raise LineError(place, N_("one of these is expected: %(known)s"), known=known)
    if "pattern" in schema and not re.search(schema["pattern"], value):
        raise LineError(place, N_("is not written as it must be"))
    if schema.get("format") in {"date", "date-time"}:
        _moment(value, place, is_day=schema["format"] == "date")


def _moment(value: str, place: str, *, is_day: bool) -> None:
    if is_day and len(value) != len("2026-01-31"):
        raise LineError(place, N_("a date is written like 2023-01-31"))
    try:
        read = date.fromisoformat(value) if is_day else datetime.fromisoformat(value)
        if isinstance(read, datetime) and read.tzinfo is not None:
            read.astimezone(UTC)  # the first and last hours of the calendar are none of UTC's
    except (ValueError, OverflowError):
        raise LineError(place, N_("a date is written like 2023-01-31")) from None
    if isinstance(read, datetime) and read.tzinfo is None:
        raise LineError(place, N_("has no time zone"))


def _number(value: object, schema: Mapping[str, Any], place: str) -> None:
    allowed: tuple[type, ...] = (int,) if schema["type"] == "integer" else (int, float)
    if isinstance(value, bool) or not isinstance(value, allowed):
        raise LineError(place, N_("a number is expected"))
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise LineError(place, N_("is too small or too large"))


def _array(value: object, schema: Mapping[str, Any], place: str) -> None:
    if not isinstance(value, list):
        raise LineError(place, N_("a list is expected"))
    if not schema.get("minItems", 0) <= len(value) <= schema["maxItems"]:
        raise LineError(place, N_("has too many entries, or none"))
    for one in value:
        check_value(one, schema["items"], place)


def _object(value: object, schema: Mapping[str, Any], place: str) -> None:
    if not isinstance(value, dict):
        raise LineError(place, N_("an object is expected"))
    if set(value) - set(schema["properties"]) or set(schema["required"]) - set(value):
        raise LineError(place, N_("has unknown or missing entries"))
    for name, inner in value.items():
        check_value(inner, schema["properties"][name], f"{place}.{name}")


_CHECKS = {
    "string": _string,
    "integer": _number,
    "number": _number,
    "array": _array,
    "object": _object,
}


def _provenance(value: Mapping[str, Any]) -> Provenance:
    said = value.get("provenance")
    places = {"origin": 300, "id": 520, "licence": 200, "visibility": 20, "changed_at": 40}
    if not isinstance(said, dict) or set(said) != set(places):
        raise LineError("provenance", N_("has unknown or missing entries"))
    for name, longest in places.items():
        check_value(said[name], {"type": "string", "maxLength": longest}, f"provenance.{name}")
    if not _ORIGIN.fullmatch(said["origin"]) or not said["id"]:
        raise LineError("provenance.origin", N_("is no address"))
    if said["visibility"] not in LEAVING:
        raise LineError("provenance.visibility", N_("this may not leave where it is"))
    _moment(said["changed_at"], "provenance.changed_at", is_day=False)
    return Provenance(
        origin=said["origin"],
        origin_id=said["id"],
        licence=said["licence"],
        visibility=said["visibility"],
        changed_at=datetime.fromisoformat(said["changed_at"]),
    )
