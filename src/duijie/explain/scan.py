"""One pass over a text: folded with true offsets, cut into sentences and clauses."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from duijie.kernel.folding import fold

POWER_DIGITS = "".join(chr(0xE000 + digit) for digit in range(10))
POWER_MINUS = "\ue00a"
# Many Chinese abstracts end their sentences with a Latin full stop and no space after it.
_FULL_STOP = r"\.(?=\s|$)|(?<=[㐀-鿿)])\.(?![0-9a-zA-Z])"
_SENTENCE_END = re.compile(rf"[。！？!?;；\n\r]+|{_FULL_STOP}")
CLAUSE_END = re.compile(
    rf"[,，。、;；:!?！？\n\r\t()\[\]{{}}<>《》「」“”\"【】\ue020]|{_FULL_STOP}"
)
LONGEST_QUOTE = 160
LONGEST_CHINESE_QUOTE = 80  # as much to read as 160 Latin letters
_HAN = re.compile("[㐀-鿿]")


def _protections() -> dict[int, str]:
    """Return what must not fold to a plain digit: powers, and the numbers of a list."""
    found = dict.fromkeys(range(0xE000, 0xE030), " ")
    for digit, char in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹"):
        found[ord(char)] = POWER_DIGITS[digit]
    found[ord("⁻")] = POWER_MINUS
    found[ord("⁺")] = "\ue00b"
    found.update(dict.fromkeys(range(0x2460, 0x249C), "\ue020"))
    found.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
    return found


_PROTECT = _protections()
_NEEDS_PROTECTION = re.compile("[⁰¹²³⁴-⁹⁻⁺①-⒛\ud800-\udfff\ue000-\ue02f]")


@dataclass(frozen=True)
class Scan:
    """One field of a text, read once (文本扫描). Offsets in `folded` are offsets in `raw`."""

    field: str
    raw: str
    folded: str

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Return the sentences as (start, end)."""
        found, start = [], 0
        for mark in _SENTENCE_END.finditer(self.folded):
            if mark.end() > start:
                found.append((start, mark.end()))
            start = mark.end()
        if start < len(self.folded):
            found.append((start, len(self.folded)))
        return tuple(found)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence that holds a place."""
        return max(0, bisect_right(self._sentence_starts, place) - 1)

    @cached_property
    def clause_ends(self) -> list[int]:
        """Return where clauses end, in order."""
        return [mark.start() for mark in CLAUSE_END.finditer(self.folded)]

    def clause_start(self, place: int) -> int:
        """Return where the clause of a place begins."""
        found = bisect_right(self.clause_ends, place - 1)
        return self.clause_ends[found - 1] + 1 if found else 0

    def clause_end(self, place: int) -> int:
        """Return where the clause of a place ends."""
        found = bisect_right(self.clause_ends, place - 1)
        return self.clause_ends[found] if found < len(self.clause_ends) else len(self.folded)

    def quote(self, start: int, end: int) -> tuple[int, int]:
        """Return the sentence around a span, shortened at clause ends when it is very long."""
        if not self.sentences:
            return start, end
        low = self.sentences[self.sentence_at(start)][0]
        high = max(self.sentences[self.sentence_at(max(start, end - 1))][1], end)
        longest = self._longest(start, end)
        if high - low > longest:
            low = max(low, self.clause_start(max(low, start - longest // 3)))
            low = min(low, start)
            far = min(high, max(end, low + longest))
            high = min(high, max(end, self.clause_end(far))) if far < high else high
            if high - low > 2 * longest:
                high = max(end, low + longest)
        while low < start and self.raw[low].isspace():
            low += 1
        while high > end and self.raw[high - 1].isspace():
            high -= 1
        return low, high

    def _longest(self, start: int, end: int) -> int:
        """Return how long a quote around a span may be without being shortened."""
        around = self.folded[max(0, start - LONGEST_QUOTE) : end + LONGEST_QUOTE]
        is_chinese = 3 * len(_HAN.findall(around)) > len(around)
        return LONGEST_CHINESE_QUOTE if is_chinese else LONGEST_QUOTE


def scan(field: str, raw: str) -> Scan:
    """Return a field, folded for reading."""
    plain = raw.translate(_PROTECT) if _NEEDS_PROTECTION.search(raw) else raw
    return Scan(field, raw, fold(plain))
