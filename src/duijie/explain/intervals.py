"""Whether an offered quantity meets a wanted one (区间判断): interval logic, direction-aware."""

import math
from dataclasses import dataclass
from functools import cache

from duijie.explain.dictionaries import word_list
from duijie.explain.units import to_root
from duijie.kernel.explanations import Verdict
from duijie.kernel.frames import Bound, Quantity

ABOUT_SHARE = 0.05  # 约 40: between 38 and 42
_SLACK = 1e-9  # what rounding of floats may add


@dataclass(frozen=True, slots=True)
class Interval:
    """What a quantity may be (区间), in the root unit of its dimension; ends are included."""

    low: float
    high: float

    def holds(self, other: "Interval") -> bool:
        """Tell whether every value of the other interval is also in this one."""
        return _at_most(self.low, other.low) and _at_most(other.high, self.high)

    def is_apart_from(self, other: "Interval") -> bool:
        """Tell whether no value is in both."""
        return not (_at_most(self.low, other.high) and _at_most(other.low, self.high))


def interval_of(quantity: Quantity) -> Interval:
    """Return what a quantity as written may be; of a thing detected, the smallest that is found.

    检出 40 微米以上的缺陷 and 检出 40 微米的缺陷 both say that 40 µm is the smallest.
    """
    low = -math.inf if quantity.low is None else quantity.low
    high = math.inf if quantity.high is None else quantity.high
    if quantity.bound is Bound.ABOUT:
        low, high = low - abs(low) * ABOUT_SHARE, high + abs(high) * ABOUT_SHARE
    if low > -math.inf and is_detected(quantity):
        high = low if quantity.bound is not Bound.ABOUT else high
    return Interval(_root(low, quantity.unit), _root(high, quantity.unit))


def wanted_interval(quantity: Quantity) -> Interval:
    """Return what would meet a wanted quantity: a plain number is one-sided where better is known.

    A wish for 检出率 95 % is met by 97 %; a wish for 误差 2 mm by 1 mm. A wish to detect defects of
    40 µm, or below, or above, is met by whoever finds those of 40 µm or smaller ones.
    """
    plain = interval_of(quantity)
    if is_detected(quantity):
        return Interval(-math.inf, plain.high)
    if quantity.bound not in {Bound.EXACT, Bound.ABOUT}:
        return plain
    better = better_direction(quantity.property_name)
    if better > 0:
        return Interval(plain.low, math.inf)
    if better < 0:
        return Interval(-math.inf, plain.high)
    return plain


def claims_less(wanted: Quantity, offered: Quantity) -> bool:
    """Tell whether an offer has the bound of the wish but goes less far: ≥ 85 % for ≥ 95 %."""
    want, offer = wanted_interval(wanted), interval_of(offered)
    if math.isinf(want.high) and math.isinf(offer.high):
        return not _at_most(want.low, offer.low)
    if math.isinf(want.low) and math.isinf(offer.low):
        return not _at_most(offer.high, want.high)
    return False


def judge(wanted: Quantity, offered: Quantity) -> Verdict:
    """Return whether what is offered meets what is wanted; both measure the same thing.

    Met when every value that the offer may have is wanted; not met when none is, or when the offer
    claims less in the direction of the wish (≥ 85 % for ≥ 95 %, ≤ 136 µm for ≤ 40 µm): who can do
    more says so. Else unknown, as where the offer is bounded in the opposite direction.
    A span to be covered (工作温度 -20～60 ℃) is met by an offered span that reaches as far.
    """
    want, offer = wanted_interval(wanted), interval_of(offered)
    if wanted.bound is Bound.RANGE and offered.bound is Bound.RANGE and is_coverage(wanted):
        return Verdict.MET if offer.holds(want) else Verdict.NOT_MET
    if want.holds(offer):
        return Verdict.MET
    if want.is_apart_from(offer) or claims_less(wanted, offered):
        return Verdict.NOT_MET
    return Verdict.UNKNOWN


def is_detected(quantity: Quantity) -> bool:
    """Tell whether the size of something found is measured (检出的缺陷), not of a product."""
    is_size = quantity.dimension == "[length]"
    return is_size and quantity.property_name.endswith(word_list("direction", "detected"))


def is_coverage(quantity: Quantity) -> bool:
    """Tell whether a range is one that a machine must cover (量程), not a tolerance."""
    return quantity.property_name.endswith(word_list("direction", "coverage"))


@cache
def better_direction(property_name: str) -> int:
    """Return 1 when higher is better, -1 when lower is, 0 when the words do not say.

    >>> better_direction("检出率"), better_direction("漏检率"), better_direction("直径")
    (1, -1, 0)
    """
    if property_name.endswith(("提高", "降低")):
        return 1
    ends = {
        name: _longest_end(property_name, name) for name in ("higher_is_better", "lower_is_better")
    }
    if ends["higher_is_better"] == ends["lower_is_better"]:
        return 0
    return 1 if ends["higher_is_better"] > ends["lower_is_better"] else -1


def _longest_end(property_name: str, section: str) -> int:
    return next((len(w) for w in word_list("direction", section) if property_name.endswith(w)), 0)


def gap(wanted: Quantity, offered: Quantity) -> float:
    """Return how far an offer is from what is wanted, as a share of what is wanted; 0: met."""
    want, offer = wanted_interval(wanted), interval_of(offered)
    if claims_less(wanted, offered):  # the ends that are claimed and wanted are compared
        is_above = math.isinf(want.high)
        ends = (want.low, offer.low) if is_above else (want.high, offer.high)
        return abs(ends[0] - ends[1]) / abs(ends[0] or 1.0)
    distance = max(want.low - offer.high, offer.low - want.high, 0.0)
    end = want.low if want.low - offer.high >= offer.low - want.high else want.high
    return distance / abs(end) if end and math.isfinite(end) else distance


def _root(value: float, unit: str) -> float:
    return value if math.isinf(value) else to_root(value, unit)


def _at_most(left: float, right: float) -> bool:
    return left <= right or _close(left, right)


def _close(left: float, right: float) -> bool:
    return left == right or math.isclose(left, right, rel_tol=_SLACK)
