"""`ingest`: a source, a mapping and a sink → records stored and a report."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

from duijie.ingest.checks import looks_confidential
from duijie.ingest.chunks import CheckedChunk, CheckPlan, checked_chunks
from duijie.ingest.mapping import ColumnMapping, check_mapping
from duijie.ingest.repeats import SeenIds
from duijie.ingest.reporting import IngestReport, ProblemLog
from duijie.ingest.sources import Source
from duijie.ingest.worker import checked_chunks_aside
from duijie.kernel.errors import SourceError
from duijie.kernel.kinds import Record, kind_named
from duijie.kernel.ports import ChunkCounts, ImportPlan, ImportRun, Progress, RecordSink, silent
from duijie.kernel.problems import Problem, Severity
from duijie.kernel.words import N_, Lang

# Starting a process costs about half a second: not for a file that is read in less.
_LARGE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How an import is run (导入选项).

    `workers` is how many further processes check rows: None takes one for a large file, 0 none.
    `withdraw_missing` withdraws the records of this kind that a full import no longer holds. A
    record whose row was rejected stays; a rejected row that may be any record stops withdrawing.
    `visibility` is that of rows that name none; empty: public, as nobody has chosen.
    """

    withdraw_missing: bool = False
    report_path: Path | None = None
    lang: Lang = "en"
    chunk_rows: int = 2000
    workers: int | None = None
    today: date | None = None
    visibility: str = ""

    @property
    def stored_visibility(self) -> str:
        """Return what is stored with rows that name no visibility; public is stored as nothing."""
        return "" if self.visibility == "public" else self.visibility


def ingest(
    source: Source,
    mapping: ColumnMapping,
    sink: RecordSink,
    *,
    options: IngestOptions | None = None,
    progress: Progress = silent,
) -> IngestReport:
    """Import the rows of a source into a sink and return what became of them (采集).

    Rows are read, checked and stored chunk by chunk; memory does not grow with the file. A bad row
    is a problem in the report and never stops the others. Of rows with the same number the first
    is kept. An interrupted import of the same file with the same mapping is taken up where it
    stopped: rows stored before are checked again for a whole report, but not stored again.

    Raises:
        MappingError: the mapping does not fit the source.
        SourceError: the file cannot be read, or not to its end; what was stored until then stays,
            and nothing is withdrawn.
    """
    options = options or IngestOptions()
    check_mapping(mapping, source)
    kind = kind_named(mapping.kind)
    plan = ImportPlan(
        kind=kind.name,
        source_name=source.name,
        source_hash=content_hash(source),
        mapping_hash=mapping.digest + options.stored_visibility,
        withdraw_missing=options.withdraw_missing,
    )
    work = _Work(sink.start(plan), sink, source)
    estimate = source.estimated_rows
    with ProblemLog(options.report_path, kind, options.lang) as log:
        log.extend(source.problems)
        log.extend(_unused_confidentiality(source, mapping, options))
        for chunk in _chunks(source, mapping, options):
            work.store(chunk, log)
            progress("import", work.rows, estimate and max(estimate, work.rows))
        progress("import", work.rows, work.rows)
        return replace(
            work.finish(),
            problem_counts=dict(sorted(log.counts.items())),
            problems=tuple(log.first),
            unused_headers=mapping.unused_headers,
            visibility_header=visibility_header(mapping),
            default_visibility=options.visibility or "public",
            report_path=options.report_path,
        )


def visibility_header(mapping: ColumnMapping) -> str:
    """Return the column that says who may see a record (公开范围); "" when there is none."""
    return next((column.header for column in mapping.used if column.field == "visibility"), "")


def unused_confidentiality(mapping: ColumnMapping) -> tuple[str, ...]:
    """Return the unused columns that look as if they said who may see a record (疑似密级列)."""
    return tuple(header for header in mapping.unused_headers if looks_confidential(header))


def _unused_confidentiality(
    source: Source, mapping: ColumnMapping, options: IngestOptions
) -> list[Problem]:
    return [
        Problem(source.header_row, "visibility", header, "P-VISIBILITY-COLUMN", Severity.NOTED)
        for header in unused_confidentiality(mapping)
        if not options.visibility
    ]


