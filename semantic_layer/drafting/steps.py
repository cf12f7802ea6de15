"""The names of events as steps on the way to a purchase."""

import re

from semantic_layer.drafting.draft import Planned, Slots

__all__ = ["event_values"]

_STEPS = {
    "view": r"(product_?)?(view|pv|browse|detail)(_?(item|product|page))?|浏览|商品浏览|访问|点击商品|product_view|view_item|page_?view",
    "search": r"search|搜索|site_search",
    "favourite": r"fav(ou?rite)?s?|wishlist(_add)?|add_to_wishlist|collect|收藏|加收藏",
    "cart": r"add_?to_?cart|addtocart|cart_add|加购|加入购物车|cart|购物车",
    "place": r"order|place_?order|submit_?order|create_?order|下单|提交订单|begin_checkout|checkout",
    "pay": r"pay(ment)?|purchase|buy|paid|transaction|支付|付款|购买|成交",
    "share": r"share|分享|转发",
}
_ORDER = ("view", "cart", "place", "pay")


def event_values(planned: Planned) -> Slots:
    """The values of the event's name that are steps; each slot takes the one that fits best."""
    column = planned.known.first("event_name")
    if column is None:
        return {}
    told: Slots = {}
    values = [value for value, _ in planned.known.table.counted[column.name].values]
    for step, pattern in _STEPS.items():
        whole = re.compile(rf"(?:{pattern})", re.I)
        fits = [v for v in values if whole.fullmatch(v.strip().replace(" ", "_"))]
        if fits:
            told[step] = max(fits, key=lambda v: (_prefers(step, v), -values.index(v)))
    steps = [str(told[step]) for step in _ORDER if step in told]
    if len(steps) >= 2:
        told["steps"] = list(steps)
    return told


def _prefers(step: str, value: str) -> int:
    """`add_to_cart` is an addition to the cart, `cart` may be a look at it."""
    return int(bool(re.search(r"add|加", value, re.I))) if step in ("cart", "favourite") else 0
