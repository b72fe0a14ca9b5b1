"""Checks of texts and keyword lists."""

import re

from duijie.ingest.checks.checked import NOTHING, PLACEHOLDERS, Checked, Checker, Fault
from duijie.kernel.kinds import FieldSpec, FieldType
from duijie.kernel.problems import Severity

# Control characters, marks that turn the writing direction, zero-width blanks, half surrogates.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff"
    "\ufff9-\ufffb]"
)
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_WIDE_BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_LINES = re.compile(r"[ ]*\n[ \n]*")
_SEPARATORS = re.compile(r"[;；,，、|\n\t]+")
_MOST_KEYWORDS = 100
_SILENT = frozenset("\u200b\ufeff\u200e\u200f\u2060\r\x1f")


def cleaned(text: str, *, is_long: bool) -> tuple[str, tuple[Fault, ...]]:
    """Return a text without control characters and needless blanks, and what was wrong with it."""
    faults: tuple[Fault, ...] = ()
    if "\ufffd" in text:
        faults = (Fault("P-ENCODING", Severity.NOTED),)
    if text.isprintable():
        text = text.strip()
        if text[:1] == "=":
            faults = (*faults, Fault("P-FORMULA", Severity.NOTED))
        return text, faults
    text = _BREAKS.sub("\n", text)
    unwanted = set(_UNWANTED.findall(text))
    if unwanted:
        text = _UNWANTED.sub("", text)
        if unwanted - _SILENT:
            faults = (*faults, Fault("P-CONTROL", Severity.REPAIRED, text[:500]))
    text = _WIDE_BLANKS.sub(" ", text)
    if "\n" in text:
        text = _BLANK_LINES.sub("\n" if is_long else " ", text)
    text = text.strip()
    if text[:1] == "=":
        faults = (*faults, Fault("P-FORMULA", Severity.NOTED))
    return text, faults


def text_checker(spec: FieldSpec) -> Checker:
    """Return the check of a text field."""
    is_long, longest = spec.type is FieldType.LONG_TEXT, spec.max_length

    def check(cell: str) -> Checked:
        text, faults = cleaned(cell, is_long=is_long)
        if len(text) < 6 and text.lower() in PLACEHOLDERS:
            return None, faults
        if len(text) > longest:
            text = text[:longest].rstrip()
            cut = Fault("P-TEXT-LONG", Severity.REPAIRED, text[:500])
            faults = (*faults, cut)
        return text, faults

    return check


def keywords_checker(spec: FieldSpec) -> Checker:
    """Return the check of a list of words, split at any usual separator, else at blanks."""
    longest = spec.max_length

    def check(cell: str) -> Checked:
        faults: tuple[Fault, ...] = ()
        if not cell.isprintable() or "\ufffd" in cell:
            cell, faults = cleaned(cell, is_long=True)
        if len(cell) > longest:
            cell = cell[:longest]
            faults = (*faults, Fault("P-TEXT-LONG", Severity.REPAIRED, cell[:500]))
        parts = _SEPARATORS.split(cell)
        if len(parts) == 1 and " " in cell and not cell.isascii():
            parts = cell.split()
        words = tuple(
            dict.fromkeys(
                word
                for part in parts
                if (word := part.strip(" \"'[]【】")) and word.lower() not in PLACEHOLDERS
            )
        )
        if len(words) > _MOST_KEYWORDS:
            words = words[:_MOST_KEYWORDS]
            faults = (*faults, Fault("P-LIST-LONG", Severity.REPAIRED, ";".join(words)[:500]))
        if not words:
            return (None, faults) if faults else NOTHING
        return words, faults

    return check
