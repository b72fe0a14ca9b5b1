"""The general encoder (通用编码器): a static encoder of technical Chinese that comes with the code.

It was trained by this project on open abstracts of papers (see the NOTICE beside it), not on any
region's library. `python -m benchmarks.quality.general_encoder` makes it anew.
"""

from functools import cache
from pathlib import Path
from typing import Final

from duijie.index.encoders.static import StaticEncoder
from duijie.kernel.errors import ReleaseError
from duijie.kernel.releases import CARD
from duijie.kernel.words import N_

GENERAL: Final = "general"
"""How settings call it; an index keeps the name of its release."""
FOLDER: Final = Path(__file__).parent / "releases"


def general_folder() -> Path:
    """Return the folder of its release.

    Raises:
        ReleaseError: the package was installed without it.
    """
    found = sorted(FOLDER.glob(f"{GENERAL}-*/{CARD}"))
    if not found:
        raise ReleaseError(
            release=GENERAL,
            why=N_("the package was installed without it"),
            remedy=N_("Install the package again, from a wheel or a whole copy of its sources."),
        )
    return found[-1].parent


@cache
def general_encoder() -> StaticEncoder:
    """Return the general encoder, read once.

    Raises:
        ReleaseError: it is missing or damaged.
    """
    return StaticEncoder.load(general_folder())


def is_general(named: str) -> bool:
    """Tell whether a name means the general encoder or its release, whatever part of it."""
    release = named.partition(":")[0]
    return release == GENERAL or (
        release.startswith(f"{GENERAL}-") and (FOLDER / release / CARD).is_file()
    )
