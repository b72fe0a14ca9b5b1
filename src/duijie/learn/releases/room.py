"""The releases of an installation (版本库): what is live, and how that changes.

The index's own pointer decides what is live. The journal beside the releases says how it came
about: an action is written down as begun, then the pointer is switched, then it is written down
as done. What a crash in between left is settled by looking at the pointer.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from duijie.index import (
    adopt_generation,
    earlier_models,
    live_models,
    roll_back_index,
    switch_ranker,
)
from duijie.kernel.errors import DuijieError
from duijie.kernel.home import Home
from duijie.kernel.live import Models
from duijie.kernel.ports import Clock
from duijie.kernel.words import N_, Phrase
from duijie.learn.comparison import Decision
from duijie.learn.releases.catalogue import ListedRelease, list_releases, names_of, states_of
from duijie.learn.releases.checking import SEE_LIST, ReleaseFacts, checked_release, read_facts
from duijie.learn.releases.journal import Action, Journal, JournalEntry, StateChange, Step, settled
from duijie.learn.releases.lock import changing
from duijie.learn.releases.plans import Plan, check_fit, fits, plan_promotion, refused
from duijie.learn.releases.states import STATE_WORDS, ReleaseKind, ReleaseState, kind_of

TRIAL = "trial"


class ReleaseRoom:
    """The releases of an installation (版本库); `by` is written down with every change."""

    def __init__(self, home: Home, clock: Clock, by: str = "") -> None:
        self._index = home.index
        self._releases = home.releases
        self._clock = clock
        self._by = by
        self.journal = Journal(home.releases)

    @property
    def live(self) -> Models:
        """Return the encoder and ranker in use."""
        return live_models(self._index)

    @property
    def trial(self) -> Path:
        """Return the folder in which an index is built before it is put in use."""
        return self._index / TRIAL

    def entries(self) -> list[JournalEntry]:
        """Return the journal, oldest first, with the end of an action that was cut off."""
        entries = self.journal.entries()
        end = settled(entries, self.live)
        return [*entries, *([end] if end else [])]

    def states(self) -> dict[str, ReleaseState]:
        """Return the state of every release that the journal or the index names."""
        return states_of(self.entries(), self.live)

    def listed(self) -> list[ListedRelease]:
        """Return all releases, the newest first, those that cannot be used too."""
        return list_releases(self._releases, self.states())

    def facts(self, name: str) -> ReleaseFacts:
        """Return what the card of a release says.

        Raises:
            ReleaseError: there is none, or it cannot be used.
        """
        return read_facts(self._releases, name)

    def fits(self, ranker: str, encoder: str) -> bool:
        """Tell whether a ranker can rank what an encoder finds; no ranker always can."""
        return fits(self._releases, ranker, encoder)

    def shadow_ranker(self) -> str:
        """Return the ranker that ranks beside the live one; "" when none does."""
        states = self.states()
        return next((n for n, s in sorted(states.items()) if s is ReleaseState.SHADOW), "")

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the right to change what is live, after settling what a crash left.

        Raises:
            ReleasesBusyError: another command is changing it.
        """
        with changing(self._releases):
            end = settled(self.journal.entries(), self.live)
            if end is not None:
                self.journal.append(replace(end, at=self._clock()))
            yield

    def plan(self, name: str, ranker: str | None = None) -> Plan:
        """Return what promoting a release would put in use; see `plan_promotion`."""
        return plan_promotion(self._releases, self.live, name, ranker)

    def promote(self, plan: Plan, proof: Decision | None, because: str) -> JournalEntry:
        """Put a plan in use, all at once; the caller holds `changing` and has built `trial`."""

        def switch() -> None:
            if plan.is_build:
                adopt_generation(self._index, self.trial, plan.after.ranker)
            else:
                switch_ranker(self._index, plan.after.ranker)

        changes = _stepwise(self._moved(plan.before, plan.after, ReleaseState.CANDIDATE))
        entry = self._entry(Action.PROMOTE, plan.before, plan.after, changes, because)
        return self._carried_out(replace(entry, proof=proof), switch)

    def roll_back(self, because: str, *, to_another: bool) -> JournalEntry:
        """Put in use what was before the last switch; with `to_another`, other models.

        The caller holds `changing`.

        Raises:
            IndexMissingError: nothing earlier was kept.
            ReleaseError: the release that would be live again cannot be used.
        """
        before = self.live
        after = earlier_models(self._index, to_another=to_another)
        for name in names_of(after):
            if kind_of(name) is not None:  # not an encoder from elsewhere
                checked_release(self._releases, name)
        changes = self._moved(before, after, ReleaseState.ROLLED_BACK)
        entry = self._entry(Action.ROLL_BACK, before, after, changes, because)
        return self._carried_out(entry, lambda: roll_back_index(self._index, to_another=to_another))

    def note_build(self, before: Models) -> JournalEntry | None:
        """Write down that a build of the index put other models in use; None when it did not."""
        after = self.live
        if before == after:
            return None
        changes = self._moved(before, after, ReleaseState.CANDIDATE)
        return self.journal.append(self._entry(Action.BUILD, before, after, changes, ""))

    def note_refusal(self, plan: Plan, decision: Decision, because: str) -> JournalEntry:
        """Write down that a decision kept a plan back: every look at the log counts."""
        entry = self._entry(Action.PROMOTE, plan.before, plan.after, (), because)
        return self.journal.append(replace(entry, step=Step.GIVEN_UP, proof=decision))

    def looks(self, candidate: str, live: str) -> int:
        """Return how often two pairs of models were compared on the log."""
        proofs = (entry.proof for entry in self.entries() if entry.step is not Step.BEGUN)
        return sum(
            proof is not None
            and proof.looks > 1  # judgements are looked at once, whoever asks
            and (proof.candidate, proof.live) == (candidate, live)
            for proof in proofs
        )

    def set_shadow(self, name: str, because: str) -> JournalEntry:
        """Let a ranker rank beside the live one, never shown; the caller holds `changing`.

        Raises:
            ReleaseError: it cannot be used.
            PromotionRefusedError: it is no ranker, or live, or trained with another encoder.
        """
        live, state = self.live, self.states().get(name, ReleaseState.CANDIDATE)
        facts = checked_release(self._releases, name)
        if facts.kind is not ReleaseKind.RANKER:
            raise refused(
                name,
                N_("only a ranker can rank beside the live one"),
                N_("Compare an encoder by judgements: duijie release promote NAME --qrels FILE"),
            )
        if state in (ReleaseState.LIVE, ReleaseState.SHADOW):
            raise refused(
                name, Phrase("it is %(state)s already", state=STATE_WORDS[state]), SEE_LIST
            )
        check_fit(facts, live.encoder)
        changes = [*self._unshadowed(), self._change(name, state, ReleaseState.SHADOW)]
        return self.journal.append(self._entry(Action.SHADOW, live, live, changes, because))

    def end_shadow(self, name: str, because: str) -> JournalEntry:
        """Let a ranker no longer rank beside the live one; the caller holds `changing`.

        Raises:
            PromotionRefusedError: it does not.
        """
        if self.shadow_ranker() != name or not name:
            raise refused(name, N_("it does not rank beside the live one"), SEE_LIST)
        entry = self._entry(Action.SHADOW, self.live, self.live, self._unshadowed(), because)
        return self.journal.append(entry)

    def _carried_out(self, entry: JournalEntry, switch: Callable[[], object]) -> JournalEntry:
        begun = self.journal.append(replace(entry, step=Step.BEGUN))
        try:
            switch()
        except BaseException:
            step = Step.DONE if self.live == entry.after else Step.GIVEN_UP
            self.journal.append(replace(begun, step=step, at=self._clock()))
            raise
        return self.journal.append(replace(begun, step=Step.DONE, at=self._clock()))

    def _moved(self, before: Models, after: Models, left: ReleaseState) -> list[StateChange]:
        """Return what becomes of the releases when other models are put in use."""
        states = states_of(self.journal.entries(), before)
        gone = [name for name in names_of(before) if name not in names_of(after)]
        come = [name for name in names_of(after) if name not in names_of(before)]
        changes = [self._change(name, ReleaseState.LIVE, left) for name in gone]
        shadow = self.shadow_ranker()
        if shadow not in come and not fits(self._releases, shadow, after.encoder):
            changes += self._unshadowed()
        for name in come:
            state = states.get(name, ReleaseState.CANDIDATE)
            changes.append(self._change(name, state, ReleaseState.LIVE))
        return changes

    def _unshadowed(self) -> list[StateChange]:
        shadow = self.shadow_ranker()
        change = self._change(shadow, ReleaseState.SHADOW, ReleaseState.CANDIDATE)
        return [change] if shadow else []

    def _change(self, name: str, before: ReleaseState, after: ReleaseState) -> StateChange:
        try:
            content = self.facts(name).content
        except DuijieError:  # an encoder from elsewhere, or a release that was damaged since
            content = ""
        return StateChange(name, before, after, content)

    def _entry(
        self,
        action: Action,
        before: Models,
        after: Models,
        changes: Sequence[StateChange],
        because: str,
    ) -> JournalEntry:
        return JournalEntry(
            number=0,
            at=self._clock(),
            by=self._by,
            action=action,
            step=Step.DONE,
            before=before,
            after=after,
            changes=tuple(changes),
            because=because,
        )


def _stepwise(changes: Sequence[StateChange]) -> list[StateChange]:
    """Return the changes with *shadow* between every earlier state and *live*."""
    stepwise: list[StateChange] = []
    for change in changes:
        is_jump = change.after is ReleaseState.LIVE and change.before is not ReleaseState.SHADOW
        if is_jump:
            stepwise.append(replace(change, after=ReleaseState.SHADOW))
        stepwise.append(replace(change, before=ReleaseState.SHADOW) if is_jump else change)
    return stepwise
