"""Which parts of a need say what is wanted: sections by their headings, and words to pass over.

The two word lists are plain data that a person can read and extend.
"""

import re
from dataclasses import dataclass

from duijie.kernel.folding import fold

_HEADING = re.compile(
    r"^[\s#*\-]*(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．]?)?\s*"
    r"[【\[]?(?P<name>[^\s:：。,，;；【】\[\]]{2,16})\s*(?:[】\]]\s*[:：]?|[:：])",
    re.MULTILINE,
)

# What a section is worth when its heading holds one of these words; the first that fits counts.
# A heading that holds none of them belongs to the section it stands in.
_PLAIN = 1.0
_WORTH: tuple[tuple[float, tuple[str, ...]], ...] = (
    (0.0, ("联系", "电话", "地址", "邮箱", "网址", "合作方式", "合作要求", "contact")),
    (
        0.25,
        (
            "工作基础", "研究基础", "现有基础", "已有基础", "前期基础", "工作条件", "企业简介",
            "公司简介", "单位简介", "企业情况", "企业概况", "公司概况", "基本情况", "经济效益",
            "社会效益", "市场前景", "市场分析", "投入资金", "资金", "预算", "时限", "期限", "进度",
            "about us", "company", "budget",
        ),
    ),
    (0.6, ("背景", "现状", "意义", "必要性", "存在问题", "background")),
    (
        _PLAIN,
        (
            "需求", "内容", "目标", "难题", "指标", "要求", "解决", "关键技术", "技术问题", "参数",
            "requirement", "need", "problem", "objective", "target", "specification",
        ),
    ),
)  # fmt: skip

# Words of the form itself: they say that somebody asks, not what for.
_ASKING = (
    "需求", "难题", "希望", "寻求", "征集", "解决", "研发", "研究", "开发", "项目", "技术", "公司",
    "企业", "我司", "我公司", "本公司", "有限公司", "单位", "目前", "现有", "要求", "内容", "目标",
    "预期", "方面", "进行", "实现", "通过", "提高", "达到", "满足", "相关", "主要", "问题", "合作",
    "高校", "院校", "科研院所", "专家", "团队", "产业化", "及其", "以及", "关键", "年度", "万元",
    "销售", "收入", "利润", "市场", "客户", "人员", "资金", "投入", "经济", "效益", "国内", "国外",
    "技术难题", "技术开发", "技术支持", "技术需求", "关键技术",
    "先进", "领先", "水平", "发展", "需要", "具有", "具备", "采用", "使用", "应用", "产品", "生产",
    "need", "needs", "seek", "seeking", "wanted", "looking", "require", "required", "company",
    "technology", "develop", "development", "project", "hope", "please",
)  # fmt: skip
ASKING_WORDS = frozenset(fold(word) for word in _ASKING)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a text (段落) and what it is worth for the search, from 0 to 1."""

    text: str
    worth: float


def sections_of(text: str) -> list[Section]:
    r"""Return the sections of a text in order; one section when it has no headings.

    >>> [s.worth for s in sections_of("需求内容:\n防爆电池\n现有工作基础:\n厂房三栋")]
    [1.0, 0.25]
    """
    marks = list(_HEADING.finditer(text))
    if not marks:
        return [Section(text, _PLAIN)] if text.strip() else []
    found: list[Section] = []
    if text[: marks[0].start()].strip():
        found.append(Section(text[: marks[0].start()], _PLAIN))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    worth = _PLAIN
    for mark, end in zip(marks, ends, strict=True):
        named = _worth_of(fold(mark["name"]))
        start = mark.end()
        if named is None:
            start = mark.start("name")
        else:
            worth = named
        if text[start:end].strip():
            found.append(Section(text[start:end], worth))
    return found


def _worth_of(heading: str) -> float | None:
    for worth, words in _WORTH:
        if any(word in heading for word in words):
            return worth
    return None
