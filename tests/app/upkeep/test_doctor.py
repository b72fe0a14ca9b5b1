"""The doctor says what is wrong and what to do."""

from pathlib import Path

import pytest

from duijie.kernel.home import Home
from tests.app.calls import Call
from tests.app.stores import copied_home, only_sqlite


def findings(duijie: Call, home: Path, *before: str) -> dict[str, tuple[str, str]]:
    said = duijie(home, *before, "doctor", "--json")
    return {one["what"]: (one["state"], one["remedy"]) for one in said.json}


def test_a_good_installation_without_a_site_lacks_only_its_worker(
    duijie: Call, library: Path, tmp_path: Path
) -> None:
    home = copied_home(library, tmp_path / "home")
    found = findings(duijie, home)
    assert found["Database"][0] == found["Search index"][0] == found["Audit log"][0] == "good"
    assert found["Worker"] == ("doubtful", "Start the site with its worker: duijie serve")
    assert duijie(home, "doctor").code == 0


def test_an_installation_without_an_index_is_told_how_to_build_one(
    duijie: Call, home: Home
) -> None:
    assert findings(duijie, home.path)["Search index"] == (
        "doubtful",
        "Please run: duijie index build",
    )


@only_sqlite
def test_a_damaged_database_leads_to_the_backup(duijie: Call, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "duijie.sqlite3").write_bytes(b"this is no database" * 1000)
    said = duijie(home, "doctor", "--lang", "en")
    assert said.code == 1
    assert "✗ Database: file is not a database" in said.out
    assert "duijie restore FILE" in said.out


def test_an_address_without_encryption_is_a_fault(
    duijie: Call, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_WEB_PUBLIC_URL", "http://duijie.example.cn")
    assert findings(duijie, home.path)["Address"][0] == "bad"


def test_an_audit_log_that_was_tampered_with_is_a_fault(duijie: Call, records: Home) -> None:
    from duijie.app.audit.actions import note
    from duijie.app.audit.models import AuditEntry
    from duijie.app.shared.actors import NOBODY
    from tests.app.web import NOW

    note("records.see", "need:1", by=NOBODY, now=NOW)
    note("records.see", "need:2", by=NOBODY, now=NOW)
    assert findings(duijie, records.path)["Audit log"][0] == "good"
    AuditEntry.objects.filter(subject="need:1").update(subject="need:3")
    assert findings(duijie, records.path)["Audit log"][0] == "bad"
