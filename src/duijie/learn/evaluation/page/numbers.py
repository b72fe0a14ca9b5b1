"""Figures, intervals and headings as a reader sees them (数字格式)."""

from html import escape

from duijie.kernel.words import Lang, say
from duijie.learn.evaluation.intervals import Estimate


def number(value: float | None) -> str:
    """Return a figure with three decimals, a dash where there is none.

    >>> number(0.64999), number(None)
    ('0.650', '–')
    """
    return "–" if value is None else f"{value:.3f}"


def signed(value: float | None) -> str:
    """Return a difference with its sign.

    >>> signed(0.0123), signed(-0.5)
    ('+0.012', '−0.500')
    """
    return "–" if value is None else f"{value:+.3f}".replace("-", "−")


def interval(found: Estimate, lang: Lang) -> str:
    """Return the bounds of an interval, a dash where there is none."""
    return bounds(number(found.low), number(found.high), lang) if found.low is not None else "–"


def bounds(low: str, high: str, lang: Lang) -> str:
    """Return two bounds as one."""
    return say(lang, "%(low)s to %(high)s", low=low, high=high)


def chance_words(p: float) -> str:
    """Return a p-value as it is usually written.

    >>> chance_words(0.0001), chance_words(0.2)
    ('p < 0.001', 'p = 0.200')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def joined(*sentences: str) -> str:
    """Return sentences one after the other; Chinese ones stand without a space.

    >>> joined("One.", "Two."), joined("一。", "二。")
    ('One. Two.', '一。二。')
    """
    text = ""
    for sentence in sentences:
        text += sentence if not text or text.endswith("。") else f" {sentence}"
    return text


def heading(words: str) -> str:
    """Return a heading of the page."""
    return f"<h2>{escape(words)}</h2>"
