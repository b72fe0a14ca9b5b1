"""The wording of a decision: each condition as one sentence."""

from collections.abc import Mapping
from typing import Final

from duijie.kernel.explanations import Reason
from duijie.kernel.words import N_, Lang, say
from duijie.learn.comparison.decision import Ruling

EVIDENCE_ENOUGH: Final = "GATE-EVIDENCE-ENOUGH"
LISTS_FEW: Final = "GATE-LISTS-FEW"
COVERAGE_LOW: Final = "GATE-COVERAGE-LOW"
JUDGEMENTS_ENOUGH: Final = "GATE-JUDGEMENTS-ENOUGH"
JUDGEMENTS_FEW: Final = "GATE-JUDGEMENTS-FEW"
LOOKS_SPENT: Final = "GATE-LOOKS-SPENT"
IMPROVED: Final = "GATE-IMPROVED"
NOT_IMPROVED: Final = "GATE-NOT-IMPROVED"
NOT_YET_IMPROVED: Final = "GATE-NOT-YET-IMPROVED"
SLICE_KEPT: Final = "GATE-SLICE-KEPT"
SLICE_BROKEN: Final = "GATE-SLICE-BROKEN"
SLICE_OPEN: Final = "GATE-SLICE-OPEN"
SLICE_SMALL: Final = "GATE-SLICE-SMALL"
EXPOSURE_UNDER: Final = "GATE-EXPOSURE-UNDER"
EXPOSURE_OVER: Final = "GATE-EXPOSURE-OVER"
EXPOSURE_GROUP_LOW: Final = "GATE-EXPOSURE-GROUP-LOW"
NO_EXPOSURE: Final = "GATE-NO-EXPOSURE"
INTERLEAVING_NOT_LOST: Final = "GATE-INTERLEAVING-NOT-LOST"
INTERLEAVING_LOST: Final = "GATE-INTERLEAVING-LOST"

TEMPLATES: Mapping[str, str] = {
    EVIDENCE_ENOUGH: N_(
        "The log has %(lists)s lists of %(requests)s requests, worth %(effective)s; it could have "
        "shown %(coverage)s of what the candidate shows."
    ),
    LISTS_FEW: N_(
        "The log is too short: %(lists)s lists of %(requests)s requests, worth %(effective)s."
    ),
    COVERAGE_LOW: N_(
        "The log could have shown only %(coverage)s of what the candidate shows; %(asked)s is "
        "asked for. Explore more, or compare by interleaving."
    ),
    JUDGEMENTS_ENOUGH: N_(
        "Compared by %(judgements)s judgements of %(requests)s requests that were held out."
    ),
    JUDGEMENTS_FEW: N_(
        "Only %(requests)s requests are judged (%(judgements)s judgements); at least %(asked)s are "
        "asked for."
    ),
    LOOKS_SPENT: N_(
        "This is look %(look)s of %(looks)s that were planned: the chance of error is used up. "
        "Train a new candidate."
    ),
    IMPROVED: N_("Better by %(value)s, and by more than %(low)s for sure."),
    NOT_IMPROVED: N_("Not better: %(value)s, at best %(high)s."),
    NOT_YET_IMPROVED: N_(
        "Not proven better yet: %(value)s, but it may be anything from %(low)s to %(high)s."
    ),
    SLICE_KEPT: N_("%(slice)s %(name)s: %(value)s, at worst %(low)s; the floor is %(floor)s."),
    SLICE_BROKEN: N_(
        "%(slice)s %(name)s loses: %(value)s, at best %(high)s; the floor is %(floor)s."
    ),
    SLICE_OPEN: N_(
        "%(slice)s %(name)s may lose too much: %(value)s, at worst %(low)s; the floor is %(floor)s."
    ),
    SLICE_SMALL: N_(
        "%(slice)s %(name)s has only %(requests)s requests: too few to judge, no harm is proven."
    ),
    EXPOSURE_UNDER: N_(
        "No holder gets more than %(share)s of what is looked at; the cap is %(cap)s."
    ),
    EXPOSURE_OVER: N_(
        "The holder %(holder)s would get %(share)s of what is looked at; the cap is %(cap)s."
    ),
    EXPOSURE_GROUP_LOW: N_(
        "The holders of the group %(group)s would get only %(share)s of what is looked at; the "
        "floor is %(floor)s."
    ),
    NO_EXPOSURE: N_("Nothing is known about how the candidate's lists fall on holders."),
    INTERLEAVING_NOT_LOST: N_(
        "Side by side people preferred the candidate in %(wins)s lists and the live release in "
        "%(losses)s (%(share)s, at least %(low)s)."
    ),
    INTERLEAVING_LOST: N_(
        "Side by side people preferred the live release: the candidate won only %(wins)s lists "
        "and lost %(losses)s (%(share)s)."
    ),
}

RULINGS: Mapping[Ruling, str] = {
    Ruling.GO: N_("Go: every condition is met."),
    Ruling.WAIT: N_("Wait: nothing is broken, but not everything is proven yet."),
    Ruling.STOP: N_("Stop: the candidate does not take this step."),
}


def word_reason(reason: Reason, lang: Lang) -> str:
    """Return the reason of a condition as a sentence in a language.

    >>> word_reason(Reason(NO_EXPOSURE), "en")
    "Nothing is known about how the candidate's lists fall on holders."
    """
    from duijie.learn.evaluation import slice_label

    values = dict(reason.values)
    if "slice" in values:
        values |= {part: slice_label(str(values[part]), lang) for part in ("slice", "name")}
    return say(lang, TEMPLATES[reason.code], **values)


def word_ruling(ruling: Ruling, lang: Lang) -> str:
    """Return what a decision says as a sentence in a language."""
    return say(lang, RULINGS[ruling])
