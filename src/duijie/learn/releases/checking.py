"""Checking a release: whole, its own, and fit for this version of duijie; what its card says."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duijie.index import ReleaseCard, analysis_fingerprint, read_card
from duijie.kernel.errors import ReleaseError
from duijie.kernel.releases import CARD, FileMark, content_hash, read_fields, verify_files
from duijie.kernel.words import N_
from duijie.learn.releases.states import ReleaseKind, kind_of
from duijie.match.rankers import RankerCard, read_ranker_card

SEE_LIST = N_("`duijie release list` shows the releases there are.")
TRAIN = {
    ReleaseKind.ENCODER: N_("Take the folder out of the releases, then: duijie train encoder"),
    ReleaseKind.RANKER: N_("Take the folder out of the releases, then: duijie train ranker"),
    ReleaseKind.PAIRS: N_("Take the folder out of the releases and train it again."),
}
# As `learn/pairs` writes them; a pairs release is evaluated by itself and never live in matching.
PAIRS_FORM, PAIRS_VERSION = "duijie-pairs", 1


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What the card of a release says, whatever its kind (模型卡).

    `encoder` is the release whose vectors a ranker was trained with; "" for one that knows words
    only, and for other kinds. `content` is the hash of the card with all it names.
    """

    name: str
    kind: ReleaseKind
    created_at: datetime
    seed: int
    analysis: str
    encoder: str
    learned_from: Mapping[str, int]
    scores: Mapping[str, float]
    slices: Mapping[str, Mapping[str, float]]
    intended_use: str
    known_faults: tuple[str, ...]
    options: Mapping[str, str]
    files: Mapping[str, FileMark]
    content: str


def read_facts(releases: Path, name: str) -> ReleaseFacts:
    """Return what the card of a release says; its files are not read.

    Raises:
        ReleaseError: there is no such release, it is not what its name says, or its card is
            damaged or of another version.
    """
    kind = kind_of(name)
    folder = releases / name
    if kind is None or not folder.is_dir():
        raise ReleaseError(
            release=name, why=N_("there is no release of this name"), remedy=SEE_LIST
        )
    if folder.is_symlink() or (folder / CARD).is_symlink():
        raise ReleaseError(
            release=name,
            why=N_("it is a link to something outside the releases"),
            remedy=N_("Put a copy of the folder in its place."),
        )
    facts = _READERS[kind](folder)
    if facts.name != name or not name.endswith(f"-{content_hash(facts.files)}"):
        raise ReleaseError(
            release=name,
            why=N_("its name is not that of its content: it was renamed or its card was changed"),
            remedy=TRAIN[kind],
        )
    return facts


def checked_release(releases: Path, name: str) -> ReleaseFacts:
    """Return what the card of a release says, after reading every file of it.

    Raises:
        ReleaseError: as `read_facts`, or a file is missing, cut short, changed or a link.
    """
    facts = read_facts(releases, name)
    verify_files(releases / name, facts.files, remedy=TRAIN[facts.kind])
    return facts


def _encoder_facts(folder: Path) -> ReleaseFacts:
    card: ReleaseCard = read_card(folder)
    learned_from = {"documents": card.documents_seen, "documents_used": card.documents_used}
    return _facts(folder, ReleaseKind.ENCODER, card, encoder="", learned_from=learned_from)


def _ranker_facts(folder: Path) -> ReleaseFacts:
    card: RankerCard = read_ranker_card(folder)
    learned_from = {"requests": card.requests, "judgements": card.judgements}
    return _facts(folder, ReleaseKind.RANKER, card, encoder=card.encoder, learned_from=learned_from)


def _pairs_facts(folder: Path) -> ReleaseFacts:
    remedy = TRAIN[ReleaseKind.PAIRS]
    fields = read_fields(folder, form=PAIRS_FORM, version=PAIRS_VERSION, remedy=remedy)
    try:
        facts = ReleaseFacts(
            name=str(fields["name"]),
            kind=ReleaseKind.PAIRS,
            created_at=datetime.fromisoformat(fields["created_at"]),
            seed=int(fields["seed"]),
            analysis=str(fields["analysis"]),
            encoder="",
            learned_from={name: int(fields[name]) for name in ("needs", "pairs")},
            scores={str(name): float(score) for name, score in fields["scores"].items()},
            slices={},
            intended_use=str(fields.get("intended_use", "")),
            known_faults=tuple(str(fault) for fault in fields.get("known_faults", ())),
            options={},
            files={
                str(name): FileMark(int(mark["bytes"]), str(mark["sha256"]))
                for name, mark in fields["files"].items()
            },
            content=_hash_of(folder),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReleaseError(
            release=folder.name, why=N_("its card is incomplete"), remedy=remedy
        ) from error
    if facts.analysis != analysis_fingerprint():
        why = N_("it was made with another way of cutting texts into words")
        raise ReleaseError(release=folder.name, why=why, remedy=remedy)
    return facts


def _facts(
    folder: Path,
    kind: ReleaseKind,
    card: ReleaseCard | RankerCard,
    *,
    encoder: str,
    learned_from: Mapping[str, int],
) -> ReleaseFacts:
    return ReleaseFacts(
        name=card.name,
        kind=kind,
        created_at=card.created_at,
        seed=card.seed,
        analysis=card.analysis,
        encoder=encoder,
        learned_from=learned_from,
        scores=card.scores,
        slices=card.slices,
        intended_use=card.intended_use,
        known_faults=card.known_faults,
        options=card.options,
        files=card.files,
        content=_hash_of(folder),
    )


def _hash_of(folder: Path) -> str:
    return hashlib.sha256((folder / CARD).read_bytes()).hexdigest()


_READERS = {
    ReleaseKind.ENCODER: _encoder_facts,
    ReleaseKind.RANKER: _ranker_facts,
    ReleaseKind.PAIRS: _pairs_facts,
}
