"""Slices (切片): the same figures for parts of the requests: industry, length, language, age."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation.tables import read_table

SMALL: Final = 30
UNKNOWN: Final = "unknown"
QUERY_COLUMN: Final = "query"
_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_LATIN = re.compile(r"[A-Za-z]+")

# The slices that the house derives → what a person reads.
SLICE_WORDS: Final[Mapping[str, str]] = {
    "industry": N_("Industry"),
    "length": N_("Length of the request"),
    "language": N_("Language"),
    "age": N_("Age"),
    UNKNOWN: N_("not known"),
    "zh": N_("Chinese"),
    "en": N_("English"),
    "mixed": N_("mixed"),
    "under 50": N_("under 50 characters"),
    "50 to 199": N_("50 to 199 characters"),
    "200 to 799": N_("200 to 799 characters"),
    "800 and more": N_("800 characters and more"),
    "under 1 year": N_("under 1 year"),
    "1 to 2 years": N_("1 to 2 years"),
    "3 to 4 years": N_("3 to 4 years"),
    "5 years and more": N_("5 years and more"),
}


@dataclass(frozen=True, slots=True)
class Slices:
    """One way to part requests (切片方式): request id → the slice it belongs to."""

    by: str
    slice_of: Mapping[str, str]

    def parts(self, request_ids: Sequence[str]) -> list[tuple[str, list[int]]]:
        """Return the slices by name, each with the places of its requests; unknown ones last."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, request_id in enumerate(request_ids):
            places[self.slice_of.get(request_id) or UNKNOWN].append(place)
        return sorted(places.items(), key=lambda part: (part[0] == UNKNOWN, _order(part[0])))


def is_small(n: int) -> bool:
    """Tell whether a slice has too few requests for its interval to be trusted."""
    return n < SMALL


def slice_remarks(slices: Iterable[Slices], request_ids: Sequence[str]) -> Iterator[Phrase]:
    """Yield which ways to part say nothing about these requests."""
    for way in slices:
        if not any(way.slice_of.get(request_id) for request_id in request_ids):
            yield Phrase(
                "The slices by %(by)s name none of the measured requests.",
                by=SLICE_WORDS.get(way.by, way.by),
            )


def read_slices(path: Path) -> tuple[Slices, ...]:
    """Return the slices of a TSV or JSON Lines file: `query` and a column for each way to part.

    Raises:
        LearnFileError: a request comes twice, or there is no column but the first.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    seen: dict[str, int] = {}
    for row in read_table(path, (QUERY_COLUMN,)):
        query = row.text(QUERY_COLUMN).strip()
        if query in seen:
            raise row.error(
                N_("query %(query)s stood in row %(first)s already"),
                N_("Keep one row for each request."),
                query=query,
                first=seen[query],
            )
        seen[query] = row.number
        ways = [name for name in row.cells if name and name != QUERY_COLUMN]
        if not ways:
            raise row.error(
                N_("there is no column besides %(column)s"),
                N_("Add a column for each way to part the requests, such as industry."),
                column=QUERY_COLUMN,
            )
        for way in ways:
            found[way][query] = row.optional(way).strip()
    return tuple(Slices(by, of) for by, of in found.items())


def slices_by_text(texts: Mapping[str, str]) -> tuple[Slices, ...]:
    """Return the slices by length and by language of the texts of requests."""
    return (
        Slices("length", {i: length_slice(text) for i, text in texts.items()}),
        Slices("language", {i: language_slice(text) for i, text in texts.items()}),
    )


def length_slice(text: str) -> str:
    """Return the slice of a text by its characters.

    >>> length_slice("防爆锂离子电池")
    'under 50'
    """
    bounds = ((50, "under 50"), (200, "50 to 199"), (800, "200 to 799"))
    return next((name for most, name in bounds if len(text) < most), "800 and more")


def language_slice(text: str) -> str:
    """Return `zh`, `en` or `mixed`: a Latin word counts as much as two Chinese characters.

    >>> language_slice("一种用于LED的封装胶"), language_slice("low-cost LiDAR"), language_slice("7")
    ('zh', 'en', 'unknown')
    """
    chinese, latin = len(_HAN.findall(text)), 2 * len(_LATIN.findall(text))
    if not chinese + latin:
        return UNKNOWN
    share = chinese / (chinese + latin)
    if 0.2 < share < 0.7:
        return "mixed"
    return "zh" if share >= 0.7 else "en"


def age_slice(day: date | None, today: date) -> str:
    """Return the slice of a date by how many full years ago it was.

    >>> age_slice(date(2024, 5, 1), date(2026, 4, 30))
    '1 to 2 years'
    """
    if day is None:
        return UNKNOWN
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    bounds = ((1, "under 1 year"), (3, "1 to 2 years"), (5, "3 to 4 years"))
    return next((name for most, name in bounds if years < most), "5 years and more")


def industries(codes: Iterable[tuple[str, str]], digits: int = 2) -> Slices:
    """Return the slices by industry from (request id, industry code): section and two digits.

    >>> industries([("need:1", "C2641")]).slice_of
    {'need:1': 'C26'}
    """
    return Slices("industry", {i: code[: digits + 1] for i, code in codes})


def _order(name: str) -> tuple[int, str]:
    """Return by what slices are sorted: those of the house in their order, others by name."""
    known = list(SLICE_WORDS)
    return (known.index(name) if name in known else -1, name)
