"""What the four levels mean to a judge (相关等级定义): read from one file of data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from duijie.kernel.folding import fold
from duijie.kernel.matching import LEVEL_WORDS, Level
from duijie.kernel.words import LANGS, Lang, say

FILE = Path(__file__).resolve().parent / "levels.toml"


@dataclass(frozen=True, slots=True)
class LevelDefinition:
    """One level in the words of a language (等级定义), with an example for the guide's need."""

    level: Level
    words: str
    example: str


@dataclass(frozen=True, slots=True)
class JudgingGuide:
    """What judges are told (标注说明): the levels, strongest first, and how to decide.

    All examples answer the same `need`.
    """

    need: str
    levels: tuple[LevelDefinition, ...]
    rules: tuple[str, ...]


@cache
def judging_guide(lang: Lang) -> JudgingGuide:
    """Return the definitions and rules in a language.

    >>> [int(one.level) for one in judging_guide("zh").levels]
    [4, 3, 2, 1]
    """
    table = tomllib.loads(FILE.read_text("utf-8"))
    levels = tuple(
        LevelDefinition(Level(one["level"]), one[lang], one[f"example_{lang}"])
        for one in table["levels"]
    )
    return JudgingGuide(table["need"][lang], levels, tuple(rule[lang] for rule in table["rules"]))


def level_said(text: str) -> Level | None:
    """Return the level that an answer names by number or by word, in any language, else None.

    >>> level_said(" ３ "), level_said("较强"), level_said("Strong"), level_said("5")
    (<Level.FAIRLY_STRONG: 3>, <Level.FAIRLY_STRONG: 3>, <Level.STRONG: 4>, None)
    """
    return _names().get(" ".join(fold(text).split()))


@cache
def _names() -> dict[str, Level]:
    names = {str(int(level)): level for level in Level}
    for level, words in LEVEL_WORDS.items():
        names |= {fold(say(lang, words)): level for lang in LANGS}
        names[level.name.lower().replace("_", " ")] = level
        names[level.name.lower()] = level
    return names
