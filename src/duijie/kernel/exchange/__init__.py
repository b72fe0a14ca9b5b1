"""The open exchange format (开放交换格式): records, matches and deals between installations."""

from duijie.kernel.exchange.documents import (
    content_schema,
    context_of,
    document_named,
    published,
    schema_of,
)
from duijie.kernel.exchange.files import BadLine, Head, Tail, read_head, read_rest, write_file
from duijie.kernel.exchange.lines import (
    Line,
    LineError,
    Provenance,
    check_value,
    content_of,
    iri_of,
    read_line,
    values_of,
)
from duijie.kernel.exchange.terms import LINE_TYPES, VERSION, LineType, Term, field_schema

__all__ = [
    "LINE_TYPES",
    "VERSION",
    "BadLine",
    "Head",
    "Line",
    "LineError",
    "LineType",
    "Provenance",
    "Tail",
    "Term",
    "check_value",
    "content_of",
    "content_schema",
    "context_of",
    "document_named",
    "field_schema",
    "iri_of",
    "published",
    "read_head",
    "read_line",
    "read_rest",
    "schema_of",
    "values_of",
    "write_file",
]
