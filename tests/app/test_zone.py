"""The zone that pages show moments in is that of the system, by a name."""

from pathlib import Path

import pytest

from duijie.app import zone


def test_the_zone_of_the_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Asia/Shanghai")
    assert zone.system_zone() == "Asia/Shanghai"


def test_the_zone_of_the_system_is_read_from_its_link(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    monkeypatch.setattr(zone, "_LOCALTIME", link)
    monkeypatch.setattr(zone, "_WRITTEN", tmp_path / "none")
    assert zone.system_zone() == "Europe/Berlin"


def test_a_zone_without_a_name_has_one_of_its_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Nowhere/Nothing")
    assert zone.system_zone() in {"UTC", *(f"Etc/GMT{n:+d}" for n in range(-14, 13))}
