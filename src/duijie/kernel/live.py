"""Which pair is live (在线版本组合): one line of one file names the generation and its ranker.

The encoder stands in the manifest of the generation, so that one line decides all three, and one
write of the file switches them together.
"""

from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.durable import write_durably
from duijie.kernel.errors import IndexDamagedError
from duijie.kernel.home import Home

CURRENT_FILE = "CURRENT"
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class LivePair:
    """An index generation and the ranker that ranks what it finds (在线版本组合).

    No ranker means that the weights which come with duijie rank.
    """

    generation: str
    ranker: str = ""


@dataclass(frozen=True, slots=True)
class Models:
    """The encoder and the ranker that answer together (在线模型); "" is none."""

    encoder: str = ""
    ranker: str = ""


def live_pairs(index: Path) -> tuple[LivePair, ...]:
    """Return the pair in use, then the earlier ones it can be rolled back to, the newest first.

    Empty when there is no index. A reader who needs more than one thing of the pair calls this
    once: two calls may see two pairs.

    Raises:
        IndexDamagedError: the file that names them cannot be understood.
    """
    try:
        lines = (index / CURRENT_FILE).read_text("ascii").splitlines()
    except OSError:
        return ()
    except ValueError as error:
        raise _damaged(index) from error
    pairs = tuple(_pair(index, line) for line in lines if line.strip())
    if not pairs:
        raise _damaged(index)
    return pairs


def live_ranker(home: Home) -> str:
    """Return the name of the ranker in use; "" when none is, or when there is no index yet.

    For an index that is open, `stats().ranker_release` is the ranker of the very generation that
    answers.
    """
    pairs = live_pairs(home.index)
    return pairs[0].ranker if pairs else ""


def write_pairs(index: Path, pairs: tuple[LivePair, ...]) -> None:
    """Put a pair in use, at once and durably; the earlier ones follow it."""
    lines = (f"{pair.generation} {pair.ranker}".rstrip() for pair in pairs)
    write_durably(index / CURRENT_FILE, "".join(f"{line}\n" for line in lines).encode("ascii"))


def _pair(index: Path, line: str) -> LivePair:
    generation, _, ranker = line.strip().partition(" ")
    is_plain = Path(ranker).name == ranker and not ranker.startswith(".") and " " not in ranker
    if len(generation) != _DIGITS or not generation.isdigit() or not is_plain:
        raise _damaged(index)
    return LivePair(generation, ranker)


def _damaged(index: Path) -> IndexDamagedError:
    return IndexDamagedError(path=index, detail=CURRENT_FILE)
