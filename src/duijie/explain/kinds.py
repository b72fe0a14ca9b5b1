"""The kind of an element (要素类型): cue words before it, its ending."""

from functools import cache

from duijie.explain.dictionaries import table, words
from duijie.explain.phrases import Phrase
from duijie.kernel.folding import fold
from duijie.kernel.frames import ElementKind


def kind_of(inner: str, phrase: Phrase, cue: ElementKind | None) -> ElementKind:
    """Return the kind of a phrase: what stands before it decides, then how it ends."""
    if cue in {ElementKind.EFFICACY, ElementKind.APPLICATION}:
        return cue
    if phrase.tail in {"问题", "难题"}:
        return ElementKind.EFFICACY
    if cue is None and phrase.last_tag in {"v", "vn"}:
        cue = ElementKind.METHOD
    return _suffix_kind(inner, cue)


def cue_kind(phrase: Phrase) -> ElementKind | None:
    """Return the kind that the word before a phrase gives it: 用于, 采用, 降低."""
    before = phrase.before
    if before in {"了", "其", "该", "于", "在", "到"}:
        before = phrase.before_that
        if phrase.before == "于" and before in {"用", "应用", "适用", "服务"}:
            return ElementKind.APPLICATION
    return before_cues().get(before)


@cache
def before_cues() -> dict[str, ElementKind]:
    """Return the words that give what follows them its kind."""
    cues: dict[str, ElementKind] = {}
    for name, phrases in table("cues")["before"].items():
        for phrase in phrases:
            cues.setdefault(
                fold(phrase.split()[0] if phrase.isascii() else phrase), ElementKind(name)
            )
    cues["used"] = cues["for"] = ElementKind.APPLICATION
    cues["by"] = ElementKind.METHOD
    return cues


def asked() -> frozenset[str]:
    """Return the words that directly ask for what follows them."""
    return words("cues", "asked")


@cache
def _suffixes() -> dict[str, ElementKind]:
    known: dict[str, ElementKind] = {}
    for name, endings in table("cues")["after"].items():
        for ending in endings:
            known.setdefault(fold(ending), ElementKind(name))
    return known


def _suffix_kind(inner: str, cue: ElementKind | None) -> ElementKind:
    """Return the kind that the longest known ending gives, else the cue's, else product."""
    return known_kind(inner) or cue or ElementKind.PRODUCT


def own_kind(inner: str) -> ElementKind:
    """Return the kind of a phrase by how it ends, product if that tells nothing."""
    return _suffix_kind(inner, None)


def known_kind(inner: str) -> ElementKind | None:
    """Return the kind that the longest known ending of a phrase gives."""
    suffixes = _suffixes()
    if inner[-1].isascii():
        last = inner.rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
        return suffixes.get(last)
    for length in range(min(4, len(inner)), 0, -1):
        kind = suffixes.get(inner[-length:])
        if kind is not None:
            return kind
    return None
