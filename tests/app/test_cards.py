"""Cards: evidence first, folded to the width, readable without colour."""

from dataclasses import replace
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from duijie.app.cli.cards import CardPrinter, bar, most_telling, origin, shortened
from duijie.app.cli.folding import line_starts
from duijie.app.cli.terminal import Terminal
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Evidence, ExplanationCard, Reason, Verdict
from duijie.kernel.frames import Bound, Element, ElementKind, Quantity, Span
from duijie.kernel.home import Home
from duijie.kernel.matching import Level, Match, NoGoodMatch
from duijie.kernel.settings import Settings
from duijie.kernel.words import LANGS, Lang

DOCUMENT = Document(
    "achievement:2024-17",
    "achievement",
    "高速颗粒缺陷在线检测机",
    "核心算法能检测出 40 微米的颗粒缺陷。面向氟聚合物颗粒生产线。",
    organization="电子科技大学长三角研究院",
    trl=7,
    dated_on=date(2024, 5, 1),
)


def printed(match: Match, *, lang: Lang = "en", width: int = 80, colour: bool = False) -> str:
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None
    )
    CardPrinter(Terminal(Home(Path("x")), Settings({}), lang, console, console)).print_card(match)
    return out.getvalue()


def element(name: str) -> Element:
    return Element(ElementKind.PRODUCT, name, name, Span("text", 0, len(name)))


@pytest.fixture
def match() -> Match:
    sentence = "核心算法能检测出 40 微米的颗粒缺陷。"
    defect = Quantity(
        "缺陷", Bound.AT_MOST, None, 40.0, "micrometer", "[length]", "40 微米", Span("text", 0, 5)
    )
    met = Check(
        defect,
        Verdict.MET,
        Reason("quantity.met", {"offered": "40 微米"}),
        2.0,
        Evidence(DOCUMENT.record_id, sentence, 0, Span("text", 9, 14)),
    )
    is_open = Check(element("检出率"), Verdict.UNKNOWN, Reason("element.unstated"))
    changes = (Reason("change.state", {"property": "检出率", "want": "≥ 95 %"}),)
    card = ExplanationCard(DOCUMENT.record_id, (is_open, met), changes)
    return Match(DOCUMENT, 1, 1.0, Level.FAIRLY_STRONG, 0.6, {}, card)


def test_a_card_shows_level_title_holder_and_the_quoted_sentence(match: Match) -> None:
    text = printed(match)
    head, under, *_ = text.splitlines()
    assert head.strip().startswith("1  fairly strong ▮▮▮▯  高速颗粒缺陷在线检测机")
    assert under.strip() == "电子科技大学长三角研究院 · TRL 7 · 2024 · achievement:2024-17"
    assert "✓" in text
    assert "?" in text
    assert "→ To settle this, state a figure for 检出率" in text
    assert "核心算法能检测出 [40 微米]的颗粒缺陷" in " ".join(text.split())


