"""Sentences from templates: every code has one, every value finds its place."""

import re
from pathlib import Path

import duijie.explain
from duijie.explain import CHANGE_WORDS, CHECK_WORDS, explain, word_card, word_change, word_check
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Reason
from duijie.kernel.matching import MatchRequest

SOURCES = Path(duijie.explain.__file__).parent
OFFER = Document("achievement:1", "achievement", "颗粒缺陷检测机", "检出率为90%。", trl=5)


def test_every_code_in_the_sources_has_words() -> None:
    code = re.compile(r'"((?:element|quantity|change)\.[a-z_]+)"')
    written = {c for path in SOURCES.glob("*.py") for c in code.findall(path.read_text("utf-8"))}

    assert written <= set(CHECK_WORDS) | set(CHANGE_WORDS)


def test_a_card_reads_as_lines() -> None:
    lines = word_card(explain(MatchRequest("要求颗粒缺陷检出率≥95%，TRL≥6"), OFFER), "en")

    assert lines == [
        "✗ 颗粒缺陷检出率 ≥ 95 %: Stated: 检出率 90 %; wanted: ≥ 95 %. “检出率为90%。”",
        "✗ TRL ≥ 6: Technology readiness level 5; wanted: TRL ≥ 6.",
        "→ To meet this, raise 颗粒缺陷检出率 from 90 % to ≥ 95 %.",
        "→ To meet this, raise the technology readiness level from 5 to 6.",
    ]


def test_every_check_and_change_can_be_worded_in_both_languages() -> None:
    request = MatchRequest("要求检出率≥95%，采用机器视觉，重量≤3kg，预算20万元，TRL≥3，无需标定")
    card = explain(request, OFFER)

    for lang in ("zh", "en"):
        assert all(word_check(check, lang) for check in card.checks)
        assert all(word_change(change, lang) for change in card.changes)


def test_a_change_can_say_how_far_the_match_rises() -> None:
    values = {"property": "检出率", "want": "≥ 95 %", "have_level": "较强", "next_level": "强"}

    said = word_change(Reason("change.state", values), "en")

    assert said.startswith("To settle this, state a figure for 检出率")
    assert "较强" in said
    assert "强" in said


def test_every_change_is_a_whole_sentence() -> None:
    assert all(words[0].isupper() and words.endswith(".") for words in CHANGE_WORDS.values())
    assert not [words for words in CHANGE_WORDS.values() if words.startswith("If ")]
