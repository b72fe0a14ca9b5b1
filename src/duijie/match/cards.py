"""Cards (解释卡) of what is shown: what one side wants, checked against what the other offers."""

from dataclasses import replace

from duijie.explain import explain
from duijie.kernel.documents import Document
from duijie.kernel.explanations import ExplanationCard
from duijie.kernel.matching import MatchRequest
from duijie.match.features import Weigh
from duijie.match.understand import normalised

NEED = "need"
OFFER = "request"  # names the text of a request that was made from no record


def is_offer(request: MatchRequest, document: Document) -> bool:
    """Tell whether the request offers what the document needs (反向匹配)."""
    return document.kind == NEED and (request.source is None or request.source.kind != NEED)


def card_of(request: MatchRequest, document: Document, weigh: Weigh) -> ExplanationCard:
    """Return the card of one match; its `record_id` is that of the matched document.

    What is wanted is always what a need wants: when the document is the need and the request
    offers, the document's elements and numbers are checked against the request, and quoted from it.
    """
    if not is_offer(request, document):
        return explain(request, document, weigh=weigh)
    wanted = normalised(MatchRequest("", source=document))
    card = explain(wanted, _offered(request), weigh=weigh)
    return replace(card, record_id=document.record_id)


def _offered(request: MatchRequest) -> Document:
    if request.source is not None:
        return request.source
    return Document(OFFER, "", request.title, request.text)
