"""A demo region as ordinary import files, with what was planted in them known."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from duijie.ingest.generate.achievements import (
    BLOCK,
    HEADERS,
    Near,
    Plan,
    Row,
    block_rows,
    number_of,
)
from duijie.ingest.generate.files import (
    rows_as_csv,
    write_experts,
    write_needs,
    write_organizations,
    write_patents,
)
from duijie.ingest.generate.parties import Party, make_parties
from duijie.ingest.generate.planting import Planted, plant, planted_row
from duijie.kernel.ports import Progress, silent

# Blocks in the works at once: enough for two processes, few enough for constant memory.
_AHEAD = 8
_PARALLEL_FROM = 50_000


@dataclass(frozen=True, slots=True)
class GeneratedRegion:
    """The files of a demo region (演示区域) and what is known about them.

    `files` maps a record kind to its import file. `planted` lists what matches what;
    `near_duplicates` and `messy` list what a good import must notice.
    """

    folder: Path
    files: Mapping[str, Path]
    counts: Mapping[str, int]
    planted: Path
    near_duplicates: Path
    messy: Path
    planted_count: int
    near_duplicate_count: int
    messy_count: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many records of each kind a region has (规模)."""

    achievements: int = 20_000
    organizations: int = 2_000
    needs: int = 300
    experts: int = 500
    patents: int = 1_000


@dataclass(frozen=True, slots=True)
class _Block:
    """One written block of achievements: its text and what is known about it."""

    text: str
    near: Sequence[Near]
    messy: Sequence[tuple[str, str, str, str]]


