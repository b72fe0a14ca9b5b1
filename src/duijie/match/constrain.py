"""Constrain (约束): hard conditions become one filter that every retriever obeys."""

from dataclasses import replace
from datetime import date

from duijie.kernel.documents import Document
from duijie.kernel.filters import Filter
from duijie.kernel.matching import MatchRequest

# What answers what: needs are answered by what there is, and what there is by needs.
SOUGHT_BY_NEEDS = ("achievement", "patent")
SOUGHT_BY_OTHERS = ("need",)
SHOWN_TO_ALL = ("public",)


def sought_kinds(source: Document | None) -> tuple[str, ...]:
    """Return the kinds that a request without named kinds looks for.

    >>> sought_kinds(Document("achievement:1", "achievement", "防爆电池"))
    ('need',)
    """
    if source is None or source.kind == "need":
        return SOUGHT_BY_NEEDS
    return SOUGHT_BY_OTHERS


def constrain(request: MatchRequest, *, today: date) -> Filter:
    """Return the hard conditions of a request, with those that always hold.

    Never among the matches: the source, its owner's records, what has expired and, unless the
    request names visibilities, what is not public.
    """
    where, source = request.where, request.source
    without_records = where.without_record_ids
    without_owners = where.without_organizations
    if source is not None:
        without_records = _with(without_records, source.record_id)
        without_owners = _with(without_owners, source.organization, source.organization_id)
    return replace(
        where,
        kinds=where.kinds or sought_kinds(source),
        visibilities=where.visibilities or SHOWN_TO_ALL,
        valid_on=where.valid_on or today,
        without_record_ids=without_records,
        without_organizations=without_owners,
    )


def widened(where: Filter) -> Filter | None:
    """Return the filter without the conditions on place, trade, classes, maturity and dates.

    None when there is nothing to widen. What always holds stays.
    """
    wide = replace(
        where,
        regions=(),
        industries=(),
        ipc=(),
        trl_from=None,
        trl_to=None,
        dated_from=None,
        dated_to=None,
        organizations=(),
    )
    return None if wide == where else wide


def _with(names: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return (*names, *(name for name in more if name and name not in names))
