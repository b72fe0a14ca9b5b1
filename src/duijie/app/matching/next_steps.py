"""What the home page says of matching: where to begin; to a visitor, what an answer is."""

from datetime import date
from typing import Final

from duijie.app.matching.cards import card_shown
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.navigation import MEMBERS, address
from duijie.app.shared.next_steps import HomePart, NextStep, home_part, next_steps
from duijie.app.shared.words import lang_now, say_now
from duijie.explain import explain
from duijie.kernel.documents import Document
from duijie.kernel.matching import Level, MatchRequest

# A need that really was solved jointly, and the machine that solved it. The card is explained anew
# each time; the level is the engine's own (tests/app/matching/test_example.py matches it).
EXAMPLE_NEED: Final = "在线检测含氟聚合物颗粒的缺陷，能检测40微米的缺陷，检出率不低于95%。"
EXAMPLE: Final = Document(
    record_id="achievement:A1",
    kind="achievement",
    title="高速颗粒缺陷在线检测机",
    text="核心算法能检测出40微米的颗粒缺陷，检出率达到98%。面向氟聚合物颗粒生产线。",
    organization="电子科技大学长三角研究院",
    trl=7,
    dated_on=date(2024, 5, 1),
)
EXAMPLE_LEVEL: Final = Level.STRONG


@next_steps(*MEMBERS)
def beginning(actor: Actor) -> list[NextStep]:
    """Return where a need is matched, or who needs what one has: no query."""
    if actor.has(Role.RESEARCHER) and not actor.has(Role.COMPANY, Role.TECHNOLOGY_MANAGER):
        said = say_now("See who needs what you have")
    else:
        said = say_now("Match a need: paste it in your own words")
    order = 25 if actor.has(Role.TECHNOLOGY_MANAGER) else 65
    return [NextStep(said, address("match"), order=order)]


@home_part(Role.VISITOR)
def example(actor: Actor) -> HomePart:
    """Return the worked example: a need and the card that answers it."""
    del actor
    card = explain(MatchRequest(EXAMPLE_NEED), EXAMPLE)
    shown = card_shown(EXAMPLE, card, lang_now(), rank=1, level=EXAMPLE_LEVEL, chance=0.9)
    return HomePart("matching/_example.html", {"need": EXAMPLE_NEED, "card": shown})
