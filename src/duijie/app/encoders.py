"""Which encoder an installation uses, and training the first one."""

from typing import TYPE_CHECKING

from duijie.app.releases import live_or_nothing
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
    """Return the encoder to build with: the one of the settings, else the live one.

    Until one is live, it is the newest trained here; where there is none at all, one is trained on
    the library. A newer one goes live by a promotion, not by a build.
    """
    trained = release_names(home.releases)
    live = live_or_nothing(home).encoder
    named = settings.text("index.encoder") or (live if live in trained else "".join(trained[-1:]))
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
