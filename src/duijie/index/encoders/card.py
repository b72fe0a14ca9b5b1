"""The card of an encoder release (模型卡): its training, its scores, its files' hashes."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from duijie.index.tokens import analyze
from duijie.kernel.errors import ReleaseError
from duijie.kernel.releases import CARD, FileMark, card_text, file_marks, read_fields
from duijie.kernel.words import N_

FORMAT = "duijie-static-encoder"
FORMAT_VERSION = 1
TRAIN_AGAIN = N_("Please run: duijie train encoder, then: duijie index build")

_PROBE = "高强度石墨烯導熱薄膜，-20℃至60℃ Batteries ＡＢ１２ 95.5%，锂电池的安全性"


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """What an encoder release says of itself (模型卡).

    Attributes:
        name: the folder's name, made from the content, so that equal weights have equal names.
        analysis: fingerprint of the text analysis the vocabulary was made with.
        dimensions: length of a vector.
        terms: entries of the vocabulary that are whole terms.
        pieces: entries that are parts of words, for words never seen.
        documents_seen: documents in the library at training.
        documents_used: those trained on; fewer when a large library was sampled.
        scores: figures measured on documents held out of the training.
        options: the options of the training, as text.
        files: size and hash of each file.
        slices: the scores of parts of what was held out, such as one language or length.
        intended_use: what it is for, an English source sentence.
        known_faults: where it is known to be weak, English source sentences.
        requests: whose judgements it learned from: they are no proof of how good it is.
    """

    name: str
    created_at: datetime
    analysis: str
    dimensions: int
    terms: int
    pieces: int
    documents_seen: int
    documents_used: int
    seed: int
    scores: Mapping[str, float]
    options: Mapping[str, str]
    files: Mapping[str, FileMark]
    slices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    intended_use: str = ""
    known_faults: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the card as it stands in the file."""
        return card_text(asdict(self), form=FORMAT, version=FORMAT_VERSION)


def read_card(folder: Path) -> ReleaseCard:
    """Return the card of a release folder.

    Raises:
        ReleaseError: there is no release, or its card is damaged, of another format, or made
            with another analysis of texts.
    """
    fields = read_fields(folder, form=FORMAT, version=FORMAT_VERSION, remedy=TRAIN_AGAIN)
    try:
        card = _card(fields)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _refused(folder.name, N_("its card is incomplete")) from error
    if card.analysis != analysis_fingerprint():
        raise _refused(folder.name, N_("it was made with another way of cutting texts into words"))
    return card


@cache
def analysis_fingerprint() -> str:
    """Return what changes when texts are cut into terms in another way."""
    return hashlib.sha256("\n".join(analyze(_PROBE)).encode()).hexdigest()[:16]


def release_names(releases: Path) -> list[str]:
    """Return the names of the usable releases in a folder, oldest first.

    Releases that cannot be used here (damaged card, other version) are left out.
    """
    found: list[tuple[datetime, str]] = []
    for card in sorted(releases.glob(f"*/{CARD}")):
        if card.parent.name.startswith("."):  # being written, or left by a training cut off
            continue
        try:
            found.append((read_card(card.parent).created_at, card.parent.name))
        except ReleaseError:
            continue
    return [name for _, name in sorted(found)]


def _refused(name: str, why: str) -> ReleaseError:
    return ReleaseError(release=name, why=why, remedy=TRAIN_AGAIN)


def _card(fields: Mapping[str, Any]) -> ReleaseCard:
    return ReleaseCard(
        name=str(fields["name"]),
        created_at=datetime.fromisoformat(fields["created_at"]),
        analysis=str(fields["analysis"]),
        dimensions=int(fields["dimensions"]),
        terms=int(fields["terms"]),
        pieces=int(fields["pieces"]),
        documents_seen=int(fields["documents_seen"]),
        documents_used=int(fields["documents_used"]),
        seed=int(fields["seed"]),
        scores={str(k): float(v) for k, v in fields["scores"].items()},
        options={str(k): str(v) for k, v in fields["options"].items()},
        files=file_marks(fields),
        # Cards from before there were these say nothing of them.
        slices={
            str(k): {str(name): float(score) for name, score in v.items()}
            for k, v in fields.get("slices", {}).items()
        },
        intended_use=str(fields.get("intended_use", "")),
        known_faults=tuple(str(fault) for fault in fields.get("known_faults", ())),
        requests=tuple(str(one) for one in fields.get("requests", ())),
    )
