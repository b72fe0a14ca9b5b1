"""What the home page says of imports: those begun and not ended, and where to begin one."""

from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.navigation import address
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now


@next_steps(Role.RESEARCHER, Role.TECHNOLOGY_MANAGER, Role.OFFICER, Role.OPERATOR)
def beginning(actor: Actor) -> list[NextStep]:
    """Return where a file is imported: no query."""
    del actor
    said = say_now("Import a table of records")
    note = say_now("XLSX, CSV or JSON Lines; you see every problem before anything is kept.")
    return [NextStep(said, address("import_new"), order=80, note=note)]
