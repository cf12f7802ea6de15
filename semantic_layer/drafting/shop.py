"""What the data says of the shop itself: language, currency, time zone."""

import re
from dataclasses import dataclass

from semantic_layer.drafting.draft import Draft

__all__ = ["CURRENCIES", "NO_CURRENCY", "Shop", "shop_of"]

NO_CURRENCY = "XXX"  # ISO 4217; amounts are then shown without a sign
CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY", NO_CURRENCY)
_HOMES = {
    "united kingdom": "GBP", "uk": "GBP", "united states": "USD", "usa": "USD", "us": "USD", "china": "CNY",
    "中国": "CNY", "germany": "EUR", "france": "EUR", "spain": "EUR", "italy": "EUR", "japan": "JPY",
}  # fmt: skip
_MOSTLY = 0.8
_SIGNS = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "rmb": "CNY", "cny": "CNY", "$": "USD", "usd": "USD",
    "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "港币": "HKD", "hkd": "HKD",
}  # fmt: skip
_ZONES = {"CNY": "Asia/Shanghai", "HKD": "Asia/Hong_Kong", "JPY": "Asia/Tokyo"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Shop:
    """The head of `shop.yml`; `sure` says that the currency stands in the data."""

    label: str
    currency: str
    time_zone: str
    language: str
    sure: bool


def shop_of(draft: Draft, name: str) -> Shop:
    """Chinese headers speak of a Chinese shop; a currency is sure when a cell or a header names it."""
    headers = [c.header for t in draft.tables for c in t.columns]
    chinese = sum(bool(_CHINESE.search(h)) for h in headers) * 2 >= max(1, len(headers))
    said = _said(draft, headers)
    currency = said or ("CNY" if chinese else _at_home(draft))
    zone = _ZONES.get(currency, "UTC")
    return Shop(name, currency, zone, "zh" if chinese else "en", bool(said))


def _at_home(draft: Draft) -> str:
    """The currency of the country that most orders go to, else none: no sign is better than a wrong one."""
    for planned in draft.tables:
        if planned.concept not in ("order", "line"):
            continue
        for column in planned.known.all("country"):
            values = planned.known.table.counted[column.name].values
            if values and values[0][1] >= _MOSTLY * sum(n for _, n in values):
                return _HOMES.get(values[0][0].lower(), NO_CURRENCY)
    return NO_CURRENCY


def _said(draft: Draft, headers: list[str]) -> str:
    for header in headers:
        for sign, currency in _SIGNS.items():
            if re.search(rf"[(（\[]\s*{re.escape(sign)}\s*[)）\]]|_{sign}$", header.lower()):
                return currency
    for planned in draft.tables:
        for column in planned.columns:
            values = planned.known.table.counted[column.name].values
            if column.header.lower() in ("currency", "币种", "货币") and len(values) == 1:
                return values[0][0].upper()[:3]
            signs = {_SIGNS[s] for s in column.reading.signs if s in _SIGNS}
            if len(signs) == 1:
                return signs.pop()
    return ""
