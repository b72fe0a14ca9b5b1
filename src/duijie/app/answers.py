"""Answers for machines (机器可读的回答): the JSON of `--json` and of the API, as json.md says."""

from collections.abc import Sequence

from duijie.app.wording import (
    change_sentence,
    check_sentence,
    reason_sentence,
    wanted_words,
)
from duijie.kernel.explanations import Check, Evidence, Reason
from duijie.kernel.frames import Element, Quantity
from duijie.kernel.matching import Match, MatchList
from duijie.kernel.words import Lang

Json = None | bool | int | float | str | Sequence["Json"] | dict[str, "Json"]


def match_list_json(answer: MatchList, lang: Lang) -> dict[str, Json]:
    """Return a match list as a JSON value."""
    honest = answer.no_good_match
    return {
        "request": {
            "title": answer.request.title,
            "text": answer.request.text,
            "source": None if answer.request.source is None else answer.request.source.record_id,
            "limit": answer.request.limit,
        },
        "matches": [match_json(match, lang) for match in answer.matches],
        "no_good_match": None
        if honest is None
        else {
            "nearest": [match_json(match, lang) for match in honest.nearest],
            "missing": [reason_json(r, reason_sentence(r, lang)) for r in honest.missing],
            "next_steps": [reason_json(r, reason_sentence(r, lang)) for r in honest.next_steps],
        },
        "release": answer.release,
        "timings_ms": {stage: round(spent, 3) for stage, spent in answer.timings_ms.items()},
    }


def match_json(match: Match, lang: Lang) -> dict[str, Json]:
    """Return one match as a JSON value."""
    document = match.document
    return {
        "rank": match.rank,
        "record_id": document.record_id,
        "kind": document.kind,
        "title": document.title,
        "organization": document.organization,
        "organization_id": document.organization_id,
        "region_code": document.region_code,
        "trl": document.trl,
        "dated_on": None if document.dated_on is None else document.dated_on.isoformat(),
        "level": int(match.level),
        "level_name": match.level.name.lower(),
        "probability": round(match.probability, 6),
        "score": round(match.score, 6),
        "features": {name: round(value, 6) for name, value in match.features.items()},
        "checks": [check_json(check, lang) for check in match.card.checks],
        "changes": [reason_json(r, change_sentence(r, lang)) for r in match.card.changes],
        "reasons": [reason_json(r, reason_sentence(r, lang)) for r in match.reasons],
    }


def check_json(check: Check, lang: Lang) -> dict[str, Json]:
    """Return one check as a JSON value."""
    return {
        "wanted": {"type": _wanted_type(check), "text": wanted_words(check, lang)},
        "verdict": check.verdict.value,
        "weight": round(check.weight, 6),
        "reason": reason_json(check.reason, check_sentence(check, lang)),
        "evidence": None if check.evidence is None else evidence_json(check.evidence),
    }


def evidence_json(evidence: Evidence) -> dict[str, Json]:
    """Return a quotation as a JSON value; offsets count characters of the field."""
    return {
        "record_id": evidence.record_id,
        "field": evidence.span.field,
        "quote": evidence.quote,
        "quote_start": evidence.quote_start,
        "start": evidence.span.start,
        "end": evidence.span.end,
    }


def reason_json(reason: Reason, sentence: str) -> dict[str, Json]:
    """Return a reason as a JSON value: its code, its values and a sentence."""
    return {
        "code": reason.code,
        "values": dict(reason.values),
        "sentence": sentence,
    }


def _wanted_type(check: Check) -> str:
    if isinstance(check.wanted, Element):
        return check.wanted.kind.value
    return "quantity" if isinstance(check.wanted, Quantity) else "condition"
