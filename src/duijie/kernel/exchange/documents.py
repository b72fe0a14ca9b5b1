"""The two documents of a type of line: its JSON Schema (2020-12) and its JSON-LD context."""

from pathlib import Path
from typing import Any, Final

from duijie.kernel.exchange.terms import LINE_TYPES, OWN, SCHEMA_ORG, VERSION, XSD, LineType, Term
from duijie.kernel.kinds import VISIBILITIES

PROV: Final = "http://www.w3.org/ns/prov#"
DCTERMS: Final = "http://purl.org/dc/terms/"
FOLDER: Final = Path(__file__).parent / VERSION
# What is private never leaves, so no line may say that it is.
LEAVING: Final = tuple(one.code for one in VISIBILITIES if one.code != "private")

_ORIGIN = {"type": "string", "pattern": "^https?://[^\\s/?#]+(/[^\\s?#]*)?$", "maxLength": 300}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a line of a type.

    >>> schema_of("need")["$id"]
    'urn:duijie:exchange:v1:schema:need'
    """
    line = LINE_TYPES[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{OWN}schema:{name}",
        "title": line.en,
        "description": line.zh,
        "type": "object",
        "properties": {
            "@context": {"type": "string", "format": "iri", "maxLength": 400},
            "@id": {"type": "string", "format": "iri", "minLength": 1, "maxLength": 2000},
            "@type": {"const": name},
            "content": content_schema(line),
            "provenance": _provenance(),
        },
        "required": ["@context", "@id", "@type", "content", "provenance"],
        "additionalProperties": False,
    }


def content_schema(line: LineType) -> dict[str, Any]:
    """Return the JSON Schema of the content of a line."""
    return {
        "type": "object",
        "properties": {term.name: _labelled(term) for term in line.terms},
        "required": [term.name for term in line.terms if term.is_required],
        "additionalProperties": False,
    }


def _labelled(term: Term) -> dict[str, Any]:
    return {"title": term.en, "description": term.zh, **term.schema}


def _provenance() -> dict[str, Any]:
    """Return the schema of where a line comes from (来源): it stays when a line is passed on."""
    return {
        "type": "object",
        "properties": {
            "origin": _ORIGIN,
            "id": {"type": "string", "minLength": 1, "maxLength": 520},
            "licence": {"type": "string", "maxLength": 200},
            "visibility": {"type": "string", "enum": list(LEAVING)},
            "changed_at": {"type": "string", "format": "date-time"},
        },
        "required": ["origin", "id", "licence", "visibility", "changed_at"],
        "additionalProperties": False,
    }


def context_of(name: str) -> dict[str, Any]:
    """Return the JSON-LD 1.1 context of a line of a type: what each of its terms means."""
    line = LINE_TYPES[name]
    terms: dict[str, Any] = {term.name: _meaning(term) for term in line.terms}
    return {
        "@context": {
            "@version": 1.1,
            "schema": SCHEMA_ORG,
            "xsd": XSD,
            "prov": PROV,
            "dcterms": DCTERMS,
            name: f"{OWN}{name}",
            # The content is about the record itself: its terms are those of the line.
            "content": "@nest",
            "provenance": {"@id": "prov:wasDerivedFrom", "@context": _provenance_context()},
            **terms,
        }
    }


def _provenance_context() -> dict[str, Any]:
    return {
        "origin": {"@id": "dcterms:publisher", "@type": "@id"},
        "id": "dcterms:identifier",
        "licence": "dcterms:license",
        "visibility": "dcterms:accessRights",
        "changed_at": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
    }


def _meaning(term: Term) -> dict[str, Any]:
    schema, meaning = term.schema, {"@id": term.iri, "@nest": "content"}
    types = {"date": "xsd:date", "date-time": "xsd:dateTime", "iri": "@id"}
    if schema.get("format") in types:
        meaning["@type"] = types[schema["format"]]
    elif schema["type"] in {"integer", "number"}:
        meaning["@type"] = "xsd:integer" if schema["type"] == "integer" else "xsd:decimal"
    elif schema["type"] == "array":
        is_words = schema["items"]["type"] == "string"
        meaning |= {"@container": "@set"} if is_words else {"@type": "@json"}
    return meaning


def document_named(path: str) -> bytes | None:
    """Return a document as it was published with this version, or None; the files never change."""
    if path not in published_names():
        return None
    return (FOLDER / path).read_bytes()


def published_names() -> frozenset[str]:
    """Return the paths of all documents of this version."""
    schemas = {f"schema/{name}.json" for name in LINE_TYPES}
    return frozenset(schemas | {f"context/{name}.jsonld" for name in LINE_TYPES})


def published() -> dict[str, dict[str, Any]]:
    """Return every document as the terms make it, by its path; a test compares the files."""
    found: dict[str, dict[str, Any]] = {}
    for name in LINE_TYPES:
        found[f"schema/{name}.json"] = schema_of(name)
        found[f"context/{name}.jsonld"] = context_of(name)
    return found
