"""What answers look like: JSON Schemas of the document, those of records made from their kinds."""

from typing import Any, Final

from duijie.app.records.models import State
from duijie.kernel.exchange import field_schema
from duijie.kernel.kinds import KINDS, RecordKind

Shape = dict[str, Any]

PROBLEM: Final[Shape] = {
    "type": "object",
    "title": "Problem",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "pattern": "^E-[A-Z]+-[0-9]{3}$"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "additionalProperties": False,
}


def ref(name: str) -> Shape:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def values_shape(kind: RecordKind, *, is_partial: bool) -> Shape:
    """Return the schema of the values of a record as they are sent; null empties a field."""
    properties: Shape = {}
    for spec in kind.fields:
        written = field_schema(spec) | {"title": spec.en, "description": spec.zh}
        if spec.is_required:
            properties[spec.name] = written
        else:
            properties[spec.name] = {"anyOf": [written, {"type": "null"}]}
    shape: Shape = {
        "type": "object",
        "title": kind.en,
        "description": kind.zh,
        "properties": properties,
        "additionalProperties": False,
    }
    required = [spec.name for spec in kind.fields if spec.is_required]
    return shape if is_partial else shape | {"required": required}


def record_shape(kind: RecordKind) -> Shape:
    """Return the schema of a record as it is answered: with the fields that the caller may read."""
    return {
        "type": "object",
        "title": kind.en,
        "properties": {
            "id": {"type": "string"},
            "kind": {"const": kind.name},
            "title": {"type": "string"},
            "teaser": {"type": "string"},
            "state": {"enum": list(State.values)},
            "visibility": {"enum": ["public", "restricted", "private"]},
            "revision": {"type": "integer"},
            "owner": {"type": ["integer", "null"]},
            "is_own": {"type": "boolean"},
            "updated_at": {"type": "string", "format": "date-time"},
            # What was stored before a limit was set is still told: no pattern, only the type.
            "values": {
                "type": "object",
                "properties": {s.name: {"type": _type(field_schema(s))} for s in kind.fields},
                "additionalProperties": False,
            },
            "closed": {"type": "array", "items": {"enum": ["members", "partners"]}},
        },
        "required": ["id", "kind", "title", "state", "visibility", "revision", "values"],
        "additionalProperties": False,
    }


def _type(schema: Shape) -> str:
    return str(schema["type"])


def plain(**properties: Shape | str) -> Shape:
    """Return the schema of an object with these properties, all of them there.

    A name of a type stands for its schema; with a question mark it may be null.
    """
    told: Shape = {}
    for name, said in properties.items():
        if isinstance(said, str):
            types = [said.rstrip("?"), "null"] if said.endswith("?") else said
            told[name] = {"type": types}
        else:
            told[name] = said
    return {
        "type": "object",
        "properties": told,
        "required": list(told),
        "additionalProperties": False,
    }


def page(entry: Shape) -> Shape:
    """Return the schema of a page of a list."""
    return plain(items={"type": "array", "items": entry}, next="string?")


def some(entry: Shape | str) -> Shape:
    """Return the schema of a list."""
    return {"type": "array", "items": {"type": entry} if isinstance(entry, str) else entry}


def record_schemas() -> dict[str, Shape]:
    """Return the schemas that are made from the kinds of record."""
    shapes: dict[str, Shape] = {}
    for kind in KINDS.values():
        shapes[kind.name] = record_shape(kind)
        shapes[f"{kind.name}_new"] = values_shape(kind, is_partial=False)
        shapes[f"{kind.name}_change"] = values_shape(kind, is_partial=True)
    shapes["record"] = {"anyOf": [ref(name) for name in KINDS]}
    shapes["record_new"] = {"anyOf": [ref(f"{name}_new") for name in KINDS]}
    shapes["record_change"] = {"anyOf": [ref(f"{name}_change") for name in KINDS]}
    return shapes
