"""A field → its check."""

from collections.abc import Callable
from datetime import date

from duijie.ingest.checks.amounts import money_checker, read_trl
from duijie.ingest.checks.checked import NOTHING, PLACEHOLDERS, Checked, Checker, Fault
from duijie.ingest.checks.codes import (
    check_discipline,
    check_industry,
    check_ipc,
    check_uscc,
    choice_checker,
    patent_number_checker,
    region_checker,
)
from duijie.ingest.checks.days import date_checker
from duijie.ingest.checks.texts import keywords_checker, text_checker
from duijie.kernel.kinds import FieldSpec, FieldType
from duijie.kernel.problems import Severity

# Dates, codes and levels repeat: a remembered check costs a tenth of a microsecond.
_REMEMBERED = 5000
_LONGEST_REMEMBERED = 200


def checker_for(
    spec: FieldSpec, *, unit_yuan: int = 1, today: date | None = None, header: str = ""
) -> Checker:
    """Return the check of one field, below a header; checks of the same cell are remembered."""
    plain: dict[FieldType, Callable[[FieldSpec], Checker]] = {
        FieldType.TEXT: text_checker,
        FieldType.LONG_TEXT: text_checker,
        FieldType.KEYWORDS: keywords_checker,
        FieldType.DATE: date_checker,
        FieldType.CHOICE: lambda choice: choice_checker(choice, header),
        FieldType.PATENT_NUMBER: patent_number_checker,
    }
    if spec.type in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.KEYWORDS):
        return plain[spec.type](spec)
    if spec.type in plain:
        return _remembering(plain[spec.type](spec))
    others: dict[FieldType, Checker] = {
        FieldType.MONEY: money_checker(unit_yuan),
        FieldType.TRL: read_trl,
        FieldType.USCC: check_uscc,
        FieldType.REGION: region_checker(today),
        FieldType.INDUSTRY: check_industry,
        FieldType.IPC: check_ipc,
        FieldType.DISCIPLINE: check_discipline,
    }
    return _remembering(others[spec.type])


def _remembering(check: Checker) -> Checker:
    memory: dict[str, Checked] = {}

    def remembered(cell: str) -> Checked:
        known = memory.get(cell)
        if known is not None:
            return known
        known = _checked(check, cell)
        if len(cell) <= _LONGEST_REMEMBERED:
            if len(memory) >= _REMEMBERED:
                memory.clear()
            memory[cell] = known
        return known

    return remembered


def _checked(check: Checker, cell: str) -> Checked:
    text = cell.strip()
    if text.lower() in PLACEHOLDERS:
        return NOTHING
    if "\ufffd" in text:
        return None, (Fault("P-ENCODING", Severity.REPAIRED),)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text).strip()
    return check(text)