def content_hash(source: Source) -> str:
    """Return what recognises the same content of a file, and the same sheet of a workbook."""
    digest = blake2b(source.sheet.encode(), digest_size=16)
    with source.path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _chunks(
    source: Source, mapping: ColumnMapping, options: IngestOptions
) -> Iterator[CheckedChunk]:
    plan = CheckPlan(
        source, mapping, options.chunk_rows, options.today, options.stored_visibility
    ).without_sample
    is_large = source.size_bytes > _LARGE_BYTES
    workers = int(is_large) if options.workers is None else options.workers
    return checked_chunks_aside(plan) if workers else checked_chunks(plan)


class _Work:
    """The counts of a running import."""

    def __init__(self, run: ImportRun, sink: RecordSink, source: Source) -> None:
        self._run = run
        self._sink = sink
        self._source = source
        self._kind = run.plan.kind
        self._header_row = source.header_row
        self._seen = SeenIds()
        self.rows = self.accepted = self.rejected = self.repaired = self.unidentified = 0
        self.counts = ChunkCounts()

    def store(self, chunk: CheckedChunk, log: ProblemLog) -> None:
        """Store what is new in a chunk, and take note of its problems."""
        repeats = self._seen.take(chunk.record_ids)
        kept = [place for place, is_repeat in enumerate(repeats) if not is_repeat]
        problems = chunk.problems
        if len(kept) < len(repeats):
            repeated = [
                self._repeat(chunk, place) for place, is_repeat in enumerate(repeats) if is_repeat
            ]
            problems = sorted([*problems, *repeated], key=lambda problem: problem.row)
        log.extend(problems)
        rejected = chunk.rejected + len(repeats) - len(kept)
        self.rejected += rejected
        self.unidentified += chunk.unidentified
        self.accepted += len(kept)
        self.rows += rejected + len(kept)
        stored = {chunk.rows[place] for place in kept} if chunk.repaired_rows else set()
        self.repaired += sum(1 for row in chunk.repaired_rows if row in stored)
        done = self._run.rows_done + self._header_row
        if chunk.last_row <= done:
            return
        records = [
            Record(self._kind, chunk.record_ids[place], chunk.values[place])
            for place in kept
            if chunk.rows[place] > done
        ]
        counts = self._sink.write(
            self._run,
            records,
            rows_done=chunk.last_row - self._header_row,
            seen=chunk.rejected_ids,
        )
        self.counts = ChunkCounts(
            self.counts.created + counts.created,
            self.counts.updated + counts.updated,
            self.counts.unchanged + counts.unchanged,
        )

    def finish(self) -> IngestReport:
        """End the run and return its counts."""
        wishes_withdrawal = self._run.plan.withdraw_missing
        if wishes_withdrawal and not self.accepted:
            raise SourceError(
                path=self._source.path,
                why=N_("none of its rows could be imported, so nothing was withdrawn"),
                remedy=N_("Correct the rows that the report names."),
            )
        withdrawn = self._sink.finish(
            self._run, rows=self.rows, rejected=self.rejected, unidentified=self.unidentified
        )
        return IngestReport(
            kind=self._kind,
            source_name=self._source.name,
            run_id=self._run.run_id,
            rows=self.rows,
            accepted=self.accepted,
            rejected=self.rejected,
            repaired=self.repaired,
            created=self.counts.created,
            updated=self.counts.updated,
            unchanged=self.counts.unchanged,
            withdrawn=withdrawn,
            withdrawal_held_back=self.unidentified if wishes_withdrawal else 0,
            resumed_after=self._run.rows_done,
        )

    def _repeat(self, chunk: CheckedChunk, place: int) -> Problem:
        record_id = chunk.record_ids[place]
        is_numbered = not record_id.startswith(f"{self._kind}:~")
        code = "P-ID-REPEATED" if is_numbered else "P-ROW-REPEATED"
        shown = record_id.partition(":")[2] if is_numbered else ""
        return Problem(chunk.rows[place], "", shown, code, Severity.REJECTED)
