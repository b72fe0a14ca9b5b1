"""What a number measures (指标名称): the words before it in the clause, else after it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from duijie.explain.dictionaries import word_list, words
from duijie.explain.scan import Scan
from duijie.explain.segments import segment_tagged
from duijie.explain.synonyms import synonym_groups

MOST_WORDS = 4
LOOK_BACK = 60  # characters: so far back the words of a property may stand
_BREAKING_TAGS = frozenset({"p", "c", "uj", "ul", "uz", "r", "d", "e", "y", "t"})
_LOOSE_TAGS = frozenset({"d", "p", "c", "uj", "ul", "uz", "a", "zg", "z", "ad", "r", "y"})
_AFTER = re.compile(r"\s?(的)?\s?([㐀-鿿a-z][㐀-鿿a-z \-]{1,24})")
_OWNED = re.compile(r"\s?的\s?[㐀-鿿a-z]")
_BRACKET = re.compile(r"[(\[][^()\[\]]{0,15}[)\]]\s*$")
_JOINED = re.compile(r"[、/和与及或至到或者~\s]*")
_DIAMETER = re.compile(r"[φфø∅]\s?$")
_ARTICLES = frozenset({"of", "the", "a", "an"})
_MEASURED_END = re.compile(
    r"(?:率|度|量|性|力|值|数|比|期|能力|强度|寿命|误差|rate|accuracy|efficiency|yield)$"
)

Token = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Property:
    """What is measured (指标): its folded words, where they start, and whether it is a change."""

    name: str
    start: int
    change: str = ""
    is_act: bool = False
    is_inherited: bool = False


NOTHING = Property("", -1)


def property_of(text: Scan, head: int, tail: int, floor: int, previous: Property) -> Property:
    """Return what the number between head and tail measures.

    `floor` is where the number before ended, `previous` what it measures: 5、10 和 15 % share it.
    """
    folded = text.folded
    if folded[tail : tail + 1] == "级":  # 600 MPa 级 names a grade
        return NOTHING
    size = _size().match(folded, tail)
    if size is not None and folded[head - 1 : head] not in {":", "="}:
        return Property(size[1], size.start(1))
    start = max(_clause_start(text, head), floor, head - LOOK_BACK)
    found = _before(folded[start:head], start)
    if not found.name:
        if floor and previous.name and _is_joined(folded[floor:head]):
            return _inherited(text, floor, head, tail, previous)
        found = _beside(text, (start, head), tail, floor)
    if found.name and not found.is_act:
        return found
    if _DIAMETER.search(folded, max(0, head - 2), head):
        return Property("直径", -1)
    after = _after(folded[tail : text.clause_end(tail)], tail, is_act=found.is_act)
    return after if after.name else found


def _inherited(text: Scan, floor: int, head: int, tail: int, previous: Property) -> Property:
    """Return what a number in a row of numbers measures: what the one before it does."""
    own = _after(text.folded[tail : text.clause_end(tail)], tail, is_act=False)
    if own.name.isascii() and _MEASURED_END.search(own.name):
        return own  # … as small as 40 µm and reaches a 98 % detection rate
    between = {word for word, _, _ in segment_tagged(text.folded[floor:head])}
    is_target = bool(_target_words() & between)
    return Property(previous.name, -1, "" if is_target else previous.change, is_inherited=is_target)


def _beside(text: Scan, left: tuple[int, int], tail: int, floor: int) -> Property:
    """Return what a number measures that no word of its clause before it names.

    The thing that 的 or a verb joins to it comes first (检出 40 微米以下缺陷), then the clause
    before: 处理能力: 200 kg/h.
    """
    start, head = left
    mark = text.folded[start - 1 : start] if start else ""
    if mark != ":":
        acted = text.folded[start:head].rstrip().endswith(word_list("cues", "finding"))
        owned = _owned(text.folded[tail : text.clause_end(tail)], tail, is_act=acted)
        if owned.name:
            return owned
    if start <= floor or mark not in {":", "(", "[", ","}:
        return NOTHING
    earlier = max(text.clause_start(start - 1), floor, start - LOOK_BACK)
    return _before(text.folded[earlier : start - 1], earlier)


def _clause_start(text: Scan, head: int) -> int:
    """Return where the clause before a number begins; a remark in brackets does not end it."""
    start = text.clause_start(head)
    bracket = _BRACKET.search(text.folded, max(0, start - 18), start)
    if bracket is None or not _is_joined(text.folded[start:head]):
        return start
    return text.clause_start(bracket.start())


def _is_joined(between: str) -> bool:
    """Tell whether only joining words stand between two numbers."""
    if _JOINED.fullmatch(between):
        return True
    tokens = segment_tagged(between)
    if len(tokens) > 4 or any(not char.isalpha() for word, _, _ in tokens for char in word):
        return False
    known = _target_words() | _joiners() | _up() | _down()
    return all(word in known for word, _, _ in tokens)


@lru_cache(maxsize=8192)
def _phrase_before(left: str) -> Property:
    """Return the last noun phrase of a clause, and whether a verb of change goes with it."""
    tokens = list(segment_tagged(_BRACKET.sub("", left)))
    is_target = False
    while tokens and _is_joining(tokens[-1], tokens):
        is_target = is_target or tokens[-1][0] in _target_words()
        tokens.pop()
    return _read_back(left, tokens, is_target=is_target)


def _read_back(left: str, tokens: list[Token], *, is_target: bool) -> Property:
    """Return the phrase that ends a clause, read from the right."""
    kept: list[Token] = []
    owner: list[Token] = []
    change, has_verb = "", False
    for token in reversed(tokens):
        word, tag, _ = token
        if word in _up() or word in _down():
            change = "" if is_target else ("提高" if word in _up() else "降低")
            has_verb = True
            if kept:
                break
        elif kept and word in _ARTICLES:
            if word == "of":  # weight of the tool: the head stands before
                owner, kept = kept, []
        elif has_verb and not kept and (word in _joiners() or tag in _LOOSE_TAGS):
            continue
        elif len(kept) == MOST_WORDS or _is_break(left, token, kept):
            break
        else:
            kept.append(token)
    if owner and (not kept or kept[0][0] in words("cues", "acting")):
        kept = owner  # detection of particle defects: the thing stands after
    kept.reverse()
    return _named(kept, change)


def _is_break(left: str, token: Token, kept: list[Token]) -> bool:
    return _ends_phrase(token[0], token[1]) and not _is_one_word(left, token, kept)


def _named(kept: list[Token], change: str) -> Property:
    while len(kept) > 1 and kept[0][0] in _LEADING:
        kept.pop(0)
    while len(kept) > 1 and kept[0][0] in words("cues", "edge"):
        kept.pop(0)
    if not kept or all(word in words("cues", "edge") for word, _, _ in kept):
        return NOTHING
    is_act = kept[-1][0] in words("cues", "acting") and not change
    name = _plain_name(join_words([word for word, _, _ in kept]))
    return Property(name, kept[0][2], change, is_act) if len(name) > 1 or name in _KEPT else NOTHING


def _plain_name(name: str) -> str:
    """Return a name without what only joins it to its number: 烧损率为; 降噪 is said of 噪声."""
    if len(name) > 2 and name.endswith("为"):
        return name[:-1]
    return f"{name[:-2]}噪声" if name.endswith("降噪") else name


_LEADING = frozenset(
    {"detect", "detects", "resolve", "resolves", "recognise", "recognises", "find", "finds"}
)
_KEPT = frozenset({"长", "宽", "高", "厚", "重"})


def _before(left: str, offset: int) -> Property:
    if not left.strip():
        return NOTHING
    found = _phrase_before(left)
    if found is NOTHING:
        return NOTHING
    return Property(found.name, offset + found.start, found.change, found.is_act)


def _is_joining(token: Token, tokens: list[Token]) -> bool:
    """Tell whether a trailing word only joins property and number: 达到, 为, 约, 分别."""
    word, tag, _ = token
    if word in _up() or word in _down():
        return False
    if (
        word in _joiners()
        or word in _target_words()
        or word in "φфø"
        or not any(c.isalnum() for c in word)
    ):
        return True
    return tag in _LOOSE_TAGS and len(tokens) > 1 and not word.isascii()


def _is_one_word(left: str, token: Token, kept: list[Token]) -> bool:
    """Tell whether a light verb is part of the name: 保持率, 使用温度."""
    word, _, start = token
    if not kept or kept[-1][2] != start + len(word):
        return False
    following = kept[-1][0]
    end = kept[0][2] + len(kept[0][0])
    return (len(following) == 1 and len(word) > 1) or left[start:end] in _known()


def _after(right: str, offset: int, *, is_act: bool) -> Property:
    found = _AFTER.match(right)
    if found is None:
        return NOTHING
    kept: list[str] = []
    for word, tag, _ in segment_tagged(found[2]):
        if _ends_phrase(word, tag) or len(kept) == MOST_WORDS:
            break
        kept.append(word)
    name = join_words(kept)
    is_told = bool(found[1]) or is_act or name.isascii() or bool(_MEASURED_END.search(name))
    if not kept or not is_told or len(name) < 2:
        return NOTHING
    return Property(name, offset + found.start(2))


def _owned(right: str, offset: int, *, is_act: bool) -> Property:
    """Return the thing that 的 joins to a number: 缺陷 of 检出 40 微米以下的缺陷."""
    is_joined = is_act or bool(_OWNED.match(right))
    found = _after(right, offset, is_act=True) if is_joined else NOTHING
    return NOTHING if found.name in words("direction", "no_thing") else found


def _ends_phrase(word: str, tag: str) -> bool:
    if word in words("cues", "light") or word.isdigit() or not any(c.isalnum() for c in word):
        return True
    return tag in _BREAKING_TAGS and not word.isascii()


def join_words(parts: list[str]) -> str:
    """Return words as one string: Chinese without spaces, Latin with.

    >>> join_words(["检出", "率"]), join_words(["detection", "rate"])
    ('检出率', 'detection rate')
    """
    joined = ""
    for part in parts:
        is_latin = part[0].isascii() and joined[-1:].isascii()
        joined += f" {part}" if joined and is_latin else part
    return joined


@cache
def _joiners() -> frozenset[str]:
    return words("bounds", "joiners")


@cache
def _target_words() -> frozenset[str]:
    return words("bounds", "target")


@cache
def _size() -> re.Pattern[str]:
    """Return a pattern of what directly follows its number: 3.2 毫米厚度, 3 mm 厚的."""
    broad = sorted(
        (w for w in words("direction", "broad") if len(w) > 1 and not w.isascii()), key=len
    )
    names = "|".join(reversed(broad))
    return re.compile(rf"\s?({names}|[长宽高厚重](?=的))(?![㐀-鿿]{{0,1}}\d)(?=[^㐀-鿿]|的|$|生产)")


@cache
def _known() -> frozenset[str]:
    """Return names that the dictionaries know as a whole: 使用温度 although 使用 is light."""
    return frozenset(synonym_groups()) | words("direction", "coverage")


@cache
def _up() -> frozenset[str]:
    return words("direction", "up")


@cache
def _down() -> frozenset[str]:
    return words("direction", "down")
