"""The shop's own papers: calendar, campaigns, targets, notes, competitors, shops."""

import datetime as dt

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.advertising import shop_gmv
from semantic_layer.demo_shop.campaigns import CAMPAIGNS, PLATFORM_CAMPAIGNS, Campaign, Phase
from semantic_layer.demo_shop.catalogue import Catalogue
from semantic_layer.demo_shop.catalogue_words import COMPETITORS
from semantic_layer.demo_shop.channels import LINES, PLATFORMS, SHOPS
from semantic_layer.demo_shop.clock import CALENDAR_END, DAYS, FIRST, WEEKS, day_of
from semantic_layer.demo_shop.order_book import OrderBook
from semantic_layer.demo_shop.sampling import Ints, stream

HOLIDAYS: dict[str, tuple[str, ...]] = {
    "元旦": ("2024-01-01 2024-01-01", "2025-01-01 2025-01-01", "2026-01-01 2026-01-03"),
    "春节": ("2024-02-10 2024-02-17", "2025-01-28 2025-02-04", "2026-02-15 2026-02-23"),
    "清明": ("2024-04-04 2024-04-06", "2025-04-04 2025-04-06"),
    "劳动节": ("2024-05-01 2024-05-05", "2025-05-01 2025-05-05"),
    "端午": ("2024-06-08 2024-06-10", "2025-05-31 2025-06-02"),
    "中秋": ("2024-09-15 2024-09-17",),
    "国庆": ("2024-10-01 2024-10-07", "2025-10-01 2025-10-08"),
}
MADE_UP = frozenset((
    "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14",
    "2024-09-29", "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28",
    "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28",
))  # fmt: skip

NOTES: tuple[tuple[str, str, str, str, str], ...] = (
    ("2024-03-11", "周岚", "tmall", "tm01", "天猫旗舰店换了新的首页"),
    ("2024-09-02", "郭晓峰", "douyin", "dy03", "抖音奥莱店开业"),
    ("2024-11-12", "周岚", "", "", "双11收官，退款高峰预计在一周到十天之后"),
    ("2025-03-10", "许知夏", "", "", "亚麻阔腿裤提前备货入库杭州仓"),
    ("2025-04-07", "周岚", "", "", "会员唤醒短信开始发送，留出一成会员不发作为对照"),
    ("2025-05-06", "周岚", "", "", "华东地铁广告上线：上海、江苏、浙江，为期两周，其他省不投"),
    ("2025-06-16", "方磊", "", "", "玫瑰精华供应商涨价，成本由45元涨到52元"),
    ("2025-07-07", "沈一诺", "", "", "详情页新版AB测试开始"),
    ("2025-08-04", "周岚", "", "", "白桃衬衫吊牌价由199元上调到239元"),
    ("2025-09-22", "沈一诺", "douyin", "dy01", "抖音旗舰店直播间搬家停播一周，9月29日恢复"),
    ("2025-10-13", "周岚", "tmall", "", "双11预售开始"),
    ("2025-11-13", "方磊", "", "", "爆款针织开衫M码售罄，11月24日到货"),
    ("2025-11-26", "郭晓峰", "", "", "成都仓分拣线故障，发货延迟，预计12月4日恢复"),
    ("2025-12-04", "郭晓峰", "", "", "成都仓恢复正常发货"),
    ("2025-12-19", "方磊", "jd", "", "京准通接口异常，12月19日起京东投放数据晚到"),
)


def shops_table() -> pa.Table:
    """The table `shops`."""
    return pa.table({
        "shop_id": col.text([shop.id for shop in SHOPS]),
        "shop_name": col.text([shop.name for shop in SHOPS]),
        "platform": col.text([PLATFORMS[shop.platform] for shop in SHOPS]),
        "line": col.text([LINES[shop.line] for shop in SHOPS]),
        "manager": col.text([shop.manager for shop in SHOPS]),
        "opened_at": col.date(np.array([day_of(shop.opened) for shop in SHOPS])),
    })  # fmt: skip