def test_without_colour_the_words_that_count_stand_in_brackets(match: Match) -> None:
    assert "【40 微米】" in printed(match, lang="zh")
    assert "【" not in printed(match, lang="zh", colour=True)


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("lang", LANGS)
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    match: Match, lang: Lang, width: int
) -> None:
    text = printed(match, lang=lang, width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    words = "核心算法能检测出", "的颗粒缺陷。"
    flat = "".join(text.split())
    assert all(word in flat for word in words)


def test_square_brackets_in_a_text_are_only_brackets(match: Match) -> None:
    odd = replace(match, document=replace(DOCUMENT, title="[bold]膜[/bold]材料"))
    assert "[bold]膜[/bold]材料" in printed(odd)


def check(name: str, verdict: Verdict, weight: float) -> Check:
    return Check(element(name), verdict, Reason("element.unstated"), weight)


def test_what_is_settled_comes_before_what_is_open() -> None:
    checks = [check(f"open{n}", Verdict.UNKNOWN, 9.0 - n) for n in range(6)]
    checks += [check(f"met{n}", Verdict.MET, 1.0 + n) for n in range(9)]
    shown = [c.wanted.text for c in most_telling(checks) if isinstance(c.wanted, Element)]
    assert shown == ["met8", "met7", "met6", "met5", "met4", "met3", "open0"]


def test_the_rest_of_the_checks_is_counted() -> None:
    checks = tuple(check(f"x{n}", Verdict.UNKNOWN, 1.0) for n in range(9))
    card = ExplanationCard(DOCUMENT.record_id, checks)
    match = Match(DOCUMENT, 1, 1.0, Level.WEAK, 0.3, {}, card)
    assert "… and 6 more" in printed(match)


def test_a_number_is_shown_with_what_it_measures() -> None:
    wanted = Quantity(
        "检出率", Bound.AT_LEAST, 95.0, None, "percent", "", "不低于95%", Span("text", 0, 6)
    )
    evidence = Evidence(DOCUMENT.record_id, "检出率 92%。", 0, Span("text", 4, 7))
    reason = Reason("quantity.not_met", {"offered": "检出率 92 %", "want": "≥ 95 %"})
    card = ExplanationCard(
        DOCUMENT.record_id, (Check(wanted, Verdict.NOT_MET, reason, 1.0, evidence),)
    )
    text = " ".join(printed(Match(DOCUMENT, 1, 1.0, Level.WEAK, 0.3, {}, card)).split())
    assert "✗ 检出率 ≥ 95 % Stated: 检出率 92 %; wanted: ≥ 95 %. “检出率 [92%]。”" in text


def test_no_good_match_says_what_is_nearest_what_is_missing_and_what_to_do(match: Match) -> None:
    out = StringIO()
    console = Console(file=out, width=80)
    terminal = Terminal(Home(Path("x")), Settings({}), "en", console, console)
    CardPrinter(terminal).print_no_good_match(
        NoGoodMatch((match,), (Reason("MATCH-SUBJECT-ELSEWHERE"),), (Reason("STEP-WATCH"),))
    )
    order = [
        out.getvalue().index(part)
        for part in (
            "No good match",
            "What is missing",
            "The nearest",
            DOCUMENT.title,
            "Next steps",
        )
    ]
    assert order == sorted(order)


def test_small_parts() -> None:
    assert [bar(level) for level in Level] == ["▮▯▯▯", "▮▮▯▯", "▮▮▮▯", "▮▮▮▮"]
    assert origin(Document("need:1", "need", "t")) == "need:1"
    assert shortened("锂离子电池", 10) == "锂离子电池"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", range(40, 101, 3))
def test_a_sign_and_its_number_stand_on_one_line(match: Match, lang: Lang, width: int) -> None:
    level = Reason("trl.met", {"offered": "TRL 7", "wanted": "TRL ≥ 7"})
    rate = Quantity("检出率", Bound.AT_LEAST, 95.0, None, "percent", "", "", Span("text", 0, 6))
    low = Reason("quantity.not_met", {"offered": "检出率 92 %", "want": "≥ 95 %"})
    checks = (
        Check("TRL ≥ 7", Verdict.MET, level, 3.0),
        Check(rate, Verdict.NOT_MET, low, 2.0),
    )
    card = replace(match.card, checks=checks)
    text = printed(replace(match, card=card), lang=lang, width=width)
    assert "≥ 7" in text
    assert [line for line in text.splitlines() if line.rstrip().endswith("≥")] == []
    assert text.count("≥ 95 %") >= 2


@pytest.mark.parametrize("width", range(14, 40))
def test_folding_loses_nothing_and_begins_no_line_with_a_closing_mark(width: int) -> None:
    text = "检出率（≥ 98.5 %）。A rather long English clause, then 漏检率≤0.1%；速度 ± 3 mm。"
    starts = [0, *line_starts(text, width), len(text)]
    lines = [text[start:end] for start, end in pairwise(starts)]
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    for together in ("（≥ 98.5 %）。", "≤0.1%；", "± 3"):
        assert any(together in line for line in lines)
