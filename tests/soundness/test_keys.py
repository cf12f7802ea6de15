"""Keys that are empty, without a partner, or not what they were declared to be."""

from collections.abc import Callable

from semantic_layer.shop import Shop
from tests.soundness.world import money, one, rows, table, trap

Make = Callable[..., Shop]

ORPHANS = """
tables:
  customers:
    entities: {customer: {kind: primary, columns: id}}
    dimensions: {city: {}, named: {type: bool, expr: name is not null}}
  orders:
    entities:
      order: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
    time: paid_on
    dimensions: {paid_on: {type: date}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
  buyers: {table: orders, agg: count_distinct, expr: customer_id}
  customers: {table: customers, agg: count}
"""


def orphaned(shop: Make) -> Shop:
    """Two orders of nobody, one of a customer who is not in the table, one customer without one."""
    return shop(
        ORPHANS,
        customers=table("id int, city text, name text", (1, "上海", "王"), (2, "北京", None)),
        orders=table(
            "id int, customer_id int, amount decimal(12,2), paid_on date",
            (1, 1, "10.00", "2025-03-01"), (2, None, "20.00", "2025-03-01"),
            (3, None, "30.00", "2025-03-01"), (4, 99, "40.00", "2025-03-01"),
        ),
    )  # fmt: skip


@trap("NULL and orphan keys: their rows stay in the total")
def test_orphans_stay(shop: Make) -> None:
    made = orphaned(shop)
    assert one(made, "gmv", "orders") == (money("100.00"), 4)
    found = rows(made, "gmv", by=("customer.city",))
    assert found == [(None, money("90.00")), ("上海", money("10.00"))]


@trap("NULL keys do not meet each other")
def test_null_does_not_join_null(shop: Make) -> None:
    made = shop(
        ORPHANS,
        customers=table("id int, city text, name text", (1, "上海", "王"), (None, "无", "无")),
        orders=table(
            "id int, customer_id int, amount decimal(12,2), paid_on date",
            (1, None, "20.00", "2025-03-01"), (2, 1, "1.00", "2025-03-01"),
        ),
    )  # fmt: skip
    found = rows(made, "gmv", by=("customer.city",))
    assert found == [(None, money("20.00")), ("上海", money("1.00"))]


@trap("a customer without an id is nobody, not one buyer")
def test_null_ids_are_not_counted(shop: Make) -> None:
    """Customers 1 and 99; the two orders of nobody are no third buyer."""
    assert one(orphaned(shop), "buyers", "orders") == (2, 4)


@trap("not-conditions keep the rows without a partner")
def test_not_equal_keeps_orphans(shop: Make) -> None:
    made = orphaned(shop)
    not_shanghai = ({"field": "customer.city", "op": "!=", "values": ["上海"]},)
    not_these = ({"field": "customer.city", "op": "not_in", "values": ["上海", "北京"]},)
    assert one(made, "gmv", where=not_shanghai) == money("90.00")
    assert one(made, "gmv", where=not_these) == money("90.00")


@trap("members without a fact are not invented, and not lost from their own count")
def test_members_without_facts(shop: Make) -> None:
    made = orphaned(shop)
    assert one(made, "customers") == 2
    assert rows(made, "gmv", "customers", by=("customer.city",)) == [
        (None, money("90.00"), 0), ("上海", money("10.00"), 1), ("北京", 0, 1),
    ]  # fmt: skip


@trap("an expression over a joined row that is missing is empty, not false")
def test_expression_over_a_missing_partner(shop: Make) -> None:
    """`name is not null` of a customer who is not there: said of no customer."""
    found = rows(orphaned(shop), "orders", by=("named",))
    assert sum(row[1] for row in found) == 4
    assert (True, 1) in found
