"""Ingest (采集): files → checked records in a sink, with every problem reported.

source = open_source(Path("成果.csv"))
mapping = propose_mapping(source, "achievement")
report = ingest(source, mapping, sink)
"""

from duijie.ingest.checks import checker_for
from duijie.ingest.duplicates import find_duplicates
from duijie.ingest.importing import (
    IngestOptions,
    ingest,
    unused_confidentiality,
    visibility_header,
)
from duijie.ingest.mapping import (
    ColumnMapping,
    ColumnUse,
    MappingStore,
    check_mapping,
    load_mapping,
    mapping_toml,
    propose_mapping,
    save_mapping,
)
from duijie.ingest.preview import PreviewRow, preview, rows_of, rows_of_records
from duijie.ingest.problem_codes import PROBLEM_CODES, ProblemCode
from duijie.ingest.reporting import IngestReport
from duijie.ingest.sources import FileFormat, Limits, Source, open_source

__all__ = [
    "PROBLEM_CODES",
    "ColumnMapping",
    "ColumnUse",
    "FileFormat",
    "IngestOptions",
    "IngestReport",
    "Limits",
    "MappingStore",
    "PreviewRow",
    "ProblemCode",
    "Source",
    "check_mapping",
    "checker_for",
    "find_duplicates",
    "ingest",
    "load_mapping",
    "mapping_toml",
    "open_source",
    "preview",
    "propose_mapping",
    "rows_of",
    "rows_of_records",
    "save_mapping",
    "unused_confidentiality",
    "visibility_header",
]
