"""An honest *no good match* (没有合适的匹配): the nearest, what is missing, the next step."""

import re
from collections.abc import Sequence

from duijie.index import words
from duijie.kernel.explanations import Reason, Verdict
from duijie.kernel.folding import fold
from duijie.kernel.frames import Quantity
from duijie.kernel.matching import Match, NoGoodMatch
from duijie.match import wording
from duijie.match.cards import is_offer
from duijie.match.features import term_stands_in
from duijie.match.sections import ASKING_WORDS
from duijie.match.understand import Query

NEAREST = 3
_NAMED = 6  # words or numbers named in one sentence
_SEPARATOR = "、"
_LATIN_WORD = re.compile(r"[^\W_㐀-鿿]{2,}")
_FAR_TITLE_COVERAGE = 0.25


def no_good_match(query: Query, nearest: Sequence[Match], beyond: Match | None) -> NoGoodMatch:
    """Return the honest answer; `beyond` is a credible match outside the conditions, if any."""
    if not query.weights:
        return NoGoodMatch((), (Reason(wording.NOTHING_ASKED),), (Reason(wording.STEP_SAY_MORE),))
    return NoGoodMatch(
        tuple(nearest), _missing(query, nearest), _next_steps(query, nearest, beyond)
    )


def readable_terms(query: Query) -> dict[str, str]:
    """Return the telling words of the request, term → as written; its subject's first."""
    asked = fold("\n".join((query.request.title, query.request.text)))
    written = {word: word for word in words(asked) if len(word) > 1 and not word.isdigit()}
    for latin in _LATIN_WORD.findall(asked):
        stems = words(latin)
        if len(stems) == 1 and stems[0] in written:
            written[stems[0]] = latin
    known = [term for term in written if term in query.weights and term not in ASKING_WORDS]
    known.sort(key=lambda t: (t not in query.core, -query.weights[t] * query.rarity[t], t))
    return {term: written[term] for term in known}


def _missing(query: Query, nearest: Sequence[Match]) -> tuple[Reason, ...]:
    told = readable_terms(query)
    nowhere = [word for term, word in told.items() if not query.frequencies[term]]
    reasons: list[Reason] = []
    if nowhere:
        reasons.append(Reason(wording.WORDS_NOWHERE, {"words": _listed(nowhere)}))
    if not nearest:
        return (*reasons, Reason(wording.NOTHING_FOUND))
    best = nearest[0]
    present = [word for term, word in told.items() if query.frequencies[term]]
    absent = [word for word in present[:20] if not term_stands_in(word, best.document)]
    if absent:
        reasons.append(Reason(wording.WORDS_NOT_IN_NEAREST, {"words": _listed(absent)}))
    numbers = [
        check.wanted.text
        for check in best.card.checks
        if isinstance(check.wanted, Quantity) and check.verdict is not Verdict.MET
    ]
    if numbers and not is_offer(query.request, best.document):  # else they are the need's
        reasons.append(Reason(wording.NUMBERS_NOT_IN_NEAREST, {"numbers": _listed(numbers)}))
    if best.features.get("title_coverage", 0.0) < _FAR_TITLE_COVERAGE:
        reasons.append(Reason(wording.SUBJECT_ELSEWHERE))
    return tuple(reasons)


def _next_steps(query: Query, nearest: Sequence[Match], beyond: Match | None) -> tuple[Reason, ...]:
    steps: list[Reason] = []
    if beyond is not None:
        steps.append(Reason(wording.STEP_WIDEN, {"title": beyond.document.title}))
    if len(readable_terms(query)) < 3:
        steps.append(Reason(wording.STEP_SAY_MORE))
    steps.append(Reason(wording.STEP_OPEN_CHALLENGE))
    steps.append(Reason(wording.STEP_EXPERT))
    if nearest and nearest[0].features.get("coverage", 0.0) >= _FAR_TITLE_COVERAGE:
        title = nearest[0].document.title
        steps.append(Reason(wording.STEP_PROOF_OF_CONCEPT, {"title": title}))
    steps.append(Reason(wording.STEP_WATCH))
    return tuple(steps)


def _listed(texts: Sequence[str]) -> str:
    return _SEPARATOR.join(dict.fromkeys(texts[:_NAMED]))
