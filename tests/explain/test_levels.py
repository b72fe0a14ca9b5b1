"""The technology readiness level of a document: what is registered, else what its text says."""

import pytest

from duijie.explain import explain
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Verdict
from duijie.kernel.filters import Filter
from duijie.kernel.matching import MatchRequest


def level(said: str, registered: int | None = None) -> Check:
    document = Document("achievement:1", "achievement", "检测装置", said, trl=registered)
    card = explain(MatchRequest("检测装置", where=Filter(trl_from=6)), document)
    [check] = [c for c in card.checks if c.reason.code.startswith("trl.")]
    return check


@pytest.mark.parametrize(
    "said",
    [
        "本装置已达TRL7。",
        "本装置 TRL 7级。",
        "技术成熟度7级。",
        "技术成熟度达到 7 级。",
        "技术成熟度：7级",
        "技术成熟度已达到7级。",
        "技术就绪度为七级。",
        "The device is at TRL 7.",
        "The device has reached TRL 7.",
        "technology readiness level 7",
    ],
)
def test_a_level_in_the_text_is_read_and_quoted(said: str) -> None:
    check = level(said)
    assert (check.verdict, check.reason.values["offered"]) == (Verdict.MET, "7")
    assert check.evidence is not None
    assert "7" in check.evidence.quote or "七" in check.evidence.quote


@pytest.mark.parametrize(
    "said",
    [
        "目标是TRL 7。",
        "计划三年内达到TRL7。",
        "尚未达到TRL 7。",
        "TRL 4 到 TRL 7",
        "TRL4-7",
        "装置",
    ],
)
def test_a_level_that_is_only_aimed_at_is_not_stated(said: str) -> None:
    assert level(said).verdict is Verdict.UNKNOWN


def test_a_lower_level_in_the_text_is_not_met() -> None:
    assert level("技术成熟度4级。").verdict is Verdict.NOT_MET


def test_what_is_registered_wins_over_the_text() -> None:
    check = level("技术成熟度4级。", registered=8)
    assert (check.verdict, check.reason.values["offered"]) == (Verdict.MET, "8")
    assert check.evidence is None
