"""The list of releases (版本列表) with their states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.errors import DuijieError
from duijie.kernel.live import Models
from duijie.learn.releases.checking import ReleaseFacts, read_facts
from duijie.learn.releases.journal import JournalEntry, Step
from duijie.learn.releases.states import ReleaseKind, ReleaseState, kind_of


@dataclass(frozen=True, slots=True)
class ListedRelease:
    """A release as a list shows it (版本列表项); `fault` says why it cannot be used."""

    name: str
    kind: ReleaseKind
    state: ReleaseState
    facts: ReleaseFacts | None
    fault: DuijieError | None


def states_of(entries: Sequence[JournalEntry], live: Models) -> dict[str, ReleaseState]:
    """Return the state of every release that the journal or the index names.

    What is live is what the index says; the rest is what the journal says last.
    """
    states: dict[str, ReleaseState] = {}
    for entry in entries:
        if entry.step is Step.DONE:
            states.update((change.release, change.after) for change in entry.changes)
    for name, state in states.items():
        if state is ReleaseState.LIVE:
            states[name] = ReleaseState.CANDIDATE
    states.update((name, ReleaseState.LIVE) for name in names_of(live))
    return states


def list_releases(releases: Path, states: Mapping[str, ReleaseState]) -> list[ListedRelease]:
    """Return all releases in a folder, the newest first, those that cannot be used too."""
    found: list[ListedRelease] = []
    for folder in releases.glob("*-*"):
        kind = kind_of(folder.name)
        if kind is None:
            continue
        facts, fault = None, None
        try:
            facts = read_facts(releases, folder.name)
        except DuijieError as error:
            fault = error
        state = states.get(folder.name, ReleaseState.CANDIDATE)
        found.append(ListedRelease(folder.name, kind, state, facts, fault))
    return sorted(found, key=_newest_first)


def names_of(models: Models) -> list[str]:
    """Return the names of the models that there are.

    >>> names_of(Models("static-0123456789ab"))
    ['static-0123456789ab']
    """
    return [name for name in (models.encoder, models.ranker) if name]


def _newest_first(one: ListedRelease) -> tuple[float, str]:
    return (-one.facts.created_at.timestamp() if one.facts else 0.0, one.name)
