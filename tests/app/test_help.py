"""Help: complete, with an example each, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from duijie.app.cli.commands import app, build_command
from duijie.kernel.words import LANGS, Lang, say
from tests.app.calls import duijie


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


ALL = dict(commands(typer.main.get_command(app)))
EXPECTED = {
    "demo", "import", "index", "match", "batch", "generate", "duplicates", "train", "records",
    "settings", "evaluate", "feedback", "judge", "release", "serve", "audit", "operator",
    "doctor", "restore", "backup", "jobs", "worker", "exchange",
}  # fmt: skip


def flat(text: str) -> str:
    return "".join(text.split())


def test_all_commands_are_there() -> None:
    assert {path[0] for path in ALL if len(path) == 1} == EXPECTED
    assert {path[1] for path in ALL if path[:1] == ("index",) and len(path) == 2} == {
        "build", "update", "status", "verify", "rollback",
    }  # fmt: skip


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_option_and_argument_says_what_it_is_for(path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert command.help
    assert command.epilog.startswith("Example: ")
    assert " ".join(("duijie", *path)) in command.epilog or len(path) < 2
    assert [p.name for p in command.params if not p.help] == []


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_an_example_is_a_call_that_can_be_read(path: tuple[str, ...]) -> None:
    words = ALL[path].epilog.removeprefix("Example: ").split()
    call = words[words.index("duijie") + 1 :]
    command = ALL[()]
    context = command.make_context("duijie", call[:], resilient_parsing=True)
    assert command.resolve_command(context, call)[0] in EXPECTED


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", [(), ("match",), ("index",), ("import",)], ids=" ".join)
def test_help_is_in_the_language_asked_for_and_ends_with_the_example(
    path: tuple[str, ...], lang: Lang, tmp_path: Path
) -> None:
    said = duijie(tmp_path, *path, "--help", "--lang", lang)
    assert said.code == 0
    text = flat(said.out.replace("│", ""))
    assert flat(say(lang, ALL[path].help)) in text
    assert text.endswith(flat(say(lang, ALL[path].epilog)))


@pytest.mark.parametrize("lang", LANGS)
def test_every_help_text_is_translated(lang: Lang) -> None:
    sources = {path: command.help for path, command in commands(typer.main.get_command(app))}
    for path, command in commands(build_command(lang)):
        assert command.help == say(lang, sources[path])


def test_nothing_on_a_chinese_help_page_is_named_in_english(tmp_path: Path) -> None:
    for path in [path for path, command in ALL.items() if not getattr(command, "commands", {})]:
        said = duijie(tmp_path, *path, "--help", "--lang", "zh").out
        assert "选项]" in said
        assert not re.search(r"OPTIONS|ARGS|FILE\b|<\w+", said), path
