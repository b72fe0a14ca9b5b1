"""What can be asked (可问之处): properties and elements that near documents name and a need not."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from duijie.explain import shown_quantity
from duijie.kernel.documents import Document
from duijie.kernel.frames import Bound, ElementFrame, ElementKind, Quantity, Span
from duijie.kernel.matching import MatchRequest

# Of the documents that are looked at, so many must name a thing before it is asked for: what two
# say by chance is no question.
NAMED_BY = 3
MOST_ANSWERS = 3
# What is only how a figure was come by stands before its name and is no other property.
_BEFORE_NAMES = ("实测", "产品", "平均", "measured ", "average ")
_NOWHERE = Span("text", 0, 0)

FrameOf = Callable[[Document], ElementFrame]


class Subject(StrEnum):
    """What a question is about (提问对象)."""

    QUANTITY = "quantity"
    TRL = "trl"
    APPLICATION = "application"
    MATERIAL = "material"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that can be given (可选回答), as it would stand in the need.

    `met_by` is how many of the documents that name the thing would meet it.
    """

    words: str
    quantity: Quantity | None = None
    met_by: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A question to whoever writes a need (提问).

    `name` is the property or "" ; `named_by` of `looked_at` near documents name the thing.
    `change` is how much the first ten would change on average over the answers, from 0 to 1.
    """

    subject: Subject
    name: str
    answers: tuple[Answer, ...]
    named_by: int
    looked_at: int
    change: float = 0.0

    @property
    def key(self) -> str:
        """Return what tells this question from others: one is asked only once.

        >>> Question(Subject.QUANTITY, "透光率", (), 5, 20).key
        'quantity:透光率'
        """
        return f"{self.subject.value}:{self.name}"


def with_answer(request: MatchRequest, words: str) -> MatchRequest:
    """Return a request that also says the answer, as a sentence of its own at the end.

    >>> with_answer(MatchRequest("需要含氟聚合物薄膜"), "透光率 ≥ 92 %").text
    '需要含氟聚合物薄膜。透光率 ≥ 92 %。'
    """
    text, said = request.text.rstrip(), words.strip().rstrip("。.;；")
    in_chinese = is_chinese(text + said)
    stop = "。" if in_chinese else ". "
    joined = text if not text or text[-1] in "。.!?！？；;\n" else text + stop.rstrip()
    space = "" if in_chinese or not joined else " "
    return replace(request, text=f"{joined}{space}{said}{stop.rstrip()}", frame=None)


def is_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character.

    >>> is_chinese("需要TRL 7"), is_chinese("TRL 7")
    (True, False)
    """
    return any("一" <= char <= "鿿" for char in text)


def askable(
    request: MatchRequest, documents: Sequence[Document], frame_of: FrameOf
) -> list[Question]:
    """Return what could be asked, by how evenly the answers would part the documents.

    A property that all state alike parts nothing, nor does one that hardly any states.
    """
    frames = [frame_of(document) for document in documents]
    wanted = request.frame or ElementFrame()
    found = _quantities(wanted, frames)
    found += _maturity(wanted, documents)
    found += _elements(wanted, frames, request.title + request.text)
    return sorted(found, key=lambda one: (-_parting(one), one.key))


def _parting(question: Question) -> float:
    """Return how well a question parts documents: named by many, met by half of them."""
    named = question.named_by / question.looked_at
    shares = [answer.met_by / question.named_by for answer in question.answers]
    evenness = sum(4 * share * (1 - share) for share in shares) / len(shares) if shares else 0.0
    return named * evenness


def _quantities(wanted: ElementFrame, frames: Sequence[ElementFrame]) -> list[Question]:
    """Return the questions for numbers: which bound of a property that documents state."""
    given = {plain_name(one.property_name) for one in wanted.quantities}
    stated: defaultdict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for frame in frames:
        seen: set[tuple[str, str]] = set()
        for quantity in frame.quantities:
            name = (plain_name(quantity.property_name), quantity.unit)
            if name[0] and name not in seen and _size(quantity) is not None:
                seen.add(name)
                stated[name].append(quantity)
    return [
        Question(Subject.QUANTITY, name, answers, len(quantities), len(frames))
        for (name, _), quantities in sorted(stated.items())
        if len(quantities) >= NAMED_BY
        and not any(name in one or one in name for one in given if one)
        and (answers := _bounds(name, quantities))
    ]