def campaigns_table() -> pa.Table:
    """The table `campaigns`."""
    return pa.table({
        "campaign_id": col.text([one.id for one in CAMPAIGNS]),
        "campaign": col.text([one.code for one in CAMPAIGNS]),
        "campaign_name": col.text([one.title for one in CAMPAIGNS]),
        "year": col.integer(np.array([int(one.id[-4:]) for one in CAMPAIGNS])),
        "kind": col.text([one.kind for one in CAMPAIGNS]),
        "start_date": col.date(np.array([day_of(one.start) for one in CAMPAIGNS])),
        "end_date": col.date(np.array([day_of(one.end) for one in CAMPAIGNS])),
        "cost": col.money(np.array([one.cost_yuan * 100 for one in CAMPAIGNS])),
        "provinces": col.text([",".join(one.provinces) or None for one in CAMPAIGNS]),
    })  # fmt: skip


def phases_table() -> pa.Table:
    """The table `campaign_phases`."""
    pairs = [(one, phase) for one in CAMPAIGNS for phase in one.phases]
    return pa.table({
        "campaign_id": col.text([one.id for one, _ in pairs]),
        "phase": col.text([phase.name for _, phase in pairs]),
        "start_date": col.date(np.array([day_of(phase.start) for _, phase in pairs])),
        "end_date": col.date(np.array([day_of(phase.end) for _, phase in pairs])),
    })  # fmt: skip


