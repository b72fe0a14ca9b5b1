"""A judging round (标注批次): a folder that is whole or not there.

```
home/judging/<name>/
  round.json           name, seed, depth, judges, systems, hashes of the files below
  needs.jsonl          the needs as judges see them: id, title, text
  achievements.jsonl   the achievements as judges see them: id, title, text, keywords, trl, year
  items.jsonl          the pairs to judge: item, need_id, record_id, judges
  found.jsonl          which system had an item at which rank: not for judges' eyes
  answers/<judge>.jsonl   what each judge answered, line by line
  agreed/<who>.jsonl      levels settled afterwards where judges differed
```
"""

import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import orjson

from duijie.kernel.durable import sync_file, sync_folder, write_durably
from duijie.kernel.errors import JudgingError, LearnFileError, UnknownNameError
from duijie.kernel.ports import Clock
from duijie.kernel.releases import FileMark, mark_of
from duijie.kernel.words import N_, Phrase
from duijie.learn.judging.answers import AnswerFile
from duijie.learn.judging.pool import Found, PoolItem, System, assign, pool
from duijie.learn.judging.texts import ShownText, by_id, text_fields, text_from

FORM, VERSION = "duijie-judging", 1
NAME = re.compile(r"\w[\w.-]{0,59}")
_CARD, _NEEDS, _ACHIEVEMENTS = "round.json", "needs.jsonl", "achievements.jsonl"
_ITEMS, _FOUND = "items.jsonl", "found.jsonl"


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """How a round is made (标注方案).

    `depth` items of each system go into the pool of a need; `overlap` is the share of items that
    every judge judges; `seed` draws order and judges.
    """

    name: str
    judges: tuple[str, ...]
    depth: int = 10
    overlap: float = 0.3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """A judging round, opened (标注批次)."""

    folder: Path
    plan: RoundPlan
    systems: tuple[str, ...]
    needs: Mapping[str, ShownText]
    achievements: Mapping[str, ShownText]
    items: tuple[PoolItem, ...]

    @property
    def name(self) -> str:
        """Return the name of the round."""
        return self.plan.name

    def entry(self, number: int) -> PoolItem:
        """Return an item by its number.

        Raises:
            JudgingError: there is no such item.
        """
        if not 1 <= number <= len(self.items):
            raise JudgingError(
                name=self.name,
                why=Phrase("there is no item %(item)d", item=number),
                remedy=Phrase("Items are numbered from 1 to %(last)d.", last=len(self.items)),
            )
        return self.items[number - 1]

    def answers_of(self, judge: str) -> AnswerFile:
        """Return where the answers of a judge are.

        Raises:
            UnknownNameError: this is no judge of the round.
        """
        if judge not in self.plan.judges:
            raise UnknownNameError(thing=N_("judge"), name=judge, known=", ".join(self.plan.judges))
        return AnswerFile(self.folder / "answers" / f"{judge}.jsonl")

    def settled_by(self, who: str) -> AnswerFile:
        """Return where the levels are that somebody settled afterwards."""
        check_name(who, N_("A judge's name"), self.name)
        return AnswerFile(self.folder / "agreed" / f"{who}.jsonl")

    def who_settled(self) -> tuple[str, ...]:
        """Return who settled levels afterwards, by name."""
        return tuple(sorted(file.stem for file in (self.folder / "agreed").glob("*.jsonl")))

    def found(self) -> dict[int, Found]:
        """Return at which rank each system had each item; not to be shown to judges."""
        return {
            fields["item"]: Found(fields["item"], fields["ranks"])
            for fields in _lines(self.folder / _FOUND)
        }


def create_round(
    rounds: Path,
    plan: RoundPlan,
    needs: Sequence[ShownText],
    systems: Sequence[System],
    read: Callable[[Sequence[str]], Sequence[ShownText | None]],
    *,
    clock: Clock,
) -> Round:
    """Make a round out of what systems found and return it.

    Args:
        rounds: the folder that gets the folder of the round.
        plan: how the round is made.
        needs: the needs to judge for.
        systems: what each system found for them, by record id.
        read: gives the texts of record ids, None for what is not there.
        clock: tells when the round was made.

    Raises:
        JudgingError: the name is taken, the plan cannot be met or there is nothing to judge.
    """
    check_new(rounds, plan)
    pooled = pool([need.text_id for need in needs], systems, depth=plan.depth)
    if not pooled:
        raise JudgingError(
            name=plan.name,
            why=N_("no system found anything for any of these needs"),
            remedy=N_("Check that the runs name the same needs, and that the index is built."),
        )
    items = assign([(need, record) for need, record, _ in pooled], plan.judges,
                   overlap=plan.overlap, seed=plan.seed)  # fmt: skip
    achievements = _texts_of(sorted({record for _, record, _ in pooled}), plan.name, read)
    asked = {entry.need_id for entry in items}
    made = Round(
        rounds / plan.name,
        plan,
        tuple(system.name for system in systems),
        by_id([need for need in needs if need.text_id in asked]),
        achievements,
        tuple(items),
    )
    found = [Found(entry.number, ranks) for entry, (_, _, ranks) in zip(items, pooled, strict=True)]
    _write(made, found, clock)
    return made


