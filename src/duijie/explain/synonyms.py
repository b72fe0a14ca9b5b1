"""Words that mean the same (同义词)."""

from functools import cache, lru_cache

from duijie.explain.dictionaries import table
from duijie.explain.segments import segment
from duijie.kernel.folding import fold

LONGEST_COMPOUND = 32  # characters: "permanent magnet synchronous motor" is beyond it


@cache
def synonym_groups() -> dict[str, tuple[str, ...]]:
    """Return every word of the synonym dictionary (同义词) with its group."""
    known: dict[str, tuple[str, ...]] = {}
    for line in (*table("synonyms")["groups"], *table("bilingual")["groups"]):
        told = [fold(word).replace("-", " ") for word in line.split()]
        earlier = [other for word in told for other in known.get(word, ())]
        group = tuple(dict.fromkeys([*earlier, *told]))
        for word in group:
            known[word] = group
            known[word.replace(" ", "-")] = group
    return known


@cache
def translations() -> tuple[tuple[str, str], ...]:
    """Return Chinese and English words that mean the same (中英对照), each pair once.

    >>> ("不锈钢", "stainless steel") in translations()
    True
    """
    groups = dict.fromkeys(synonym_groups().values())
    return tuple(
        (chinese, english)
        for group in groups
        for chinese in group
        if not chinese.isascii()
        for english in group
        if english.isascii()
    )


@lru_cache(maxsize=4096)
def compounds(folded: str) -> tuple[tuple[int, int], ...]:
    """Return where words of several parts stand in a phrase that have synonyms, longest first.

    >>> compounds("machine vision camera")
    ((0, 14),)
    """
    edges = sorted({place for w, start in segment(folded) for place in (start, start + len(w))})
    found: list[tuple[int, int]] = []
    for start in range(len(folded)):
        if found and start < found[-1][1]:
            continue
        least = 2 if found and start == found[-1][1] else 3  # 晶圆 directly after 碳化硅
        for end in range(min(len(folded), start + LONGEST_COMPOUND), start + least - 1, -1):
            name = folded[start:end].replace("-", " ")
            is_edged = not (name[0].isascii() or name[-1].isascii()) or {start, end} <= set(edges)
            if is_edged and (" " in name or not name.isascii()) and synonyms(name):
                found.append((start, end))
                break
    return tuple(found)


def synonyms(word: str) -> tuple[str, ...]:
    """Return the other words that mean the same.

    >>> "瑕疵" in synonyms("缺陷")
    True
    """
    return tuple(w for w in synonym_groups().get(word, ()) if w != word)
