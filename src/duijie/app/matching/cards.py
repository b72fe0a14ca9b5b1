"""A match as a card: what the templates show, worded in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duijie.explain import word_change, word_check, word_wanted
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, ExplanationCard, Reason, Verdict
from duijie.kernel.matching import LEVEL_WORDS, Level, Match
from duijie.kernel.words import N_, Lang, say
from duijie.match import word_reason

SIGNS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.UNKNOWN: "?"}
VERDICT_WORDS = {
    Verdict.MET: N_("Met"),
    Verdict.NOT_MET: N_("Not met"),
    Verdict.UNKNOWN: N_("Unknown"),
}
FOLDED = 3  # lines of a card in a list
AROUND = 48  # characters of the sentence kept on each side of the marked words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card (逐项): sign, what is wanted, and the quoted sentence with its mark.

    `start` and `end` say where in the `field` of the record `quoted_from` the marked words stand.
    """

    verdict: str
    sign: str
    verdict_word: str
    wanted: str
    said: str
    before: str = ""
    marked: str = ""
    after: str = ""
    quoted_from: str = ""
    field: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """One match as it is shown (匹配卡)."""

    rank: int
    record_id: str
    kind: str
    title: str
    organization: str
    trl: int | None
    year: int | None
    level: int
    level_word: str
    in_ten: int  # of ten matches shown with this chance, how many are at least fairly strong
    lines: tuple[Line, ...]
    changes: tuple[str, ...]
    reasons: tuple[str, ...] = ()

    @property
    def telling(self) -> tuple[Line, ...]:
        """Return the lines that a folded card shows: each verdict is heard, the heaviest first."""
        firsts = [
            next((line for line in self.lines if line.verdict == verdict), None)
            for verdict in Verdict
        ]
        kept = [line for line in firsts if line is not None]
        kept += [line for line in self.lines if line not in kept]
        chosen = kept[:FOLDED]
        return tuple(line for line in self.lines if line in chosen)

    @property
    def further(self) -> tuple[Line, ...]:
        """Return the lines that a folded card leaves out."""
        told = self.telling
        return tuple(line for line in self.lines if line not in told)

    @property
    def bar(self) -> str:
        """Return the level as a bar of four."""
        return "▮" * self.level + "▯" * (4 - self.level)


def card_of(match: Match, lang: Lang) -> Card:
    """Return a match as a card in a language."""
    return card_shown(
        match.document,
        match.card,
        lang,
        rank=match.rank,
        level=match.level,
        chance=match.probability,
        reasons=match.reasons,
    )


def card_shown(  # noqa: PLR0913  (a card is what six things say together)
    document: Document,
    card: ExplanationCard,
    lang: Lang,
    *,
    rank: int,
    level: Level,
    chance: float,
    reasons: Sequence[Reason] = (),
) -> Card:
    """Return a document with its explanation and its place as a card in a language."""
    order = list(Verdict)
    checks = sorted(card.checks, key=lambda one: (order.index(one.verdict), -one.weight))
    return Card(
        rank=rank,
        record_id=document.record_id,
        kind=document.kind,
        title=document.title,
        organization=document.organization,
        trl=document.trl,
        year=document.dated_on.year if document.dated_on else None,
        level=int(level),
        level_word=say(lang, LEVEL_WORDS[level]),
        in_ten=in_ten(chance),
        lines=tuple(line_of(check, lang) for check in checks),
        changes=tuple(word_change(change, lang) for change in card.changes),
        reasons=tuple(word_reason(reason, lang) for reason in reasons),
    )


def in_ten(chance: float) -> int:
    """Return a chance as so many of ten; never none nor all, which would promise too much.

    >>> in_ten(0.02), in_ten(0.72), in_ten(0.99)
    (1, 7, 9)
    """
    return min(9, max(1, round(10 * chance)))


def line_of(check: Check, lang: Lang) -> Line:
    """Return one check as a line in a language."""
    evidence = check.evidence
    line = Line(
        verdict=check.verdict.value,
        sign=SIGNS[check.verdict],
        verdict_word=say(lang, VERDICT_WORDS[check.verdict]),
        wanted=word_wanted(check, lang),
        said=word_check(check, lang),
    )
    if evidence is None:
        return line
    start = max(evidence.span.start - evidence.quote_start, 0)
    end = max(evidence.span.end - evidence.quote_start, start)
    quote = evidence.quote
    return replace(
        line,
        before=_ending(quote[:start]),
        marked=" ".join(quote[start:end].split()),
        after=_beginning(quote[end:]),
        quoted_from=evidence.record_id,
        field=evidence.span.field,
        start=evidence.span.start,
        end=evidence.span.end,
    )


def _ending(text: str) -> str:
    flat = " ".join(text.split()) + (" " if text[-1:].isspace() else "")
    return flat if len(flat) <= AROUND else "…" + flat[-AROUND:]


def _beginning(text: str) -> str:
    flat = (" " if text[:1].isspace() else "") + " ".join(text.split())
    return flat if len(flat) <= AROUND else flat[:AROUND] + "…"
