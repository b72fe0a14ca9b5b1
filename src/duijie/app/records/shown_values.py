"""Values as people read them: codes by their names, amounts and dates as they are written."""

from datetime import date

from duijie.kernel.codes import DISCIPLINES, INDUSTRIES, region_path
from duijie.kernel.identifiers import show_ipc
from duijie.kernel.kinds import FieldSpec, FieldType, Value
from duijie.kernel.money import format_yuan
from duijie.kernel.words import Lang


def shown_value(spec: FieldSpec, value: Value, lang: Lang) -> str:
    """Return a value in a language; "" when there is none."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, tuple):
        words = [show_ipc(word) for word in value] if spec.type is FieldType.IPC else value
        return ("、" if lang == "zh" else ", ").join(words)
    if isinstance(value, date):
        return value.isoformat()
    if spec.type is FieldType.MONEY:
        return format_yuan(int(value or 0), lang)
    return _named(spec, str(value), lang)


def _named(spec: FieldSpec, code: str, lang: Lang) -> str:
    """Return what a code is called, with the code where it has one; else the text itself."""
    if spec.type is FieldType.CHOICE:
        named = {one.code: one.zh if lang == "zh" else one.en for one in spec.choices}
        return named.get(code, code)
    if spec.type is FieldType.REGION:
        return " ".join(entry.label(lang) for entry in region_path(code)) or code
    lists = {FieldType.INDUSTRY: INDUSTRIES, FieldType.DISCIPLINE: DISCIPLINES}
    if spec.type not in lists:
        return code
    # A list may name only the classes above a code: then the nearest of them says what it is.
    above = (lists[spec.type].get(code[:length]) for length in range(len(code), 0, -1))
    entry = next((one for one in above if one is not None), None)
    return code if entry is None else f"{entry.label(lang)} ({code})"
