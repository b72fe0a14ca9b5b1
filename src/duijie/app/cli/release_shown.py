"""Releases as people and machines read them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from duijie.app.cli.terminal import Terminal
from duijie.kernel.live import Models
from duijie.kernel.words import N_, Lang, say
from duijie.learn.comparison import Decision, decision_fields, word_reason, word_ruling
from duijie.learn.releases import (
    KIND_WORDS,
    STATE_WORDS,
    Action,
    JournalEntry,
    ListedRelease,
    ReleaseFacts,
    ReleaseState,
    Step,
)

if TYPE_CHECKING:
    from duijie.app.answers import Json
    from duijie.app.releases import Promotion

SCORES_SHOWN = 3
MAIN_SCORES = ("ndcg@10", "ndcg_at_10", "mrr@10", "mrr", "recall@10", "recall_at_10")
SIGNS = {"met": "✓", "not_met": "✗", "unknown": "?"}
SHORT = 12
ACTION_WORDS = {
    Action.BUILD: N_("index built with"),
    Action.SHADOW: N_("shadow changed"),
    Action.PROMOTE: N_("promoted"),
    Action.ROLL_BACK: N_("rolled back"),
}
STEP_WORDS = {
    Step.BEGUN: N_("begun"),
    Step.DONE: N_("done"),
    Step.GIVEN_UP: N_("given up"),
}
LEARNED_FROM_WORDS = {
    "documents": N_("documents"),
    "documents_used": N_("documents trained on"),
    "requests": N_("requests"),
    "judgements": N_("judgements"),
    "needs": N_("needs"),
    "pairs": N_("pairs"),
}


def print_list(
    terminal: Terminal,
    listed: Sequence[ListedRelease],
    entries: Sequence[JournalEntry],
    live: Models,
) -> None:
    """Print the releases as a table, and what is live."""
    lang = terminal.lang
    if not listed:
        terminal.print(say(lang, "There is no release yet. Train one: duijie train encoder"))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (N_("Release"), N_("Kind"), N_("State"), N_("Since"), N_("Scores")):
        table.add_column(say(lang, heading), overflow="fold")
    for one in listed:
        shown = _scores(one.facts.scores) if one.facts else say(lang, "cannot be used")
        table.add_row(
            one.name,
            say(lang, KIND_WORDS[one.kind]),
            say(lang, STATE_WORDS[one.state]),
            _since(one, entries),
            shown,
            style="bold" if one.state is ReleaseState.LIVE else None,
        )
    terminal.out.print(table)
    for one in listed:
        if one.fault is not None:
            terminal.print(one.fault.message(lang), style="yellow")
    terminal.print(models_sentence(lang, live))
    terminal.print(say(lang, "Next: duijie release show NAME"), style="dim")


def print_release(
    terminal: Terminal,
    facts: ReleaseFacts,
    state: ReleaseState,
    entries: Sequence[JournalEntry],
) -> None:
    """Print the card of a release and its journal."""
    lang = terminal.lang
    terminal.print(
        say(
            lang,
            "%(name)s: %(kind)s, %(state)s",
            name=facts.name,
            kind=say(lang, KIND_WORDS[facts.kind]),
            state=say(lang, STATE_WORDS[state]),
        ),
        style="bold",
    )
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold", ratio=1)
    for heading, words in _rows(facts, lang):
        grid.add_row(say(lang, heading), words)
    terminal.out.print(grid)
    _print_slices(terminal, facts)
    _points(terminal, N_("Known faults"), [say(lang, fault) for fault in facts.known_faults])
    told = [one for one in entries if one.step is not Step.BEGUN or one is entries[-1]]
    _points(terminal, N_("Journal"), [line for one in told for line in entry_lines(one, lang)])


def models_sentence(lang: Lang, live: Models, generation: str = "") -> str:
    """Return what is live as a sentence."""
    if not live.encoder and not live.ranker:
        return say(lang, "No release is live yet.")
    values = {"encoder": live.encoder or "-", "ranker": live.ranker}
    if not live.ranker:
        sentence = N_("Live: encoder %(encoder)s; duijie's own weights rank.")
    else:
        sentence = N_("Live: encoder %(encoder)s, ranker %(ranker)s.")
    said = say(lang, sentence, **values)
    if not generation:
        return said
    space = "" if lang == "zh" else " "
    return said + space + say(lang, "Index generation %(generation)s.", generation=generation)


def decision_lines(decision: Decision | None, lang: Lang) -> Iterator[str]:
    """Yield a decision condition by condition, then what it says."""
    if decision is None:
        return
    for condition in decision.conditions:
        yield f"{SIGNS[condition.verdict.value]} {word_reason(condition.reason, lang)}"
    yield word_ruling(decision.ruling, lang)


def entry_lines(entry: JournalEntry, lang: Lang) -> Iterator[str]:
    """Yield a journal entry: who did what when, what became of it, on what grounds."""
    yield say(
        lang,
        "%(at)s %(by)s: %(action)s (%(step)s)",
        at=entry.at.astimezone().isoformat(" ", "minutes"),
        by=entry.by or "-",
        action=say(lang, ACTION_WORDS[entry.action]),
        step=say(lang, STEP_WORDS[entry.step]),
    )
    if entry.step is Step.BEGUN:
        return
    for change in entry.changes if entry.step is Step.DONE else ():
        yield say(
            lang,
            "  %(name)s: %(before)s → %(after)s",
            name=change.release,
            before=say(lang, STATE_WORDS[change.before]),
            after=say(lang, STATE_WORDS[change.after]),
        )
    if entry.because:
        yield say(lang, "  because: %(why)s", why=entry.because)
    is_unproven = entry.action is Action.PROMOTE and entry.proof is None
    if is_unproven and entry.step is Step.DONE:
        yield say(lang, "  without a proof")
    yield from (f"  {line}" for line in decision_lines(entry.proof, lang))


def listed_json(
    one: ListedRelease, entries: Sequence[JournalEntry], lang: Lang
) -> "dict[str, Json]":
    """Return a listed release as a JSON value."""
    return {
        "name": one.name,
        "kind": one.kind.value,
        "state": one.state.value,
        "since": _since(one, entries, is_exact=True) or None,
        "created_at": one.facts.created_at.isoformat() if one.facts else None,
        "scores": dict(one.facts.scores) if one.facts else {},
        "fault": one.fault.message(lang) if one.fault else None,
    }


def release_json(
    facts: ReleaseFacts, state: ReleaseState, entries: Sequence[JournalEntry], lang: Lang
) -> "dict[str, Json]":
    """Return a release with its journal as a JSON value."""
    return {
        "name": facts.name,
        "kind": facts.kind.value,
        "state": state.value,
        "created_at": facts.created_at.isoformat(),
        "seed": facts.seed,
        "learned_from": dict(facts.learned_from),
        "scores": dict(facts.scores),
        "slices": {name: dict(scores) for name, scores in facts.slices.items()},
        "intended_use": say(lang, facts.intended_use) if facts.intended_use else "",
        "known_faults": [say(lang, fault) for fault in facts.known_faults],
        "compatibility": {"analysis": facts.analysis, "encoder": facts.encoder},
        "options": dict(facts.options),
        "files": {
            name: {"bytes": mark.bytes, "sha256": mark.sha256} for name, mark in facts.files.items()
        },
        "content": facts.content,
        "journal": [entry_json(one, lang) for one in entries],
    }


def entry_json(entry: JournalEntry, lang: Lang) -> "dict[str, Json]":
    """Return a journal entry as a JSON value."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "action": entry.action.value,
        "step": entry.step.value,
        "before": {"encoder": entry.before.encoder, "ranker": entry.before.ranker},
        "after": {"encoder": entry.after.encoder, "ranker": entry.after.ranker},
        "changes": [
            {
                "release": change.release,
                "before": change.before.value,
                "after": change.after.value,
                "content": change.content,
            }
            for change in entry.changes
        ],
        "because": entry.because,
        "proof": _decision_json(entry.proof, lang),
    }


