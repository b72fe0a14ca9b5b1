"""A request in one language, records in both."""

from collections.abc import Sequence

from duijie.kernel.documents import Document
from duijie.kernel.matching import Candidate
from duijie.match.fuse import fuse
from duijie.match.languages import lend

LIBRARY = {
    "zh:far": Document("zh:far", "achievement", "石墨烯茶具", "石墨烯茶具的做法。"),
    "zh:fit": Document("zh:fit", "achievement", "石墨烯导热薄膜", "散热用的薄膜。"),
    "en:fit": Document("en:fit", "achievement", "Graphene films", "Films that conduct heat away."),
    "en:far": Document("en:far", "achievement", "Steel rods", "Rods of hot-rolled steel."),
    "number": Document("number", "achievement", "2048", "±5"),
}


def get(record_ids: Sequence[str]) -> list[Document | None]:
    return [LIBRARY.get(record_id) for record_id in record_ids]


def candidates() -> list[Candidate]:
    return [
        Candidate("zh:far", {"lexical": 20.0, "dense": 0.1}),
        Candidate("zh:fit", {"lexical": 18.0, "dense": 0.8}),
        Candidate("en:fit", {"dense": 0.75}),
        Candidate("en:far", {"dense": 0.2}),
        Candidate("number", {"dense": 0.3}),
    ]


def order(text: str, found: Sequence[Candidate]) -> list[str]:
    return [candidate.record_id for candidate in fuse(lend(text, found, get))]


def test_a_record_in_another_language_that_fits_is_not_drowned_by_words() -> None:
    assert [c.record_id for c in fuse(candidates())].index("en:fit") == 2
    assert order("石墨烯散热膜", candidates())[:3] == ["zh:fit", "en:fit", "zh:far"]


def test_one_that_does_not_fit_stays_behind() -> None:
    assert order("石墨烯散热膜", candidates())[3] == "en:far"
    lent = {c.record_id: c.scores for c in lend("石墨烯散热膜", candidates(), get)}
    assert lent["en:far"]["lexical"] < 2
    assert "lexical" not in lent["number"]


def test_in_one_language_nothing_changes() -> None:
    chinese = [c for c in candidates() if c.record_id.startswith("zh")]
    assert lend("石墨烯散热膜", chinese, get) == chinese


def test_an_english_request_finds_what_fits_in_chinese() -> None:
    found = [
        Candidate("en:far", {"lexical": 9.0, "dense": 0.2}),
        Candidate("zh:fit", {"dense": 0.7}),
        Candidate("zh:far", {"dense": 0.3}),
    ]
    assert order("graphene film for cooling", found) == ["zh:fit", "en:far", "zh:far"]


def test_an_own_lexical_score_that_is_higher_stays() -> None:
    found = [
        Candidate("zh:fit", {"lexical": 10.0, "dense": 0.8}),
        Candidate("en:far", {"lexical": 9.0, "dense": 0.2}),
    ]
    assert lend("石墨烯", found, get) == found


def test_a_request_without_words_and_a_record_that_is_gone_change_nothing() -> None:
    assert lend("2048", candidates(), get) == candidates()
    gone = [Candidate("gone", {"dense": 0.9}), Candidate("zh:fit", {"lexical": 1.0})]
    assert lend("石墨烯", gone, get) == gone
    assert lend("石墨烯", [], get) == []
