"""What a judge sees: one need, one achievement, the wanted words marked, and the question."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from duijie.app.cli.cards import MARKS, bar
from duijie.app.cli.folding import FoldedText
from duijie.app.cli.terminal import Terminal
from duijie.kernel.matching import LEVEL_WORDS, Level
from duijie.kernel.words import Lang, say

if TYPE_CHECKING:
    from duijie.kernel.frames import Span
    from duijie.learn.judging import JudgingItem, ShownText

# Lines for everything but the two texts; each text gets half of what is left, and at least these.
_AROUND: Final = 13
_LEAST: Final = 6
_WIDEST: Final = 76  # 38 Chinese characters: longer lines are hard to read


def print_item(
    terminal: Terminal, entry: "JudgingItem", *, is_marked: bool = True, is_whole: bool = False
) -> None:
    """Print one item; long texts are cut to the screen unless wanted whole."""
    from duijie.learn.judging import Marks, marks_of

    lang, out = terminal.lang, terminal.out
    marks = marks_of(entry.need, entry.achievement) if is_marked else Marks((), ())
    out.print()
    out.print(Rule(Text(_place(entry, lang)), align="left", characters="─", style="dim"))
    lines = 0 if is_whole else _lines_each(terminal)
    _print_text(terminal, say(lang, "NEED"), entry.need, marks.need, lines)
    _print_text(terminal, say(lang, "ACHIEVEMENT"), entry.achievement, marks.achievement, lines)


def print_question(terminal: Terminal) -> None:
    """Print the levels to choose from and the other keys."""
    lang = terminal.lang
    levels = Text()
    for level in Level:
        levels.append(f"{int(level)} ", style="bold cyan")
        levels.append(f"{say(lang, LEVEL_WORDS[level])} {bar(level)}   ")
    terminal.out.print(levels)
    keys = say(lang, "s skip   u undo   m the whole text   ? what the levels mean   q stop")
    terminal.out.print(Text(keys, style="dim"))


def print_guide(terminal: Terminal) -> None:
    """Print what the levels mean, with an example each, and how to decide."""
    from duijie.learn.judging import judging_guide

    lang, out = terminal.lang, terminal.out
    guide = judging_guide(lang)
    out.print()
    terminal.print(say(lang, "What the levels mean"), style="bold")
    out.print(FoldedText(say(lang, "The examples answer this need: %(need)s", need=guide.need)))
    out.print()
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for one in guide.levels:
        name = f"{say(lang, LEVEL_WORDS[one.level])} {bar(one.level)}"
        table.add_row(Text(str(int(one.level)), style="bold cyan"), name, FoldedText(one.words))
        example = FoldedText(say(lang, "For example: %(text)s", text=one.example), style="dim")
        table.add_row("", "", example)
    out.print(table)
    out.print()
    terminal.print(say(lang, "How to decide"), style="bold")
    rules = Table.grid(padding=(0, 1))
    rules.add_column(width=1)
    rules.add_column(ratio=1, overflow="fold")
    for rule in guide.rules:
        rules.add_row("·", FoldedText(rule))
    out.print(rules)
    out.print()


def marked(text: str, spans: "Sequence[Span]", field: str, signs: tuple[str, str]) -> FoldedText:
    """Return a text with its marked stretches in bold between two signs, which may be empty."""
    shown, end = FoldedText(), 0
    for span in spans:
        if span.field != field:
            continue
        shown.append(text[end : span.start])
        words = text[span.start : span.end]
        shown.append(signs[0] + words + signs[1], style="bold underline")
        end = span.end
    shown.append(text[end:])
    return shown


def _print_text(
    terminal: Terminal, heading: str, text: "ShownText", spans: "Sequence[Span]", lines: int
) -> None:
    lang, out = terminal.lang, terminal.out
    is_plain = not out.is_terminal or out.no_color
    signs = MARKS[lang] if is_plain else ("", "")
    head = Text(heading, style="bold cyan")
    out.print()
    out.print(head)
    width = min(out.width, _WIDEST) - 2
    title = marked(text.title, spans, "title", signs)
    title.stylize("bold")
    body = marked(text.text.strip("\n"), _moved(text.text, spans), "text", signs)
    folded = [*title.wrap(out, width), *(body.wrap(out, width) if text.text.strip() else [])]
    shown = folded if not lines or len(folded) <= lines else folded[: lines - 1]
    for line in shown:
        out.print(Padding(line, (0, 0, 0, 2), expand=False))
    if len(shown) < len(folded):
        more = say(lang, "… %(count)d more lines: m", count=len(folded) - len(shown))
        out.print(Padding(Text(more, style="dim"), (0, 0, 0, 2), expand=False))
    under = _under(text)
    if under:
        out.print(Padding(Text(under, style="dim"), (0, 0, 0, 2), expand=False))


def _moved(text: str, spans: "Sequence[Span]") -> "list[Span]":
    """Return the stretches of a text whose empty first lines are left out."""
    from dataclasses import replace

    cut = len(text) - len(text.lstrip("\n"))
    return [
        replace(span, start=max(span.start - cut, 0), end=span.end - cut)
        for span in spans
        if span.field == "text" and span.end > cut
    ]


def _place(entry: "JudgingItem", lang: Lang) -> str:
    if not entry.needs:
        return say(
            lang,
            "%(place)d of %(total)d · item %(item)d",
            place=entry.place,
            total=entry.total,
            item=entry.number,
        )
    return say(
        lang,
        "%(place)d of %(total)d · need %(need)d of %(needs)d · item %(item)d",
        place=entry.place,
        total=entry.total,
        need=entry.need_place,
        needs=entry.needs,
        item=entry.number,
    )


def _under(text: "ShownText") -> str:
    parts = [f"TRL {text.trl}" if text.trl else "", str(text.year or "")]
    parts.append("、".join(text.keywords[:8]))
    return " · ".join(part for part in parts if part)


def _lines_each(terminal: Terminal) -> int:
    """Return how many lines a text may take; 0 where nobody scrolls."""
    if not terminal.out.is_terminal:
        return 0
    return max(_LEAST, (terminal.out.height - _AROUND) // 2)
