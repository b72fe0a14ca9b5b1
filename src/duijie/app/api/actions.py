"""Writes: what another installation sent, with where each line comes from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import transaction

from duijie.app.api.models import ForeignLine
from duijie.app.api.queries import digest_of
from duijie.app.audit.actions import note
from duijie.app.records import actions as records
from duijie.app.records.models import State
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.errors import ExchangeFileError
from duijie.kernel.exchange import BadLine, Head, Line, LineError, Tail, read_head, read_rest
from duijie.kernel.exchange import values_of as values_in
from duijie.kernel.kinds import KINDS, Record
from duijie.kernel.ports import ImportPlan
from duijie.kernel.words import N_

TOGETHER = 500
LONGEST_ID = 500


@dataclass
class Received:
    """What became of the lines of an exchange file (接收结果)."""

    head: Head
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    own: int = 0
    withdrawn: int = 0
    is_whole: bool = False
    refused: list[BadLine] = field(default_factory=list)


def receive(
    actor: Actor, rows: Iterable[bytes], *, own_origin: str, source_name: str, now: datetime
) -> Received:
    """Store what an exchange file holds, in small transactions; return what became of its lines.

    What the file no longer holds, and came the same way before, is withdrawn here too: only when
    the file is whole and none of its lines was refused. What we once sent ourselves stays ours.

    Raises:
        ExchangeFileError: the file does not begin as one.
        DeniedError: the actor may not import.
    """
    require(actor, "exchange.import")
    lines = iter(rows)
    try:
        head = read_head(next(lines, b""))
    except LineError as problem:
        raise ExchangeFileError(path=source_name, why=problem.why) from None
    work = _Receiving(actor, Received(head), own_origin, source_name, now)
    work.take(read_rest(lines))
    return work.done


class _Receiving:
    """One file that is being received: its counts, and the mark of all lines that it names."""

    def __init__(
        self, actor: Actor, done: Received, own_origin: str, source_name: str, now: datetime
    ) -> None:
        self.actor, self.done, self.own, self.now = actor, done, own_origin, now
        self.type, self.mark = done.head.type, uuid4().hex
        self.run_id = 0
        if self.type in KINDS:
            plan = ImportPlan(self.type, source_name, self.mark, f"exchange {done.head.origin}")
            self.run_id = records.start_run(plan, now).pk
        self.rows = 0

    def take(self, rest: Iterator[Line | BadLine | Tail]) -> None:
        """Store everything that follows the head; then withdraw what is missing."""
        while some := list(islice(rest, TOGETHER)):
            lines = [one for one in some if isinstance(one, Line)]
            self.done.refused += [one for one in some if isinstance(one, BadLine)]
            for one in some:
                if isinstance(one, Tail):
                    self.done.is_whole = one.lines >= 0
            self._store(lines)
        if self.done.is_whole and not self.done.refused:
            self._withdraw()
        if self.run_id:
            refused = len(self.done.refused)
            records.finish_run(self.run_id, rows=self.rows, rejected=refused, now=self.now)
        self._note()

    @transaction.atomic
    def _store(self, lines: Sequence[Line]) -> None:
        self.rows += len(lines)
        fresh: dict[tuple[str, str], Line] = {}
        for line in lines:
            said = line.provenance
            if line.type != self.type:
                problem = LineError("@type", N_("is not that of the first line"))
                self.done.refused.append(BadLine(0, problem))
            elif said.origin == self.own:
                self.done.own += 1
            else:
                fresh[said.origin, said.origin_id] = line
        ids = {name for _, name in fresh}
        known = {
            (row.origin, row.origin_id): row
            for row in ForeignLine.objects.filter(type=self.type, origin_id__in=ids)
        }
        there = self._in_force([row.record_id for row in known.values()])
        changed: list[tuple[Line, ForeignLine]] = []
        for place, line in fresh.items():
            row = known.get(place)
            if row is not None and row.digest == digest_of(line) and self._holds(row, there):
                self.done.unchanged += 1
                row.seen_in, row.through = self.mark, self.done.head.origin
                row.save(update_fields=["seen_in", "through"])
            else:
                self.done.changed += row is not None
                self.done.created += row is None
                changed.append((line, self._row(line, row)))
        self._write(changed)

    def _holds(self, row: ForeignLine, there: set[str]) -> bool:
        return not row.is_withdrawn and (self.type not in KINDS or row.record_id in there)

    def _in_force(self, ids: Sequence[str]) -> set[str]:
        if self.type not in KINDS:
            return set()
        rows = table_of(self.type).model.objects.filter(  # type: ignore[attr-defined]
            record_id__in=ids, state=State.PUBLISHED
        )
        return set(rows.values_list("record_id", flat=True))

    def _row(self, line: Line, row: ForeignLine | None) -> ForeignLine:
        said = line.provenance
        row = row or ForeignLine(
            type=line.type,
            origin=said.origin,
            origin_id=said.origin_id,
            record_id=self._local_id(line) if line.type in KINDS else "",
        )
        row.content = {} if line.type in KINDS else dict(line.content)
        row.digest, row.licence, row.visibility = digest_of(line), said.licence, said.visibility
        row.changed_at, row.received_at = said.changed_at, self.now
        row.seen_in, row.through, row.is_withdrawn = self.mark, self.done.head.origin, False
        row.save()
        return row

    def _local_id(self, line: Line) -> str:
        """Return how a record from elsewhere is called here: never as one of ours."""
        said = line.provenance
        place = urlsplit(said.origin)
        number = said.origin_id.partition(":")[2]
        name = f"{line.type}:@{place.netloc}{place.path}:{number}"
        model = table_of(line.type).model
        is_taken = model.objects.filter(record_id=name).exists()  # type: ignore[attr-defined]
        if len(name) > LONGEST_ID or is_taken:
            return f"{line.type}:@{place.netloc[:200]}:~{uuid4().hex}"
        return name

    def _write(self, changed: Sequence[tuple[Line, ForeignLine]]) -> None:
        if not changed or not self.run_id:
            return
        written = []
        for line, row in changed:
            values = values_in(line.type, line.content)
            if row.visibility != "public":
                values["visibility"] = row.visibility
            written.append(Record(line.type, row.record_id, values))
        records.write_records(self.run_id, self.type, written, rows_done=self.rows, now=self.now)

    def _withdraw(self) -> None:
        """Withdraw what came the same way before and is not in this file."""
        missing = ForeignLine.objects.filter(
            type=self.type, through=self.done.head.origin, is_withdrawn=False
        ).exclude(seen_in=self.mark)
        for row in missing.iterator(chunk_size=TOGETHER):
            with transaction.atomic():
                row.is_withdrawn = True
                row.save(update_fields=["is_withdrawn"])
                if self._in_force([row.record_id]):
                    reason = f"withdrawn at {row.through}"
                    records.withdraw(self.actor, row.record_id, now=self.now, reason=reason)
            self.done.withdrawn += 1

    def _note(self) -> None:
        done = self.done
        told = {
            "created": done.created,
            "changed": done.changed,
            "withdrawn": done.withdrawn,
            "refused": len(done.refused),
        }
        subject = f"exchange:{self.type} {done.head.origin}"
        note("exchange.import", subject, by=self.actor, now=self.now, values=told)
