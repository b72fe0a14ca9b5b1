"""The database sink does what every record sink must do."""

from datetime import UTC, datetime
from typing import Any

import pytest

from duijie.app.records.queries import live_records
from duijie.app.records.sink import DatabaseSink
from duijie.ingest.conformance import SinkConformance
from duijie.kernel.home import Home
from duijie.kernel.kinds import KINDS, Value
from duijie.kernel.ports import RecordSink


class TestDatabaseSink(SinkConformance):
    """The sink that the command line hands to `ingest`."""

    @pytest.fixture
    def sink(self, records: Home) -> RecordSink:
        return DatabaseSink(lambda: datetime(2026, 11, 1, 9, 0, tzinfo=UTC))

    def live(self, sink: Any) -> dict[str, dict[str, Value]]:
        del sink
        return {
            record.record_id: dict(record.values) for kind in KINDS for record in live_records(kind)
        }

    def reopened(self, sink: RecordSink) -> RecordSink:
        from django.db import connection

        connection.close()
        return DatabaseSink(lambda: datetime(2026, 11, 2, 9, 0, tzinfo=UTC))
