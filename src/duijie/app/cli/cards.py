"""Match cards on a terminal: evidence first, folded to the width, readable without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from duijie.app.cli.folding import FoldedText
from duijie.app.cli.terminal import Terminal
from duijie.app.wording import (
    change_sentence,
    check_sentence,
    reason_sentence,
    wanted_words,
)
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Evidence, Verdict
from duijie.kernel.matching import LEVEL_WORDS, Level, Match, MatchList, NoGoodMatch
from duijie.kernel.words import Lang, say

SIGNS: Final = {
    Verdict.MET: ("✓", "green"),
    Verdict.NOT_MET: ("✗", "red"),
    Verdict.UNKNOWN: ("?", "yellow"),
}
QUOTES: Final[dict[Lang, tuple[str, str]]] = {"zh": ("「", "」"), "en": ("“", "”")}
MARKS: Final[dict[Lang, tuple[str, str]]] = {"zh": ("【", "】"), "en": ("[", "]")}
CHECKS_SHOWN = 7
UNKNOWN_SHOWN = 3
CHANGES_SHOWN = 2
WANTED_SHARE = 0.4  # of the width, at most
QUOTE_COLUMNS = 110


@dataclass(frozen=True, slots=True)
class CardPrinter:
    """Prints the answer to a request as cards (匹配卡)."""

    terminal: Terminal

    def print_list(self, answer: MatchList) -> None:
        """Print all matches, or the page of *no good match*."""
        if answer.no_good_match is not None:
            self.print_no_good_match(answer.no_good_match)
            return
        for match in answer.matches:
            self.print_card(match)

    def print_no_good_match(self, honest: NoGoodMatch) -> None:
        """Print what is nearest, what is missing and the next step."""
        lang = self.terminal.lang
        self.terminal.print(say(lang, "No good match: nothing credible was found."), style="bold")
        self._points(
            say(lang, "What is missing"), [reason_sentence(r, lang) for r in honest.missing]
        )
        if honest.nearest:
            self.terminal.print()
            self.terminal.print(say(lang, "The nearest, for comparison"), style="bold")
            self.terminal.print()
            for match in honest.nearest:
                self.print_card(match, with_changes=False)
        self._points(say(lang, "Next steps"), [reason_sentence(r, lang) for r in honest.next_steps])

    def print_card(self, match: Match, *, with_changes: bool = True) -> None:
        """Print one match: level, title, holder, then element by element."""
        lang, out = self.terminal.lang, self.terminal.out
        head = Text(f"{match.rank:>2}  ")
        head.append(f"{say(lang, LEVEL_WORDS[match.level])} {bar(match.level)}", style="bold cyan")
        head.append(f"  {match.document.title}", style="bold")
        out.print(head)
        under = origin(match.document)
        out.print(Padding(Text(under, style="dim"), (0, 0, 0, 4)))
        rows = most_telling(match.card.checks)
        if rows:
            out.print(Padding(self._table(rows), (0, 0, 0, 4)))
        hidden = len(match.card.checks) - len(rows)
        if hidden > 0:
            self._indented(say(lang, "… and %(count)d more, with --json", count=hidden))
        for change in match.card.changes[: CHANGES_SHOWN * with_changes]:
            self._indented(f"→ {change_sentence(change, lang)}")
        if match.reasons:
            told = " · ".join(reason_sentence(reason, lang) for reason in match.reasons)
            placed = say(lang, "Placed by: %(reasons)s", reasons=told)
            out.print(Padding(FoldedText(placed, style="dim"), (0, 0, 0, 4)))
        self.terminal.print()

    def _table(self, checks: Sequence[Check]) -> Table:
        table = Table.grid(padding=(0, 1))
        widest = int(self.terminal.out.width * WANTED_SHARE)
        table.add_column(width=1)
        table.add_column(max_width=widest, overflow="fold")
        table.add_column(ratio=1, overflow="fold")
        order = list(Verdict)
        for check in sorted(checks, key=lambda check: order.index(check.verdict)):
            sign, colour = SIGNS[check.verdict]
            table.add_row(
                Text(sign, style=colour),
                FoldedText(shortened(wanted_words(check, self.terminal.lang), 2 * widest)),
                self._proof(check),
            )
        return table

    def _proof(self, check: Check) -> Text:
        lang = self.terminal.lang
        text = FoldedText()
        if check.evidence is None or check.verdict is not Verdict.MET:
            text.append(check_sentence(check, lang), style="dim")
        if check.evidence is not None:
            is_plain = not self.terminal.out.is_terminal or self.terminal.out.no_color
            text.append("" if lang == "zh" or not text else " ")
            text.append_text(quotation(check.evidence, lang, is_plain=is_plain))
        return text

    def _points(self, heading: str, sentences: Sequence[str]) -> None:
        if not sentences:
            return
        self.terminal.print()
        self.terminal.print(heading, style="bold")
        table = Table.grid(padding=(0, 1))
        table.add_column(width=3, justify="right")
        table.add_column(ratio=1, overflow="fold")
        for sentence in sentences:
            table.add_row("·", FoldedText(sentence))
        self.terminal.out.print(table)

    def _indented(self, sentence: str) -> None:
        self.terminal.out.print(Padding(FoldedText(sentence, style="italic"), (0, 0, 0, 4)))


def most_telling(checks: Sequence[Check]) -> list[Check]:
    """Return the checks that a person needs first: what is settled, then the weightiest open."""
    heavy = sorted(checks, key=lambda check: -check.weight)
    settled = [check for check in heavy if check.verdict is not Verdict.UNKNOWN]
    still_open = [check for check in heavy if check.verdict is Verdict.UNKNOWN]
    return [*settled[: CHECKS_SHOWN - 1], *still_open[:UNKNOWN_SHOWN]][:CHECKS_SHOWN]


def bar(level: Level) -> str:
    """Return a level as a bar of four.

    >>> bar(Level.FAIRLY_STRONG)
    '▮▮▮▯'
    """
    return "▮" * level + "▯" * (4 - level)


def origin(document: Document) -> str:
    """Return holder, maturity, year and identifier of a document as one line."""
    parts = [document.organization]
    if document.trl is not None:
        parts.append(f"TRL {document.trl}")
    if document.dated_on is not None:
        parts.append(str(document.dated_on.year))
    parts.append(document.record_id)
    return " · ".join(part for part in parts if part)


def quotation(evidence: Evidence, lang: Lang, *, is_plain: bool) -> Text:
    """Return the quoted sentence with the words that count marked, shortened around them."""
    start = evidence.span.start - evidence.quote_start
    end = evidence.span.end - evidence.quote_start
    before, words, after = (
        evidence.quote[: max(start, 0)],
        evidence.quote[max(start, 0) : end],
        evidence.quote[max(end, 0) :],
    )
    spare = max(QUOTE_COLUMNS - cell_len(words), 24)
    before, after = _ending(_flat(before), spare // 3), shortened(_flat(after), 2 * spare // 3)
    opened, closed = QUOTES[lang]
    marks = MARKS[lang] if is_plain else ("", "")
    text = Text(opened)
    text.append(before)
    text.append(
        marks[0] + shortened(_flat(words), QUOTE_COLUMNS) + marks[1], style="bold underline"
    )
    text.append(after + closed)
    return text


def shortened(text: str, columns: int) -> str:
    """Return the beginning of a text that fits, with … where something is left out.

    >>> shortened("锂离子电池", 6)
    '锂离…'
    """
    if cell_len(text) <= columns:
        return text
    kept = text[:columns]
    while cell_len(kept) > columns - 1:
        kept = kept[:-1]
    return kept + "…"


def _ending(text: str, columns: int) -> str:
    return shortened(text[::-1], columns)[::-1]


def _flat(text: str) -> str:
    """Return a text on one line: evidence may run over a line end."""
    return "".join(" " if char in "\r\n\t" else char for char in text)
