"""Which phrases name something that can be wanted of a technology (可求之物)."""

import re

from duijie.explain.content import content_words
from duijie.explain.dictionaries import words
from duijie.explain.kinds import known_kind
from duijie.explain.phrases import MOST_CHARACTERS, Phrase
from duijie.explain.scan import Scan
from duijie.kernel.frames import ElementKind

_NOT_PROPERTIES = frozenset(
    {"前提", "基础", "前提下", "情况", "条件", "过程", "目的", "同时", "问题"}
)
_ORGANIZATIONS = (
    "公司",
    "集团",
    "大学",
    "研究院",
    "研究所",
    "学院",
    "院所",
    "实验室",
    "厂家",
    "团队",
    "专家",
)
_COMPANY = re.compile(r"公司|集团|股份|有限")


def is_wanted_thing(text: Scan, phrase: Phrase, end: int, cue: ElementKind | None) -> bool:
    """Tell whether a phrase that ends at a place names a thing, a method, a property or an effect.

    People, money and bodies are sought in a partner; what a problem leads to is not wanted.
    """
    inner = text.folded[phrase.start : end]
    is_effect = cue is ElementKind.EFFICACY
    told = content_words(inner)
    if not told or is_only_attribute(told) or (not is_effect and _is_bare_property(inner)):
        return False
    if inner.endswith(_ORGANIZATIONS) or _COMPANY.search(inner):
        return False
    if _is_about_people(phrase) or (is_effect and _is_harm(text, phrase, end)):
        return False
    if text.field == "title":
        return is_effect or not phrase.is_bare_verb
    if phrase.before in words("cues", "consequence"):
        return False
    return is_effect or not (phrase.is_bare_verb or _is_all_verbs(phrase))


def is_joined_by_de(text: Scan, phrase: Phrase, following: Phrase) -> bool:
    """Tell whether 的 joins two phrases into what is to change: 提高 模具的使用寿命."""
    inner = text.folded[following.start : following.end]
    return (
        text.folded[phrase.end : following.start] == "的"
        and following.end - phrase.start <= MOST_CHARACTERS
        and inner not in _NOT_PROPERTIES
        and following.words[-1][0] not in words("cues", "people")
        and known_kind(inner) in {None, ElementKind.EFFICACY}
    )


def is_no_effect(text: Scan, phrase: Phrase) -> bool:
    """Tell whether a verb of change does not act on a phrase: 解决配料, 降低炉内…, 降低工序对…."""
    if text.folded[phrase.end : phrase.end + 1] in {"内", "中", "上", "里", "对"}:
        return True
    if text.folded[phrase.start : phrase.end].endswith(("领域", "行业", "产业")):
        return True
    return phrase.before in words("cues", "solving") and phrase.tail not in {"问题", "难题"}


def _is_about_people(phrase: Phrase) -> bool:
    """Tell whether a phrase names people, money or a body: 软件设计人才, 科研费用."""
    people = words("cues", "people")
    last = phrase.words[-1][0]
    if last in people or phrase.tail in people:
        return True
    is_of_people = any(word.endswith(("人员", "员工")) for word, _, _ in phrase.words)
    return is_of_people and last not in words("cues", "technical")


def _is_bare_property(inner: str) -> bool:
    """Tell whether a word names a property of no thing: 去除率, which any record may state."""
    names = ("higher_is_better", "lower_is_better", "broad")
    return any(inner in words("direction", name) for name in names)


def is_only_attribute(told: tuple[str, ...]) -> bool:
    """Tell whether words only say what a thing is like: 高速, 人工."""
    return bool(told) and words("cues", "attribute").issuperset(told)


def _is_harm(text: Scan, phrase: Phrase, end: int) -> bool:
    """Tell whether what grows is a harm: 增加…尘肺病的风险."""
    if phrase.before not in words("direction", "up"):
        return False
    said = text.folded[phrase.start : min(end + 10, text.clause_end(end))]
    return any(harm in said for harm in words("cues", "harms"))


def _is_all_verbs(phrase: Phrase) -> bool:
    """Tell whether a phrase names no thing: 保存每批."""
    technical = words("cues", "technical")
    return all(tag == "v" and word not in technical for word, _, tag in phrase.words)
