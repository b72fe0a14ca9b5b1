"""Bodies: one JSON object, read with its depth bounded."""

from typing import Any

import orjson
from django.http import HttpRequest

from duijie.app.api.problems import DEEPEST
from duijie.kernel.errors import BodyError
from duijie.kernel.words import N_


def read_object(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a body.

    Raises:
        BodyError: it is none, or too deep.
    """
    return loaded_object(request.body)


def loaded_object(raw: bytes) -> dict[str, Any]:
    """Return the JSON object of some bytes.

    Raises:
        BodyError: it is none, or too deep.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise BodyError(why=N_("it is not JSON"), depth=DEEPEST) from None
    if not isinstance(value, dict):
        raise BodyError(why=N_("it is no object"), depth=DEEPEST)
    if is_deep(value):
        raise BodyError(why=N_("it is nested too deep"), depth=DEEPEST)
    return value


def is_deep(value: object) -> bool:
    """Tell whether a JSON value is nested deeper than is read here.

    >>> is_deep([[]]), is_deep([[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]])
    (False, True)
    """
    layer = [value]
    for _ in range(DEEPEST):
        inner: list[object] = []
        for one in layer:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        if not inner:
            return False
        layer = inner
    return any(isinstance(one, dict | list) for one in layer)
