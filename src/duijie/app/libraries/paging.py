"""Paging by keys (游标分页): a page goes on after the last record seen."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
from django.db.models import Q

from duijie.app.libraries.columns import Rows
from duijie.app.records.rows import table_of
from duijie.kernel.kinds import kind_named

Page = tuple[list[int], str]
_KEY_MASK = (1 << 40) - 1


def by_newest(newest: Rows, after: str, size: int) -> Page:
    """Return the next keys from the newest on; the order is the day above the key."""
    (last,) = _read(after, int) or (None,)
    if last is not None:
        newest = newest[newest < last]
    if len(newest) > size:
        some = np.partition(newest, len(newest) - size - 1)[-size - 1 :]
    else:
        some = newest
    ordered = np.sort(some)[::-1]
    page = ordered[:size]
    has_more = len(ordered) > size
    return keys_of(page), _written(int(page[-1])) if has_more else ""


def keys_of(newest: Rows) -> list[int]:
    """Return the primary keys in keys of the order by date."""
    keys: list[int] = (newest & _KEY_MASK).tolist()
    return keys


def by_title(kind: str, keys: Sequence[int], after: str, size: int) -> Page:
    """Return the next keys in the order of the titles, as the database compares them."""
    title = kind_named(kind).title.name
    rows = table_of(kind).model.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
    last = _read(after, str, int)
    if last is not None:
        rows = rows.filter(
            Q(**{f"{title}__gt": last[0]}) | Q(**{title: last[0], "pk__gt": last[1]})
        )
    found = list(rows.order_by(title, "pk").values_list("pk", title)[: size + 1])
    page = found[:size]
    rest = _written(page[-1][1], page[-1][0]) if len(found) > size else ""
    return [key for key, _ in page], rest


def by_place(keys: Sequence[int], after: str, size: int) -> Page:
    """Return the next keys of a ranked list: after the last one seen, else after its place."""
    start = 0
    last = _read(after, int, int)
    if last is not None:
        try:
            start = keys.index(last[0]) + 1
        except ValueError:
            start = min(max(last[1], 0), len(keys))
    page = list(keys[start : start + size])
    has_more = start + size < len(keys)
    return page, _written(page[-1], start + size) if has_more else ""


def _written(*parts: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def _read(after: str, *types: type) -> list[Any] | None:
    """Return what a cursor says; None where it says nothing that can be read."""
    if not after:
        return None
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (binascii.Error, ValueError):
        return None
    fits = (
        isinstance(parts, list)
        and len(parts) == len(types)
        and all(type(part) is kind for part, kind in zip(parts, types, strict=True))
        and all(not isinstance(part, int) or abs(part) < 1 << 62 for part in parts)
    )
    return parts if fits else None
