"""Which encoder an installation uses, and training the first one."""

from typing import TYPE_CHECKING

from duijie.app.wiring import system_clock
from duijie.index import open_encoder, release_names
from duijie.kernel.errors import CallError
from duijie.kernel.home import Home
from duijie.kernel.ports import Encoder, Progress
from duijie.kernel.settings import Settings
from duijie.kernel.words import N_

if TYPE_CHECKING:
    from duijie.app.records.source import DatabaseSource


def encoder_for_build(
    home: Home, settings: Settings, source: "DatabaseSource", progress: Progress
) -> Encoder:
    """Return the encoder to build with: the one of the settings, else the newest trained here.

    Where there is none at all, one is trained on the library.
    """
    named = settings.text("index.encoder") or "".join(release_names(home.releases)[-1:])
    return open_encoder(named or train(home, source, progress), home)


def train(home: Home, source: "DatabaseSource", progress: Progress) -> str:
    """Train an encoder on the stored records and return the name of its release."""
    from duijie.learn import train_encoder

    if source.count() == 0:
        raise CallError(
            why=N_("there are no records to learn from"),
            remedy=N_("Please run: duijie import FILE --kind achievement"),
        )
    return train_encoder(
        source.documents(), releases=home.releases, clock=system_clock, progress=progress
    )