def promotion_json(outcome: "Promotion", lang: Lang) -> "dict[str, Json]":
    """Return what became of a promotion as a JSON value."""
    after = outcome.plan.after
    return {
        "name": outcome.plan.name,
        "is_live": outcome.entry is not None,
        "models": {"encoder": after.encoder, "ranker": after.ranker},
        "left_out_ranker": outcome.plan.left_out or None,
        "decision": _decision_json(outcome.decision, lang),
        "journal": None if outcome.entry is None else entry_json(outcome.entry, lang),
    }


def _decision_json(decision: Decision | None, lang: Lang) -> "Json":
    if decision is None:
        return None
    sentences: list[Json] = [word_reason(c.reason, lang) for c in decision.conditions]
    return {**decision_fields(decision), "sentences": sentences}


def _rows(facts: ReleaseFacts, lang: Lang) -> Iterator[tuple[str, str]]:
    yield N_("Trained"), facts.created_at.astimezone().isoformat(" ", "minutes")
    yield (
        N_("Learned from"),
        "\n".join(
            f"{say(lang, LEARNED_FROM_WORDS[name])} {count:,}"
            for name, count in facts.learned_from.items()
        ),
    )
    yield N_("Seed"), str(facts.seed)
    yield N_("Scores"), _scores(facts.scores, most=len(facts.scores)) or "-"
    yield N_("Intended use"), say(lang, facts.intended_use) if facts.intended_use else "-"
    if facts.encoder:
        yield N_("Fits encoder"), facts.encoder
    yield N_("Text analysis"), facts.analysis
    megabytes = sum(mark.bytes for mark in facts.files.values()) / 1_000_000
    yield (
        N_("Files"),
        say(
            lang,
            "%(count)s files, %(size)s MB, all as they were written",
            count=len(facts.files),
            size=f"{megabytes:,.1f}",
        ),
    )


