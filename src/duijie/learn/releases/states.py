"""What releases there are and what may become of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from duijie.kernel.words import N_


class ReleaseState(StrEnum):
    """How far a release has come (版本状态).

    A candidate is trained and nothing more; a shadow ranks beside the live one and is never
    shown; one encoder and at most one ranker are live. What a newer one replaces is a candidate
    again; what is taken out of use by a rollback is marked as such.
    """

    CANDIDATE = "candidate"
    SHADOW = "shadow"
    LIVE = "live"
    ROLLED_BACK = "rolled_back"


class ReleaseKind(StrEnum):
    """What a release is for (版本种类)."""

    ENCODER = "encoder"
    RANKER = "ranker"
    PAIRS = "pairs"


STATE_WORDS: Final[Mapping[ReleaseState, str]] = {
    ReleaseState.CANDIDATE: N_("candidate"),
    ReleaseState.SHADOW: N_("shadow"),
    ReleaseState.LIVE: N_("live"),
    ReleaseState.ROLLED_BACK: N_("rolled back"),
}
KIND_WORDS: Final[Mapping[ReleaseKind, str]] = {
    ReleaseKind.ENCODER: N_("encoder"),
    ReleaseKind.RANKER: N_("ranker"),
    ReleaseKind.PAIRS: N_("pair levels"),
}
_PREFIXES: Final[Mapping[str, ReleaseKind]] = {
    "static": ReleaseKind.ENCODER,
    "ranker": ReleaseKind.RANKER,
    "pairs": ReleaseKind.PAIRS,
}


def kind_of(name: str) -> ReleaseKind | None:
    """Return what a release of this name is for; None for a name that no release has.

    >>> kind_of("static-0123456789ab")
    <ReleaseKind.ENCODER: 'encoder'>
    >>> kind_of("../static-0123456789ab") is None
    True
    """
    prefix, _, digits = name.partition("-")
    is_hash = len(digits) == 12 and not set(digits) - set("0123456789abcdef")
    return _PREFIXES.get(prefix) if is_hash else None
