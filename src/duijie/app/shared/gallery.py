"""The living style guide (样式总览): every part of the look with something in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django import forms

from duijie.app.shared.words import later
from duijie.kernel.words import N_

TOKENS: Final = Path(__file__).parent / "static" / "shared" / "tokens.css"
# Text on its ground, and how far they must be apart: WCAG 2.2, 1.4.3 (text) and 1.4.11 (edges).
PAIRS: Final = (
    *((text, ground, 4.5) for text in ("ink", "quiet", "accent", "good", "bad", "warn")
      for ground in ("paper", "surface", "sunk")),
    ("on-accent", "accent", 4.5), ("on-accent", "accent-deep", 4.5),
    ("on-bad", "bad", 4.5), ("on-bad", "bad-deep", 4.5), ("on-mark", "mark", 4.5),
    *((text, ground, 4.5) for text in ("ink", "quiet")
      for ground in ("accent-tint", "good-tint", "bad-tint", "warn-tint")),
    ("accent", "accent-tint", 4.5), ("accent-deep", "accent-tint", 4.5),
    ("good", "good-tint", 4.5), ("bad", "bad-tint", 4.5), ("warn", "warn-tint", 4.5),
    ("accent", "good-tint", 4.5), ("accent", "bad-tint", 4.5), ("accent", "warn-tint", 4.5),
    ("edge", "paper", 3.0), ("edge", "surface", 3.0), ("accent", "paper", 3.0),
)  # fmt: skip

GROUNDS: Final = ("paper", "surface", "sunk", "accent-tint", "good-tint", "bad-tint", "warn-tint")


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far a text is from its ground (对比度), in one of the themes."""

    theme: str
    text: str
    ground: str
    ratio: float
    least: float


class Sample(forms.Form):
    """A form with a field of each sort."""

    title = forms.CharField(label=later(N_("Title")), help_text=later(N_("In one line.")))
    text = forms.CharField(
        label=later(N_("What is needed, in your own words")),
        widget=forms.Textarea,
        required=False,
    )
    trl = forms.IntegerField(label=later(N_("TRL")), min_value=1, max_value=9, required=False)
    visibility = forms.ChoiceField(
        label=later(N_("Visibility")),
        choices=(("public", later(N_("Public"))), ("private", later(N_("Private")))),
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=later(N_("I have read this")), required=False)


@cache
def colours() -> Mapping[str, Mapping[str, str]]:
    """Return the colours of the light and the dark theme by their names."""
    light, *dark = re.findall(r"\{([^{}]*--paper:[^{}]*)\}", TOKENS.read_text("utf-8"))
    found = [dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", block)) for block in (light, *dark)]
    return {"light": found[0], "dark": found[1], "dark chosen": found[2]}


@cache
def contrasts() -> tuple[Contrast, ...]:
    """Return the contrast of every pair of text and ground, in both themes."""
    return tuple(
        Contrast(theme, text, ground, contrast(known[text], known[ground]), least)
        for theme, known in colours().items()
        if theme != "dark chosen"
        for text, ground, least in PAIRS
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((bright + 0.05) / (dim + 0.05), 2)


def _luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
