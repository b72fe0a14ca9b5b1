"""What moved a match (排序依据): figures of one meaning together; the words are in `wording`."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.explanations import Reason
from duijie.match import features as figures
from duijie.match.rankers import figures as ranked_by

TOLD = 3
_LEAST_SHARE = 0.05  # of all that moved it; less is not worth a word

# Figures of one meaning are told together: apart, each of them would carry a part of it only.
_FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "words": (
        figures.LEXICAL, figures.RELATIVE, ranked_by.BEST_LEXICAL, ranked_by.PLACE_BY_WORDS,
    ),
    "meaning": (
        figures.DENSE, ranked_by.PLACE_BY_MEANING, ranked_by.SUPPORT, ranked_by.CROWD,
    ),
    "both": (ranked_by.FUSED, ranked_by.BEHIND, ranked_by.PLACE_FUSED),
    "title": (figures.TITLE_COVERAGE, figures.SAID, figures.KEYWORDS),
    "similar": (
        ranked_by.DRAWN, ranked_by.DRAWN_BEHIND, ranked_by.PLACE_DRAWN, ranked_by.RECALLED_GOOD,
        ranked_by.RECALLED_POOR, ranked_by.PLACE_RECALLED, ranked_by.NEAR_GOOD,
    ),
    "record": (ranked_by.RECORD_GOOD, ranked_by.RECORD_FARED),
    "holder": (ranked_by.HOLDER_GOOD, ranked_by.HOLDER_FARED),
    "kind": (ranked_by.WORDED,),
    "fields": (ranked_by.SAME_INDUSTRY, ranked_by.SAME_IPC),
    "maturity": (figures.TRL_GAP,),
    "age": (figures.FRESHNESS,),
    "length": (ranked_by.LENGTH, ranked_by.ASKED),
}  # fmt: skip


def moved_by(names: Sequence[str], contributions: NDArray[np.float64]) -> tuple[Reason, ...]:
    """Return the families of figures that moved a score most, the strongest first, at most three.

    `contributions` has one number per name: what the figure added to the score. A reason's value
    `share` is the family's part of all that moved the score.
    """
    place = {name: n for n, name in enumerate(names)}
    sums = {
        family: float(sum(contributions[place[name]] for name in members if name in place))
        for family, members in _FAMILIES.items()
    }
    whole = sum(abs(value) for value in sums.values())
    if whole <= 0:
        return ()
    strongest = sorted(sums, key=lambda family: (-abs(sums[family]), family))[:TOLD]
    return tuple(
        Reason(
            f"RANK-{family.upper()}-{'UP' if sums[family] > 0 else 'DOWN'}",
            {"share": f"{sums[family] / whole:+.2f}"},
        )
        for family in strongest
        if abs(sums[family]) >= _LEAST_SHARE * whole
    )
