"""Experiments with a known truth.

Arms are dealt after the orders are known: the buyers of the window are divided so that the wanted
lift holds exactly, everybody else fills the arms up to their size. The rest is chance.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.clock import DAYS, HOUR, NEVER, day_of, midnight
from semantic_layer.demo_shop.order_book import OrderBook
from semantic_layer.demo_shop.sampling import Ints, Rng, stream

ARMS = ("control", "treatment")


@dataclass(frozen=True)
class Experiment:
    """An experiment: window, planned and true shares of the arms, and the true relative lift."""

    id: str
    name: str
    hypothesis: str
    start: str
    end: str
    units: int
    planned: float
    actual: float
    lift: float
    arm_names: tuple[str, str]
    campaign: str = ""


EXPERIMENTS = (
    Experiment("exp_detail_page", "详情页新版", "新版详情页提高支付转化率",
               "2025-07-07", "2025-07-20",
               20_000, 0.5, 0.5, 0.20, ("旧版详情页", "新版详情页")),
    Experiment("exp_cart_tip", "购物车凑单提示", "凑单提示提高支付转化率",
               "2025-08-11", "2025-08-24",
               20_000, 0.5, 0.53, 0.08, ("无提示", "有提示")),
    Experiment("exp_aa", "分流AA测试", "两组没有差异", "2025-06-23", "2025-07-06",
               20_000, 0.5, 0.5, 0.0, ("A1组", "A2组")),
    Experiment("exp_wakeup", "4月会员唤醒短信", "唤醒短信带来增量订单", "2025-04-07", "2025-04-20",
               24_000, 0.9, 0.9, 0.25, ("不发短信", "发短信"), "wakeup_apr_2025"),
    Experiment("exp_free_ship", "满99包邮提示", "包邮提示提高支付转化率", "2025-12-08", "",
               16_000, 0.5, 0.5, 0.0, ("无提示", "有提示")),
)  # fmt: skip


def assignments_table(
    seed: int, scale: float, book: OrderBook, registered: Ints, ids: Ints
) -> pa.Table:
    """The table `experiment_assignments`; `scale` shrinks the arms of small shops."""
    parts = [
        _deal(seed, number, one, scale, book, registered) for number, one in enumerate(EXPERIMENTS)
    ]
    number = np.repeat(np.arange(len(parts)), [len(part[0]) for part in parts])
    customer, arm, at = (np.concatenate([part[k] for part in parts]) for k in range(3))
    order = np.lexsort((customer, at, number))
    return pa.table({
        "experiment_id": col.code(number[order], [one.id for one in EXPERIMENTS]),
        "customer_id": col.big(ids[customer[order]]),
        "arm": col.code(arm[order], ARMS),
        "assigned_at": col.time(at[order]),
    })  # fmt: skip


def _deal(
    seed: int, number: int, one: Experiment, scale: float, book: OrderBook, registered: Ints
) -> tuple[Ints, Ints, Ints]:
    """Customers, their arms and when they were assigned."""
    rng = stream(seed, f"experiment {number}")
    begin = int(midnight(np.array(day_of(one.start))))
    end = int(midnight(np.array(day_of(one.end) + 1 if one.end else DAYS)))
    first = _first_orders(book, len(registered), begin + HOUR, end)
    known = registered < begin
    buyers = rng.permutation(np.flatnonzero(known & (first != NEVER)))
    others = rng.permutation(np.flatnonzero(known & (first == NEVER)))
    units = min(int(one.units * scale), len(known[known]) * 8 // 10)
    sizes = (units - round(units * one.actual), round(units * one.actual))
    wins = _winners(len(buyers), sizes, one.lift)
    arms, people = [], []
    for arm in range(2):
        used, filled = sum(wins[:arm]), sum(sizes[:arm]) - sum(wins[:arm])
        people += [
            buyers[used : used + wins[arm]],
            others[filled : filled + sizes[arm] - wins[arm]],
        ]
        arms.append(np.full(len(people[-2]) + len(people[-1]), arm))
    customer = np.concatenate(people)
    return customer, np.concatenate(arms), _assigned_at(rng, first[customer], begin, end)


def _winners(buyers: int, sizes: tuple[int, int], lift: float) -> tuple[int, int]:
    """Converted units by arm, so that the rates have the wanted ratio; uses all buyers it can."""
    weight = sizes[1] * (1 + lift) / sizes[0]
    control = int(min(buyers / (1 + weight), sizes[0] * 0.5))
    return control, round(control * weight)


def _first_orders(book: OrderBook, people: int, begin: int, end: int) -> Ints:
    """First valid payment of each customer in the window, NEVER for none."""
    rows, orders = book.rows, book.paid_normal()
    orders = orders[
        (rows.paid[orders] >= begin) & (rows.paid[orders] < end) & (rows.customer[orders] >= 0)
    ]
    latest = np.iinfo(np.int64).max
    first = np.full(people, latest)
    np.minimum.at(first, rows.customer[orders], rows.paid[orders])
    return np.where(first == latest, NEVER, first)


def _assigned_at(rng: Rng, first: Ints, begin: int, end: int) -> Ints:
    """Before the first payment of those who paid; for the others at any time of the window."""
    until = np.where(first == NEVER, end, first - 60)
    found: Ints = (
        begin + HOUR // 2 + (rng.random(len(first)) * (until - begin - HOUR // 2)).astype(np.int64)
    )
    return found


def experiments_table() -> pa.Table:
    """The table `experiments`."""
    end = np.array([day_of(one.end) if one.end else NEVER for one in EXPERIMENTS])
    return pa.table({
        "experiment_id": col.text([one.id for one in EXPERIMENTS]),
        "experiment_name": col.text([one.name for one in EXPERIMENTS]),
        "hypothesis": col.text([one.hypothesis for one in EXPERIMENTS]),
        "unit": col.text(["customer"] * len(EXPERIMENTS)),
        "primary_metric": col.text(["conversion"] * len(EXPERIMENTS)),
        "start_date": col.date(np.array([day_of(one.start) for one in EXPERIMENTS])),
        "end_date": col.date_or_null(end),
        "status": col.text(["finished" if one.end else "running" for one in EXPERIMENTS]),
        "campaign_id": col.text([one.campaign or None for one in EXPERIMENTS]),
    })  # fmt: skip


def arms_table() -> pa.Table:
    """The table `experiment_arms`."""
    pairs = [(one, arm) for one in EXPERIMENTS for arm in range(2)]
    share = [one.planned if arm else 1 - one.planned for one, arm in pairs]
    return pa.table({
        "experiment_id": col.text([one.id for one, _ in pairs]),
        "arm": col.text([ARMS[arm] for _, arm in pairs]),
        "arm_name": col.text([one.arm_names[arm] for one, arm in pairs]),
        "is_control": col.flag(np.array([arm == 0 for _, arm in pairs])),
        "planned_share": col.rate(np.round(np.array(share) * 10_000).astype(np.int64)),
    })  # fmt: skip
