"""A match as a card: what the templates show, worded in the reader's language."""

from dataclasses import dataclass

from duijie.explain import word_change, word_check, word_wanted
from duijie.kernel.explanations import Check, Verdict
from duijie.kernel.matching import LEVEL_WORDS, Match
from duijie.kernel.words import Lang, say

SIGNS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.UNKNOWN: "?"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card (逐项): sign, what is wanted, and the quoted sentence with its mark."""

    verdict: str
    sign: str
    wanted: str
    said: str
    before: str = ""
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One match as it is shown (匹配卡)."""

    rank: int
    record_id: str
    title: str
    organization: str
    trl: int | None
    year: int | None
    level: int
    level_word: str
    lines: tuple[Line, ...]
    changes: tuple[str, ...]


def card_of(match: Match, lang: Lang) -> Card:
    """Return a match as a card in a language."""
    document = match.document
    order = list(Verdict)
    checks = sorted(match.card.checks, key=lambda one: (order.index(one.verdict), -one.weight))
    return Card(
        rank=match.rank,
        record_id=match.record_id,
        title=document.title,
        organization=document.organization,
        trl=document.trl,
        year=document.dated_on.year if document.dated_on else None,
        level=int(match.level),
        level_word=say(lang, LEVEL_WORDS[match.level]),
        lines=tuple(_line(check, lang) for check in checks),
        changes=tuple(word_change(change, lang) for change in match.card.changes),
    )


def _line(check: Check, lang: Lang) -> Line:
    before = marked = after = ""
    evidence = check.evidence
    if evidence is not None:
        start = max(evidence.span.start - evidence.quote_start, 0)
        end = max(evidence.span.end - evidence.quote_start, start)
        quote = evidence.quote
        before, marked, after = quote[:start], quote[start:end], quote[end:]
    return Line(
        verdict=check.verdict.value,
        sign=SIGNS[check.verdict],
        wanted=word_wanted(check, lang),
        said=word_check(check, lang),
        before=before,
        marked=marked,
        after=after,
    )
