"""What home pages say of the libraries: to officers, how far the published achievements are."""

from duijie.app.libraries.facets import TRL
from duijie.app.libraries.queries import keep
from duijie.app.libraries.selection import Selection
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.charts import bar_chart
from duijie.app.shared.next_steps import HomePart, home_part
from duijie.app.shared.words import say_now

READY = 7  # GB/T 22900-2022: a prototype has proved itself where it is to work


@home_part(Role.OFFICER, Role.OPERATOR)
def readiness(actor: Actor) -> HomePart | None:
    """Return the published achievements by readiness level, counted on the shelf in memory."""
    counted = keep(actor, Selection(kind="achievement")).counted
    counts = {int(code): many for code, many in counted.facets.get(TRL, ()) if code.isdigit()}
    levels = range(1, 10)
    ready = sum(many for level, many in counts.items() if level >= READY)
    chart = bar_chart(
        [(f"TRL {level}", counts.get(level, 0)) for level in levels],
        title=say_now("Published achievements by readiness level"),
        unit=say_now("Achievements"),
        sentence=say_now(
            "%(ready)s of %(all)s published achievements are at level 7 or above: proved where "
            "they are to work.",
            ready=f"{ready:,}",
            all=f"{counted.total:,}",
        ),
    )
    return HomePart("shared/_home_chart.html", {"chart": chart}) if chart else None
