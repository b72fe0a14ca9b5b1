"""Errors of the API in one shape: `application/problem+json` (RFC 9457)."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from duijie.app.shared.middleware import STATUS
from duijie.app.shared.words import lang_now
from duijie.kernel.errors import (
    ApiError,
    BodyError,
    ChangedMeanwhileError,
    ConflictError,
    DuijieError,
    FieldsError,
    NoSuchAddressError,
    RecordMissingError,
)
from duijie.kernel.errors.match import RequestError
from duijie.kernel.words import N_, Lang, translation, worded

log = logging.getLogger("duijie.api")

TYPE = "application/problem+json"
DEEPEST = 20
_STATUS: dict[type[DuijieError], int] = {
    **STATUS,
    RecordMissingError: 404,
    ChangedMeanwhileError: 412,
    RequestError: 422,
}


class RefusedError(Exception):
    """A call that is refused, with the values that are at fault (拒绝) and headers to send."""

    def __init__(
        self,
        error: DuijieError,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.error, self.errors, self.headers = error, errors, dict(headers or {})
        super().__init__(str(error))


def status_of(error: DuijieError) -> int:
    """Return the status of HTTP for an error of ours."""
    if isinstance(error, ApiError):
        return error.status
    return next((_STATUS[cls] for cls in type(error).__mro__ if cls in _STATUS), 422)


def problem(
    request: HttpRequest,
    error: DuijieError,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return an error in the language of the caller, with its code and the id of the request."""
    status, lang = status_of(error), lang_now()
    title, detail = _sentences(error, lang)
    told: dict[str, Any] = {
        "type": f"urn:duijie:error:{error.code}",
        "title": title,
        "status": status,
        "code": error.code,
        "detail": detail,
        "request_id": getattr(request, "request_id", ""),
    }
    if errors:
        told["errors"] = [dict(one) for one in errors]
    log.info("refused", extra={"code": error.code, "status": status})
    response = HttpResponse(orjson.dumps(told), status=status, content_type=TYPE)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def _sentences(error: DuijieError, lang: Lang) -> tuple[str, str]:
    """Return what happened and what to do, each as a sentence."""
    catalogue, values = translation(lang), worded(error.values, lang)
    return catalogue.gettext(error.what) % values, catalogue.gettext(error.remedy) % values


def explained(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Return the problem of whatever was raised while a call was answered."""
    if isinstance(error, RefusedError):
        return problem(request, error.error, error.errors, error.headers)
    if isinstance(error, DuijieError):
        return problem(request, error)
    if isinstance(error, ValidationError):
        return problem(request, FieldsError(), [_field(one) for one in error.errors])
    if isinstance(error, Http404):
        return problem(request, NoSuchAddressError(path=request.path))
    if isinstance(error, HttpError) and error.status_code == BodyError.status:
        return problem(request, BodyError(why=N_("it is not JSON"), depth=DEEPEST))
    whole = error if isinstance(error, BaseException) else True
    log.error("broken", exc_info=whole, extra={"request_id": _id(request)})
    return problem(request, ApiError())


def conflict(why: object) -> ConflictError:
    """Return the error of a change that the state of things does not allow."""
    return ConflictError(why=why)


# The words of the checker of parameters → ours; what it says otherwise is told in English.
_FAULTS = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not known here"),
    "string_type": N_("a text is expected"),
    "string_too_long": N_("is too long"),
    "string_too_short": N_("is too short"),
    "int_type": N_("a whole number is expected"),
    "int_parsing": N_("a whole number is expected"),
    "bool_parsing": N_("true or false is expected"),
    "bool_type": N_("true or false is expected"),
    "list_type": N_("a list is expected"),
    "enum": N_("is none of the values that exist"),
    "literal_error": N_("is none of the values that exist"),
    "greater_than_equal": N_("is too small"),
    "less_than_equal": N_("is too large"),
    "string_pattern_mismatch": N_("is not written as it must be"),
    "datetime_from_date_parsing": N_("a date like 2023-01-31T08:00:00Z is expected"),
    "datetime_parsing": N_("a date like 2023-01-31T08:00:00Z is expected"),
    "model_attributes_type": N_("an object is expected"),
    "dict_type": N_("an object is expected"),
}


def _field(error: Mapping[str, Any]) -> dict[str, str]:
    place = [str(part) for part in error["loc"]]
    gettext = translation(lang_now()).gettext
    known = _FAULTS.get(error["type"])
    return {
        "field": ".".join(place[1:] if len(place) > 1 else place),
        "message": gettext(known) if known else str(error["msg"]),
    }


def _id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))
