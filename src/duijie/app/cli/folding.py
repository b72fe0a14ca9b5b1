"""Lines that part no number from its sign or unit, and begin with no closing mark."""

import re
from typing import Final

from rich.cells import cell_len
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text

# A word with the sign before it (≥ 95), a unit sign after it (95 %) and the marks around it; every
# ideograph is a word of its own.
_WORD: Final = re.compile(
    r"[「『（【《“‘]*"
    r"(?:(?:[≥≤≈±<>~]\s*)?[!-~\u00b0-\u024f\u0370-\u03ff…–]+(?:\s[%‰℃°])?|\S)"
    r"[，。；：、！？）」』】》”’…%‰℃]*\s*"
    r"|\s+"
)


class FoldedText(Text):
    """A text that is folded between words (折行文本), not within `≥ 95 %`."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Return the text as lines of at most a width."""
        del console, justify, overflow, tab_size, no_wrap
        folded = Lines()
        for line in self.split(allow_blank=True):
            for part in line.divide(line_starts(line.plain, width)):
                part.rstrip()
                folded.append(part)
        return folded


def line_starts(text: str, width: int) -> list[int]:
    """Return where the second and the further lines of a text begin.

    >>> line_starts("检出率 ≥ 95 %", 11)
    [4]
    """
    starts: list[int] = []
    taken = 0
    for word in _WORD.finditer(text):
        if taken and taken + cell_len(word.group().rstrip()) > width:
            starts.append(word.start())
            taken = 0
        if cell_len(word.group().rstrip()) <= width:
            taken += cell_len(word.group())
            continue
        for place, char in enumerate(word.group(), word.start()):  # longer than a line
            if taken and taken + cell_len(char.rstrip()) > width:
                starts.append(place)
                taken = 0
            taken += cell_len(char)
    return starts
