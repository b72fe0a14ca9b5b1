"""Match a need with a few achievements: no database, no files, no downloads."""

from duijie import Engine
from duijie.explain import word_card
from duijie.kernel.documents import Document
from duijie.kernel.matching import MatchRequest
from duijie.match import word_reason

LIBRARY = [
    Document("achievement:1", "achievement", "防爆锂离子电池及其制备方法",
             "陶瓷隔膜和阻燃电解液，针刺不起火，循环寿命2000次，-20℃至60℃可用。"),
    Document("achievement:2", "achievement", "印染废水深度处理与回用技术",
             "臭氧催化氧化和膜分离，化学需氧量去除率95%以上，回用率70%。"),
    Document("achievement:3", "achievement", "High-temperature permanent magnet motor",
             "A samarium cobalt motor that works at 300 degrees, for drilling tools."),
]  # fmt: skip

engine = Engine.from_documents(LIBRARY)
for need in ("寻求针刺不起火的锂离子电池，循环寿命≥1500次", "古籍修复用手工纸的脱酸方法"):
    answer = engine.match(MatchRequest(need))
    print(f"\n{need}")
    for match in answer.matches:
        print(f"{match.rank}. {match.document.title} ({match.probability:.0%})")
        print("\n".join(f"   {line}" for line in word_card(match.card, "zh")))
    if answer.no_good_match:
        for reason in (*answer.no_good_match.missing, *answer.no_good_match.next_steps):
            print("-", word_reason(reason, "zh"))
