"""When nothing is credible the engine says so, and what to do next."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.kernel.matching import MatchRequest
from duijie.match import Engine, wording
from duijie.match.wording import TEMPLATES, word_reason

OFF_TOPIC = [
    "量子纠错码的阈值定理证明与拓扑序分类",
    "明代徽州契约文书的整理与语言研究",
    "a counterpoint textbook for renaissance choral singing",
]


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_a_request_off_the_library_gets_no_good_match(engine: Engine, text: str) -> None:
    answer = engine.match(MatchRequest(text))
    assert answer.matches == ()
    assert answer.no_good_match is not None
    assert answer.no_good_match.missing
    codes = [reason.code for reason in answer.no_good_match.next_steps]
    assert wording.STEP_OPEN_CHALLENGE in codes
    assert wording.STEP_EXPERT in codes
    assert wording.STEP_WATCH in codes


@pytest.mark.parametrize("text", ["asdkjh qwlekj zzxx", "哈哈哈哈哈", "12345 67890", "！？…", ""])
def test_nonsense_gets_no_good_match(engine: Engine, text: str) -> None:
    answer = engine.match(MatchRequest(text))
    assert answer.matches == ()
    assert answer.no_good_match is not None


def test_the_nearest_are_shown_explained_but_not_as_matches(engine: Engine) -> None:
    answer = engine.match(MatchRequest("电池回收中钴镍浸出的微生物代谢调控与基因编辑"))
    assert answer.matches == ()
    assert answer.no_good_match is not None
    assert 1 <= len(answer.no_good_match.nearest) <= 3


def test_words_that_stand_nowhere_are_named(engine: Engine) -> None:
    answer = engine.match(MatchRequest("石墨烯量子点的荧光传感电池"))
    assert answer.no_good_match is not None
    nowhere = [r for r in answer.no_good_match.missing if r.code == wording.WORDS_NOWHERE]
    assert "石墨" in nowhere[0].values["words"]


def test_every_reason_is_worded_in_both_languages() -> None:
    from duijie.kernel.explanations import Reason

    values = {"words": "石墨烯", "numbers": "≥95%", "title": "防爆锂离子电池"}
    for code in TEMPLATES:
        for lang in ("zh", "en"):
            assert "%(" not in word_reason(Reason(code, values), lang)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(title=st.text(max_size=60), text=st.text(max_size=400))
def test_no_query_string_makes_match_fail(engine: Engine, title: str, text: str) -> None:
    answer = engine.match(MatchRequest(text, title))
    assert (answer.no_good_match is None) == bool(answer.matches)


PIECES = [
    "需求内容：",
    "防爆",
    "电池",
    "≥",
    "95%",
    "-20℃至",
    "\n",
    "（一）",
    "万元",
    "TRL",
    "a.b",
    "…",
    "\x00",
    "\ud800",
]


@settings(max_examples=150, deadline=None)
@given(parts=st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_mixture_of_form_and_figures_makes_match_fail(engine: Engine, parts: list[str]) -> None:
    answer = engine.match(MatchRequest("".join(parts)))
    assert (answer.no_good_match is None) == bool(answer.matches)
