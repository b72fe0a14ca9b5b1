"""One whole import of a file, as the command line does it."""

from pathlib import Path
from typing import Any

from duijie.ingest import IngestOptions, Limits, ingest, open_source, propose_mapping
from duijie.kernel.errors import MappingError, SourceError
from tests.ingest.support.memory_sink import MemorySink


def attempt(path: Path) -> dict[str, Any]:
    """Return how the import of a file of needs ended."""
    report_path = path.with_suffix(".report.csv")
    try:
        source = open_source(path, limits=Limits(unpacked_megabytes=64))
        sink = MemorySink()
        report = ingest(
            source,
            propose_mapping(source, "need"),
            sink,
            options=IngestOptions(report_path=report_path, workers=0),
        )
    except (SourceError, MappingError) as error:
        return {"error": error.code, "message": error.message("en")}
    assert len(sink.live()) == report.accepted
    assert report.rows == report.accepted + report.rejected
    return {
        "error": "",
        "counts": report.problem_counts,
        "accepted": report.accepted,
        "rejected": report.rejected,
    }
