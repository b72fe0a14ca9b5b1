"""Sources (来源): files → rows of cells, whatever their format and encoding."""

from duijie.ingest.sources.opening import open_source
from duijie.ingest.sources.source import Cells, FileFormat, Limits, RowFault, Source, known_header

__all__ = [
    "Cells",
    "FileFormat",
    "Limits",
    "RowFault",
    "Source",
    "known_header",
    "open_source",
]
