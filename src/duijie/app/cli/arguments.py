"""The arguments before they are parsed: their encoding, the home and the language."""

import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path

from duijie.kernel.home import Home
from duijie.kernel.settings import Settings
from duijie.kernel.words import LANGS, LOCALE_FOLDER, Lang

# May stand anywhere in a call; they are moved to the front, where the parser wants them.
EVERYWHERE = ("--home", "--lang")
_CONTROLS = {code: "�" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


def harmless(text: str) -> str:
    r"""Return a text without the control characters that steer a terminal.

    >>> harmless("电池\x1b[2J")
    '电池�[2J'
    """
    return text.translate(_CONTROLS)


def write_utf8() -> None:
    """Make both outputs UTF-8, whatever the locale says; what cannot be written is replaced."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def read_utf8(arguments: Sequence[str]) -> list[str]:
    """Return the arguments, read again as UTF-8 where their bytes are that.

    >>> read_utf8(["--json", "锂电池"])
    ['--json', '锂电池']
    """
    read = []
    for argument in arguments:
        try:
            read.append(os.fsencode(argument).decode("utf-8"))
        except UnicodeError:
            read.append(argument.encode("utf-8", "replace").decode("utf-8"))
    return read


def in_front(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with `--home` and `--lang` moved to the front.

    >>> in_front(["match", "电池", "--lang", "en", "--json"])
    ['--lang', 'en', 'match', '电池', '--json']
    """
    front: list[str] = []
    rest = list(arguments)
    place = 0
    while place < len(rest) and rest[place] != "--":
        if rest[place] in EVERYWHERE and place + 1 < len(rest):
            front += rest[place : place + 2]
            del rest[place : place + 2]
        elif rest[place].startswith(tuple(f"{name}=" for name in EVERYWHERE)):
            front.append(rest.pop(place))
        else:
            place += 1
    return front + rest


def option(arguments: Sequence[str], name: str) -> str:
    """Return the value of an option in arguments that `in_front` ordered, "" when absent.

    >>> option(["--lang", "en", "match"], "--lang")
    'en'
    """
    for place, argument in enumerate(arguments):
        if argument == name and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
    return ""


def home_named(arguments: Sequence[str]) -> Home:
    """Return the home that `--home` names, else that of the environment."""
    named = option(arguments, "--home")
    return Home(Path(named).expanduser().absolute()) if named else Home.from_environment()


def language(
    arguments: Sequence[str], settings: Settings | None, environment: Mapping[str, str]
) -> Lang:
    """Return the language: by `--lang`, else by the settings, else by the locale.

    >>> language([], None, {"LANG": "zh_CN.UTF-8"})
    'zh'
    """
    asked = option(arguments, "--lang") or (settings.text("lang") if settings else "")
    for lang in LANGS:
        if asked == lang:
            return lang
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return "zh" if environment[variable].lower().startswith("zh") else "en"
    return "en"


def speak(lang: Lang) -> None:
    """Let the command-line library, too, take its words from the catalogue of a language."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain("duijie", str(LOCALE_FOLDER))
    gettext.textdomain("duijie")
