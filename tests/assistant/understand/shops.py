"""Two shops to understand questions about: the demo shop, and a coffee chain that speaks English."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assistant.understand import Lexicon, Turn, Understanding, build_lexicon, understand
from semantic_layer.load import load

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
MONDAY = date(2025, 12, 22)
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 21)

DEMO_VALUES: dict[str, tuple[str, ...]] = {
    "order.platform": ("douyin", "jd", "tmall"),
    "order.ship_province": ("上海", "北京", "广东", "江苏", "浙江", "海南", "海口省"),
    "order.ship_city": ("上海市", "北京市", "广州", "深圳", "杭州"),
    "refund.refund_reason": ("七天无理由", "质量问题", "尺码不合", "物流太慢"),
    "spu.product": ("云朵半裙", "云朵开衫", "云朵毛衣", "奶油针织衫", "雾面口红"),
    "spu.item_no": ("HJ-FD-001", "HJ-FD-002", "YS-QZ-010"),
    "spu.category1": ("女装", "美妆", "配饰"),
    "spu.category2": ("T恤", "休闲裤", "包袋", "半身裙", "口红"),
    "spu.category3": ("A字半裙", "丝绒口红"),
    "spu.brand": ("云裳集", "拾光里", "素言", "花间谱"),
    "creator.creator": ("一只阿梨", "北城小鹿", "周末买手"),
}
COFFEE_VALUES: dict[str, tuple[str, ...]] = {
    "ticket.daypart": ("breakfast", "lunch", "afternoon tea"),
    "drink.drink_name": ("Flat White", "Iced Latte", "Oat Latte", "Cold Brew", "Espresso"),
    "drink.family": ("Milk", "Black", "Cold"),
    "branch.branch_name": ("Harbour", "Old Town", "Station"),
    "branch.city": ("Portland", "Salem", "Eugene"),
    "branch.state": ("OR", "IN", "ME"),
    "guest.home_city": ("Portland", "Bend"),
}


@cache
def demo() -> Lexicon:
    folder = ROOT / "semantic_layer" / "demo_shop" / "shop"
    return build_lexicon(load(folder), DEMO_VALUES)


@cache
def coffee() -> Lexicon:
    return build_lexicon(load(HERE / "coffee"), COFFEE_VALUES)


def ask(
    text: str, lexicon: Lexicon | None = None, thread: tuple[Turn, ...] = (), today: date = MONDAY
) -> Understanding:
    """One message to a shop, the demo shop when none is given."""
    return understand(
        text, lexicon=lexicon or demo(), thread=thread, today=today, first_day=FIRST, last_day=LAST
    )


def said(understanding: Understanding) -> str:
    """An understanding in one line, as the tables of the tests write it."""
    if understanding.outcome == "call":
        return " + ".join(shortened(dict(call.arguments)) for call in understanding.calls)
    return f"{understanding.outcome} {understanding.code}".strip()


def shortened(given: dict[str, Any]) -> str:
    """Arguments as `metrics by where … @ time`, in the words of the query."""
    parts = [",".join(given.get("metrics", ())) or f"list {given.get('of') or 'values'}"]
    parts += [
        f"{d['name']}={d.get('agg', '')}({d.get('metric', '')})" for d in given.get("define", ())
    ]
    parts += [f"by {','.join(given['by'])}"] if given.get("by") else []
    parts += [_filter(f) for f in given.get("where", ())]
    parts += [f"having {_filter(f)}" for f in given.get("having", ())]
    parts += [f"vs {_base(c)}" for c in given.get("compare", ())]
    parts += ["share"] if given.get("share") else []
    parts += [f"order {given['order'][0]}"] if given.get("limit") and given.get("order") else []
    parts += [f"limit {given['limit']}"] if given.get("limit") else []
    parts += [given["chart"]] if given.get("chart") else []
    time = f" @ {_days(given['time'])}" if given.get("time") else ""
    return f"{' '.join(parts)}{time}"


def _filter(condition: dict[str, Any]) -> str:
    values = ",".join(
        json.dumps(v, ensure_ascii=False).strip('"') for v in condition.get("values", ())
    )
    return f"{condition['field']}{condition.get('op', '=')}{values}"


def _base(compare: dict[str, Any]) -> str:
    return compare["kind"] if "time" not in compare else _days(compare["time"])


def _days(time: dict[str, str]) -> str:
    return time["start"] if time["start"] == time["end"] else f"{time['start']}/{time['end']}"
