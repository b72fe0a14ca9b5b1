"""Groups of like texts: the same as comparing each first with all the rest."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.ingest.duplicates import stars as room
from duijie.ingest.duplicates.signatures import BINS, SIMILAR_ENOUGH, Signatures, similarities
from duijie.ingest.duplicates.stars import stars


def compared_with_all(rows: Signatures, places: list[int]) -> Iterator[tuple[list[int], float]]:
    """Yield the groups by comparing every first with all the rest: the definition."""
    rest = np.array(places, dtype=np.int64)
    while len(rest) > 1:
        shares = similarities(rows, np.full(len(rest), rest[0]), rest)
        alike = shares >= SIMILAR_ENOUGH
        if alike.sum() > 1:
            yield rest[alike].tolist(), float(shares[alike].min())
        rest = rest[~alike]


def drifting(seed: int, count: int, changed: int, families: int) -> Signatures:
    """Rows of which each is a row before with some numbers changed: chains and bushes."""
    random = np.random.default_rng(seed)
    rows = random.integers(0, 2**16, size=(count, BINS)).astype(np.uint16)
    for n in range(families, count):
        rows[n] = rows[int(random.integers(max(0, n - 6), n))]
        bins = random.integers(0, BINS, size=int(random.integers(0, changed + 1)))
        rows[n, bins] = random.integers(0, 2**16, size=len(bins))
    return rows


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, 10_000), st.integers(0, 90), st.integers(0, 40), st.integers(1, 5),
    st.integers(0, 30),
)  # fmt: skip
def test_the_groups_are_those_of_comparing_with_all(
    seed: int, count: int, changed: int, families: int, few: int
) -> None:
    rows = drifting(seed, count, changed, families)
    places = np.random.default_rng(seed).permutation(count).tolist()
    assert list(stars(rows, places, few=few)) == list(compared_with_all(rows, places))


@pytest.mark.parametrize("differing", [25, 26])
def test_the_last_row_that_is_alike_is_found_and_the_next_is_not(differing: int) -> None:
    """103 of 128 equal numbers are 0.805, 102 are 0.797; the changes are spread over all parts."""
    for seed in range(20):
        rows = drifting(seed, 1, 0, 1).repeat(2, axis=0)
        spread = np.linspace(0, BINS - 1, differing).astype(int)
        rows[1, spread] ^= 1
        assert len(list(stars(rows, [0, 1], few=0))) == (differing == 25)


def test_a_long_chain_is_not_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """4,000 texts, each like only its neighbours, were two million comparisons for the old way."""
    random = np.random.default_rng(1)
    rows = np.empty((4000, BINS), dtype=np.uint16)
    rows[0] = random.integers(0, 2**16, BINS)
    for n in range(1, len(rows)):
        rows[n] = rows[n - 1]
        bins = random.choice(BINS, 22, replace=False)
        rows[n, bins] = random.integers(0, 2**16, 22)
    compared = 0

    def counted(rows: Signatures, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        nonlocal compared
        compared += len(one)
        return similarities(rows, one, other)

    monkeypatch.setattr(room, "similarities", counted)
    found = list(stars(rows, list(range(len(rows)))))
    assert compared < 40 * len(rows)
    assert found == list(compared_with_all(rows, list(range(len(rows)))))
