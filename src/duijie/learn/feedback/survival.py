"""Delays (延迟): a deal takes months, so that *no deal yet* says little about a young match.

The share of deals that have shown by a given age is estimated from all cases, the open ones
included (Kaplan & Meier, *Nonparametric estimation from incomplete observations*, JASA 1958), and
used as the chance that a deal would be known by now (Chapelle, *Modeling Delayed Feedback in
Display Advertising*, KDD 2014). With few deals an exponential delay is fitted instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from duijie.learn.feedback.examination import Floats

HORIZON_DAYS: Final = 365.0
FEWEST_DEALS: Final = 20
"""Below this many deals a step curve is mostly noise, and the exponential one is used."""

_UNKNOWN_MEAN_DAYS: Final = 180.0


@dataclass(frozen=True, slots=True)
class DelayCurve:
    """What share of cases had their deal by each age (延迟曲线).

    `days` are the ages at which deals came, ascending; `signed[n]` the share with a deal by
    `days[n]`. `horizon` is the age beyond which no deal is waited for.
    """

    days: Floats
    signed: Floats
    horizon: float

    def share_by(self, age_days: float) -> float:
        """Return the share of all cases that have their deal by an age."""
        return float(self._shares(np.array([age_days]))[0])

    def shown_by(self, age_days: float) -> float:
        """Return the chance that a deal that comes within the horizon has shown by an age."""
        return float(self.all_shown_by(np.array([age_days]))[0])

    def all_shown_by(self, ages_days: Floats) -> Floats:
        """Return `shown_by` of many ages, in their shape."""
        whole = self.share_by(self.horizon)
        shares = self._shares(ages_days) / whole if whole else np.zeros(np.shape(ages_days))
        return np.where(ages_days >= self.horizon, 1.0, np.minimum(1.0, shares))

    def _shares(self, ages_days: Floats) -> Floats:
        steps = np.concatenate([[0.0], self.signed])
        return np.asarray(steps[np.searchsorted(self.days, ages_days, side="right")])


def kaplan_meier(
    days: Sequence[float], has_deal: Sequence[bool], *, horizon: float = HORIZON_DAYS
) -> DelayCurve:
    """Return the share of cases with a deal by each age, open cases counted as long as seen.

    A case that was lost never gets its deal: give it with the horizon as its age, so that it stays
    among those without one.

    >>> curve = kaplan_meier([6, 6, 6, 6, 7, 9, 10], [True, True, True, False, True, False, True])
    >>> [round(curve.share_by(age), 4) for age in (5, 6, 7, 10)]
    [0.0, 0.4286, 0.619, 1.0]
    """
    ages, deals = np.asarray(days, dtype=float), np.asarray(has_deal, dtype=bool)
    if (ages < 0).any():
        raise ValueError(float(ages.min()))
    moments = np.unique(ages[deals & (ages <= horizon)])
    at_risk = np.array([(ages >= moment).sum() for moment in moments], dtype=float)
    came = np.array([(deals & (ages == moment)).sum() for moment in moments], dtype=float)
    signed = 1 - np.cumprod(1 - came / at_risk) if len(moments) else np.zeros(0)
    return DelayCurve(moments, signed, horizon)


def exponential_delay(
    days: Sequence[float], has_deal: Sequence[bool], *, horizon: float = HORIZON_DAYS
) -> DelayCurve:
    """Return the curve of a constant chance of a deal each day, fitted by maximum likelihood.

    Without a single deal a mean delay of half a year is taken.
    """
    seen = float(np.minimum(np.asarray(days, dtype=float), horizon).sum())
    deals = int(np.asarray(has_deal, dtype=bool).sum())
    rate = deals / seen if deals and seen else 1 / _UNKNOWN_MEAN_DAYS
    ages = np.arange(1.0, horizon + 1)
    return DelayCurve(ages, 1 - np.exp(-rate * ages), horizon)


def delay_curve(
    days: Sequence[float], has_deal: Sequence[bool], *, horizon: float = HORIZON_DAYS
) -> DelayCurve:
    """Return the curve that so many deals support."""
    fits = kaplan_meier if sum(has_deal) >= FEWEST_DEALS else exponential_delay
    return fits(days, has_deal, horizon=horizon)


def deal_rewards(
    age_days: Floats, has_deal: Floats, curve: DelayCurve, *, least_shown: float = 0.5
) -> Floats:
    """Return each case's estimate of *a deal within the horizon*, right on average.

    A deal that is known counts 1 / (chance that it would be known by now): it stands for those
    that are still to come (inverse probability of censoring). Cases so young that fewer than
    `least_shown` of the deals would be known give NaN: leave their lists out of the log. One deal
    of such a list would stand for many, and no interval holds with that.
    """
    chance = curve.all_shown_by(np.asarray(age_days, dtype=float))
    known = np.where(chance >= least_shown, has_deal / np.maximum(chance, least_shown), np.nan)
    return np.asarray(known)
