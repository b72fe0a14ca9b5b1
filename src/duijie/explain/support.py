"""Whether a text itself bears an element out (佐证): rather few and sure elements than many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from duijie.explain.dictionaries import words
from duijie.explain.drafts import Draft
from duijie.explain.phrases import Word
from duijie.explain.scan import Scan
from duijie.explain.synonyms import synonyms
from duijie.kernel.frames import ElementKind

UNSUPPORTED = 0.3  # what an element is worth that the rest of the text never comes back to
EFFECT = 0.4  # the same of an effect: 解决开裂 says more than 开裂
SENTENCE = 0.5  # 驾驶员打开转向灯 is a clause, no thing
SINGLE = 0.7  # 倾角 among the words of a text is seldom what is wanted
LONGEST_TITLE = 500  # of a longer title the rest is not looked at, so that time grows with the text
_IDIOMS = frozenset({"i", "l", "m", "b", "h", "d"})


def supported(drafts: Sequence[Draft], fields: Sequence[Scan]) -> list[Draft]:
    """Return the elements, those of the text by how far the title or a repetition bears them out.

    Elements of the title stand as they are; without a title the text bears itself out.
    """
    title = fields[0].folded
    if not title.strip():
        return list(drafts)
    title = title[:LONGEST_TITLE]
    told = Counter(word for draft in drafts for word in draft.words)
    return [
        draft if draft.element.span.field == "title" else
        replace(draft, factor=draft.factor * _support(draft, title, told) * _form(draft))
        for draft in drafts
    ]  # fmt: skip


def _support(draft: Draft, title: str, told: Mapping[str, int]) -> float:
    """Return how far the title, a repetition or a cue of wishing bears an element out."""
    if draft.is_asked:
        return 1.0
    least = EFFECT if draft.element.kind is ElementKind.EFFICACY else UNSUPPORTED
    known = [w for w in draft.words if _is_borne_out(w, title, told)]
    return least + (1.0 - least) * len(known) / len(draft.words)


def _is_borne_out(word: str, title: str, told: Mapping[str, int]) -> bool:
    return told[word] > 1 or word in title or any(other in title for other in synonyms(word))


def _form(draft: Draft) -> float:
    """Return less than 1 for what is a clause, an idiom or a lone word, not a thing."""
    told = draft.tagged
    if not told or draft.element.kind is ElementKind.EFFICACY:
        return 1.0
    if len(told) == 1:
        return SENTENCE if told[0][2] in _IDIOMS else SINGLE
    return SENTENCE if any(_is_acting(word, told, n) for n, word in enumerate(told)) else 1.0


def _is_acting(word: Word, told: Sequence[Word], place: int) -> bool:
    """Tell whether a verb acts on what follows it: 打开转向灯, but not 打磨技术."""
    if word[2] != "v" or word[0] in _technical() or word[0].isascii():
        return False
    rest = told[place + 1 :]
    return not rest or not (rest[-1][0] in _technical() or rest[-1][0][-1:] in _MAKES)


_MAKES = frozenset("机器仪车炉窑泵阀法剂线池网带系")


@cache
def _technical() -> frozenset[str]:
    return words("cues", "technical")
