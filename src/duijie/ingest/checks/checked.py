"""What a check gives back."""

from collections.abc import Callable
from typing import NamedTuple

from duijie.kernel.kinds import Value
from duijie.kernel.problems import Severity


class Fault(NamedTuple):
    """One thing wrong with a cell (问题): its code, what became of it, and the new value."""

    code: str
    severity: Severity = Severity.REPAIRED
    repaired_to: str = ""


Checked = tuple[Value, tuple[Fault, ...]]
Checker = Callable[[str], Checked]

NOTHING: Checked = (None, ())
# What people write for "nothing"; compared with the stripped cell in small letters.
PLACEHOLDERS = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "空", "n/a", "na", "null", "none",
     "nan", "nil", "#n/a", "?", "？", "未填", "未填写", "（无）", "(无)"}
)  # fmt: skip


def emptied(code: str) -> Checked:
    """Return the check of a cell whose value could not be used."""
    return None, (Fault(code),)


def noted(value: Value, code: str) -> Checked:
    """Return the check of a cell that was kept but deserves a look."""
    return value, (Fault(code, Severity.NOTED, str(value)),)


def repaired(value: Value, code: str) -> Checked:
    """Return the check of a cell whose value was put right."""
    shown = ";".join(value) if isinstance(value, tuple) else str(value)
    return value, (Fault(code, Severity.REPAIRED, shown[:500]),)
