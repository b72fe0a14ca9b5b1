"""The values of a record as a program sends them → checked values, or what is wrong with each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from duijie.app.api.problems import RefusedError
from duijie.app.shared.words import lang_now
from duijie.ingest.checks import checker_for
from duijie.kernel.errors import FieldsError
from duijie.kernel.exchange import LineError, check_value, field_schema
from duijie.kernel.kinds import FieldSpec, FieldType, RecordKind, Value
from duijie.kernel.words import N_

# What a person may write in several ways; the same checks as those of an import.
_CODES = frozenset(
    {
        FieldType.USCC, FieldType.PATENT_NUMBER, FieldType.REGION, FieldType.INDUSTRY,
        FieldType.DISCIPLINE,
    }
)  # fmt: skip


def values_sent(kind: RecordKind, sent: Mapping[str, Any], *, is_partial: bool) -> dict[str, Value]:
    """Return the checked values; null empties a field.

    Raises:
        RefusedError: some cannot be used; its errors name each.
    """
    values: dict[str, Value] = {}
    faults: list[LineError] = []
    known = {spec.name: spec for spec in kind.fields}
    for name, value in sent.items():
        try:
            if name not in known:
                raise LineError(name[:100], N_("is not known here"))  # noqa: TRY301
            values[name] = _checked(known[name], value)
        except LineError as fault:
            faults.append(fault)
    for spec in kind.fields:
        is_missing = spec.name not in sent and not is_partial
        if spec.is_required and (is_missing or sent.get(spec.name, "") is None):
            faults.append(LineError(spec.name, N_("is missing")))
    if faults:
        lang = lang_now()
        told = [{"field": one.place, "message": one.why.worded(lang)} for one in faults]
        raise RefusedError(FieldsError(), told)
    return values


def _checked(spec: FieldSpec, value: object) -> Value:
    if value is None:
        return None
    check_value(value, field_schema(spec), spec.name)
    for text in value if isinstance(value, list) else [value]:
        _printable(spec, text)
    if spec.type is FieldType.DATE:
        return date.fromisoformat(str(value))
    if spec.type is FieldType.IPC or spec.type in _CODES:
        return _code(spec, value)
    if isinstance(value, list):
        return tuple(value)
    return value  # type: ignore[return-value]  # text or number: what its schema allows


def _printable(spec: FieldSpec, text: object) -> None:
    """Let pass what every database holds: no NUL, no half of a character, not only blanks."""
    if not isinstance(text, str):
        return
    whole = text.encode("utf-8", "replace").decode() == text
    if "\x00" in text or not whole or not text.strip():
        raise LineError(spec.name, N_("is not written as it must be"))


def _code(spec: FieldSpec, value: object) -> Value:
    written = ";".join(value) if isinstance(value, list) else str(value)
    read, _ = checker_for(spec)(written)
    if read is None or (isinstance(value, list) and len(read) != len(value)):  # type: ignore[arg-type]
        raise LineError(spec.name, N_("there is no such code"))
    return read