def plain_name(name: str) -> str:
    """Return a property without what only says how its figure was come by.

    >>> plain_name("实测透光率")
    '透光率'
    """
    for before in _BEFORE_NAMES:
        if name.startswith(before) and len(name) > len(before):
            return name[len(before) :]
    return name


def _size(quantity: Quantity) -> float | None:
    return quantity.low if quantity.low is not None else quantity.high


def _bounds(name: str, quantities: Sequence[Quantity]) -> tuple[Answer, ...]:
    """Return bounds at figures that documents state: at the quartiles, in their direction."""
    sizes = sorted(size for one in quantities if (size := _size(one)) is not None)
    most = [one.bound for one in quantities if one.bound in (Bound.AT_LEAST, Bound.AT_MOST)]
    is_upper = most.count(Bound.AT_MOST) > most.count(Bound.AT_LEAST)
    ranked = sizes if is_upper else sizes[::-1]
    picked = [ranked[min(len(ranked) * part // 4, len(ranked) - 1)] for part in (3, 2, 1)]
    answers = []
    for size in dict.fromkeys(picked):
        met = sum(1 for one in sizes if (one <= size if is_upper else one >= size))
        bound = Quantity(
            property_name=name,
            bound=Bound.AT_MOST if is_upper else Bound.AT_LEAST,
            low=None if is_upper else size,
            high=size if is_upper else None,
            unit=quantities[0].unit,
            dimension=quantities[0].dimension,
            text="",
            span=_NOWHERE,
        )
        answers.append(Answer(shown_quantity(bound), bound, met))
    return tuple(one for one in answers if one.met_by < len(sizes))[:MOST_ANSWERS]


def _maturity(wanted: ElementFrame, documents: Sequence[Document]) -> list[Question]:
    levels = [document.trl for document in documents if document.trl is not None]
    if wanted.trl_from is not None or len(levels) < NAMED_BY:
        return []
    picked = (4, 6, 8)  # proved in the laboratory, in a like environment, and in use
    met = [sum(1 for level in levels if level >= least) for least in picked]
    answers = tuple(
        Answer(f"TRL ≥ {least}", met_by=count)
        for least, count in zip(picked, met, strict=True)
        if 0 < count < len(levels)
    )
    return [Question(Subject.TRL, "", answers, len(levels), len(documents))] if answers else []


# How an element stands in a need, in Chinese and in English, so that it is read as what it is.
_SAID: Mapping[Subject, tuple[str, str]] = {
    Subject.APPLICATION: ("用于{}", "used for {}"),
    Subject.MATERIAL: ("材料为{}", "made of {}"),
    Subject.METHOD: ("采用{}", "by {}"),
}
_KINDS: Mapping[ElementKind, Subject] = {
    ElementKind.APPLICATION: Subject.APPLICATION,
    ElementKind.MATERIAL: Subject.MATERIAL,
    ElementKind.METHOD: Subject.METHOD,
}


def _elements(wanted: ElementFrame, frames: Sequence[ElementFrame], said: str) -> list[Question]:
    """Return the questions for elements of a kind that the need does not name at all."""
    there = {element.kind for element in wanted.elements}
    questions = []
    for kind, subject in _KINDS.items():
        if kind in there:
            continue
        named: defaultdict[str, set[int]] = defaultdict(set)
        words: dict[str, str] = {}
        for number, frame in enumerate(frames):
            for element in frame.elements:
                if element.kind is kind and element.text not in said:
                    named[element.folded].add(number)
                    words.setdefault(element.folded, element.text.strip())
        often = sorted(named, key=lambda folded: (-len(named[folded]), folded))[:MOST_ANSWERS]
        answers = tuple(
            Answer(
                _SAID[subject][not is_chinese(said)].format(words[folded]), None, len(named[folded])
            )
            for folded in often
            if len(named[folded]) > 1
        )
        naming = len(set().union(*named.values())) if named else 0
        if len(answers) > 1 and naming >= NAMED_BY:
            questions.append(Question(subject, "", answers, naming, len(frames)))
    return questions
