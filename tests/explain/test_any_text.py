"""No text makes this room fail, and every quotation is true."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.explain import explain, frame_of, word_card
from duijie.explain.scan import scan
from duijie.kernel.documents import Document
from duijie.kernel.matching import MatchRequest

PIECES = (
    "检出率", "≥95%", "不低于", "40 微米", "-20℃至60℃", "、", "，", "。", "\n", "采用", "提高",
    "的", "含氟聚合物", "颗粒缺陷", "检测装置", "无", "不含", "TRL≥6", "预算200万元",
    "2027年6月30日前完成", "现有工作基础：", "需求内容：", "5×10⁻³ mol/L", "①", "(", "）", "～",
    "±", "5-3", "10^99", "detection rate", " at least ", "µm", "ＡＢＣ", "鋰電池", "百分之",
    "九十", "三年", "由", "提升至", "每分钟", "30件", "W/(m·K)", "\ud800", "\ue001", "\x00",
    "𠮷", "👍🏽", "é",
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=20).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_spans_of_a_frame_are_the_words_they_claim(title: str, text: str) -> None:
    fields = {"title": title, "text": text}

    frame = frame_of(title, text)

    for part in frame.quantities:
        assert fields[part.span.field][part.span.start : part.span.end] == part.text
        assert part.text
    for element in frame.elements:  # words between a modifier and its head may be left out
        left = iter(fields[element.span.field][element.span.start : element.span.end])
        assert all(char in left for char in element.text if not char.isspace())
        assert element.text
    assert all(element.weight >= 0 for element in frame.elements)


@settings(max_examples=300, deadline=None)
@given(texts, texts, texts, texts)
def test_quotations_stand_where_they_claim(title: str, text: str, heading: str, body: str) -> None:
    document = Document("achievement:1", "achievement", heading, body, trl=5)
    fields = {"title": heading, "text": body}

    card = explain(MatchRequest(text, title=title), document)

    for check in card.checks:
        if check.evidence is None:
            continue
        said, where = check.evidence, fields[check.evidence.span.field]
        assert said.record_id == document.record_id
        assert where[said.quote_start : said.quote_start + len(said.quote)] == said.quote
        assert said.quote_start <= said.span.start < said.span.end
        assert said.span.end <= said.quote_start + len(said.quote)
    assert all(isinstance(line, str) for lang in ("zh", "en") for line in word_card(card, lang))


@settings(deadline=None)
@given(texts, texts)
def test_the_same_request_gives_the_same_card(text: str, body: str) -> None:
    document = Document("achievement:1", "achievement", "", body)

    first = explain(MatchRequest(text), document)

    assert explain(MatchRequest(text), document) == first


@pytest.mark.parametrize(
    "piece",
    [" ", "\n", "(", "1-", "公司生产,", "检出率≥95%,", "需求内容:", "trl 在", "百分之", "-"],
)
def test_a_long_run_of_anything_is_read_to_its_end(piece: str) -> None:
    text = piece * (40_000 // len(piece))

    frame_of("", text)
    explain(MatchRequest("检出率≥95%"), Document("achievement:1", "achievement", "", text))


def test_a_quote_ends_where_its_sentence_does_though_the_full_stop_is_latin() -> None:
    text = "研究了桥面铺装的耐久性.采用环氧沥青.结果表明,环氧沥青的强度达2.5倍.建议推广."
    field = scan("text", text)
    start = text.index("环氧沥青的强度")
    low, high = field.quote(start, start + 4)
    assert text[low:high] == "结果表明,环氧沥青的强度达2.5倍."
