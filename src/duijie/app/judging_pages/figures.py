"""Agreement in words (一致性): how far the judges agree, how surely, and where they differ."""

from dataclasses import dataclass

from duijie.app.judging_pages.queries import JudgeLine, judge_lines, names_of
from duijie.app.judging_pages.rounds import opened
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.kernel.matching import LEVEL_WORDS, Level
from duijie.kernel.words import N_, Lang, say
from duijie.learn.judging import (
    Agreement,
    Alpha,
    Decided,
    Exported,
    PairAgreement,
    agreement,
    exported_levels,
    still_disputed,
)

# Krippendorff's own reading of α: from where figures bear conclusions, and tentative ones.
RELIABLE, TENTATIVE = 0.8, 0.667
MOST_DISPUTED = 50


@dataclass(frozen=True, slots=True)
class PairShown:
    """How two judges compare (两人一致性), and the table of their levels."""

    sentence: str
    first: str
    second: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """An item that judges gave different levels (分歧条目)."""

    number: int
    need: str
    record: str
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The agreement of a round as its page shows it (一致性页面)."""

    name: str
    systems: tuple[str, ...]
    judges: tuple[JudgeLine, ...]
    sentences: tuple[str, ...]
    level_words: tuple[str, ...]
    pairs: tuple[PairShown, ...]
    is_complete: bool
    disputed: tuple[DisputeShown, ...]
    differ: int
    unsettled: int
    exported: str
    may_settle: bool


def figures_page(actor: Actor, name: str, lang: Lang) -> FiguresPage:
    """Return how far the judges of a round agree; what they differ on only when all are through.

    Raises:
        GoneError: there is no such round, or not for this reader.
        DeniedError: the actor may not read figures, or still judges in it.
    """
    judging, subject = opened(actor, name)
    require(actor, "judging.figures", subject)
    report, names = agreement(judging), names_of(judging)
    disputed = report.disputed[:MOST_DISPUTED] if report.is_complete else ()
    return FiguresPage(
        name=name,
        systems=judging.systems,
        judges=judge_lines(judging),
        sentences=_sentences(report, lang),
        level_words=tuple(f"{int(one)} {say(lang, LEVEL_WORDS[one])}" for one in Level),
        pairs=tuple(_pair(pair, names, lang) for pair in report.pairs if pair.items),
        is_complete=report.is_complete,
        disputed=tuple(
            DisputeShown(
                one.number,
                judging.needs[one.need_id].title,
                judging.achievements[one.record_id].title,
                tuple((names.get(judge, judge), int(level)) for judge, level in one.levels.items()),
            )
            for one in disputed
        ),
        differ=len(report.disputed),
        unsettled=len(still_disputed(judging)),
        exported=_exported(exported_levels(judging), lang),
        may_settle=allowed(actor, "judging.settle", subject),
    )


def _sentences(report: Agreement, lang: Lang) -> tuple[str, ...]:
    alpha = report.ordinal
    if alpha.value is None:
        unknown = N_(
            "Agreement is not known yet: %(items)d items have two levels, and α needs levels "
            "that differ."
        )
        return (say(lang, unknown, items=alpha.items),)
    said = N_("Krippendorff's α (ordinal) %(value)s over %(items)d items with two levels or more.")
    return (
        say(lang, said, value=_with_interval(alpha, lang), items=alpha.items),
        say(lang, reading(alpha)),
    )


def reading(alpha: Alpha) -> str:
    """Return what an α means, in words; without an interval it bears nothing."""
    if alpha.value is None or alpha.low is None:
        return N_("This is too little to conclude anything from.")
    if alpha.value >= RELIABLE:
        return N_("From 0.8 on the levels bear conclusions.")
    if alpha.value >= TENTATIVE:
        return N_("From 0.667 to 0.8 they bear tentative conclusions only.")
    return N_(
        "Below 0.667 the judges mean different things by the levels: read the guide together, "
        "settle some items together, then judge on."
    )


def _with_interval(alpha: Alpha, lang: Lang) -> str:
    if alpha.low is None or alpha.high is None:
        return say(lang, N_("%(value).2f (too few needs for an interval)"), value=alpha.value)
    said = N_("%(value).2f (95 %%: %(low).2f to %(high).2f)")
    return say(lang, said, value=alpha.value, low=alpha.low, high=alpha.high)


def _pair(pair: PairAgreement, names: dict[str, str], lang: Lang) -> PairShown:
    first, second = names.get(pair.first, pair.first), names.get(pair.second, pair.second)
    said = N_(
        "%(first)s and %(second)s: %(items)d items, the same level %(exact)s, at most one "
        "apart %(within)s, mean difference %(higher)+.2f levels."
    )
    sentence = say(
        lang,
        said,
        first=first,
        second=second,
        items=pair.items,
        exact=f"{pair.exact:.0%}",
        within=f"{pair.within_one:.0%}",
        higher=pair.higher_by,
    )
    words = [f"{int(level)} {say(lang, LEVEL_WORDS[level])}" for level in Level]
    return PairShown(sentence, first, second, tuple(zip(words, pair.confusion, strict=True)))


def _exported(exported: Exported, lang: Lang) -> str:
    said = N_(
        "%(levels)d levels for %(needs)d needs: %(single)d by one judge, %(agreed)d agreed, "
        "%(settled)d settled, %(middle)d the middle of different levels."
    )
    counts = {one.value: exported.decided.get(one, 0) for one in Decided}
    return say(lang, said, levels=exported.levels, needs=exported.needs, **counts)