def generate_region(
    folder: Path, sizes: Sizes = Sizes(), *, seed: int = 1, progress: Progress = silent
) -> GeneratedRegion:
    """Write the import files of a demo region and return where they are.

    The same sizes and seed give the same files, on any number of processors; memory does not
    grow with the number of achievements.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "organization": folder / "organizations.xlsx",
        "need": folder / "needs.jsonl",
        "expert": folder / "experts.csv",
        "patent": folder / "patents.csv.gz",
        "achievement": folder / "achievements.csv",
    }
    parties = make_parties(sizes.organizations, seed)
    # Nobody is matched with itself: with a single organisation nothing can be planted.
    room = sizes.achievements // 4 if len(parties) > 1 else 0
    needs, planted = plant(sizes.needs, parties, seed, room=room)
    write_organizations(files["organization"], parties, seed)
    write_needs(files["need"], needs)
    write_experts(files["expert"], sizes.experts, parties, seed)
    write_patents(files["patent"], sizes.patents, parties, seed)
    plan = Plan(sizes.achievements, sizes.organizations, seed)
    places = _places(planted, sizes.achievements)
    near, messy = _write_achievements(files["achievement"], plan, places, progress)
    _write_list(
        folder / "planted.tsv",
        ("need", "achievement", "kind", "wrong"),
        [
            (f"need:{p.need}", f"achievement:{number_of(at)}", p.kind, p.wrong)
            for at, p in places.items()
        ],
    )
    _write_list(
        folder / "near_duplicates.tsv",
        ("achievement", "original", "method"),
        [(f"achievement:{n.number}", f"achievement:{n.original}", n.method) for n in near],
    )
    _write_list(folder / "messy.tsv", ("achievement", "field", "value", "wrong"), messy)
    return GeneratedRegion(
        folder=folder,
        files=files,
        counts={
            "organization": len(parties),
            "need": len(needs),
            "expert": sizes.experts,
            "patent": sizes.patents,
            "achievement": sizes.achievements,
        },
        planted=folder / "planted.tsv",
        near_duplicates=folder / "near_duplicates.tsv",
        messy=folder / "messy.tsv",
        planted_count=len(places),
        near_duplicate_count=len(near),
        messy_count=len(messy),
    )


def _places(planted: Sequence[Planted], achievements: int) -> dict[int, Planted]:
    """Return at which positions of the file planted achievements stand: spread evenly."""
    step = achievements / max(1, len(planted))
    return {int((n + 0.5) * step): made for n, made in enumerate(planted)}


def _write_achievements(
    path: Path, plan: Plan, places: Mapping[int, Planted], progress: Progress
) -> tuple[list[Near], list[tuple[str, str, str, str]]]:
    by_block: dict[int, dict[int, Planted]] = {}
    for at, made in places.items():
        by_block.setdefault(at // BLOCK, {})[at] = made
    blocks = range((plan.count + BLOCK - 1) // BLOCK)
    write = partial(_write_block, plan)
    jobs = ((block, by_block.get(block, {})) for block in blocks)
    near: list[Near] = []
    messy: list[tuple[str, str, str, str]] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(rows_as_csv([HEADERS]))
        for done, block in enumerate(_in_order(write, jobs, parallel=plan.count), start=1):
            file.write(block.text)
            near.extend(block.near)
            messy.extend(block.messy)
            progress("generate", min(done * BLOCK, plan.count), plan.count)
    return near, messy


def _in_order(
    write: Callable[[tuple[int, dict[int, Planted]]], _Block],
    jobs: Iterator[tuple[int, dict[int, Planted]]],
    *,
    parallel: int,
) -> Iterator[_Block]:
    """Yield written blocks in order; large runs use two processes."""
    if parallel < _PARALLEL_FROM:
        yield from map(write, jobs)
        return
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(write, job) for job in islice(jobs, _AHEAD)]
        while waiting:
            block = waiting.pop(0).result()
            waiting.extend(pool.submit(write, job) for job in islice(jobs, 1))
            yield block


def _write_block(plan: Plan, job: tuple[int, dict[int, Planted]]) -> _Block:
    number, places = job
    parties = make_parties(plan.organizations, plan.seed)
    rows, near = block_rows(plan, number)
    first = number * BLOCK
    for at, made in places.items():
        rows[at - first] = planted_row(
            made, number_of(at), _holder(parties, at, made.requester), plan.seed
        )
    taken = {number_of(at) for at in places}
    kept = [n for n in near if n.number not in taken and n.original not in taken]
    spared = taken | {n.number for n in kept} | {n.original for n in kept}
    messy = _disorder(rows, first, spared)
    return _Block(rows_as_csv(rows), kept, messy)


def _holder(parties: Sequence[Party], at: int, requester: Party) -> Party:
    """Return the holder of a planted achievement: spread over all parties but the requester."""
    place = (at * 7919) % len(parties)
    return parties[place] if parties[place] != requester else parties[(place + 1) % len(parties)]


# What is wrong with a messy row: field, how it is written, what is wrong with it.
_MESS: tuple[tuple[str, Callable[[Row], str], str], ...] = (
    ("title", lambda row: "", "missing_title"),
    ("trl", lambda row: "12", "trl_out_of_range"),
    ("completed_on", lambda row: "2023-02-30", "impossible_date"),
    ("uscc", lambda row: row.uscc[:-1] + ("A" if row.uscc[-1] != "A" else "B"), "uscc_check"),
    ("completed_on", lambda row: "2023年5月8日", "chinese_date"),
    ("trl", lambda row: "TRL 7", "worded_trl"),
    ("region_code", lambda row: "999999", "unknown_region"),
    ("title", lambda row: f"  {row.title}\u3000", "untrimmed_title"),
)


def _disorder(rows: list[Row], first: int, spared: set[str]) -> list[tuple[str, str, str, str]]:
    """Spoil one row in five hundred, in turn in each way; return what was done."""
    messy = []
    for place in range(97, len(rows), 500):
        row = rows[place]
        if row.number in spared:
            continue
        field, spoil, wrong = _MESS[((first + place) // 500) % len(_MESS)]
        value = spoil(row)
        rows[place] = row._replace(**{field: value})
        messy.append((f"achievement:{row.number}", field, value, wrong))
    return messy


def _write_list(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, delimiter="\t", lineterminator="\n")
        written.writerow(headers)
        written.writerows(rows)
