"""Phrases in the database: a message with its values, worded when somebody reads it."""

from collections.abc import Mapping

from duijie.kernel.errors import DuijieError
from duijie.kernel.words import N_, Lang, Phrase

Json = dict[str, object]


def to_json(phrase: Phrase) -> Json:
    """Return a phrase as it is stored.

    >>> to_json(Phrase("Importing %(file)s", file="a.csv"))
    {'message': 'Importing %(file)s', 'values': {'file': 'a.csv'}}
    """
    return {"message": phrase.message, "values": values_to_json(phrase.values)}


def from_json(stored: Mapping[str, object]) -> Phrase:
    """Return a stored phrase; "" when nothing is stored."""
    values = stored.get("values")
    return Phrase(str(stored.get("message", "")), **_values(values if values else {}))


def values_to_json(values: Mapping[str, object]) -> Json:
    """Return the values of a phrase or an error as they are stored; others become texts."""
    return {name: _to_json(value) for name, value in values.items()}


def problem_of(error: DuijieError) -> Json:
    """Return an error of ours as it is stored: worded in the language of whoever reads it."""
    return {
        "code": error.code,
        "what": error.what,
        "remedy": error.remedy,
        "values": values_to_json(error.values),
    }


def unexpected(report: str) -> Json:
    """Return what is told of an error that nobody foresaw: never its insides."""
    return {
        "code": "",
        "what": N_("Something unexpected happened."),
        "remedy": N_("Try again; if it stays, give report %(report)s to who runs the platform."),
        "values": {"report": report},
    }


def interrupted(tries: int) -> Json:
    """Return what is told of work that was cut off too often."""
    return {
        "code": "",
        "what": N_("The work was cut off %(tries)d times, the last time for good."),
        "remedy": N_("Try again; if it stays, there may be too little memory or disk space."),
        "values": {"tries": tries},
    }


def word_problem(problem: Mapping[str, object], lang: Lang) -> str:
    """Return a stored error as sentences in a language; "" when there is none."""
    if not problem:
        return ""
    stored = problem.get("values")
    values = _values(stored if stored else {})
    parts = [str(problem.get(part, "")) for part in ("what", "remedy")]
    told = [Phrase(part, **values).worded(lang) for part in parts if part]
    space = "" if lang == "zh" else " "
    code = str(problem.get("code", ""))
    return (f"{code} " if code else "") + space.join(told)


def _to_json(value: object) -> object:
    if isinstance(value, Phrase):
        return {"phrase": to_json(value)}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _values(stored: object) -> dict[str, object]:
    if not isinstance(stored, Mapping):
        return {}
    return {
        str(name): from_json(value["phrase"])
        if isinstance(value, Mapping) and isinstance(value.get("phrase"), Mapping)
        else value
        for name, value in stored.items()
    }
