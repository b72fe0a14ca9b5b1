"""From what there is to who needs it: the need asks, the achievement is checked."""

from dataclasses import replace

import pytest

from duijie.kernel.documents import Document
from duijie.kernel.explanations import Verdict
from duijie.kernel.filters import Filter
from duijie.kernel.frames import Quantity
from duijie.kernel.matching import Level, Match, MatchRequest
from duijie.match import Engine, wording
from tests.match.library import LIBRARY, achievement, clock

MACHINE = achievement(
    70,
    "含氟树脂颗粒缺陷在线检测机",
    "用于含氟薄膜粒料出厂检验，最小可检缺陷10微米，检出率98%。",
    trl=8,
)


def need(number: int, bound: str) -> Document:
    text = f"需求内容：\n寻求含氟树脂颗粒缺陷在线检测机，最小可检缺陷{bound}。"
    title = "含氟树脂颗粒缺陷在线检测机"
    return Document(f"need:{number}", "need", title, text, organization=f"企业{number}")


FITS, TOO_FINE = need(1, "不高于16微米"), need(2, "不高于5微米")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_documents([*LIBRARY, FITS, TOO_FINE], clock=clock)


def numbers(match: Match) -> list[Verdict]:
    return [c.verdict for c in match.card.checks if isinstance(c.wanted, Quantity)]


@pytest.mark.parametrize(
    "request_", [MatchRequest("", source=MACHINE), MatchRequest(MACHINE.text, MACHINE.title)]
)
def test_the_number_of_the_need_is_the_one_that_is_wanted(
    engine: Engine, request_: MatchRequest
) -> None:
    answer = engine.match(replace(request_, where=Filter(kinds=("need",))))
    first, second = answer.matches
    assert (first.record_id, second.record_id) == (FITS.record_id, TOO_FINE.record_id)
    assert numbers(first) == [Verdict.MET]
    assert numbers(second) == [Verdict.NOT_MET]
    assert second.level <= Level.FAIRLY_STRONG


def test_the_card_is_of_the_need_and_quotes_the_achievement(engine: Engine) -> None:
    for match in engine.match(MatchRequest("", source=MACHINE)).matches:
        assert match.card.record_id == match.record_id
        quoted = [check.evidence for check in match.card.checks if check.evidence]
        assert quoted
        for evidence in quoted:
            assert evidence.record_id == MACHINE.record_id
            field = MACHINE.title if evidence.span.field == "title" else MACHINE.text
            assert evidence.quote == field[evidence.quote_start :][: len(evidence.quote)]


def test_a_need_that_looks_for_needs_like_it_is_still_the_one_that_asks(engine: Engine) -> None:
    asked = replace(FITS, record_id="need:9", organization="企业九")
    answer = engine.match(MatchRequest("", source=asked, where=Filter(kinds=("need",))))
    assert answer.matches
    assert all(
        evidence.record_id == match.record_id
        for match in answer.matches
        for evidence in (check.evidence for check in match.card.checks)
        if evidence
    )


def test_numbers_that_the_need_wants_are_not_missing_from_the_need() -> None:
    far = replace(
        TOO_FINE, title="粉体气力输送系统", text="寻求颗粒粉体气力输送系统，输送量不低于5吨每小时。"
    )
    engine = Engine.from_documents([*LIBRARY, far], clock=clock)
    answer = engine.match(MatchRequest("", source=MACHINE))
    assert answer.no_good_match is not None
    codes = [reason.code for reason in answer.no_good_match.missing]
    assert wording.NUMBERS_NOT_IN_NEAREST not in codes
