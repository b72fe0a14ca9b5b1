"""Prices and costs (售价、价格、成本): money that is a property of the thing, not a budget."""

import re

from duijie.kernel.frames import Quantity

_PRICES = re.compile(
    r"(?:销售价格|市场价格|销售价|售价|价格|报价|价钱|(?:selling |sales |unit )?prices?)$"
)
_OTHERS = re.compile(r"(?:单价|总价|造价|成本价|成本|costs?)$")
_PLAIN = re.compile(
    r"(?:设备|产品|整机|整套|单台|单套|每台|每套|样机|本机|系统|装置|机器|的"
    r"|total|the|its|own|\s)*"
)
_FOREIGN = re.compile(  # 研发成本 and the price of an imported machine are not what it costs
    r"研发|开发|试制|改造|维护|维修|运行|运营|人工|物流|原料|材料|燃料|能源|传统|进口|同类|国外|市场上"
    r"|现有|常规|相比|节约|节省|减少|降低|下降|原来|以往|\b(?:import|conventional|compar|sav|reduc"
    r"|maint|operat|labou?r|develop|previous|existing)"
)
_EACH = ("[currency]", "[currency] / [piece]")


def is_price(quantity: Quantity) -> bool:
    """Tell whether a number is what a thing costs: 售价 ≤ 200 万元."""
    name = quantity.property_name
    return quantity.dimension in _EACH and bool(_PRICES.search(name) or _OTHERS.search(name))


def is_same_price(wanted: Quantity, offered: Quantity, context: frozenset[str]) -> bool:
    """Tell whether two amounts of money are the price or the cost of the same thing.

    `context` holds the words of the request: 机器人售价 is the 售价 wanted by one who wants 机器人.
    """
    if offered.dimension not in _EACH:
        return False
    kind, head = _parted(wanted.property_name)
    other, owner = _parted(offered.property_name)
    if not kind or kind != other:
        return False
    return owner in {"", head} or (not head and any(word in owner for word in context))


def is_own_price(clause: str) -> bool:
    """Tell whether the words before an amount speak of the offered thing itself."""
    return _FOREIGN.search(clause) is None


def _parted(name: str) -> tuple[str, str]:
    """Return what sort of price a name is, and whose: ("price", "机器人") of 机器人售价."""
    for pattern, kind in ((_PRICES, "price"), (_OTHERS, "")):
        found = pattern.search(name)
        if found:
            head = name[: found.start()].strip()
            same = "cost" if found[0].startswith("cost") or found[0] == "成本" else found[0]
            return kind or same, "" if _PLAIN.fullmatch(head) else head
    return "", ""
