"""Records in another language than the request (跨语言): words cannot tell, so meaning must."""

from collections.abc import Callable, Sequence

from duijie.kernel.documents import Document
from duijie.kernel.matching import Candidate
from duijie.kernel.scripts import is_chinese
from duijie.match.fuse import best_lexical
from duijie.match.options import Retriever

LOOKED_AT = 50  # of the nearest by meaning: as many as are ranked

Get = Callable[[Sequence[str]], Sequence[Document | None]]

_LEXICAL, _DENSE = Retriever.LEXICAL.value, Retriever.DENSE.value


def lend(text: str, candidates: Sequence[Candidate], get: Get) -> list[Candidate]:
    """Return the candidates, those in another language with a lexical score lent by the encoder.

    BM25 gives a record in another language next to nothing, however well it fits, and the best
    record in the request's own language everything, however badly it fits. What is in another
    language gets the share of the best lexical score that its cosine is of the best cosine,
    squared, unless its own is higher. In a library of one language nothing changes.
    """
    nearest = sorted(
        (c for c in candidates if c.scores.get(_DENSE, 0.0) > 0),
        key=lambda c: (-c.scores[_DENSE], c.record_id),
    )[:LOOKED_AT]
    best, asked_in = best_lexical(candidates), is_chinese(text)
    if not nearest or not best or asked_in is None:
        return list(candidates)
    documents = get([candidate.record_id for candidate in nearest])
    lent: dict[str, float] = {}
    for candidate, document in zip(nearest, documents, strict=True):
        written_in = is_chinese(f"{document.title}\n{document.text}") if document else asked_in
        if written_in is not None and written_in != asked_in:
            share = candidate.scores[_DENSE] / nearest[0].scores[_DENSE]
            lent[candidate.record_id] = best * share * share
    return [_with(c, lent[c.record_id]) if c.record_id in lent else c for c in candidates]


def _with(candidate: Candidate, lent: float) -> Candidate:
    earned = candidate.scores.get(_LEXICAL, 0.0)
    scores = {**candidate.scores, _LEXICAL: max(earned, lent)}
    return Candidate(candidate.record_id, scores, candidate.fused)
