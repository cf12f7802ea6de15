"""The small shop's rows as plain dictionaries, and what a dimension of a row is."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]
STEPS = ("day", "week", "month")


@dataclass(frozen=True)
class Data:
    """Rows by table. An order of kind `normal` counts; lines and refunds count when theirs does."""

    customers: list[Row]
    orders: list[Row]
    lines: list[Row]
    refunds: list[Row]
    ads: list[Row] = field(default_factory=list)

    def customer(self, key: Any) -> Row:
        return next((c for c in self.customers if c["id"] == key), {})

    def order(self, key: Any) -> Row:
        return next((o for o in self.orders if o["id"] == key), {})

    def paid(self) -> list[Row]:
        """Valid orders that were paid."""
        return [o for o in self.orders if o["kind"] == "normal" and o["paid_at"] is not None]

    def number(self, order: Row) -> int | None:
        """Which of its customer's paid orders an order is, ties by its id; None for a guest's."""
        if order.get("customer_id") is None or order not in self.paid():
            return None
        own = [o for o in self.paid() if o["customer_id"] == order["customer_id"]]
        return sorted(own, key=lambda o: (o["paid_at"], o["id"])).index(order) + 1


def dimension(data: Data, row: Row, name: str) -> Any:
    """The value of a dimension for a row of any fact."""
    if name in row and "cost" in row:
        return row[name]
    order = row if "kind" in row else data.order(row["order_id"])
    match name:
        case "customer":
            return order.get("customer_id")
        case "customer.city":
            return data.customer(order.get("customer_id")).get("city")
        case "order_number":
            return data.number(order)
        case "order.freight":
            return order.get("freight")
    return order.get(name)


def step(moment: datetime, name: str) -> Any:
    """The day, week or month of a moment by its first day; its weekday from 1, Monday."""
    day = moment.date()
    if name == "weekday":
        return day.isoweekday()
    if name == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if name == "month" else day


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
