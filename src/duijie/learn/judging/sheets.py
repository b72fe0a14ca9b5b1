"""Sheets (标注表): a judge's items for a spreadsheet, and answers from a file back again."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from duijie.kernel.durable import write_durably
from duijie.kernel.errors import LearnFileError, SourcePathError
from duijie.kernel.matching import Level
from duijie.kernel.ports import Clock
from duijie.kernel.spreadsheets import neutralised
from duijie.kernel.words import N_, Lang
from duijie.learn.evaluation.lines import row_error, shortened
from duijie.learn.judging.answers import Act, Answer, current_answers
from duijie.learn.judging.levels import level_said
from duijie.learn.judging.pool import order_of
from duijie.learn.judging.rounds import Round
from duijie.learn.judging.systems import spellings

COLUMNS: Final[Mapping[str, str]] = {
    "item": "序号",
    "need": "需求",
    "need_text": "需求内容",
    "title": "成果",
    "text": "成果内容",
    "level": "等级",
    "reason": "跳过原因",
}
_REMEDY = N_("Nothing was stored. Correct the row and import the file again.")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One answered row (标注表行): a level, or a reason why there is none."""

    row: int
    number: int
    level: Level | None
    reason: str


def write_sheet(judging: Round, judge: str, file: Path, *, lang: Lang) -> int:
    """Write the open items of a judge, in their order, as a CSV file; return how many."""
    answered = current_answers(judging.answers_of(judge).read())
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values() if lang == "zh" else COLUMNS)
    count = 0
    for entry in order_of(judging.items, judge, seed=judging.plan.seed):
        if entry.number in answered:
            continue
        need, achievement = judging.needs[entry.need_id], judging.achievements[entry.record_id]
        cells = (need.title, need.text, achievement.title, achievement.text)
        writer.writerow([entry.number, *map(neutralised, cells), "", ""])
        count += 1
    file.parent.mkdir(parents=True, exist_ok=True)
    write_durably(file, b"\xef\xbb\xbf" + out.getvalue().encode())
    return count


def read_sheet(judging: Round, judge: str, file: Path) -> list[SheetRow]:
    """Return the answered rows of a file: `.csv`, `.tsv` or `.jsonl`, UTF-8 or GB18030.

    Rows name their item by `item`, or by `need_id` and `record_id`; `level` is 1 to 4 or a word.
    Rows with neither level nor reason are passed over.

    Raises:
        SourcePathError: there is no file to be read there.
        LearnFileError: a row cannot be understood, or is not this judge's; it is named.
    """
    own = {one.number: one for one in judging.items if judge in one.judges}
    pairs = {(one.need_id, one.record_id): one.number for one in own.values()}
    answered: list[SheetRow] = []
    seen: dict[int, int] = {}
    for row, fields in _rows(file):
        level, reason = _field(fields, "level"), _field(fields, "reason")
        if not level and not reason:
            continue
        number = _number(file, row, fields, pairs)
        if number not in own:
            why = N_("there is no item “%(item)s” for this judge")
            raise row_error(file, row, why, _REMEDY, item=number)
        if number in seen:
            why = N_("the item %(item)s stands in row %(first)s already")
            raise row_error(file, row, why, _REMEDY, item=number, first=seen[number])
        seen[number] = row
        said = level_said(level) if level else None
        if level and said is None:
            why = N_("“%(value)s” is no level from 1 to 4")
            raise row_error(file, row, why, _REMEDY, value=shortened(level))
        answered.append(SheetRow(row, number, said, reason))
    return answered


def record_sheet(judging: Round, judge: str, rows: Sequence[SheetRow], *, clock: Clock) -> int:
    """Store what of a sheet is new, durably; return how many answers that is."""
    file = judging.answers_of(judge)
    current = current_answers(file.read())
    now = clock()
    fresh = [
        Answer(row.number, Act.LEVEL if row.level else Act.SKIP, now, row.level, row.reason)
        for row in rows
        if not _is_known(current.get(row.number), row)
    ]
    if fresh:
        file.add(*fresh)
    return len(fresh)


def _is_known(answer: Answer | None, row: SheetRow) -> bool:
    return answer is not None and (answer.level, answer.reason) == (row.level, row.reason)


def _number(
    file: Path, row: int, fields: Mapping[str, str], pairs: Mapping[tuple[str, str], int]
) -> int:
    named = _field(fields, "item")
    if named:
        if not named.isdecimal():
            why = N_("“%(value)s” is no number of an item")
            raise row_error(file, row, why, _REMEDY, value=shortened(named))
        return int(named)
    need_id, record_id = fields.get("need_id", ""), fields.get("record_id", "")
    for need in spellings(need_id, "need"):
        for record in spellings(record_id, "achievement"):
            if (need, record) in pairs:
                return pairs[need, record]
    why = N_("need “%(need)s” and achievement “%(record)s” are no item of this judge")
    raise row_error(file, row, why, _REMEDY, need=shortened(need_id), record=shortened(record_id))


def _field(fields: Mapping[str, str], name: str) -> str:
    return (fields.get(name) or fields.get(COLUMNS[name]) or "").strip()


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SourcePathError(
            path=file,
            why=error.strerror or type(error).__name__,
            remedy=N_("Check the path and that you may read the file."),
        ) from error
    text = _decoded(file, content)
    if file.suffix in (".jsonl", ".ndjson"):
        return [
            (row, _object(file, row, line))
            for row, line in enumerate(text.splitlines(), start=1)
            if line.strip()
        ]
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    return _table(file, reader)


def _table(file: Path, reader: Any) -> list[tuple[int, dict[str, str]]]:
    try:
        header = [name.strip() for name in next(reader, [])]
        known = {"level", COLUMNS["level"]} & set(header)
        if not known:
            raise row_error(
                file,
                1,
                N_("there is no column named level"),
                N_("Name the columns item, level and reason in the first row."),
            )
        return [
            (reader.line_num, dict(zip(header, cells, strict=False))) for cells in reader if cells
        ]
    except csv.Error as error:
        why = N_("it is no table: %(detail)s")
        raise row_error(file, reader.line_num, why, _REMEDY, detail=str(error)) from error


def _object(file: Path, row: int, line: str) -> dict[str, str]:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise row_error(file, row, N_("this is no JSON"), _REMEDY) from error
    if not isinstance(fields, dict):
        raise row_error(file, row, N_("this is no object with item and level"), _REMEDY)
    return {name: "" if value is None else str(value) for name, value in fields.items()}


def _decoded(file: Path, content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):  # spreadsheets save the latter in China
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise LearnFileError(
        path=file,
        why=N_("this is not text in UTF-8 or GB18030"),
        remedy=N_("Save it as CSV first; a spreadsheet itself is not read."),
    )
