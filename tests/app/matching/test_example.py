"""The worked example of the first page: what it says of itself is what the engine says."""

from duijie.app.matching.next_steps import EXAMPLE, EXAMPLE_LEVEL, EXAMPLE_NEED, example
from duijie.app.matching.queries import match_list
from duijie.app.shared.actors import NOBODY
from duijie.kernel.matching import MatchRequest
from tests.app.web import People


def test_the_example_has_the_level_that_the_engine_gives_it(site: People) -> None:
    first = match_list(site.wang.actor, MatchRequest(text=EXAMPLE_NEED)).matches[0]
    assert first.record_id == EXAMPLE.record_id
    assert first.level is EXAMPLE_LEVEL


def test_the_example_quotes_the_sentence_that_proves_it() -> None:
    card = example(NOBODY).values["card"]
    assert [line.marked for line in card.lines if line.verdict == "met"]
