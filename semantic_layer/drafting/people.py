"""Who bought, and what one order is: keys that look right and are not."""

from semantic_layer.drafting.draft import Draft, Planned
from semantic_layer.drafting.keys import distinct
from semantic_layer.drafting.reading import Column
from semantic_layer.sources.readers.scan import quoted

__all__ = ["customer_of", "order_key"]

_EACH = 0.98
_FEW = 30
_SHARED = 0.01


def customer_of(draft: Draft, home: Planned) -> str:
    """The key of who bought, in the YAML's words; "" when there is none that may be counted.

    A key with as many values as there are orders is made for each order (Olist's customer_id): with
    it nobody ever buys twice. Where another column has fewer, that is the customer, else none is.
    """
    order = home.known.first("order_id")
    columns = home.known.all("customer_id") or [
        c for c in home.known.all("phone") if c.reading.shape == "phone"
    ]
    columns = [c for c in columns if home.holds(c)]
    if not columns or order is None:
        return ""
    orders = distinct(draft.survey.connection, home.known.table, (order.name,))
    counts = {c.name: _distinct(draft, home, c) for c in columns}
    able = [c for c in columns if orders < _FEW or counts[c.name] < _EACH * orders]
    for column in [c for c in columns if c not in able]:
        better = able[0].header if able else ""
        better = better or _beyond(draft, home, column, orders)
        code = "customer_per_order" if better else "no_customer"
        draft.guess(code, home.name, column=column.header, orders=orders, better=better)
        if not able and better:
            return better
    if not able:
        return ""
    if len(able) > 1:
        draft.guess(
            "several_customers",
            home.name,
            columns="、".join(c.header for c in able),
            column=able[0].header,
        )
    if able[0].role == "phone":
        draft.guess("customer_by_phone", home.name, column=able[0].header)
    return _key(home, able[0])


def _key(home: Planned, column: Column) -> str:
    for entity, (own, _) in home.foreign.items():
        if own == column.name:
            return entity
    return f"{home.entity}.{column.name}"


def _distinct(draft: Draft, home: Planned, column: Column) -> int:
    row = draft.survey.connection.execute(
        f"SELECT count(DISTINCT {quoted(column.name)}) FROM {home.relation}"
    ).fetchone()
    return int(row[0]) if row else 0


def _beyond(draft: Draft, home: Planned, column: Column, orders: int) -> str:
    """A customer's key in the table that the per-order key leads to, with fewer values than orders."""
    for entity, (own, to) in home.foreign.items():
        other = next((t for t in draft.tables if t.entity == (to or entity)), None)
        if own != column.name or other is None:
            continue
        for candidate in other.known.all("customer_id"):
            counted = other.known.table.counted[candidate.name]
            if (candidate.name,) != other.key and counted.distinct < _EACH * orders:
                return f"{other.entity}.{candidate.name}"
    return ""


def order_key(draft: Draft, lines: Planned, order: Column) -> str:
    """What tells orders apart among lines: their id, or with whose it is where ids are shared."""
    customer = lines.known.first("customer_id")
    if customer is None:
        return f"{lines.entity}.{order.name}"
    row = draft.survey.connection.execute(
        f"SELECT count(*), count(*) FILTER (n > 1) FROM (SELECT count(DISTINCT {quoted(customer.name)}) AS n "
        f"FROM {lines.relation} WHERE {quoted(order.name)} IS NOT NULL GROUP BY {quoted(order.name)})"
    ).fetchone()
    orders, shared = row or (0, 0)
    if shared:
        draft.guess("shared_orders", lines.name, column=order.header, orders=orders, shared=shared)
    if shared < _SHARED * orders or not shared:
        return f"{lines.entity}.{order.name}"
    name = f"{order.name}_of_customer"
    lines.extra[name] = (
        f"concat({quoted(order.name)}, ' / ', coalesce({quoted(customer.name)}, ''))"
    )
    return f"{lines.entity}.{name}"
