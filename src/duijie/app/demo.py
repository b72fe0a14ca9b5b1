"""The demo: a made-up region through the ordinary paths; what of the planted is found."""

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.app.importing import Import, open_file, run_import
from duijie.app.wiring import open_source
from duijie.kernel.documents import Document
from duijie.kernel.errors import CallError
from duijie.kernel.home import Home
from duijie.kernel.matching import Level, MatchRequest
from duijie.kernel.settings import Settings
from duijie.kernel.words import N_, Lang

if TYPE_CHECKING:
    from duijie.app.accounts.demo import DemoAccount
    from duijie.ingest import IngestReport
    from duijie.ingest.generate import GeneratedRegion
    from duijie.kernel.ports import Progress
    from duijie.match import Engine

WORKED_EXAMPLE = "need:XQ000001"
# Nothing in the made-up region is about animals: the honest answer is that nothing fits.
FOREIGN_NEED = (
    "寻找大熊猫人工育幼与野化放归训练的成套方案，含幼崽配方奶、圈舍设计和放归后的跟踪监测。"
)
DEPTH = 10
SUGGESTED_FROM = 60  # needs looked at for a query to suggest; the first one does as a rule
_WANTED = re.compile(
    r"技术指标要求：(?P<chinese>[^；。]+)|Required: (?P<english>[^;]+?)(?:;|\.(?!\d))"
)


@dataclass(frozen=True, slots=True)
class PlantedRecall:
    """How much of what was planted is found (植入召回): a smoke test, never a quality figure."""

    needs: int
    planted: int
    found: int
    near_misses_first: int

    @property
    def recall(self) -> float:
        """Return which share of the planted matches stands among the first ten."""
        return self.found / self.planted if self.planted else 0.0


def demo_folder(home: Home) -> Path:
    """Return the folder of the generated files, which marks a home as one of a demo.

    Raises:
        CallError: the home holds records of somebody: made-up ones must not get among them.
    """
    folder = home.path / "demo"
    if not folder.exists() and _is_opened(home) and open_source(home).count():
        raise CallError(
            why=N_("this data folder holds records already, and the demo's are made up"),
            remedy=N_("Give the demo a folder of its own: duijie demo --home ./demo"),
        )
    home.prepare()
    folder.mkdir(exist_ok=True)
    return folder


def _is_opened(home: Home) -> bool:
    """Tell whether the home has a database; a file that is not there is not made for the asking."""
    from duijie.app.database import database_of

    return database_of(home)["NAME"] != home.database or home.database.exists()


def import_region(
    home: Home, settings: Settings, region: "GeneratedRegion", lang: Lang, progress: "Progress"
) -> list["IngestReport"]:
    """Import every file of a region with the mapping that is proposed for it."""
    from duijie.ingest import propose_mapping

    reports = []
    for kind, file in region.files.items():
        source = open_file(file, settings)
        problems = home.reports / f"demo-{kind}.csv"
        what = Import(source, propose_mapping(source, kind), problems)
        reports.append(run_import(home, what, lang, progress))
    return reports


def people_of(region: "GeneratedRegion", now: datetime) -> "tuple[DemoAccount, ...]":
    """Make the four accounts; company and researcher own what the region has under their names.

    The company is the one of the worked example, the researcher is of the holder that meets it: so
    an expression of interest has somebody to go to.
    """
    from duijie.app.accounts.demo import Kind, make_demo_accounts
    from duijie.app.accounts.models import RegisteredOrganization
    from duijie.app.records.models import RECORD_MODELS

    good, _ = _planted(region.planted)
    needs, achievements = RECORD_MODELS["need"], RECORD_MODELS["achievement"]
    company = needs.objects.get(record_id=WORKED_EXAMPLE).organization  # type: ignore[attr-defined]
    best = achievements.objects.filter(record_id__in=good[WORKED_EXAMPLE])  # type: ignore[attr-defined]
    holder = best.order_by("record_id").values_list("holder", flat=True).first() or ""
    names = {Kind.ENTERPRISE: company, Kind.UNIVERSITY: holder}
    accounts = make_demo_accounts(now, {kind: name for kind, name in names.items() if name})
    for rows, field in ((needs, "organization"), (achievements, "holder")):
        for name in filter(None, names.values()):
            owner = RegisteredOrganization.objects.filter(name=name).first()
            rows.objects.filter(**{field: name}, owner=None).update(owner=owner)  # type: ignore[attr-defined]
    return accounts


def planted_recall(
    engine: "Engine", home: Home, region: "GeneratedRegion", progress: "Progress"
) -> PlantedRecall:
    """Match all needs and count the planted matches among the first ten of each."""
    from duijie.match import BatchOptions, match_batch

    good, misses = _planted(region.planted)
    requests = [
        MatchRequest(text=d.text, title=d.title, limit=DEPTH, source=d)
        for d in open_source(home, ["need"]).documents()
        if d.record_id in good
    ]
    found = first = 0
    options = BatchOptions(limit=DEPTH)
    for answer in match_batch(engine, requests, options=options, progress=progress):
        ids = [match.record_id for match in answer.matches]
        wanted, wrong = good[answer.request_id], misses[answer.request_id]
        found += len(wanted.intersection(ids))
        first += _stands_before(ids, wrong, wanted)
    planted = sum(len(good[r.source.record_id]) for r in requests if r.source is not None)
    return PlantedRecall(len(requests), planted, found, first)


def _stands_before(ids: Sequence[str], wrong: set[str], wanted: set[str]) -> bool:
    """Tell whether a near miss stands before every planted match."""
    for record_id in ids:
        if record_id in wanted:
            return False
        if record_id in wrong:
            return True
    return False


def suggested_query(engine: "Engine", home: Home, region: "GeneratedRegion") -> str:
    """Return a short query in the words of a planted need that the engine answers well.

    Of the first needs that name a subject and a number: the first that brings a planted good match
    to the top as a strong one, else as a fairly strong one; empty when none does.
    """
    good, _ = _planted(region.planted)
    fair = ""
    for need in islice(open_source(home, ["need"]).documents(), SUGGESTED_FROM):
        query = _shortened(need)
        if need.record_id not in good or not query:
            continue
        matches = engine.match(MatchRequest(query, limit=DEPTH)).matches
        if not matches or matches[0].record_id not in good[need.record_id]:
            continue
        if matches[0].level is Level.STRONG:
            return query
        if matches[0].level is Level.FAIRLY_STRONG:
            fair = fair or query
    return fair


def _shortened(need: Document) -> str:
    """Return material, product and the first wanted number of a need, in its own words."""
    found = _WANTED.search(need.text)
    if found is None or len(need.keywords) < 2:
        return ""
    subject = ("" if found["chinese"] else " ").join(need.keywords[:2])
    return (
        f"{subject}，{found['chinese']}" if found["chinese"] else f"{subject}, {found['english']}"
    )


def _planted(file: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    good: dict[str, set[str]] = defaultdict(set)
    misses: dict[str, set[str]] = defaultdict(set)
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            (good if row["kind"] == "good" else misses)[row["need"]].add(row["achievement"])
    return good, misses
