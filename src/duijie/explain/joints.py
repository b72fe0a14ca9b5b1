"""Long noun phrases cut at their joints (切分): what a person would tick one by one."""

from dataclasses import dataclass, replace

from duijie.explain.content import content_words, is_general
from duijie.explain.dictionaries import word_list, words
from duijie.explain.phrases import Word
from duijie.explain.synonyms import compounds

SHORTEST_CUT = 6  # characters: up to here a phrase is ticked as one
LONGEST_WHOLE = 8  # characters: a phrase with two words of its own and no more stays as it is
_ATTRIBUTE_TAGS = frozenset({"b", "a", "ad", "vn"})
_FORMS = ("型", "式", "性", "化", "级")
_WITHOUT = ("无", "免", "高", "低", "全", "多", "双", "超", "微", "耐", "抗", "防")
_LAST = 2
_SHORT_NAME = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """One word of a phrase that says something (词元): where it stands, and how it is tagged."""

    word: str
    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a phrase that is wanted by itself (要素片段): the stretches that it is made of.

    Two stretches stand for a modifier and its head with other words between: 非晶[节能]变压器.
    """

    stretches: tuple[tuple[int, int], ...]
    units: tuple[Unit, ...]
    is_last: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that say something, folded."""
        return tuple(unit.word for unit in self.units)

    def cut_from(self, text: str) -> str:
        """Return the piece as it is read, from the text of its field."""
        parts = [text[start:end].strip() for start, end in self.stretches]
        made = parts[0]
        for part in parts[1:]:
            made += f" {part}" if made[-1].isascii() and part[:1].isascii() else part
        return made


def pieces_of(folded: str, told: tuple[Word, ...], start: int, end: int) -> list[Piece]:
    """Return the pieces of a phrase: each modifier with its head, the whole if it is short.

    >>> from duijie.explain.phrases import phrases_of
    >>> text = "储罐焊缝自动探伤机器人"
    >>> [phrase] = phrases_of(text, [])
    >>> [one.cut_from(text) for one in pieces_of(text, phrase.words, phrase.start, phrase.end)]
    ['储罐焊缝', '焊缝探伤', '自动机器人', '探伤机器人']
    """
    units = units_of(folded, told, start, end)
    is_short = end - start <= SHORTEST_CUT
    if len(units) <= _LAST or is_short or folded[start:end].isascii():
        return [_whole(folded, told, units, (start, end))]
    if folded[units[-1].start : units[-1].end].isascii() and len(units[-1].word) <= _SHORT_NAME + 1:
        units = units[:-1]  # 循环肿瘤细胞 CTC: a short name of what stands before it
    found = []
    for number, unit in enumerate(units[:-1]):
        head = _head_of(units, number)
        is_last = head == len(units) - 1
        stop = _with_act(told, units[head], end) if is_last else units[head].end
        found.append(
            Piece(_stretches(folded, unit, units[head], stop), (unit, units[head]), is_last)
        )
    return found


def _whole(folded: str, told: tuple[Word, ...], units: list[Unit], place: tuple[int, int]) -> Piece:
    """Return a short phrase as one piece, without general words that would not be looked for."""
    start, end = place
    stop = _without_tail(folded, told, units, place)
    if not units or folded[start:end].isascii():
        return Piece(((start, stop),), tuple(units), is_last=True)
    first = units[0]
    before = folded[start : first.start]
    is_looked_for = len(units) < _LAST and before in words("generic", "telling")
    if is_general(before) and not is_looked_for:
        start = first.start  # 高性能[超级电容器]
    if len(units) < _LAST:
        return Piece(((start, stop),), tuple(units), is_last=True)
    second = units[1]
    between = folded[first.end : second.start]
    if len(units) == _LAST and between and is_general(between):
        return Piece(((start, first.end), (second.start, stop)), tuple(units), is_last=True)
    return Piece(((start, stop),), tuple(units), is_last=True)


