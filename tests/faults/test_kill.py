"""Real processes are killed with SIGKILL; the long version is `make bench-faults`."""

from pathlib import Path

from benchmarks.faults.run import run


def test_after_kills_during_import_update_and_rebuild_nothing_is_lost_or_half(
    tmp_path: Path,
) -> None:
    found = run(tmp_path, kills=6, seed=3, achievements=1500)
    assert {one["scene"] for one in found} == {"import", "update", "rebuild"}
    assert any(one["was_running"] for one in found)
    assert [fault for one in found for fault in one["faults"]] == []  # type: ignore[attr-defined]
