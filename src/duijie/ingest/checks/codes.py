"""Checks of codes: credit codes, patent numbers, regions, industries, IPC, choices."""

import re
from datetime import date

from duijie.ingest.checks.checked import NOTHING, Checked, Checker, Fault, emptied, noted, repaired
from duijie.kernel.codes import REGIONS, read_discipline, read_industry, read_region
from duijie.kernel.folding import fold
from duijie.kernel.identifiers import read_ipc, read_patent_number, read_uscc, split_ipc
from duijie.kernel.kinds import FieldRole, FieldSpec
from duijie.kernel.problems import Severity

_MOST_SYMBOLS = 50
_CONFIDENTIAL = re.compile(
    r"密级|保密|涉密|机密|知悉|可见范围|敏感级|公开(?!\(?公?告?\)?(?:号|日|时间|年|文|编))"
    r"|confidential|secrecy|visibility"
)


def check_uscc(cell: str) -> Checked:
    """Return the credit code (统一社会信用代码) of a cell; a wrong one is not kept."""
    code = read_uscc(cell)
    if code is None:
        letters = sum(1 for char in cell if char.isalnum())
        return emptied("P-USCC-CHECK" if letters == 18 else "P-USCC-FORM")
    written = "".join(char for char in fold(cell).upper() if char.isalnum())
    return repaired(code, "P-USCC-MISREAD") if written != code else (code, ())


def patent_number_checker(spec: FieldSpec) -> Checker:
    """Return the check of a patent number; an identifier is kept as written when unreadable."""
    is_identifier = spec.role is FieldRole.IDENTIFIER
    longest = spec.max_length

    def check(cell: str) -> Checked:
        number = read_patent_number(cell)
        if number is None:
            text = " ".join(cell.split())
            if is_identifier and text and len(text) <= longest and text.isprintable():
                return noted(text, "P-PATENT-FORM")
            return emptied("P-PATENT-FORM")
        if not number.has_valid_check:
            return repaired(number.text, "P-PATENT-CHECK")
        return number.text, ()

    return check


def region_checker(today: date | None) -> Checker:
    """Return the check of a region, by code or name; one that is no more is noted."""

    def check(cell: str) -> Checked:
        if len(cell) > 200:
            return emptied("P-REGION-UNKNOWN")
        code = read_region(cell, on=today)
        if code is None:
            return emptied("P-REGION-UNKNOWN")
        entry = REGIONS.get(code)
        if entry is not None and entry.valid_until is not None:
            return noted(code, "P-REGION-OLD")
        return code, ()

    return check


def check_industry(cell: str) -> Checked:
    """Return the industry code of a cell, by code or name."""
    code = read_industry(cell) if len(cell) <= 200 else None
    if code is None:
        return emptied("P-INDUSTRY-UNKNOWN")
    letter, written = code[0], cell.strip()[:1].upper()
    is_wrong_section = written.isascii() and written.isalpha() and written != letter
    if is_wrong_section and cell.strip()[1:2].isdigit():
        return repaired(code, "P-INDUSTRY-SECTION")
    return code, ()


def check_discipline(cell: str) -> Checked:
    """Return the discipline code of a cell, by code or name."""
    code = read_discipline(cell) if len(cell) <= 200 else None
    return (code, ()) if code else emptied("P-DISCIPLINE-UNKNOWN")


def check_ipc(cell: str) -> Checked:
    """Return the IPC symbols of a cell; what is none is left out and reported."""
    if len(cell) > 5000:
        return emptied("P-IPC-UNKNOWN")
    written = split_ipc(cell)
    if len(written) == 1 and read_ipc(written[0]) is None:
        written = written[0].split()
    symbols = [read_ipc(part) for part in written[:_MOST_SYMBOLS]]
    known = tuple(dict.fromkeys(symbol for symbol in symbols if symbol))
    if None in symbols or len(written) > _MOST_SYMBOLS:
        return repaired(known, "P-IPC-UNKNOWN") if known else emptied("P-IPC-UNKNOWN")
    return (known, ()) if known else NOTHING


_YES, _NO = ("是", "yes", "y", "true", "1"), ("否", "no", "n", "false", "0")


def choice_checker(spec: FieldSpec, header: str = "") -> Checker:
    """Return the check of a choice, by code, label or synonym.

    An unreadable visibility becomes `private`: what somebody wanted to limit is never published.
    What yes and no say about the visibility follows from the header: 是否公开 or 是否保密.
    """
    known = _yes_and_no(header) if spec.facet == "visibility" else {}
    for choice in reversed(spec.choices):
        for name in (*choice.synonyms, choice.en, choice.zh, choice.code):
            known[_folded(name)] = choice.code
    fallback = "private" if spec.facet == "visibility" else ""

    def check(cell: str) -> Checked:
        code = known.get(_folded(cell[:200]))
        if code is not None:
            return code, ()
        if fallback:
            return fallback, (Fault("P-CHOICE-UNKNOWN", Severity.REPAIRED, fallback),)
        return emptied("P-CHOICE-UNKNOWN")

    return check


def _yes_and_no(header: str) -> dict[str, str]:
    """Return what yes and no mean below a header about visibility; nothing where it is unclear."""
    folded = fold(header[:200])
    asks_secret = any(word in folded for word in ("保密", "涉密", "机密", "confidential", "secret"))
    asks_public = "公开" in folded or "public" in folded
    denies = any(word in folded for word in ("不", "非", "未", "免", "解", "脱", "non"))
    if asks_secret == asks_public or denies:
        return {}
    yes, no = ("private", "public") if asks_secret else ("public", "private")
    return {**dict.fromkeys(_YES, yes), **dict.fromkeys(_NO, no)}


def looks_confidential(header: str) -> bool:
    """Tell whether a column header looks as if it said who may see a record (疑似密级列).

    >>> looks_confidential("涉密情况"), looks_confidential("公开(公告)日")
    (True, False)
    """
    return _CONFIDENTIAL.search("".join(fold(header[:200]).split())) is not None


def _folded(name: str) -> str:
    return "".join(char for char in fold(name) if char.isalnum())
