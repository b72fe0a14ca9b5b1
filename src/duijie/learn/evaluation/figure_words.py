"""What figures are called and what they say (指标用语), for pages and terminals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from duijie.kernel.words import N_, Lang, say
from duijie.learn.evaluation.slices import SLICE_WORDS


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A figure in words (指标说明): its name, what it says, and up to where it is drawn."""

    label: str
    sentence: str
    most: float = 1.0


_WORDS: Final[Mapping[str, FigureWords]] = {
    "ndcg": FigureWords(
        "nDCG@%(depth)s",
        N_("How near the order of the first %(depth)s comes to the best order; 1 is the best."),
    ),
    "recall": FigureWords(
        N_("Recall@%(depth)s"),
        N_("How much of all that is relevant stands among the first %(depth)s."),
    ),
    "p": FigureWords(
        N_("Precision@%(depth)s"),
        N_("How much of the first %(depth)s is relevant."),
    ),
    "mrr": FigureWords(
        "MRR",
        N_("One divided by the place of the first relevant record; 1 when it stands first."),
    ),
    "map": FigureWords(
        "MAP",
        N_("The precision at the place of each relevant record, averaged."),
    ),
    "mae_score": FigureWords(
        N_("MAE score"),
        N_("1 / (1 + mean error in levels); 1 when every level is right."),
    ),
    "mae": FigureWords(
        N_("Mean error in levels"),
        N_("By how many levels a prediction is off on average; smaller is better."),
        3.0,
    ),
    "accuracy": FigureWords(
        N_("Exactly right"),
        N_("The share of pairs whose level is the judged one."),
    ),
    "kappa": FigureWords(
        N_("Quadratic kappa"),
        N_("Agreement with the judges beyond chance; far misses count more, 1 is full agreement."),
    ),
    "ece": FigureWords(
        N_("Calibration error (ECE)"),
        N_("How far chances lie from what came true, in bins of equal size; smaller is better."),
    ),
    "ece_equal_width": FigureWords(
        N_("Calibration error, bins of equal width"),
        N_("The same with bins of equal width, as some papers report it; smaller is better."),
    ),
    "brier": FigureWords(
        N_("Brier score"),
        N_("The squared gap between chance and outcome; smaller is better."),
    ),
    "error": FigureWords(
        N_("Error rate"),
        N_("How often yes or no, at a chance of one half, is wrong; smaller is better."),
    ),
    "error_at_half_coverage": FigureWords(
        N_("Error rate of the surer half"),
        N_("The same when only the surer half is answered; smaller is better."),
    ),
    "half_to_full_error": FigureWords(
        N_("Surer half to all"),
        N_("The error rate of the surer half as a share of that of all; smaller is better."),
    ),
    "area_under_risk": FigureWords(
        N_("Error rate over all coverages"),
        N_("The mean of the abstention curve (AURC); smaller is better."),
    ),
}
_ALL_RANKED: Final = FigureWords(
    "nDCG", N_("How near the whole order comes to the best order; 1 is the best.")
)
_FIRST_RELEVANT: Final = N_("One divided by its place, 0 when it is not among the first %(depth)s.")


def figure_label(name: str, lang: Lang) -> str:
    """Return what a figure is called.

    >>> figure_label("ndcg@10", "en")
    'nDCG@10'
    """
    return say(lang, _words(name).label, **_depth(name))


def figure_sentence(name: str, lang: Lang) -> str:
    """Return what a figure says, as a sentence."""
    kind, _, depth = name.partition("@")
    if kind == "mrr" and depth:
        return say(lang, _FIRST_RELEVANT, depth=depth)
    return say(lang, _words(name).sentence, **_depth(name))


def figure_most(name: str) -> float:
    """Return up to where a figure is drawn."""
    return _words(name).most


def slice_label(name: str, lang: Lang) -> str:
    """Return what a way to part or a slice is called; one of a file keeps its own name."""
    return say(lang, SLICE_WORDS[name]) if name in SLICE_WORDS else name


def _words(name: str) -> FigureWords:
    kind, _, depth = name.partition("@")
    if kind in ("mrr", "map") and depth:
        words = _WORDS[kind]
        return FigureWords(f"{words.label}@%(depth)s", words.sentence)
    return _ALL_RANKED if name == "ndcg" else _WORDS[kind]


def _depth(name: str) -> dict[str, str]:
    depth = name.partition("@")[2]
    return {"depth": depth} if depth else {}