def units_of(folded: str, told: tuple[Word, ...], start: int, end: int) -> list[Unit]:
    """Return the words of a phrase that say something, in order: no general ones."""
    spans: list[Unit] = []
    place = start
    for word in content_words(folded[start:end]):
        at = folded.find(word, place, end)
        at = at if at >= 0 else folded.find(word, start, end)
        if at < 0:
            continue
        spans.append(Unit(word, at, at + len(word), _tag_at(told, at, at + len(word))))
        place = at + len(word)
    spans = [unit for unit in spans if not _is_beside(unit)] or spans
    ordered = [_with_thing(told, u) for u in sorted(spans, key=lambda unit: unit.start)]
    while len(ordered) > _LAST and ordered[-1].word in words("cues", "manner"):
        ordered.pop()  # 地下空间远程[监测]: what it is like, of nothing that is named
    if ordered and ordered[0].start == start + 1:
        ordered[0] = replace(ordered[0], word=folded[start : ordered[0].end], start=start)
    return _compounded(folded, ordered, start, end)


def _with_thing(told: tuple[Word, ...], unit: Unit) -> Unit:
    """Return a word with the general name of a thing that directly follows it: 薄壁零件."""
    for word, at, _ in told:
        if at == unit.end and word in words("cues", "things"):
            return replace(unit, end=at + len(word))
    return unit


def _is_beside(unit: Unit) -> bool:
    """Tell whether a word only says where: 表面, 河南省."""
    is_region = unit.tag == "ns" and unit.word.endswith(("省", "市", "县"))
    return is_region or unit.word in words("cues", "place")


def _compounded(folded: str, units: list[Unit], start: int, end: int) -> list[Unit]:
    """Return the words with those of one known compound as one: 锂 离子 电池, 燃料 电池."""
    for low, high in compounds(folded[start:end]):
        inside = [one for one in units if start + low <= one.start and one.start < start + high]
        if not inside:
            continue
        first, last = min(inside[0].start, start + low), max(inside[-1].end, start + high)
        joined = Unit(folded[first:last], first, last, "n")
        units = [joined if one is inside[0] else one for one in units if one not in inside[1:]]
    return units


def _tag_at(told: tuple[Word, ...], start: int, end: int) -> str:
    """Return the tag of the last tagged word inside a stretch."""
    inside = [tag for word, at, tag in told if start <= at < end]
    return inside[-1] if inside else ""


def _head_of(units: list[Unit], number: int) -> int:
    """Return the number of the word that a word goes with: the next that is a thing or an act."""
    is_skipping_acts = is_attribute(units[number])  # 自走式[采摘]机器人
    for head in range(number + 1, len(units) - 1):
        if not (is_attribute(units[head]) or (is_skipping_acts and units[head].tag == "v")):
            return head
    return len(units) - 1


def is_attribute(unit: Unit) -> bool:
    """Tell whether a word says what a thing is like, not which: 自动, 抗震, 即热型."""
    word = unit.word
    if word in words("cues", "technical"):
        return False
    if word in words("cues", "attribute") or unit.tag in _ATTRIBUTE_TAGS or unit.tag == "ns":
        return True
    if word.isascii():
        return len(word) <= _SHORT_NAME  # 4G, PLC
    return (len(word) == _LAST and word.startswith(_WITHOUT)) or (
        len(word) > _LAST and word.endswith(_FORMS)
    )


def _stretches(folded: str, first: Unit, second: Unit, stop: int) -> tuple[tuple[int, int], ...]:
    between = folded[first.end : second.start]
    if not between or (between.isascii() and len(between) == 1):  # 维生素C注射液
        return ((first.start, stop),)
    return (first.start, first.end), (second.start, stop)


def _with_act(told: tuple[Word, ...], last: Unit, end: int) -> int:
    """Return where a last piece ends: with the act that follows its head, 极片毛刺检测."""
    for word, at, _ in told:
        if at >= last.end:
            return at + len(word) if word in _acts() and at == last.end else last.end
    return last.end


def _without_tail(
    folded: str, told: tuple[Word, ...], units: list[Unit], place: tuple[int, int]
) -> int:
    """Return where a phrase ends without the general words that make it long: 平台系统."""
    start, end = place
    if not units or end - start <= LONGEST_WHOLE:
        return end
    stop = end
    for word, at, _ in reversed(told):
        if at < units[-1].end or stop - start <= LONGEST_WHOLE:
            break
        is_sized = folded[at - 1] == "大"  # 大 + 数据
        if is_sized or word.startswith(_acts()) or at + len(word) != stop:
            break
        stop = at
    return stop


def _acts() -> tuple[str, ...]:
    """Return the general words that tell what is done with a thing: 检测, 处理, 控制."""
    return word_list("cues", "acts")


__all__ = ["Piece", "Unit", "is_attribute", "pieces_of", "units_of"]
