"""Rankers are opened by name: a release, or the weights that come with duijie."""

from pathlib import Path

from duijie.kernel.home import Home
from duijie.kernel.ports import IndexStats
from duijie.kernel.releases import CARD
from duijie.kernel.words import N_, Phrase
from duijie.match.rankers.card import refused
from duijie.match.rankers.port import Ranker
from duijie.match.rankers.weighted import BY_WEIGHTS


def open_ranker(named: str, home: Home, *, encoder_release: str) -> Ranker:
    """Return the ranker of a name; the weights that come with duijie when the name is empty.

    Raises:
        ReleaseError: there is no such release, it is corrupt, cut short or of another version, or
            it was trained with another encoder than the one that answers.
        MissingDependencyError: it needs a package that is not installed.
    """
    if not named:
        return BY_WEIGHTS
    if Path(named).name != named or not (home.releases / named / CARD).is_file():
        raise refused(named, N_("there is no such release"))
    from duijie.match.rankers.trained import TrainedRanker

    ranker = TrainedRanker.load(home.releases / named)
    if ranker.card.encoder not in ("", encoder_release):
        raise refused(
            named,
            Phrase(
                "it was trained with the encoder %(need)s, and %(have)s is in use",
                need=ranker.card.encoder,
                have=encoder_release or "-",
            ),
        )
    return ranker


def requests_learned_from(named: str, home: Home) -> frozenset[str]:
    """Return the requests whose judgements a ranker learned from; none without a trained ranker.

    Raises:
        ReleaseError: the release cannot be used.
        MissingDependencyError: it needs a package that is not installed.
    """
    if not named:
        return frozenset()
    from duijie.match.rankers.trained import TrainedRanker

    return frozenset(TrainedRanker.load(home.releases / named).memory.request_ids)


def ranker_in_use(stats: IndexStats, home: Home, *, cross_encoder: str = "") -> Ranker:
    """Return the ranker that is in use together with an index generation and its encoder.

    `cross_encoder` is the folder of a model that reads the first of its list again, if any.
    """
    ranker = open_ranker(stats.ranker_release, home, encoder_release=stats.encoder_release)
    if not cross_encoder:
        return ranker
    from duijie.match.adapters.cross_encoder import open_cross_encoder

    return open_cross_encoder(Path(cross_encoder).expanduser().absolute(), ranker)