def open_round(rounds: Path, name: str) -> Round:
    """Return a round that was made before.

    Raises:
        UnknownNameError: there is no such round.
        LearnFileError: a file of it was changed or is damaged.
    """
    folder = rounds / name
    if not NAME.fullmatch(name) or not (folder / _CARD).is_file():
        known = ", ".join(round_names(rounds)) or "–"
        raise UnknownNameError(thing=N_("judging round"), name=name, known=known)
    plan, systems, marks = _card(folder)
    for file, mark in marks.items():
        if not (folder / file).is_file() or mark_of(folder / file) != mark:
            raise _damaged(folder / file, N_("it is missing or was changed after it was written"))
    texts = {
        file: by_id([text_from(fields) for fields in _lines(folder / file)])
        for file in (_NEEDS, _ACHIEVEMENTS)
    }
    items = tuple(
        PoolItem(f["item"], f["need_id"], f["record_id"], tuple(f["judges"]))
        for f in _lines(folder / _ITEMS)
    )
    # The folder may have been renamed: it is called what it is called now.
    plan = replace(plan, name=name)
    return Round(folder, plan, systems, texts[_NEEDS], texts[_ACHIEVEMENTS], items)


def _card(folder: Path) -> tuple[RoundPlan, tuple[str, ...], dict[str, FileMark]]:
    """Return what the card of a round says: how it was made, the systems, its files."""
    wrong = _damaged(folder / _CARD, N_("it is no card of a judging round of this version"))
    try:
        card = orjson.loads((folder / _CARD).read_bytes())
        marks = {file: FileMark(**mark) for file, mark in card["files"].items()}
        plan = RoundPlan(**{**card["plan"], "judges": tuple(card["plan"]["judges"])})
        is_known = (card["format"], card["format_version"]) == (FORM, VERSION)
        systems = tuple(card["systems"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise wrong from error
    if not is_known:
        raise wrong
    return plan, systems, marks


def round_names(rounds: Path) -> list[str]:
    """Return the names of all rounds in a folder."""
    names = (card.parent.name for card in rounds.glob(f"*/{_CARD}"))
    return sorted(name for name in names if NAME.fullmatch(name))  # none that a crash left aside


def check_new(rounds: Path, plan: RoundPlan) -> None:
    """Return when a round can be made by a plan: it can be met and the name is free.

    Raises:
        JudgingError: a name or number cannot be used, or there is a round of this name.
    """
    check_plan(plan)
    if (rounds / plan.name).exists():
        raise JudgingError(
            name=plan.name,
            why=N_("a round of this name is there already"),
            remedy=N_("Take another name; answers are never overwritten."),
        )


def check_plan(plan: RoundPlan) -> None:
    """Return when a plan can be met.

    Raises:
        JudgingError: a name or a number in it cannot be used.
    """

    def wrong(why: str | Phrase, remedy: str) -> JudgingError:
        return JudgingError(name=plan.name, why=why, remedy=remedy)

    check_name(plan.name, N_("The name of a round"), plan.name)
    for judge in plan.judges:
        check_name(judge, N_("A judge's name"), plan.name)
    if not plan.judges or len({judge.casefold() for judge in plan.judges}) < len(plan.judges):
        raise wrong(
            N_("it needs at least one judge, and each by another name"),
            N_("Write for example: --judges wei,li"),
        )
    if plan.depth < 1:
        raise wrong(N_("the depth is below 1"), N_("Write for example: --depth 10"))
    if not 0 <= plan.overlap <= 1:
        raise wrong(
            N_("the overlap is not between 0 and 1"), N_("Write for example: --overlap 0.3")
        )


def check_name(name: str, what: str, round_name: str) -> None:
    """Return when a name can be a file's name.

    Raises:
        JudgingError: it has signs in it that no file name should have, or is too long.
    """
    if not NAME.fullmatch(name):
        raise JudgingError(
            name=round_name,
            why=Phrase("“%(given)s” cannot be a name", given=name),
            remedy=Phrase(
                "%(what)s has letters, digits, - and _ only, and at most 60 of them.", what=what
            ),
        )


def _texts_of(
    record_ids: Sequence[str],
    name: str,
    read: Callable[[Sequence[str]], Sequence[ShownText | None]],
) -> dict[str, ShownText]:
    texts = {
        record_id: text
        for record_id, text in zip(record_ids, read(record_ids), strict=True)
        if text is not None
    }
    missing = [record_id for record_id in record_ids if record_id not in texts]
    if missing:
        raise JudgingError(
            name=name,
            why=Phrase(
                "records it names are not in the library (%(count)d), such as “%(record_id)s”",
                count=len(missing),
                record_id=missing[0],
            ),
            remedy=N_("Import and index them, or give their texts with --achievements FILE.jsonl."),
        )
    return texts


def _write(made: Round, found: Iterable[Found], clock: Clock) -> None:
    rounds = made.folder.parent
    rounds.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=".writing-", dir=rounds))  # mode 700, like the home
    try:
        _write_lines(aside / _NEEDS, map(text_fields, made.needs.values()))
        _write_lines(aside / _ACHIEVEMENTS, map(text_fields, made.achievements.values()))
        _write_lines(
            aside / _ITEMS,
            ({"item": i.number, "need_id": i.need_id, "record_id": i.record_id, "judges": i.judges}
             for i in made.items),
        )  # fmt: skip
        _write_lines(aside / _FOUND, ({"item": f.number, "ranks": f.ranks} for f in found))
        marks = {file: mark_of(aside / file) for file in (_NEEDS, _ACHIEVEMENTS, _ITEMS, _FOUND)}
        card = {
            "format": FORM,
            "format_version": VERSION,
            "made_at": clock().isoformat(),
            "plan": made.plan,
            "systems": made.systems,
            "files": marks,
        }
        write_durably(aside / _CARD, orjson.dumps(card, option=orjson.OPT_INDENT_2) + b"\n")
        aside.rename(made.folder)
        sync_folder(rounds)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_lines(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    file.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    sync_file(file)


def _lines(file: Path) -> list[Any]:
    return [orjson.loads(line) for line in file.read_bytes().splitlines()]


def _damaged(file: Path, why: str) -> LearnFileError:
    return LearnFileError(
        path=file,
        why=why,
        remedy=N_("Put the file back from a backup; the answers beside it are untouched."),
    )
