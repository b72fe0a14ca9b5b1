"""Doctor (体检): what of an installation is in order, what is not, and what to do."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from duijie.app.wiring import open_records
from duijie.kernel.errors import DuijieError, IndexMissingError
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings
from duijie.kernel.words import N_, Phrase

ROOM_BYTES = 2_000_000_000
WORKER_SILENT = timedelta(minutes=2)
WAITS_LONG = timedelta(minutes=10)
LONGEST_CHAIN = 500_000  # entries; a longer log is verified by its own command
CHINESE_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")


class State(Enum):
    """How a thing stands (检查结论): its sign and the style of its line."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"

    @property
    def sign(self) -> str:
        """Return the sign before the line."""
        return {State.GOOD: "✓", State.DOUBTFUL: "!", State.BAD: "✗"}[self]

    @property
    def style(self) -> str:
        """Return how a terminal shows the line."""
        return {State.GOOD: "", State.DOUBTFUL: "yellow", State.BAD: "red"}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at (检查项)."""

    what: str
    state: State
    found: Phrase
    remedy: Phrase | None = None


def examine(home: Home, settings: Settings, *, now: datetime) -> list[Finding]:
    """Look at everything and return what was found; nothing is changed but missing tables."""
    findings = [*_folder(home), *_site(settings)]
    try:
        open_records(home)
        database = list(_database(home))
    except Exception as error:  # noqa: BLE001  (whatever it is, it is what the doctor has to tell)
        why = Phrase("%(why)s", why=" ".join(str(error).split())[:300])
        return [*findings, Finding(N_("Database"), State.BAD, why, Phrase(RESTORE))]
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _index(home),
        lambda: _queue(now),
        _audit,
        lambda: _demo(settings),
        _fonts,
    )
    return findings + database + [finding for look in looks for finding in look()]


RESTORE = N_("Restore the newest backup: duijie restore FILE")


def _folder(home: Home) -> Iterator[Finding]:
    what = N_("Data folder")
    home.prepare()
    mode = home.path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        found = Phrase("others on this machine may look into %(folder)s", folder=home.path)
        yield Finding(what, State.DOUBTFUL, found, Phrase("chmod -R go= %(f)s", f=home.path))
    room = shutil.disk_usage(home.path).free
    state = State.GOOD if room > ROOM_BYTES else State.BAD
    remedy = None if room > ROOM_BYTES else Phrase(N_("Make room: a build needs twice the index."))
    found = Phrase("%(gigabytes).1f GB are free in %(f)s", gigabytes=room / 1e9, f=home.path)
    yield Finding(what, state, found, remedy)


def _site(settings: Settings) -> Iterator[Finding]:
    what, url = N_("Address"), settings.text("web.public_url")
    if not url:
        yield Finding(what, State.GOOD, Phrase("only this machine uses the site"))
    elif url.startswith("https://"):
        yield Finding(what, State.GOOD, Phrase("people use %(url)s", url=url))
    else:
        remedy = Phrase(
            "Put a proxy with a certificate before it, and set web.public_url to https."
        )
        found = Phrase("%(url)s is not encrypted: passwords can be read on the way", url=url)
        yield Finding(what, State.BAD, found, remedy)


def _database(home: Home) -> Iterator[Finding]:
    from django.db import connection

    from duijie.app.records.queries import counts_by_kind

    what = N_("Database")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            said = cursor.fetchone()[0]
        if said != "ok":
            yield Finding(what, State.BAD, Phrase("%(why)s", why=said), Phrase(RESTORE))
            return
    counted = f"{sum(one.live for one in counts_by_kind()):,}"
    found = Phrase("%(vendor)s, %(count)s records", vendor=connection.vendor, count=counted)
    yield Finding(what, State.GOOD, found)
    del home


def _index(home: Home) -> Iterator[Finding]:
    from duijie.app.records.queries import newest_revision
    from duijie.app.wiring import open_engine
    from duijie.index import index_status

    what = N_("Search index")
    try:
        stats = index_status(home.index)
        open_engine(home).close()
    except IndexMissingError:
        found = Phrase("there is none yet")
        yield Finding(what, State.DOUBTFUL, found, Phrase("Please run: duijie index build"))
        return
    except DuijieError as error:
        found = Phrase("%(why)s", why=error.message("en"))
        yield Finding(what, State.BAD, found, Phrase("Please run: duijie index build"))
        return
    behind = newest_revision() - stats.revision
    documents = f"{stats.documents:,}"
    if behind <= 0:
        found = Phrase("%(documents)s records, up to date", documents=documents)
        yield Finding(what, State.GOOD, found)
        return
    found = Phrase(
        "%(documents)s records, %(behind)s changes behind", documents=documents, behind=behind
    )
    remedy = Phrase("The worker brings it up to date: see that duijie serve runs.")
    yield Finding(what, State.DOUBTFUL, found, remedy)


def _queue(now: datetime) -> Iterator[Finding]:
    from duijie.app.jobs.models import Job, ScheduleLease

    what = N_("Worker")
    seen = ScheduleLease.objects.values_list("seen_at", flat=True).order_by("-seen_at").first()
    waiting = Job.objects.filter(state=Job.State.QUEUED, asked_at__lt=now - WAITS_LONG).count()
    failed = Job.objects.filter(
        state=Job.State.FAILED, ended_at__gt=now - timedelta(days=1)
    ).count()
    if seen is None or now - seen > WORKER_SILENT:
        remedy = Phrase("Start the site with its worker: duijie serve")
        state = State.BAD if waiting else State.DOUBTFUL
        yield Finding(what, state, Phrase("no worker is running"), remedy)
    else:
        yield Finding(what, State.GOOD, Phrase("a worker is running"))
    if waiting:
        found = Phrase("%(count)d jobs have waited for more than ten minutes", count=waiting)
        yield Finding(what, State.BAD, found, Phrase("See: duijie jobs list"))
    if failed:
        found = Phrase("%(count)d jobs failed within a day", count=failed)
        yield Finding(what, State.DOUBTFUL, found, Phrase("See: duijie jobs list"))


def _audit() -> Iterator[Finding]:
    from duijie.app.audit.models import AuditEntry
    from duijie.app.audit.queries import first_broken

    what = N_("Audit log")
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if newest > LONGEST_CHAIN:
        found = Phrase("it is long: duijie audit verify reads it all")
        yield Finding(what, State.DOUBTFUL, found)
        return
    if first_broken() is None:
        yield Finding(what, State.GOOD, Phrase("whole, %(count)s entries", count=f"{newest:,}"))
        return
    remedy = Phrase("Somebody changed the database by hand. See: duijie audit verify")
    yield Finding(what, State.BAD, Phrase("the chain is broken"), remedy)


def _demo(settings: Settings) -> Iterator[Finding]:
    from duijie.app.accounts.demo import has_demo_accounts

    if has_demo_accounts() and settings.text("web.public_url"):
        found = Phrase("the demo's accounts are open to everybody: their password is known")
        remedy = Phrase("Use a folder without the demo for a site that others reach.")
        yield Finding(N_("Accounts"), State.BAD, found, remedy)


def _fonts() -> Iterator[Finding]:
    import typst

    families = set(typst.Fonts().families())
    there = [name for name in CHINESE_FONTS if name in families]
    if there:
        yield Finding(N_("Fonts"), State.GOOD, Phrase("%(name)s for dossiers", name=there[0]))
        return
    remedy = Phrase("Install one, e.g. on Debian: apt install fonts-noto-cjk")
    found = Phrase("none for Chinese: dossiers cannot be printed")
    yield Finding(N_("Fonts"), State.DOUBTFUL, found, remedy)
