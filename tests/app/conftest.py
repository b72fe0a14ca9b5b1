"""Fixtures of the app: a fresh home with a real database."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from duijie.app import database
from duijie.app.records import opening
from duijie.app.records.opening import open_records
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings
from tests.app import postgres
from tests.app.calls import Call, Said, call_inside
from tests.app.web import People, make_people

LIBRARY = {
    "achievement": """
成果登记号,成果名称,成果简介,技术成熟度,持有单位,行政区划代码,完成日期
A1,高速颗粒缺陷在线检测机,核心算法能检测出40微米的颗粒缺陷，检出率达到98%。面向氟聚合物颗粒生产线。,7,电子科技大学长三角研究院,330402,2024-05-01
A2,防爆锂离子电池,针刺不起火，可在-20℃至60℃使用，循环寿命3000次。,8,嘉兴某电池有限公司,330402,2023-03-05
A3,水性环氧防腐涂料,用于海上风电塔筒，耐盐雾2000小时。,6,浙江某大学,330106,2022-01-10
A4,钠离子电池正极材料,层状氧化物正极材料，克容量达到150mAh/g。,5,浙江某大学,330106,2024-09-09
A5,"=HYPERLINK(""x"")公式名称的锂离子电池隔膜",锂离子电池隔膜，厚度12微米。,5,浙江某大学,330106,2024-09-09
""",
    "need": """
需求编号,需求名称,需求内容,需求单位,行政区划代码
N1,颗粒缺陷在线检测,希望在线检测含氟聚合物颗粒的缺陷，检出率不低于95%。,某氟材料公司,330402
N2,防爆锂离子电池,需要防爆锂离子电池，-20℃可用，循环寿命不低于2000次。,某矿用设备公司,330402
""",
}


@pytest.fixture(scope="session", autouse=True)
def uncollected() -> Iterator[None]:
    """Let pages find their styles in the sources, whatever was collected in a home of this machine.

    Django's settings are read before a test has a home of its own.
    """
    from django.test import override_settings

    found = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STORAGES={"default": default, "staticfiles": found}):
        yield


@pytest.fixture(scope="session", autouse=True)
def migrated_once(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """Let new databases of this process start from one that was migrated: it takes a second."""
    from django.db import connection

    migrate, folder = opening.bring_up_to_date, tmp_path_factory.mktemp("migrated")
    described = database.described

    def elsewhere(home: Home, settings: Settings) -> dict[str, Any]:
        template = postgres.EMPTY if home.path != folder else "template0"
        name = postgres.name_of(home) if home.path != folder else postgres.EMPTY
        values = dict(settings.values) | {"database.url": postgres.made(name, template)}
        return described(home, Settings(values))

    def from_template(home: Home) -> None:
        if not postgres.ON_POSTGRES and not home.database.exists():
            shutil.copyfile(Home(folder).database, home.database)
            home.database.chmod(0o600)
        migrate(home)

    moved = elsewhere if postgres.ON_POSTGRES else described
    with mock.patch.object(database, "described", moved):
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            open_records(Home(folder))
            connection.close()
        with mock.patch.object(opening, "bring_up_to_date", from_template):
            yield


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_once() -> Iterator[None]:
    """Hash passwords quickly: a slow hash is a second for every set of personas."""
    from django.test import override_settings

    quick = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[quick]):
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


@pytest.fixture
def records(home: Home, django_db_blocker: pytest.FixtureRequest) -> Iterator[Home]:
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        open_records(home)
        yield home
        connection.close()


@pytest.fixture(scope="session")
def duijie(django_db_blocker: pytest.FixtureRequest) -> Call:
    """Return what calls `duijie` within this process."""

    def call(home: Path, *arguments: str | Path, stdin: str = "") -> Said:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            return call_inside(home, *arguments, stdin=stdin)

    return call


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, duijie: Call) -> Path:
    """Return a home with a small imported and indexed library; tests leave it as it is."""
    home = tmp_path_factory.mktemp("library") / "home"
    for kind, text in LIBRARY.items():
        file = home.parent / f"{kind}.csv"
        file.write_text(text.strip() + "\n", "utf-8")
        said = duijie(home, "import", file, "--kind", kind, "--yes")
        assert said.code == 0, said.err
    said = duijie(home, "index", "build")
    assert said.code == 0, said.err
    return home


@pytest.fixture
def people(records: Home) -> People:
    """Return the personas, in a fresh home."""
    del records
    return make_people()
