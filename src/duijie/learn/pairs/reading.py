"""Files of needs and judged pairs (需求—成果对) → checked rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from duijie.kernel.folding import fold
from duijie.kernel.matching import Level
from duijie.kernel.words import N_
from duijie.learn.evaluation.requests import NO_TITLE, read_requests
from duijie.learn.evaluation.tables import Row, read_table

PAIR_COLUMNS: Final = ("guid", "aid", "rid", "ach_title_tokens")


@dataclass(frozen=True, slots=True)
class Need:
    """A need (技术需求) as the pairs know it: its id and its words."""

    need_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A need and an achievement (需求—成果对), with the level that people judged, if any.

    `title` is the achievement's title as content words (实词) with spaces between, and empty where
    the file says `N`.
    """

    pair_id: str
    achievement_id: str
    need_id: str
    level: Level | None
    title: str

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of the title, folded (width, case, traditional characters)."""
        return tuple(fold(self.title).split())


def read_needs(path: Path) -> list[Need]:
    """Return the needs of a JSON Lines or TSV file: `id`, `title`, `text`.

    Raises:
        LearnFileError: a need comes twice or has neither title nor text.
    """
    return [Need(one.request_id, one.title, one.text) for one in read_requests(path)]


def read_pairs(path: Path, needs: Sequence[Need], *, must_be_judged: bool = False) -> list[Pair]:
    """Return the pairs of a TSV file: `guid`, `aid`, `rid`, `ach_title_tokens`, mostly `level`.

    Args:
        path: the file.
        needs: those that the pairs may speak of.
        must_be_judged: every row must have a level.

    Raises:
        LearnFileError: a column is missing, a cell is empty, a level is not 1 to 4, a pair comes
            twice, or a need is not among the needs.
    """
    known = {need.need_id for need in needs}
    columns = (*PAIR_COLUMNS, "level") if must_be_judged else PAIR_COLUMNS
    pairs: dict[str, Pair] = {}
    for row in read_table(path, columns):
        pair = _pair(row, must_be_judged=must_be_judged)
        if pair.need_id not in known:
            raise row.error(
                N_("the field rid holds “%(value)s”, and no need has this id"),
                N_("Add the need to the file of needs, or correct the row."),
                value=pair.need_id,
            )
        if pair.pair_id in pairs:
            raise row.error(
                N_("the field guid holds “%(value)s”, which an earlier row has as well"),
                N_("Give each pair an id of its own."),
                value=pair.pair_id,
            )
        pairs[pair.pair_id] = pair
    return list(pairs.values())


def _pair(row: Row, *, must_be_judged: bool) -> Pair:
    says = must_be_judged or row.optional("level").strip()
    title = " ".join(row.optional("ach_title_tokens").split())
    return Pair(
        row.text("guid").strip(),
        row.text("aid").strip(),
        row.text("rid").strip(),
        Level(row.whole("level", least=1, most=4)) if says else None,
        "" if title == NO_TITLE else title,
    )
