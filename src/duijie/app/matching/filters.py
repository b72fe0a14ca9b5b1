"""The filters of a match list (筛选条件): what the form has, and the filter it means."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from duijie.kernel.filters import EVERYTHING, Filter

SEEN_BY_MEMBERS = ("public", "restricted")


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What a reader narrows a list by (筛选条件); empty fields do not narrow."""

    region: str = ""
    industry: str = ""
    trl_from: int | None = None
    trl_to: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    newer_than: int | None = None  # years
    holder_kind: str = ""

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "ListFilters":
        """Return the filters of a stored or cleaned form; what is not theirs is passed over."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known and value})

    def stored(self) -> dict[str, Any]:
        """Return what narrows, as it is stored with a list and put into a form."""
        return {name: value for name, value in asdict(self).items() if value}

    def where(self, today: date) -> Filter:
        """Return the filter; the kinds of holder are put into it by `narrowed_to_holders`."""
        return replace(
            EVERYTHING,
            regions=(prefix_of(self.region),) if self.region else (),
            industries=(self.industry,) if self.industry else (),
            trl_from=self.trl_from,
            trl_to=self.trl_to,
            dated_from=self._since(today),
            dated_to=date(self.year_to, 12, 31) if self.year_to else None,
            visibilities=SEEN_BY_MEMBERS,
        )

    def _since(self, today: date) -> date | None:
        starts = []
        if self.year_from:
            starts.append(date(self.year_from, 1, 1))
        if self.newer_than:
            # 28: the same day exists in every year
            starts.append(today.replace(year=today.year - self.newer_than, day=min(today.day, 28)))
        return max(starts, default=None)


def prefix_of(region_code: str) -> str:
    """Return the part of a region code that its places share.

    >>> prefix_of("330400"), prefix_of("330000"), prefix_of("330402")
    ('3304', '33', '330402')
    """
    code = region_code
    while len(code) > 2 and code.endswith("00") and len(code) % 2 == 0:
        code = code[:-2]
    return code


def without_one(filters: ListFilters, name: str) -> ListFilters:
    """Return the filters with one of them taken away."""
    empty: Any = "" if isinstance(getattr(filters, name), str) else None
    change: dict[str, Any] = {name: empty}
    return replace(filters, **change)
