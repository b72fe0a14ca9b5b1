"""Start: from arguments to an exit code, with no traceback on the way."""

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from duijie.app.cli.arguments import (
    EVERYWHERE,
    harmless,
    home_named,
    in_front,
    language,
    read_utf8,
    speak,
    write_utf8,
)
from duijie.kernel.durable import private_folder
from duijie.kernel.errors import DuijieError
from duijie.kernel.home import Home
from duijie.kernel.settings import load_settings
from duijie.kernel.words import Lang, say

DONE = 0
WRONG_CALL = 2
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run a call of `duijie`; return 0 done, 1 problems in the data, 2 wrong call."""
    write_utf8()
    arguments = in_front(read_utf8(arguments))
    home = home_named(arguments)
    lang = language(arguments, None, os.environ)
    try:
        settings = load_settings(home.settings_file)
        lang = language(arguments, settings, os.environ)
        speak(lang)
        # Only now: the library asks for its words when it is imported.
        from duijie.app.cli.commands import build_command
        from duijie.app.cli.privacy import warn_if_open
        from duijie.app.cli.terminal import open_terminal

        terminal = open_terminal(home, settings, lang)
        warn_if_open(terminal)
        return _invoke(build_command(lang), arguments, terminal)
    except DuijieError as error:
        _complain(error.message(lang))
        return error.exit_code
    except KeyboardInterrupt:
        _complain(
            say(
                lang,
                "Stopped. What was stored is kept. Run the same command again: "
                "an import goes on where it stopped.",
            )
        )
        return INTERRUPTED
    except (BrokenPipeError, SystemExit) as ended:
        return _ended(ended)
    except Exception as error:  # noqa: BLE001  (the last net: a person sees a sentence)
        return _unexpected(error, home, lang)


def _invoke(command: Any, arguments: list[str], terminal: Any) -> int:
    """Run the parsed command; wrong calls are said with the way to the help."""
    import typer

    try:
        with command.make_context("duijie", arguments, obj=terminal) as context:
            code = command.invoke(context)
    except typer.Exit as ended:
        code = ended.exit_code
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        return _wrong_call(error, _called(command, arguments), terminal.lang)
    sys.stdout.flush()
    return int(code or DONE)


def _called(command: Any, arguments: Sequence[str]) -> str:
    """Return the command that arguments name, with its sub-command, as it is called."""
    words = ["duijie"]
    for before, argument in pairwise(["", *arguments]):
        inner = getattr(command, "commands", {}).get(argument if before not in EVERYWHERE else "")
        if inner is not None:
            words.append(argument)
            command = inner
    return " ".join(words)


def _wrong_call(error: Any, called: str, lang: Lang) -> int:
    from duijie.app.cli.usage import usage_sentence

    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return WRONG_CALL
    _complain(usage_sentence(error.format_message(), lang))
    # The library leaves the context out of some errors, such as that of an option without a value.
    path = context.command_path if context is not None else ""
    _complain(say(lang, "How to call it: %(command)s --help", command=max(path, called, key=len)))
    return WRONG_CALL


def _unexpected(error: Exception, home: Home, lang: Lang) -> int:
    moment = datetime.now().astimezone()
    file = _log(error, home, moment)
    if file is None:
        _complain(say(lang, "Something unexpected happened: %(what)s.", what=_short(error)))
    else:
        _complain(
            say(
                lang,
                "Something unexpected happened: %(what)s. Nothing that was stored is lost; "
                "the details are in %(file)s.",
                what=_short(error),
                file=file,
            )
        )
    return WRONG_CALL


def _log(error: Exception, home: Home, moment: datetime) -> Path | None:
    """Write the details of an error to a log file; None where that is not possible."""
    try:
        folder = private_folder(home.prepare().path / "logs")
        file = folder / f"{moment:%Y%m%d-%H%M%S}-{os.getpid()}.log"
        file.write_text("".join(traceback.format_exception(error)), "utf-8", "replace")
    except OSError:
        return None
    return file


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


def _ended(ended: BrokenPipeError | SystemExit) -> int:
    """Return the exit code of a call that something has ended, as Python itself reads it."""
    # rich ends the process when a pipe breaks; whatever else does so keeps its code.
    if isinstance(ended, BrokenPipeError) or isinstance(ended.__context__, BrokenPipeError):
        return _leave_pipe()
    if ended.code is None or isinstance(ended.code, int):
        return ended.code or DONE
    _complain(str(ended.code))
    return 1


def _leave_pipe() -> int:
    """Say nothing more: whoever read the output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _complain(sentence: str) -> None:
    sys.stderr.write(harmless(sentence) + "\n")
    sys.stderr.flush()
