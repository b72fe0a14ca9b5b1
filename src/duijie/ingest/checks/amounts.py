"""Checks of money and technology readiness levels."""

import re

from duijie.ingest.checks.checked import NOTHING, Checked, Checker, Fault, emptied, noted
from duijie.kernel.folding import fold
from duijie.kernel.money import read_money
from duijie.kernel.problems import Severity

_OPEN = ("面议", "协商", "待定", "不限", "详谈", "negotiable", "tbd", "保密", "电议", "洽谈")
_FOREIGN = re.compile(
    r"usd|us\$|\$|eur|€|gbp|£|jpy|hkd|美元|美金|欧元|英镑|日元|港元|港币|韩元|卢布"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LEVELS = {char: level for level, char in enumerate("一二三四五六七八九", 1)}
_LEVELS |= {char: level for level, char in enumerate("ⅰⅱⅲⅳⅴⅵⅶⅷⅸ", 1)}
_LEVELS |= {char: level for level, char in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨ", 1)}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_LEVEL = re.compile(
    r"^(?:trl|技术成熟度|技术就绪度|技术就绪水平|成熟度|level|等级|第|[:\-_])*"
    r"([0-9]{1,3}|[一二三四五六七八九]|[ⅰ-ⅸⅠ-Ⅸ]|i{1,3}|iv|vi{0,3}|ix)"
    r"(?:\.0+)?(?:级|等|阶段|level)*"
    r"(?:[\-~至到—–/]+(?:trl|第)?([0-9]{1,2}|[一二三四五六七八九])级?)?(?:级|及?以上|\+|以内)?$"
)
# Worded stages (技术阶段) and the level of GB/T 22900-2022 that each reaches at least.
_STAGES = (
    (("产业化应用", "已产业化", "批量生产", "规模化生产", "规模生产", "大规模应用", "成熟应用",
      "已推广", "推广应用", "产业化阶段", "产业化", "mass production", "commercial"), 9),
    (("可产业化", "可量产", "小批量", "试生产", "初步应用", "定型"), 8),
    (("中试", "工程化", "示范应用", "示范工程", "pilot"), 7),
    (("样机", "原型", "prototype", "样品"), 6),
    (("小试", "small scale"), 5),
    (("实验室", "实验阶段", "laboratory", "lab"), 4),
    (("概念验证", "关键功能验证", "proof of concept", "研发", "研制", "开发阶段"), 3),
    (("方案", "应用设想", "技术概念", "构思", "概念"), 2),
    (("基础研究", "基本原理", "理论研究", "原理", "basic research"), 1),
)  # fmt: skip


def money_checker(unit_yuan: int) -> Checker:
    """Return the check of an amount; a plain number counts `unit_yuan`.

    Of a range its upper end is kept: it is what may be spent at most.
    """

    def check(cell: str) -> Checked:
        folded = fold(cell.strip())
        amount = read_money(folded, unit_yuan=unit_yuan)
        if amount is None or _FOREIGN.search(folded):
            return _not_yuan(folded)
        if amount.low != amount.high:
            return noted(amount.upper, "P-MONEY-RANGE")
        return amount.upper, ()

    return check


def _not_yuan(folded: str) -> Checked:
    if any(word in folded for word in _OPEN):
        return None, (Fault("P-MONEY-OPEN", Severity.NOTED),)
    if _FOREIGN.search(folded):
        return emptied("P-MONEY-CURRENCY")
    if folded.startswith("-") and _NUMBER.match(folded[1:]):
        return emptied("P-MONEY-NEGATIVE")
    return emptied("P-MONEY-UNREADABLE")


def read_trl(cell: str) -> Checked:
    """Return the technology readiness level (技术成熟度) that a cell means, 1 to 9.

    Of a range the lower end is kept: it is what has surely been reached.

    >>> read_trl("TRL 6")[0], read_trl("六级")[0], read_trl("已完成中试")[0], read_trl("12")[0]
    (6, 6, 7, None)
    """
    if len(cell) > 60:
        return emptied("P-TRL-UNREADABLE")
    text = "".join(fold(cell).split())
    if not text:
        return NOTHING
    match = _LEVEL.match(text)
    if match is None:
        return _worded(fold(cell))
    level = _level(match[1])
    if not 1 <= level <= 9:
        return emptied("P-TRL-RANGE")
    return noted(level, "P-TRL-SPAN") if match[2] else (level, ())


def _level(written: str) -> int:
    if written.isascii() and written.isdigit():
        return int(written)
    return _LEVELS.get(written) or _ROMAN.get(written) or 0


def _worded(text: str) -> Checked:
    levels = re.search(r"trl\s*([1-9])(?!\d)|([1-9])\s*级", text)
    if levels:
        return int(levels[1] or levels[2]), ()
    for words, level in _STAGES:
        if any(word in text for word in words):
            return noted(level, "P-TRL-WORDED")
    return emptied("P-TRL-UNREADABLE")
