"""A request and one document → an explanation card (解释卡)."""

from dataclasses import dataclass

from duijie.explain.changes import changes_of
from duijie.explain.conditions_met import condition_checks
from duijie.explain.content import content_words
from duijie.explain.elements_found import Place, find_element, sought
from duijie.explain.frame import frame_of
from duijie.explain.mentions import Sought
from duijie.explain.quantities_met import quantity_check
from duijie.explain.view import View, evidence, view_of
from duijie.explain.weighing import Weigh
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, ExplanationCard, Reason, Verdict
from duijie.kernel.folding import fold
from duijie.kernel.frames import Element, ElementFrame
from duijie.kernel.matching import MatchRequest

_VERDICTS = {
    "element.met": Verdict.MET, "element.synonym": Verdict.MET,
    "element.negated": Verdict.NOT_MET, "element.opposite": Verdict.NOT_MET,
    "element.partly": Verdict.UNKNOWN, "element.wish_unstated": Verdict.UNKNOWN,
}  # fmt: skip


def explain(
    request: MatchRequest, document: Document, *, weigh: Weigh | None = None
) -> ExplanationCard:
    """Return what one document meets, does not meet and leaves open, each with a quotation.

    Nothing is guessed: what the document does not state is unknown. Quotations come from this
    document only. `weigh` gives words their weights, as for `frame_of`.
    """
    wanted = _prepared(request, weigh)
    view = view_of(document)
    checks = [_element_check(e, ready, document, view) for e, ready in wanted.elements]
    checks += [quantity_check(q, document, view, wanted.context) for q in wanted.frame.quantities]
    checks += condition_checks(request, wanted.frame, document, view)
    ordered = sorted(checks, key=_importance)
    return ExplanationCard(document.record_id, tuple(ordered), changes_of(checks))


_ORDER = {Verdict.MET: 0, Verdict.NOT_MET: 1, Verdict.UNKNOWN: 2}


def _importance(check: Check) -> tuple[int, bool, float]:
    """Order checks as they are read: met, not met, unknown; quoted and heavy ones first."""
    return _ORDER[check.verdict], check.evidence is None, -check.weight


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A request made ready, so that ten documents cost its reading once."""

    request: MatchRequest
    weigh: Weigh | None
    frame: ElementFrame
    elements: tuple[tuple[Element, Sought], ...]
    context: frozenset[str]


_latest: list[_Wanted] = []


def _prepared(request: MatchRequest, weigh: Weigh | None) -> _Wanted:
    """Return the request made ready; the latest one is kept, recognised as the same object."""
    latest = _latest[0] if _latest else None
    if latest is not None and latest.request is request and latest.weigh is weigh:
        return latest
    frame = request.frame or frame_of(request.title, request.text, weigh=weigh)
    every = list(dict.fromkeys(w for e in frame.elements for w in content_words(e.folded)))
    values = list(weigh(every)) if weigh and every else [1.0] * len(every)
    weights = dict(zip(every, values, strict=True))
    ready = tuple((element, sought(element, weights)) for element in frame.elements)
    context = frozenset(every) | frozenset(content_words(fold(request.title)))
    made = _Wanted(request, weigh, frame, ready, context)
    _latest[:] = [made]
    return made


def _element_check(element: Element, wanted: Sought, document: Document, view: View) -> Check:
    values = {"wanted": element.text.strip()}
    place = find_element(view, wanted)
    if place is None:
        reason = Reason("element.unstated", values)
        return Check(element, Verdict.UNKNOWN, reason, element.weight)
    return _placed(element, place, values, document)


def _placed(element: Element, place: Place, values: dict[str, str], document: Document) -> Check:
    values |= {"offered": place.field.raw[place.start : place.end]}
    if place.missing:
        values |= {"missing": "、".join(place.missing)}
    said = evidence(document, place.field, place.start, place.end)
    reason = Reason(place.code, values)
    return Check(element, _VERDICTS[place.code], reason, element.weight, said)
