"""Numbers with property, bound and unit, as texts write them."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from duijie.ingest.generate.lexicon import Property

Language = Literal["zh", "en"]

_UP = {
    "zh": ("%s达到%s%s", "%s≥%s%s", "%s不低于%s%s", "%s在%s%s以上", "%s为%s%s", "%s大于%s%s"),
    "en": ("%s of %s %s", "%s ≥ %s %s", "%s of at least %s %s", "%s above %s %s"),
}
_DOWN = {
    "zh": ("%s≤%s%s", "%s不超过%s%s", "%s低于%s%s", "%s在%s%s以下", "%s为%s%s", "%s小于%s%s"),
    "en": ("%s of %s %s", "%s ≤ %s %s", "%s of at most %s %s", "%s below %s %s"),
}


def value_between(measured: Property, share: float) -> float:
    """Return the value at a share (0 worst, 1 best) of the plausible range, rounded as written."""
    share = share if measured.is_higher_better else 1.0 - share
    low, high = measured.low, measured.high
    if low > 0 and high / low > 20:
        value: float = low * (high / low) ** share
    else:
        value = low + (high - low) * share
    if measured.decimals == 0 and value >= 1000:
        step = 10.0 ** (len(str(int(value))) - 2)
        return round(value / step) * step
    return round(value, measured.decimals)


def write_value(measured: Property, value: float) -> str:
    """Return a value as digits with the decimals of its property."""
    return f"{value:.{measured.decimals}f}"


def offered(
    measured: Property, value: float, language: Language, units: Mapping[str, Any], style: int = 0
) -> str:
    """Return how an achievement states a value it reaches."""
    styles = (_UP if measured.is_higher_better else _DOWN)[language]
    name = measured.zh if language == "zh" else measured.en
    unit = _unit(measured, language, units, style)
    return (styles[style % len(styles)] % (name, write_value(measured, value), unit)).rstrip()


def wanted(
    measured: Property, value: float, language: Language, units: Mapping[str, Any], style: int = 0
) -> str:
    """Return how a need states the bound that it sets."""
    if language == "zh":
        signs = ("≥", "不低于") if measured.is_higher_better else ("≤", "不高于")
        unit = _unit(measured, language, units, 0)
        return f"{measured.zh}{signs[style % 2]}{write_value(measured, value)}{unit}"
    sign = (
        ("≥", "at least")[style % 2] if measured.is_higher_better else ("≤", "at most")[style % 2]
    )
    unit = _unit(measured, language, units, 0)
    return f"{measured.en} {sign} {write_value(measured, value)} {unit}".rstrip()


def phrases(
    measured: Property, language: Language, units: Mapping[str, Any], count: int = 160
) -> Sequence[str]:
    """Return many ways of stating values of a property, to draw from."""
    r = random.Random(f"quantities {measured.zh} {language}")  # noqa: S311
    return [
        offered(measured, value_between(measured, r.random()), language, units, r.randrange(60))
        for _ in range(count)
    ]


def _unit(measured: Property, language: Language, units: Mapping[str, Any], style: int) -> str:
    if not measured.unit:
        return ""
    spellings: list[str] = units[measured.unit][0 if language == "zh" else 1]
    return spellings[(style // 6) % len(spellings)]
