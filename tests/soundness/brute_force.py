"""An independent second way to answer a MetricQuery: plain loops over plain rows.

It shares no code with the compiler. It knows one small schema (orders, their lines, customers,
refunds) and answers by filtering rows and adding up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Data:
    customers: list[Row]
    orders: list[Row]
    lines: list[Row]
    refunds: list[Row]

    def customer(self, key: Any) -> Row:
        return next((c for c in self.customers if c["id"] == key), {})

    def order(self, key: Any) -> Row:
        return next((o for o in self.orders if o["id"] == key), {})


def _valid(order: Row) -> bool:
    return order.get("kind") == "normal"


# metric: (rows, clock of a row, value over rows)
def _sum(name: str) -> Callable[[list[Row]], Any]:
    return lambda rows: sum((r[name] for r in rows if r[name] is not None), Decimal(0))


def _distinct(name: str) -> Callable[[list[Row]], int]:
    return lambda rows: len({r[name] for r in rows if r[name] is not None})


def facts(
    data: Data,
) -> dict[str, tuple[list[Row], Callable[[Row], Any], Callable[[list[Row]], Any]]]:
    """Every simple metric with its rows, clock and aggregate."""
    orders = [o for o in data.orders if _valid(o)]
    lines = [line for line in data.lines if _valid(data.order(line["order_id"]))]
    refunds = [r for r in data.refunds if _valid(data.order(r["order_id"]))]

    def paid(row: Row) -> Any:
        return row["paid_at"]

    def order_paid(row: Row) -> Any:
        return data.order(row["order_id"]).get("paid_at")

    return {
        "gmv": (orders, paid, _sum("amount")),
        "placed": (orders, lambda r: r["created_at"], _sum("amount")),
        "orders": (orders, paid, len),
        "buyers": (orders, paid, _distinct("customer_id")),
        "units": (lines, order_paid, lambda rows: sum(r["qty"] for r in rows)),
        "refunds": (refunds, lambda r: r["success_at"], _sum("amount")),
        "refunds_of": (refunds, order_paid, _sum("amount")),
    }


RATIOS = {
    "gmv_per_buyer": ("gmv", "buyers"),
    "upt": ("units", "orders"),
    "refund_rate": ("refunds", "gmv"),
}
DERIVED = {"net": ("gmv", "refunds")}


def dimension(data: Data, row: Row, name: str) -> Any:
    """The value of a dimension for a row of any fact."""
    order = row if "kind" in row else data.order(row["order_id"])
    if name == "platform":
        return order.get("platform")
    if name == "customer":
        return order.get("customer_id")
    if name == "customer":
        return order.get("customer_id")
    if name == "customer.city":
        return data.customer(order.get("customer_id")).get("city")
    return row[name]


def step(moment: datetime, grain: str) -> date:
    day = moment.date()
    if grain == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grain == "month" else day


def answer(
    data: Data, metrics: Iterable[str], by: list[str], time: tuple[date, date] | None,
    where: Callable[[Callable[[str], Any]], bool] = lambda get: True,
) -> dict[tuple[Any, ...], dict[str, Any]]:  # fmt: skip
    """Group key to metric values, for every group that any metric has."""
    known = facts(data)
    wanted = list(metrics)
    simple = {m for m in wanted if m in known}
    for m in wanted:
        simple |= set(RATIOS.get(m, ())) | set(DERIVED.get(m, ()))
    found: dict[str, dict[tuple[Any, ...], Any]] = {}
    for metric in sorted(simple):
        rows, clock, value = known[metric]
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows:
            moment = clock(row)
            if moment is None or (time and not time[0] <= moment.date() <= time[1]):
                continue
            if not where(lambda name, row=row: dimension(data, row, name)):
                continue
            key = tuple(
                step(moment, b) if b in ("day", "week", "month") else dimension(data, row, b)
                for b in by
            )
            groups.setdefault(key, []).append(row)
        if not by:
            groups.setdefault((), [])
        found[metric] = {key: value(rows) for key, rows in groups.items()}
    keys = {k for groups in found.values() for k in groups}

    def one(metric: str, key: tuple[Any, ...]) -> Any:
        if metric in RATIOS:
            top, bottom = (one(m, key) for m in RATIOS[metric])
            return None if not bottom else float(top) / float(bottom)
        if metric in DERIVED:
            left, right = (one(m, key) for m in DERIVED[metric])
            return left - right
        return found[metric].get(key, 0)

    return {key: {m: one(m, key) for m in wanted} for key in keys}