def _print_slices(terminal: Terminal, facts: ReleaseFacts) -> None:
    if not facts.slices:
        return
    terminal.print(say(terminal.lang, "Slices"), style="bold")
    grid = Table.grid(padding=(0, 2))
    for name, scores in facts.slices.items():
        grid.add_row(f"  {name}", _scores(scores, most=len(scores)))
    terminal.out.print(grid)


def _points(terminal: Terminal, heading: str, sentences: Sequence[str]) -> None:
    if not sentences:
        return
    terminal.print(say(terminal.lang, heading), style="bold")
    for sentence in sentences:
        terminal.print(f"  {sentence}")


def _scores(scores: Mapping[str, float], most: int = SCORES_SHOWN) -> str:
    main = [name for name in MAIN_SCORES if name in scores]
    names = [*main, *(name for name in sorted(scores) if name not in main)][:most]
    return "  ".join(f"{name} {_figure(name, scores[name])}" for name in names)


def _figure(name: str, value: float) -> str:
    """Return a figure as people read it: a share with three digits, a count without.

    >>> _figure("mrr", 0.5124), _figure("requests", 1.0), _figure("among", 1659.0)
    ('0.512', '1', '1,659')
    """
    is_count = name in LEARNED_FROM_WORDS or value > 1
    return f"{value:,.0f}" if is_count and value == int(value) else f"{value:.3f}"


def _since(one: ListedRelease, entries: Sequence[JournalEntry], *, is_exact: bool = False) -> str:
    """Return since when a release is in its state: by the journal, else since it was trained."""
    moment = one.facts.created_at if one.facts else None
    for entry in entries:
        if entry.step is Step.DONE and one.name in {change.release for change in entry.changes}:
            moment = entry.at
    if moment is None:
        return ""
    return moment.isoformat() if is_exact else moment.astimezone().isoformat(" ", "minutes")[:16]
