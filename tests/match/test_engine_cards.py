"""Cards for named documents, whether they match or not."""

from duijie.kernel.documents import Document
from duijie.kernel.explanations import Verdict
from duijie.kernel.matching import MatchRequest
from duijie.match import Engine

BATTERY = Document("achievement:1", "achievement", "防爆锂离子电池", "循环寿命3000次。")
PAINT = Document("achievement:2", "achievement", "水性涂料", "耐盐雾2000小时。")


def test_a_card_is_the_one_of_the_match_and_of_what_does_not_match_too() -> None:
    engine = Engine.from_documents([BATTERY, PAINT])
    request = MatchRequest("需要防爆锂离子电池，循环寿命不低于2000次。")
    battery, paint = engine.cards(request, [BATTERY, PAINT])
    assert battery.checks == engine.match(request).matches[0].card.checks
    assert paint.record_id == "achievement:2"
    assert paint.count(Verdict.MET) == 0
