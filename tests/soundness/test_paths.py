"""One thing in two roles, and two ways to one thing."""

from collections.abc import Callable

from semantic_layer.shop import Shop
from tests.soundness.world import money, one, refused, rows, table, trap

Make = Callable[..., Shop]

ROLES = """
tables:
  addresses:
    entities: {address: {kind: primary, columns: id}}
    dimensions: {city: {}}
  orders:
    entities:
      order: {kind: primary, columns: id}
      ship_to: {kind: foreign, columns: ship_to_id, to: address}
      bill_to: {kind: foreign, columns: bill_to_id, to: address}
    time: paid_on
    dimensions: {paid_on: {type: date}}
  refunds:
    entities:
      refund: {kind: primary, columns: id}
      order: {kind: foreign, columns: order_id}
    time: at_day
    dimensions: {at_day: {type: date}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  refunds: {table: refunds, expr: amount, unit: money}
"""


def addressed(shop: Make) -> Shop:
    return shop(
        ROLES,
        addresses=table("id int, city text", (1, "上海"), (2, "北京")),
        orders=table(
            "id int, ship_to_id int, bill_to_id int, amount decimal(12,2), paid_on date",
            (1, 1, 2, "10.00", "2025-03-01"), (2, 1, 1, "20.00", "2025-03-01"),
            (3, 2, None, "40.00", "2025-03-01"),
        ),
        refunds=table(
            "id int, order_id int, amount decimal(12,2), at_day date",
            (1, 1, "5.00", "2025-03-02"), (2, 2, "7.00", "2025-03-02"),
        ),
    )  # fmt: skip


@trap("two roles of one thing: ship-to and bill-to city")
def test_roles(shop: Make) -> None:
    made = addressed(shop)
    assert rows(made, "gmv", by=("ship_to.city",)) == [
        ("北京", money("40.00")), ("上海", money("30.00")),
    ]  # fmt: skip
    assert rows(made, "gmv", by=("bill_to.city",)) == [
        (None, money("40.00")), ("上海", money("20.00")), ("北京", money("10.00")),
    ]  # fmt: skip
    assert rows(made, "gmv", by=("ship_to.city", "bill_to.city")) == [
        ("北京", None, money("40.00")), ("上海", "上海", money("20.00")),
        ("上海", "北京", money("10.00")),
    ]  # fmt: skip


@trap("two roles of one thing: the bare name is refused with both as choices")
def test_role_must_be_said(shop: Make) -> None:
    made = addressed(shop)
    assert refused(made, "gmv", by=("city",)) == "ambiguous_dimension"
    assert refused(made, "gmv", by=("address.city",)) == "ambiguous_dimension"
    assert refused(made, "gmv", where=("city = '上海'",)) == "ambiguous_dimension"


@trap("two roles of one thing: filter by one, group by the other")
def test_filter_one_role_group_by_the_other(shop: Make) -> None:
    where = ({"field": "ship_to.city", "op": "=", "values": ["上海"]},)
    found = rows(addressed(shop), "gmv", "refunds", by=("bill_to.city",), where=where)
    assert found == [
        ("上海", money("20.00"), money("7.00")), ("北京", money("10.00"), money("5.00")),
    ]  # fmt: skip


PATHS = """
tables:
  regions:
    entities: {region: {kind: primary, columns: id}}
    dimensions: {region_name: {}}
  shops:
    entities:
      store: {kind: primary, columns: id}
      region: {kind: foreign, columns: region_id}
  customers:
    entities:
      customer: {kind: primary, columns: id}
      region: {kind: foreign, columns: region_id}
  orders:
    entities:
      order: {kind: primary, columns: id}
      store: {kind: foreign, columns: store_id}
      customer: {kind: foreign, columns: customer_id}
    time: paid_on
    dimensions: {paid_on: {type: date}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
"""


@trap("two equally short paths to one thing")
def test_two_paths(shop: Make) -> None:
    """The store's region or the customer's: each once, never both, never either at a guess."""
    made = shop(
        PATHS,
        regions=table("id int, region_name text", (1, "华东"), (2, "华北")),
        shops=table("id int, region_id int", (1, 1)),
        customers=table("id int, region_id int", (1, 1), (2, 2)),
        orders=table(
            "id int, store_id int, customer_id int, amount decimal(12,2), paid_on date",
            (1, 1, 1, "10.00", "2025-03-01"), (2, 1, 2, "20.00", "2025-03-01"),
        ),
    )  # fmt: skip
    assert refused(made, "gmv", by=("region_name",)) == "ambiguous_dimension"
    assert refused(made, "gmv", by=("region.region_name",)) == "ambiguous_dimension"
    assert rows(made, "gmv", by=("store.region.region_name",)) == [("华东", money("30.00"))]
    assert rows(made, "gmv", by=("customer.region.region_name",)) == [
        ("华北", money("20.00")), ("华东", money("10.00")),
    ]  # fmt: skip


@trap("a third table at the end of two chains does not double a sum")
def test_double_count_through_two_paths(shop: Make) -> None:
    """Lines reach customers through orders and through gifts: filtering by one joins one only."""
    made = shop(
        """
tables:
  people:
    entities: {person: {kind: primary, columns: id}}
    dimensions: {city: {}}
  orders:
    entities:
      order: {kind: primary, columns: id}
      buyer: {kind: foreign, columns: buyer_id, to: person}
      friend: {kind: foreign, columns: friend_id, to: person}
    time: paid_on
    dimensions: {paid_on: {type: date}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
""",
        people=table("id int, city text", (1, "上海"), (2, "上海"), (3, "北京")),
        orders=table(
            "id int, buyer_id int, friend_id int, amount decimal(12,2), paid_on date",
            (1, 1, 2, "10.00", "2025-03-01"), (2, 3, 1, "20.00", "2025-03-01"),
        ),
    )  # fmt: skip
    both = ("buyer.city = '上海' or friend.city = '上海'",)
    assert one(made, "gmv", where=both) == money("30.00")
    assert one(made, "gmv", where=("buyer.city = '上海' and friend.city = '上海'",)) == money(
        "10.00"
    )
