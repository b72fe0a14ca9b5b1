"""Hard conditions of a request against one document (硬性条件)."""

from duijie.explain.conditions import trl_stated
from duijie.explain.view import View, evidence
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Evidence, Reason, Verdict
from duijie.kernel.frames import ElementFrame
from duijie.kernel.matching import MatchRequest


def condition_checks(
    request: MatchRequest, frame: ElementFrame, document: Document, view: View
) -> list[Check]:
    """Return one check per condition that the request makes."""
    checks = [
        _maturity(request, frame, document, view),
        _region(request, document),
        _budget(frame, document, view),
        _deadline(request, frame, document),
    ]
    return [check for check in checks if check is not None]


def _maturity(
    request: MatchRequest, frame: ElementFrame, document: Document, view: View
) -> Check | None:
    low = max((v for v in (frame.trl_from, request.where.trl_from) if v is not None), default=None)
    high = request.where.trl_to
    if low is None and high is None:
        return None
    wanted = f"TRL {low or 1}–{high}" if high is not None else f"TRL ≥ {low}"
    level, said = _level(document, view)
    if level is None:
        unknown = {"wanted": wanted, "want": str(low or high)}
        return _check("trl", Verdict.UNKNOWN, wanted, unknown)
    is_low = low is not None and level < low
    values = {"wanted": wanted, "want": str(low if is_low else high or low)}
    is_met = (low is None or level >= low) and (high is None or level <= high)
    values |= {"offered": str(level)}
    return _check("trl", Verdict.MET if is_met else Verdict.NOT_MET, wanted, values, said)


def _level(document: Document, view: View) -> tuple[int | None, Evidence | None]:
    """Return the level of a document and where its text says so; what is registered wins."""
    for field in view.fields:
        for level, start, end in trl_stated(field):
            if document.trl in {None, level}:
                return level, evidence(document, field, start, end)
    return document.trl, None


def _region(request: MatchRequest, document: Document) -> Check | None:
    regions = request.where.regions
    if not regions:
        return None
    wanted = ", ".join(regions)
    if not document.region_code:
        return _check("region", Verdict.UNKNOWN, wanted, {"wanted": wanted})
    is_met = document.region_code.startswith(regions)
    values = {"wanted": wanted, "offered": document.region_code}
    return _check("region", Verdict.MET if is_met else Verdict.NOT_MET, wanted, values)


def _budget(frame: ElementFrame, document: Document, view: View) -> Check | None:
    """Return whether a stated price is within the budget; a need's own budget must reach it."""
    budget = frame.budget_yuan
    if budget is None:
        return None
    values = {"wanted": str(budget)}
    wanted = f"≤ {budget} CNY"
    for quantity in view.quantities:
        is_price = quantity.property_name.endswith(_PRICES)
        if quantity.dimension != "[currency]" or not is_price or quantity.low is None:
            continue
        field = view.title if quantity.span.field == "title" else view.text
        said = evidence(document, field, quantity.span.start, quantity.span.end)
        values |= {"offered": f"{quantity.high or quantity.low:.0f}"}
        highest = quantity.high if quantity.high is not None else float("inf")
        if highest <= budget:
            return _check("budget", Verdict.MET, wanted, values, said)
        verdict = Verdict.NOT_MET if quantity.low > budget else Verdict.UNKNOWN
        return _check("budget", verdict, wanted, values, said)
    return _check("budget", Verdict.UNKNOWN, wanted, values, weight=0.3)


_PRICES = ("转让费", "许可费", "价格", "报价", "售价", "转让价", "费用", "转让价格", "price", "fee")


def _deadline(request: MatchRequest, frame: ElementFrame, document: Document) -> Check | None:
    day = frame.deadline or request.where.valid_on
    if day is None or document.valid_until is None:
        return None
    values = {"wanted": day.isoformat(), "offered": document.valid_until.isoformat()}
    is_met = document.valid_until >= day
    return _check("deadline", Verdict.MET if is_met else Verdict.NOT_MET, day.isoformat(), values)


def _check(
    name: str, verdict: Verdict, wanted: str, values: dict[str, str],
    said: Evidence | None = None, *, weight: float = 1.0,
) -> Check:  # fmt: skip
    return Check(wanted, verdict, Reason(f"{name}.{verdict.value}", dict(values)), weight, said)
