"""The planted facts: what was put into the data on purpose, and the truth that tools must find.

The constants here steer the generator; `planted.yml` beside it says each fact in words, with the
plain SQL that finds it and the truth for the standard shop (scale 1, standard seed).
"""

from dataclasses import dataclass
from importlib.resources import files

# A week without the flagship's live room: the only cause of that week's lower GMV.
LIVE_CLOSED = ("2025-09-22", "2025-09-28")

# One warehouse ships late, and buyers complain.
BAD_WAREHOUSE = "wh_cd"
BAD_DELIVERY = ("2025-11-24", "2025-12-03")

# 白桃衬衫: list price 199 -> 239, a Monday; its weight among the orders falls to 0.60.
PRICE_RISE_ITEM = "YS-CS-001"
PRICE_RISE_DAY = "2025-08-04"
PRICE_BEFORE, PRICE_AFTER = 19_900, 23_900
PRICE_RISE_VOLUME = 0.60

# 玫瑰精华: unit cost 45 -> 52 in the middle of a month.
COST_CHANGE_ITEM = "HJ-JH-001"
COST_CHANGE_DAY = "2025-06-16"
COST_BEFORE, COST_AFTER = 4_500, 5_200

# The overstocked line: category3 亚麻阔腿裤, bought in heavily in March 2025.
OVERSTOCK_CATEGORY = "亚麻阔腿裤"
OVERSTOCK_DAY = "2025-03-10"
OVERSTOCK_UNITS = 2_400

# A best seller's size M was sold out right after 双11.
SOLD_OUT_ITEM = "YS-ZZ-001"
SOLD_OUT_SIZE = "M"
SOLD_OUT = ("2025-11-13", "2025-11-23")

# The regional campaign: orders added in three provinces, as a share of all orders of the shop.
REGION_CAMPAIGN = "east_may_2025"
REGION_EXTRA = 0.0015

# The late source: the last day of jd's ad spend.
LATE_PLATFORM = "jd"
LATE_LAST_DAY = "2025-12-18"

# Refunds of 双11's last three days succeed about this many days after 11 November.
D11_REFUND_DAYS = 10

# Orders by wholesalers, which clustering should set apart.
WHOLESALERS = 12


@dataclass(frozen=True)
class Fact:
    """One planted fact of planted.yml.

    `sql` gives the rows `expect` on the standard shop, numbers within the relative `tolerance`;
    `truth` holds what is fixed by construction (a lift, the orders that a campaign added).
    """

    id: str
    zh: str
    en: str
    sql: str
    expect: tuple[tuple[object, ...], ...]
    tolerance: float
    truth: dict[str, object]


def facts() -> tuple[Fact, ...]:
    """Read planted.yml."""
    import yaml

    raw = yaml.safe_load((files(__package__) / "planted.yml").read_text(encoding="utf-8"))
    return tuple(
        Fact(
            id=one["id"],
            zh=one["zh"],
            en=one["en"],
            sql=one["sql"],
            expect=tuple(tuple(row) for row in one["expect"]),
            tolerance=float(one.get("tolerance", 0.0)),
            truth=dict(one.get("truth", {})),
        )
        for one in raw["facts"]
    )
