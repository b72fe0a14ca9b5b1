"""`duijie settings`: every setting, its value and where it comes from."""

import os
from typing import Annotated

import typer
from rich.table import Table

from duijie.app.cli.terminal import Terminal
from duijie.kernel.settings import SETTINGS, Setting
from duijie.kernel.words import N_, say


def settings(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """List the settings of this installation."""
    terminal: Terminal = context.obj
    values = terminal.settings.values
    if json:
        terminal.print_json(
            {
                "home": str(terminal.home.path),
                "settings": [
                    {
                        "name": setting.name,
                        "value": values[setting.name],
                        "default": setting.default,
                        "source": _source(terminal, setting),
                    }
                    for setting in SETTINGS
                ],
            }
        )
        return
    lang = terminal.lang
    terminal.print(say(lang, "Data folder: %(path)s", path=terminal.home.path))
    terminal.print(say(lang, "Settings file: %(path)s", path=terminal.home.settings_file))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (N_("Setting"), N_("Value"), N_("From"), N_("Meaning")):
        table.add_column(say(lang, heading), overflow="fold")
    for setting in SETTINGS:
        meaning = setting.zh if lang == "zh" else setting.en
        value = str(values[setting.name])
        table.add_row(setting.name, value or "–", _source(terminal, setting), meaning)
    terminal.out.print(table)


def _source(terminal: Terminal, setting: Setting) -> str:
    if setting.variable in os.environ:
        return setting.variable
    is_written = terminal.settings.values[setting.name] != setting.default
    return terminal.home.settings_file.name if is_written else "-"