def calendar_table() -> pa.Table:
    """The table `calendar`."""
    days = [FIRST + dt.timedelta(days=n) for n in range((CALENDAR_END - FIRST).days + 1)]
    held = _holidays()
    found = [_campaign_on(day) for day in days]
    workday = [
        (day.weekday() < 5 and day not in held) or day.isoformat() in MADE_UP for day in days
    ]
    return pa.table({
        "date": col.date(np.arange(len(days))),
        "year": col.integer(np.array([day.year for day in days])),
        "quarter": col.integer(np.array([(day.month + 2) // 3 for day in days])),
        "month": col.integer(np.array([day.month for day in days])),
        "weekday": col.integer(np.array([day.isoweekday() for day in days])),
        "is_workday": col.flag(np.array(workday)),
        "holiday": col.text([held.get(day) for day in days]),
        "campaign_id": col.text([one[0].id if one else None for one in found]),
        "campaign": col.text([one[0].code if one else None for one in found]),
        "phase": col.text([one[1].name if one else None for one in found]),
        "day_no": _day_numbers(days, [one[0].start if one else None for one in found]),
        "phase_day_no": _day_numbers(days, [one[1].start if one else None for one in found]),
    })  # fmt: skip


def _day_numbers(days: list[dt.date], starts: list[dt.date | None]) -> col.Column:
    """1 on the first day; null where nothing had started."""
    pairs = zip(days, starts, strict=True)
    return col.integer_or_null(np.array([(d - s).days + 1 if s else -1 for d, s in pairs]))


def _holidays() -> dict[dt.date, str]:
    held: dict[dt.date, str] = {}
    for name, spans in HOLIDAYS.items():
        for span in spans:
            first, last = (dt.date.fromisoformat(day) for day in span.split())
            held |= {first + dt.timedelta(days=n): name for n in range((last - first).days + 1)}
    return held


def _campaign_on(day: dt.date) -> tuple[Campaign, Phase] | None:
    for one in PLATFORM_CAMPAIGNS:
        for phase in one.phases:
            if phase.start <= day <= phase.end:
                return one, phase
    return None


def notes_table() -> pa.Table:
    """The table `notes`."""
    return pa.table({
        "note_id": col.integer(np.arange(len(NOTES)) + 1),
        "date": col.date(np.array([day_of(note[0]) for note in NOTES])),
        "author": col.text([note[1] for note in NOTES]),
        "platform": col.text([note[2] or None for note in NOTES]),
        "shop_id": col.text([note[3] or None for note in NOTES]),
        "text": col.text([note[4] for note in NOTES]),
    })  # fmt: skip


def competitor_prices_table(seed: int, goods: Catalogue) -> pa.Table:
    """The table `competitor_prices`: the leading styles against four competitors, every Monday."""
    rng = stream(seed, "competitors")
    spus = np.flatnonzero((goods.spus.nth == 0) & (goods.spus.list_price > 5_000))
    week, rival, style = (axis.ravel() for axis in np.meshgrid(
        np.arange(WEEKS), np.arange(len(COMPETITORS)), spus, indexing="ij"))  # fmt: skip
    level = rng.uniform(0.80, 1.15, (len(COMPETITORS), goods.spus.size))
    drift = np.exp(np.cumsum(rng.normal(0, 0.006, (WEEKS, len(COMPETITORS))), axis=0))
    raw = goods.spus.list_price[style] * level[rival, style] * drift[week, rival]
    price = raw.astype(np.int64) // 1000 * 1000 + 900
    promo = rng.random(len(price)) < 0.3
    return pa.table({
        "date": col.date(week * 7),
        "competitor": col.code(rival, COMPETITORS),
        "spu_id": col.integer(goods.spus.ids[style]),
        "platform": col.code(rival % 3, PLATFORMS),
        "price": col.money(price),
        "promo_price": col.money((price * 0.85).astype(np.int64) // 100 * 100, null=~promo),
    })  # fmt: skip


def targets_table(seed: int, book: OrderBook) -> pa.Table:
    """The table `targets`: set from what was sold, a little above; Q1 2026 from a year before."""
    rng = stream(seed, "targets")
    gmv = shop_gmv(book)
    rows: list[tuple[str, str, dt.date, dt.date, int, str | None, int]] = []
    for month in range(15):
        first = dt.date(2025 + month // 12, month % 12 + 1, 1)
        last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        values = [_goal(rng, gmv[:, shop], first, last) for shop in range(len(SHOPS))]
        rows.append(("company", "month", first, last, -1, None, sum(values)))
        rows += [
            ("shop", "month", first, last, shop, None, value) for shop, value in enumerate(values)
        ]
    for one in PLATFORM_CAMPAIGNS:
        if one.end.year >= 2025:
            value = _goal(rng, gmv.sum(axis=1), one.start, one.end)
            rows.append(("campaign", "campaign", one.start, one.end, -1, one.id, value))
    return _targets(rows)


def _goal(rng: np.random.Generator, gmv: Ints, first: dt.date, last: dt.date) -> int:
    """About 4 % above what came, or 10 % above the year before for days not over yet."""
    days = np.arange(day_of(first), day_of(last) + 1)
    known = days < DAYS
    expected = gmv[days[known]].sum() + 1.10 * gmv[np.minimum(days[~known] - 364, DAYS - 1)].sum()
    return max(round(float(expected * rng.uniform(0.94, 1.14)) / 100_000) * 100_000, 100_000)


def _targets(rows: list[tuple[str, str, dt.date, dt.date, int, str | None, int]]) -> pa.Table:
    shops = [SHOPS[row[4]] if row[4] >= 0 else None for row in rows]
    return pa.table({
        "target_id": col.integer(np.arange(len(rows)) + 1),
        "level": col.text([row[0] for row in rows]),
        "metric": col.text(["gmv"] * len(rows)),
        "period_kind": col.text([row[1] for row in rows]),
        "period_start": col.date(np.array([day_of(row[2]) for row in rows])),
        "period_end": col.date(np.array([day_of(row[3]) for row in rows])),
        "platform": col.text([PLATFORMS[shop.platform] if shop else None for shop in shops]),
        "shop_id": col.text([shop.id if shop else None for shop in shops]),
        "campaign_id": col.text([row[5] for row in rows]),
        "value": col.money(np.array([row[6] for row in rows]), digits=14),
    })  # fmt: skip
