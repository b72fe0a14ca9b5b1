"""Reasons as sentences (措辞), from templates in zh and en."""

from duijie.explain.shown import shown_quantity
from duijie.kernel.explanations import Check, ExplanationCard, Reason, Verdict
from duijie.kernel.frames import Element, Quantity
from duijie.kernel.words import N_, Lang, say, worded

SIGNS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.UNKNOWN: "?"}

CHECK_WORDS: dict[str, str] = {
    "element.met": N_("The text names “%(offered)s”."),
    "element.synonym": N_("The text speaks of “%(offered)s”."),
    "element.partly": N_("The text speaks of “%(offered)s”, but not of: %(missing)s."),
    "element.wish_unstated": N_("The text speaks of “%(offered)s”, but not of this effect on it."),
    "element.negated": N_("The text says that it is without “%(wanted)s”."),
    "element.opposite": N_("The text says the opposite of “%(wanted)s”."),
    "element.unstated": N_("The text does not mention it."),
    "quantity.met": N_("Stated: %(offered)s."),
    "quantity.not_met": N_("Stated: %(offered)s; wanted: %(want)s."),
    "quantity.claims_less": N_("The text claims only %(offered)s; wanted: %(want)s."),
    "quantity.unsure": N_("Stated: %(offered)s; that alone does not settle %(want)s."),
    "quantity.unstated": N_("The text states no figure for “%(property)s”."),
    "quantity.nameless": N_("The request does not say what this figure measures."),
    "trl.met": N_("Technology readiness level %(offered)s."),
    "trl.not_met": N_("Technology readiness level %(offered)s; wanted: %(wanted)s."),
    "trl.unknown": N_("The technology readiness level is not stated."),
    "region.met": N_("Region %(offered)s."),
    "region.not_met": N_("Region %(offered)s; wanted: %(wanted)s."),
    "region.unknown": N_("The region is not stated."),
    "budget.met": N_("Price %(offered)s yuan, within the budget of %(wanted)s yuan."),
    "budget.not_met": N_("Price %(offered)s yuan, above the budget of %(wanted)s yuan."),
    "budget.unknown": N_("The text does not settle whether %(wanted)s yuan is enough."),
    "deadline.met": N_("Valid until %(offered)s, wanted until %(wanted)s."),
    "deadline.not_met": N_("Valid only until %(offered)s, wanted until %(wanted)s."),
}

CHANGE_WORDS: dict[str, str] = {
    "change.raise": N_("To meet this, raise %(property)s from %(have)s to %(want)s."),
    "change.lower": N_("To meet this, lower %(property)s from %(have)s to %(want)s."),
    "change.number": N_("To meet this, bring %(property)s from %(have)s to %(want)s."),
    "change.confirm": N_(
        "The text states %(property)s as %(have)s; to meet this, show that it is %(want)s."
    ),
    "change.state": N_("To settle this, state a figure for %(property)s (wanted: %(want)s)."),
    "change.trl": N_(
        "To meet this, raise the technology readiness level from %(have)s to %(want)s."
    ),
    "change.trl_over": N_(
        "The technology readiness level is %(have)s; wanted is at most %(want)s."
    ),
    "change.state_trl": N_(
        "To settle this, state the technology readiness level (wanted: %(want)s)."
    ),
    "change.element": N_("To settle this, show that “%(wanted)s” is covered."),
    "change.not_absent": N_("To meet this, offer “%(wanted)s” after all."),
}

_SUBJECTS = {
    "trl": N_("%(wanted)s"),  # itself says TRL: TRL ≥ 7
    "region": N_("Region %(wanted)s"),
    "budget": N_("Budget %(wanted)s yuan"), "deadline": N_("Valid until %(wanted)s"),
}  # fmt: skip
_LEVEL_UP = N_("%(change)s The match could then rise from “%(have_level)s” to “%(next_level)s”.")
_QUOTED = N_("%(sign)s %(wanted)s: “%(quote)s”")
_QUOTED_WITH_WORDS = N_("%(sign)s %(wanted)s: %(words)s “%(quote)s”")
_UNQUOTED = N_("%(sign)s %(wanted)s: %(words)s")
_CHANGE_LINE = N_("→ %(change)s")


def word_wanted(check: Check, lang: Lang) -> str:
    """Return what a check asks for, in a few words."""
    if isinstance(check.wanted, Quantity):
        return shown_quantity(check.wanted)
    if isinstance(check.wanted, Element):
        return check.wanted.text.strip()
    subject = _SUBJECTS.get(check.reason.code.partition(".")[0])
    return say(lang, subject, **check.reason.values) if subject else check.wanted


def word_check(check: Check, lang: Lang) -> str:
    """Return what one check found, as a sentence."""
    return _worded(check.reason, CHECK_WORDS, lang)


def word_change(reason: Reason, lang: Lang) -> str:
    """Return what would have to change, as a sentence.

    With the values `have_level` and `next_level` (source strings of the catalogue) a second
    sentence says how far the match rises.
    """
    change = _worded(reason, CHANGE_WORDS, lang)
    if {"have_level", "next_level"} <= set(reason.values):
        levels = {name: reason.values[name] for name in ("have_level", "next_level")}
        return say(lang, _LEVEL_UP, **worded(levels, lang), change=change)
    return change


def word_card(card: ExplanationCard, lang: Lang) -> list[str]:
    """Return a card as lines: one per check with its quotation, then what would have to change."""
    lines = [_check_line(check, lang) for check in card.checks]
    lines += [say(lang, _CHANGE_LINE, change=word_change(r, lang)) for r in card.changes]
    return lines


def _check_line(check: Check, lang: Lang) -> str:
    values = {"sign": SIGNS[check.verdict], "wanted": word_wanted(check, lang),
              "words": word_check(check, lang)}  # fmt: skip
    if check.evidence is None:
        return say(lang, _UNQUOTED, **values)
    quoted = " ".join(check.evidence.quote.split())
    template = _QUOTED if check.verdict is Verdict.MET else _QUOTED_WITH_WORDS
    return say(lang, template, **values, quote=quoted)


def _worded(reason: Reason, templates: dict[str, str], lang: Lang) -> str:
    return say(lang, templates[reason.code], **reason.values)
