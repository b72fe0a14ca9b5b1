"""Near-duplicates of the stored records: found anew, kept with the records."""

from typing import TYPE_CHECKING

from duijie.app.wiring import open_source, system_clock
from duijie.kernel.home import Home
from duijie.kernel.kinds import kind_named

if TYPE_CHECKING:
    from duijie.kernel.ports import Progress


def find_groups(home: Home, kind: str, progress: "Progress") -> int:
    """Find the duplicate groups of a kind, keep them and return how many there are."""
    from duijie.ingest import find_duplicates

    source = open_source(home, [kind_named(kind).name])
    from duijie.app.records.actions import replace_duplicate_groups

    # Beside the database, not in /tmp: that is often a part of memory, and small.
    groups = list(find_duplicates(source.documents(), progress=progress, folder=home.path))
    return replace_duplicate_groups(kind, groups, system_clock())
