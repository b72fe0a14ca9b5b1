"""Taking the levels of a round along (导出): qrels, or who said what, as a file."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from duijie.app.judging_pages.actions import note_export
from duijie.app.judging_pages.rounds import opened
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_
from duijie.learn.judging import WhenOpen, export_details, export_qrels

FORMS = {"qrels": "text/plain; charset=utf-8", "jsonl": "application/x-ndjson"}


def exported(actor: Actor, name: str, form: str, *, now: datetime) -> bytes:
    """Return the final levels of a round as a file: judges stand in it by their pseudonyms.

    Raises:
        GoneError: there is no such round or form, or not for this reader.
        DeniedError: the actor may not take them along.
    """
    judging, subject = opened(actor, name)
    require(actor, "judging.export", subject)
    if form not in FORMS:
        raise GoneError(thing=N_("form"), name=form[:20])
    with TemporaryDirectory(dir=home_in_use().path) as folder:
        file = Path(folder) / "levels"
        write = export_qrels if form == "qrels" else export_details
        write(judging, file, when_open=WhenOpen.MIDDLE)
        content = file.read_bytes()
    note_export(actor, name, form, now=now)
    return content
