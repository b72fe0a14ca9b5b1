"""What is taught besides the library (教材): judged and related records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duijie.kernel.errors import LearnFileError
from duijie.kernel.judgements import Judgement
from duijie.kernel.words import N_, Phrase


@dataclass(frozen=True, slots=True)
class Lessons:
    """What people or outcomes say of records, to learn from (教材).

    Attributes:
        requests: request id -> its text (title and text), for the judgements.
        judgements: how well records meet these requests: levels 3 and 4 draw request and record
            together, level 1 pushes them apart, level 2 is left alone.
        related: pairs of record ids that belong together: cited, successor, translation.
    """

    requests: Mapping[str, str] = field(default_factory=dict)
    judgements: Sequence[Judgement] = ()
    related: Sequence[tuple[str, str]] = ()

    def record_ids(self) -> frozenset[str]:
        """Return the records that the lessons speak of."""
        judged = {judgement.record_id for judgement in self.judgements}
        return frozenset(judged.union(*self.related))


def read_related(path: Path) -> list[tuple[str, str]]:
    """Return the pairs of a file: two record ids a line, with a tab or spaces between them.

    Empty lines and lines that begin with # say nothing.

    Raises:
        LearnFileError: the file cannot be read, or a line does not hold two different ids.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise _unusable(path, N_("it is not a text in UTF-8")) from error
    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        ids = [part.strip() for part in line.split("\t" if "\t" in line else None)]
        if len(ids) != 2 or not all(ids) or ids[0] == ids[1]:
            why = Phrase("line %(row)s does not hold two different record ids", row=number)
            raise _unusable(path, why)
        pairs.append((ids[0], ids[1]))
    return pairs


def _unusable(path: Path, why: object) -> LearnFileError:
    return LearnFileError(
        path=path,
        why=why,
        remedy=N_("Write two record ids a line, such as: achievement:1 achievement:2"),
    )
