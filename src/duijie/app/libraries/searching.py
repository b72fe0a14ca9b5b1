"""Searching (检索): words → rows of the columns, best first, through the index of the engine."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

import numpy as np

from duijie.app.engine import ROOM
from duijie.app.libraries.columns import Columns, Rows
from duijie.app.libraries.facets import HOLDER, INDUSTRY, REGION, TRL, YEAR
from duijie.app.libraries.selection import Selection
from duijie.app.records.queries import teaser
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import Actor
from duijie.app.wiring import home_in_use
from duijie.index import analyze
from duijie.kernel.errors import IndexMissingError
from duijie.kernel.filters import Filter
from duijie.kernel.kinds import Disclosure, FieldRole, kind_named
from duijie.kernel.matching import TextQuery

# So many are looked through by facets and pages: nobody reads on, and the time of a page grows with
# them.
MOST_FOUND = 1000
# Of a visitor's hits each is read again: what they may not read must not be found by its words.
MOST_FOR_VISITORS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What words have found (命中): rows best first; more were there where it `is_capped`."""

    rows: Rows
    is_capped: bool = False
    has_index: bool = True


def search(actor: Actor, columns: Columns, selection: Selection) -> Found:
    """Return the rows that words find; the record whose identifier the words are comes first.

    Where there are more than are looked through, the closest of those that the facets keep come
    before the closest of all. Two queries: the identifiers of what was found, and for visitors
    its public words.
    """
    query, most = selection.query, MOST_FOUND if actor.is_member else MOST_FOR_VISITORS
    terms = list(dict.fromkeys(analyze(query)))
    ids, has_index = _hits(terms, Filter(kinds=(columns.kind,)), most)
    is_capped = len(ids) >= most
    where = narrowed(selection)
    if is_capped and where != Filter(kinds=(columns.kind,)):
        closer, _ = _hits(terms, where, most)
        is_capped = len(closer) >= most
        ids = [*closer, *ids]
    ids.insert(0, f"{columns.kind}:{query}")
    model = table_of(columns.kind).model
    rows = model.objects.filter(record_id__in=ids)  # type: ignore[attr-defined]
    known = dict(rows.values_list("record_id", "pk"))
    if not actor.is_member:
        known = _publicly_said(columns.kind, known, set(terms), ids[0])
    keys = [known[name] for name in dict.fromkeys(ids) if name in known]
    return Found(columns.rows_of(np.array(keys, np.int64)), is_capped, has_index)


def narrowed(selection: Selection) -> Filter:
    """Return what of the facets chosen the index can tell; the columns tell all of them.

    Values with gaps between them (TRL 3 and 8) are no range: then the widest one is asked for.
    """
    chosen = selection.chosen
    levels = [int(code) for code in chosen.get(TRL, ())]
    years = [int(code) for code in chosen.get(YEAR, ()) if MINYEAR <= int(code) <= MAXYEAR]
    return Filter(
        kinds=(selection.kind,),
        regions=chosen.get(REGION, ()),
        industries=chosen.get(INDUSTRY, ()),
        trl_from=min(levels, default=None),
        trl_to=max(levels, default=None),
        dated_from=date(min(years), 1, 1) if years else None,
        dated_to=date(max(years), 12, 31) if years else None,
        organizations=chosen.get(HOLDER, ()),
    )


def _hits(terms: list[str], where: Filter, most: int) -> tuple[list[str], bool]:
    if not terms:
        return [], True
    query = TextQuery(tuple((term, 1.0) for term in terms))
    try:
        with ROOM.engine(home_in_use()) as engine:
            hits = engine.index.search_text([query], where=where, limit=most)[0]
    except IndexMissingError:
        return [], False
    return [hit.record_id for hit in hits], True


def _publicly_said(kind: str, known: dict[str, int], terms: set[str], asked: str) -> dict[str, int]:
    """Return only records that say one of the terms where everybody may read it."""
    specs = [
        spec
        for spec in kind_named(kind).fields
        if spec.disclosure is Disclosure.PUBLIC and spec.role in (FieldRole.TITLE, FieldRole.TEXT)
    ]
    texts = [s.name for s in kind_named(kind).fields if s.role is FieldRole.TEXT]
    names = list(dict.fromkeys([*(spec.name for spec in specs), *texts]))
    rows = table_of(kind).model.objects.filter(pk__in=known.values())  # type: ignore[attr-defined]
    said: dict[str, int] = {}
    for record_id, key, *cells in rows.values_list("record_id", "pk", *names):
        values = dict(zip(names, cells, strict=True))
        public = [_text(values[spec.name]) for spec in specs]
        public.append(teaser(kind_named(kind), values))
        if record_id == asked or not terms.isdisjoint(analyze(" ".join(public))):
            said[record_id] = key
    return said


def _text(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value or "")
