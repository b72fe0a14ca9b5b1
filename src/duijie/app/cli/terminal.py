"""What every command gets: where the data lies, the settings, the language, the two outputs."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import orjson
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from duijie.app.cli.arguments import harmless
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings
from duijie.kernel.words import Lang

WIDEST = 100


@dataclass(frozen=True, slots=True)
class Terminal:
    """The surroundings of a command (终端): answers go to `out`, everything else to `err`."""

    home: Home
    settings: Settings
    lang: Lang
    out: Console
    err: Console

    def print(self, text: str | Text = "", *, style: str = "") -> None:
        """Print a line of the answer."""
        # A path or a command that is longer than the line is not cut: it must bear copying.
        self.out.print(text, style=style or None, overflow="ignore", crop=False)

    def note(self, text: str | Text = "", *, style: str = "") -> None:
        """Print a line beside the answer."""
        self.err.print(text, style=style or None, overflow="ignore", crop=False)

    def print_json(self, value: object) -> None:
        """Print a value as indented JSON, one document."""
        sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
        sys.stdout.flush()

    @property
    def asks(self) -> bool:
        """Tell whether a person can be asked."""
        return sys.stdin.isatty() and self.err.is_terminal


class _PlainConsole(Console):
    """Lets through no control character of a text: a file must not steer the terminal."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """Yield the pieces of what is printed, their texts without control characters."""
        for piece in super().render(renderable, options):
            shown = piece.text if piece.control else harmless(piece.text)
            yield piece if shown == piece.text else Segment(shown, piece.style)


def open_terminal(home: Home, settings: Settings, lang: Lang) -> Terminal:
    """Return the surroundings of a command on the outputs of the process."""
    # No markup: square brackets in a title or a path are only brackets.
    consoles = [
        _PlainConsole(stderr=is_error, markup=False, emoji=False, highlight=False)
        for is_error in (False, True)
    ]
    for console in consoles:
        console.width = min(console.width, WIDEST)
    return Terminal(home, settings, lang, consoles[0], consoles[1])
