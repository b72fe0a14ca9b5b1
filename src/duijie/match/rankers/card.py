"""The card of a ranker release (排序模型卡): what it was learned from, and how well it does."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from duijie.index import analysis_fingerprint
from duijie.kernel.errors import ReleaseError
from duijie.kernel.releases import FileMark, card_text, file_marks, read_fields
from duijie.kernel.words import N_, Phrase

FORMAT = "duijie-ranker"
FORMAT_VERSION = 1
PREFIX = "ranker"
TRAIN_AGAIN = N_("Please run: duijie release rollback. Or train another: duijie train ranker")


@dataclass(frozen=True, slots=True)
class RankerCard:
    """What a ranker release says of itself (排序模型卡).

    Attributes:
        name: the folder's name, made from the content.
        created_at: when it was trained.
        analysis: fingerprint of the text analysis its terms were made with.
        encoder: the encoder release its vectors come from; empty when it knows only words.
        figures: the names of the figures it looks at, in their order.
        requests: requests it was learned from.
        judgements: judgements it was learned from.
        seed: of every random choice.
        credible_from: below this chance of the best match the answer is *no good match*.
        levels: whether it tells all four levels, or only the chance that a match is good.
        scores: figures measured on requests held out of the training.
        slices: the same by groups of requests.
        importances: how much each figure lowered the loss, as a share of all.
        options: the options of the training, as text.
        intended_use: what it is for, in words.
        known_faults: what it is known to do badly, in words.
        files: size and hash of each file.
    """

    name: str
    created_at: datetime
    analysis: str
    encoder: str
    figures: tuple[str, ...]
    requests: int
    judgements: int
    seed: int
    credible_from: float
    levels: bool
    scores: Mapping[str, float] = field(default_factory=dict)
    slices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    importances: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    intended_use: str = ""
    known_faults: tuple[str, ...] = ()
    files: Mapping[str, FileMark] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the card as it stands in the file."""
        return card_text(asdict(self), form=FORMAT, version=FORMAT_VERSION)


def read_ranker_card(folder: Path) -> RankerCard:
    """Return the card of a ranker release folder.

    Raises:
        ReleaseError: there is no release, or its card is damaged, of another format, or made
            with another analysis of texts.
    """
    fields = read_fields(folder, form=FORMAT, version=FORMAT_VERSION, remedy=TRAIN_AGAIN)
    try:
        card = _card(fields)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refused(folder.name, N_("its card is incomplete")) from error
    if card.analysis != analysis_fingerprint():
        raise refused(folder.name, N_("it was made with another way of cutting texts into words"))
    return card


def refused(name: str, why: str | Phrase) -> ReleaseError:
    """Return the error of a ranker release that cannot be used."""
    return ReleaseError(release=name, why=why, remedy=TRAIN_AGAIN)


def _card(fields: Mapping[str, Any]) -> RankerCard:
    return RankerCard(
        name=str(fields["name"]),
        created_at=datetime.fromisoformat(fields["created_at"]),
        analysis=str(fields["analysis"]),
        encoder=str(fields["encoder"]),
        figures=tuple(str(name) for name in fields["figures"]),
        requests=int(fields["requests"]),
        judgements=int(fields["judgements"]),
        seed=int(fields["seed"]),
        credible_from=float(fields["credible_from"]),
        levels=bool(fields["levels"]),
        scores=_numbers(fields["scores"]),
        slices={str(k): _numbers(v) for k, v in fields["slices"].items()},
        importances=_numbers(fields["importances"]),
        options={str(k): str(v) for k, v in fields["options"].items()},
        intended_use=str(fields["intended_use"]),
        known_faults=tuple(str(fault) for fault in fields["known_faults"]),
        files=file_marks(fields),
    )


def _numbers(given: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(value) for name, value in given.items()}
