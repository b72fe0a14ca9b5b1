"""Matching: a need in words, or a stored record, to explained matches."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from duijie.app.answers import match_list_json
from duijie.app.api.answering import answer, tagged
from duijie.app.api.auth import actor_of_call
from duijie.app.api.lists_told import SHOWN, list_told
from duijie.app.api.operations import Told, operation
from duijie.app.api.shapes import plain, some
from duijie.app.matching.actions import ask
from duijie.app.matching.asked import Asked, request_of, source_of
from duijie.app.matching.queries import list_page, match_list
from duijie.app.shared.actors import Actor
from duijie.app.shared.scopes import Scope
from duijie.app.shared.words import lang_now
from duijie.index import parse_filter
from duijie.kernel.clock import system_clock
from duijie.kernel.errors import RequestError
from duijie.kernel.matching import MatchRequest
from duijie.kernel.words import N_

router = Router()
TAG: Final = "match"
LONGEST_TEXT: Final = 20_000
MOST: Final = 100

_REASON = plain(code="string", values="object", sentence="string")
_EVIDENCE = plain(
    record_id="string", field="string", quote="string", quote_start="integer", start="integer",
    end="integer",
)  # fmt: skip
_CHECK = plain(
    wanted=plain(type="string", text="string"),
    verdict={"enum": ["met", "not_met", "unknown"]},
    weight="number",
    reason=_REASON,
    evidence={"anyOf": [_EVIDENCE, {"type": "null"}]},
)
MATCH: Final = plain(
    rank="integer", record_id="string", kind="string", title="string", organization="string",
    organization_id="string", region_code="string", trl="integer?", dated_on="string?",
    level={"type": "integer", "minimum": 1, "maximum": 4}, level_name="string",
    probability="number", score="number", features="object", checks=some(_CHECK),
    changes=some(_REASON), reasons=some(_REASON),
)  # fmt: skip
_HONEST = plain(nearest=some(MATCH), missing=some(_REASON), next_steps=some(_REASON))
ANSWER: Final = plain(
    request=plain(title="string", text="string", source="string?", limit="integer"),
    matches=some(MATCH),
    no_good_match={"anyOf": [_HONEST, {"type": "null"}]},
    release="string",
    timings_ms="object",
)


class NeedSent(Schema):
    """What is to be matched (匹配请求): words, or the id of a record."""

    text: str = Field("", max_length=LONGEST_TEXT)
    record_id: str = Field("", max_length=520)
    where: str = Field("", max_length=1000)
    limit: int = Field(10, ge=1, le=MOST)

    model_config = ConfigDict(extra="forbid")


class ListSent(Schema):
    """What a person will be shown the matches of (展示请求)."""

    text: str = Field("", max_length=LONGEST_TEXT)
    record_id: str = Field("", max_length=520)

    model_config = ConfigDict(extra="forbid")


@operation(
    router, "POST", "/match", Scope.MATCHING_READ,
    Told("Match a need", TAG, {200: ANSWER}, refused=(400, 413, 415)),
)  # fmt: skip
def match_need(request: HttpRequest, sent: NeedSent) -> HttpResponse:
    """Return the best matches, each explained; nothing is stored and nothing logged.

    Words, or a need, are matched with achievements; an achievement is matched with needs.
    """
    actor = actor_of_call(request)
    found = match_list(actor, _asked(actor, sent))
    return answer(match_list_json(found, lang_now()))


@operation(
    router, "POST", "/match/lists", Scope.MATCHING_WRITE,
    Told("Make a match list for a person", TAG, {201: SHOWN}, refused=(400, 413, 415)),
)  # fmt: skip
def make_list(request: HttpRequest, sent: ListSent) -> HttpResponse:
    """Match, and store the list that a person will be shown: it is logged to learn from."""
    actor = actor_of_call(request)
    text = _words(sent.text, sent.record_id)
    made = ask(actor, Asked(text, sent.record_id), now=system_clock())
    told = list_told(list_page(actor, made.id, lang_now()))
    return answer(told, 201, {"Location": f"/api/v1/match/{made.id}"})


@operation(
    router, "GET", "/match/{uuid:list_id}", Scope.MATCHING_READ,
    Told("Get a match list", TAG, {200: SHOWN}, has_tag=True),
)  # fmt: skip
def get_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Return a list as it was shown, without what was withdrawn since."""
    told = list_told(list_page(actor_of_call(request), list_id, lang_now()))
    return tagged(request, answer(told))


def _asked(actor: Actor, sent: NeedSent) -> MatchRequest:
    text = _words(sent.text, sent.record_id)
    source = source_of(actor, sent.record_id).document if sent.record_id else None
    where = parse_filter(sent.where)
    if not where.kinds:
        wanted = ("need",) if source and source.kind != "need" else ("achievement", "patent")
        where = replace(where, kinds=wanted)
    asked = request_of(text, source)
    return replace(asked, where=where, limit=sent.limit)


def _words(text: str, record_id: str) -> str:
    text = text.replace("\x00", " ").strip()
    if not text and not record_id:
        raise RequestError(why=N_("nothing was asked"), remedy=N_("Send text or record_id."))
    return text
