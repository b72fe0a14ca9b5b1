"""A small bilingual library and the needs that are put to it."""

from datetime import UTC, date, datetime

from duijie.kernel.documents import Document


def clock() -> datetime:
    """Return the moment at which every test stands."""
    return datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def achievement(number: int, title: str, text: str, **facets: object) -> Document:
    """Return an achievement with facets of its own."""
    given = {"organization": f"第{number % 7}研究院", "region_code": "330400", **facets}
    return Document(f"achievement:{number:03d}", "achievement", title, text, **given)  # type: ignore[arg-type]


BATTERY = achievement(
    1,
    "防爆锂离子电池及其制备方法",
    "采用陶瓷涂层隔膜和阻燃电解液，电池针刺不起火、不爆炸，循环寿命不低于2000次，"
    "工作温度-20℃至60℃，用于电动工具和储能。",
    keywords=("锂离子电池", "防爆", "阻燃电解液"),
    trl=7,
)
SEWAGE = achievement(
    2,
    "印染废水深度处理与回用技术",
    "以臭氧催化氧化和膜分离处理印染废水，化学需氧量去除率95%以上，回用率达到70%。",
    keywords=("印染废水", "膜分离"),
    trl=8,
)
MAGNET = achievement(
    3,
    "High temperature permanent magnet motor",
    "A samarium cobalt permanent magnet motor that works at 300 degrees, for oil drilling tools.",
    keywords=("permanent magnet", "motor"),
)
WELDING = achievement(
    4,
    "铝合金薄板激光焊接工艺",
    "激光焊接铝合金薄板，焊缝气孔率低于1%，焊接变形小于0.5毫米，用于新能源汽车电池托盘。",
)
EXPIRED = achievement(
    5,
    "防爆锂离子电池管理系统",
    "监测锂离子电池温度和电压，提前报警，防止电池爆炸。",
    valid_until=date(2025, 1, 1),
)
PRIVATE = achievement(6, "防爆锂离子电池外壳", "锂离子电池防爆外壳，泄压阀。", visibility="private")
CROPS = (
    "水稻",
    "小麦",
    "玉米",
    "大豆",
    "棉花",
    "油菜",
    "花生",
    "甘蔗",
    "茶树",
    "柑橘",
    "苹果",
    "葡萄",
)
OTHERS = tuple(
    achievement(
        100 + n,
        f"{crop}病虫害绿色防控技术",
        f"针对{crop}的病虫害，筛选天敌昆虫和生物农药，减少化学农药用量{20 + n}%，"
        f"示范面积{n + 3}万亩。",
        region_code="410000",
    )
    for n, crop in enumerate(CROPS)
)
LIBRARY = (BATTERY, SEWAGE, MAGNET, WELDING, EXPIRED, PRIVATE, *OTHERS)

BATTERY_NEED = Document(
    "need:1",
    "need",
    "防爆锂离子电池的研发",
    "需求内容：\n寻求针刺不起火、不爆炸的锂离子电池技术，循环寿命≥1500次，-20℃至60℃可用。\n"
    "现有工作基础：\n公司有厂房三栋，年销售收入2002万元，高新技术企业。",
    organization="某电动工具有限公司",
)
