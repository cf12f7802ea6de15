"""Order-level amounts by product: only by a rule of the shop, and never a cent more or less."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.soundness.world import money, one, refused, rows, table, trap

Make = Callable[..., Shop]

SHOP = """
tables:
  customers:
    entities: {customer: {kind: primary, columns: id}}
    dimensions: {city: {}}
  orders:
    label: {zh: 订单, en: orders}
    entities:
      order: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
    time: paid_on
    rows: [valid]
    segments: {valid: {expr: "kind = 'normal'"}}
    dimensions: {paid_on: {type: date}, platform: {}}
  items:
    label: {zh: 订单行, en: lines}
    entities:
      item: {kind: primary, columns: id}
      order: {kind: foreign, columns: order_id}
      product: {kind: foreign, columns: product_id}
    time: order.paid_on
    rows: [counted]
    segments: {counted: {expr: "order.kind = 'normal' and not gift"}}
  products:
    entities: {product: {kind: primary, columns: id}}
    dimensions: {product_name: {expr: name, label: {zh: 商品, en: product}}, category: {}}
  fees:
    entities: {fee: {kind: primary, columns: id}, order: {kind: foreign, columns: order_id}}
    time: order.paid_on
    rows: [order.valid]
    allocate: {to: items, by: pay}
metrics:
  freight: {label: {zh: 运费, en: freight}, table: orders, expr: freight, unit: money, allocate: {to: items, by: pay}}
  weight: {table: orders, expr: kilos, allocate: {to: items, by: qty}}
  plain: {label: {zh: 运费（不分摊）, en: plain freight}, table: orders, expr: freight, unit: money}
  fees: {table: fees, expr: amount, unit: money}
  fee_count: {table: fees, agg: count}
  goods: {label: {zh: 商品金额, en: goods}, table: items, expr: pay, unit: money}
  units: {table: items, expr: qty}
  freight_rate: {type: ratio, numerator: freight, denominator: goods}
  left: {type: derived, expr: goods - freight - fees, unit: money}
  freight_to_date: {type: cumulative, table: orders, expr: freight, unit: money}
roles:
  owner: {metrics: "*", dimensions: "*"}
  east: {metrics: "*", dimensions: "*", rows: {orders: "platform = 'east'", items: "order.platform = 'east'", fees: "order.platform = 'east'"}}
"""
ORDERS = "id int, customer_id int, kind text, platform text, freight decimal(12,2), kilos double, paid_on date"
ITEMS = "id int, order_id int, product_id int, pay decimal(12,2), qty int, gift bool"
ALL = {"start": "2025-03-01", "end": "2025-03-31"}


def made(shop: Make) -> Shop:
    """1: three alike lines share 10.00. 2: weights 0 and empty, so even. 3: no lines that count
    (a gift only). 4: one line. 5: a test order. 6: weights 90 : 10, a negative counts as nothing."""
    return shop(
        SHOP,
        customers=table("id int, city text", (1, "上海"), (2, "北京")),
        orders=table(
            ORDERS,
            (1, 1, "normal", "east", "10.00", 3.0, "2025-03-01"),
            (2, 2, "normal", "east", "5.01", 1.0, "2025-03-02"),
            (3, 1, "normal", "west", "7.00", 1.0, "2025-03-03"),
            (4, None, "normal", "west", "0.05", 0.5, "2025-03-03"),
            (5, 1, "test", "west", "99.00", 9.0, "2025-03-03"),
            (6, 2, "normal", "west", "-3.33", 2.0, "2025-03-04"),
        ),
        items=table(
            ITEMS,
            (11, 1, 1, "20.00", 1, False), (12, 1, 2, "20.00", 1, False), (13, 1, 3, "20.00", 1, False),
            (21, 2, 1, "0.00", 2, False), (22, 2, 2, None, 2, False),
            (31, 3, 1, "5.00", 1, True),
            (41, 4, 3, "8.00", 1, False),
            (51, 5, 1, "9.00", 1, False),
            (61, 6, 1, "90.00", 1, False), (62, 6, 2, "10.00", 1, False), (63, 6, 3, "-50.00", 1, False),
        ),
        products=table("id int, name text, category text", (1, "裙", "衣"), (2, "衫", "衣"), (3, "帽", "饰")),
        fees=table(
            "id int, order_id int, amount decimal(12,2)",
            (1, 1, "1.00"), (2, 1, "0.01"), (3, 4, "2.00"), (4, 3, "4.00"), (5, None, "8.00"),
        ),
    )  # fmt: skip


@trap("an order's freight by product, by a rule of the shop")
def test_by_weight(shop: Make) -> None:
    """裙 3.33 + 2.51 (half of 5.01, rounded up) - 3.00; 衫 3.34 + 2.50 - 0.33; 帽 3.33 + 0.05.

    The marks of order 1 are 3.33, 6.67 and 10.00; of order 2 2.51 and 5.01; of order 6 -3.00, -3.33.
    """
    found = dict(rows(made(shop), "freight", by=("product_name",), time=ALL))
    assert found == {
        "裙": money("2.84"), "衫": money("5.51"), "帽": money("3.38"), None: money("7.00"),
    }  # fmt: skip


@trap("allocated parts add up to the whole")
def test_adds_up(shop: Make) -> None:
    opened = made(shop)
    whole = one(opened, "plain", time=ALL)
    assert whole == money("18.73")
    assert one(opened, "freight", time=ALL) == whole
    for by in (
        ("product_name",),
        ("category",),
        ("day", "product_name"),
        ("customer.city", "category"),
    ):
        assert sum(row[-1] for row in rows(opened, "freight", by=by, time=ALL)) == whole
    split = [
        one(opened, "freight", time=ALL, where=({"field": "category", "op": op, "values": ["衣"]},))
        for op in ("=", "!=")
    ]
    assert sum(split) == whole


@trap("split by what the order itself has, an order's freight is as it is")
def test_without_lines(shop: Make) -> None:
    opened = made(shop)
    query = MetricQuery.model_validate({"metrics": ("freight",), "by": ("platform",), "time": ALL})
    assert "items" not in opened.compile(query).sql
    assert rows(opened, "freight", by=("platform",), time=ALL) == rows(
        opened, "plain", by=("platform",), time=ALL
    )


@trap("the answer says by which rule an amount was split")
def test_note(shop: Make) -> None:
    opened = made(shop)
    ask = {"metrics": ("freight",), "by": ("product_name",), "time": ALL}
    notes = [n.zh for n in opened.query(MetricQuery.model_validate(ask)).notes]
    assert notes == [
        "运费按订单行的商品金额占比分摊（同一订单的各份相加等于原数；全为 0 时平分，没有行的归到“（未填写）”）"
    ]
    ask["by"] = ("platform",)
    assert not opened.query(MetricQuery.model_validate(ask)).notes


@trap("what is not money is split as it is")
def test_kilos(shop: Make) -> None:
    found = dict(rows(made(shop), "weight", by=("product_name",), time=ALL))
    assert found == pytest.approx(
        {"裙": 1 + 0.5 + 2 / 3, "衫": 1 + 0.5 + 2 / 3, "帽": 1 + 0.5 + 2 / 3, None: 1.0}
    )


@trap("fees of an order by product: both hang on the order")
def test_fees(shop: Make) -> None:
    """1.01 over three lines (0.33 0.34 0.33 and 0.00 0.01 0.00), 2.00 to 帽, 12.00 to nothing."""
    opened = made(shop)
    found = dict(rows(opened, "fees", by=("product_name",), time=ALL))
    assert found == {
        "裙": money("0.33"),
        "衫": money("0.35"),
        "帽": money("2.33"),
        None: money("4.00"),
    }
    assert refused(opened, "fee_count", by=("product_name",), time=ALL) == "unreachable"


@trap("ratios and differences of allocated amounts stand on the same parts")
def test_made_of_parts(shop: Make) -> None:
    opened = made(shop)
    found = {
        r[0]: r[1:] for r in rows(opened, "left", "freight_rate", by=("product_name",), time=ALL)
    }
    assert found["帽"] == (
        money("-22.00") - money("3.38") - money("2.33"),
        pytest.approx(3.38 / -22),
    )
    assert found[None][0] == -money("11.00")


@trap("several comparisons of an allocated amount")
def test_compared(shop: Make) -> None:
    opened = made(shop)
    time = {"start": "2025-03-02", "end": "2025-03-02"}
    found = rows(
        opened, "freight", by=("product_name",), time=time, compare=({"kind": "previous"},)
    )
    assert {r[0]: r[1:3] for r in found} == {
        "裙": (money("2.51"), money("3.33")), "衫": (money("2.50"), money("3.34")),
        "帽": (0, money("3.33")),
    }  # fmt: skip


@trap("an amount without a rule is not split, nor one that runs over time")
@pytest.mark.parametrize("metric", ["plain", "freight_to_date"])
def test_refused(shop: Make, metric: str) -> None:
    assert refused(made(shop), metric, by=("product_name", "day"), time=ALL) == "fan_out"


@trap("only a sum is split: the mean of an allocated amount's rows is refused")
@pytest.mark.parametrize("agg", ["avg", "max", "count"])
def test_other_aggregates(shop: Make, agg: str) -> None:
    define = [{"name": "own", "metric": "freight", "agg": agg}]
    assert refused(made(shop), "own", define=define, by=("product_name",), time=ALL) == "fan_out"


@trap("a role's rows are split as if there were no others")
def test_roles(shop: Make) -> None:
    found = dict(rows(made(shop), "freight", by=("product_name",), time=ALL, role="east"))
    assert found == {"裙": money("5.84"), "衫": money("5.84"), "帽": money("3.33")}


@trap("two lines of one key have no order, so nothing is split by them")
def test_lines_without_an_order(shop: Make) -> None:
    opened = shop(
        SHOP,
        customers=table("id int, city text"),
        orders=table(ORDERS, (1, 1, "normal", "east", "10.00", 3.0, "2025-03-01")),
        items=table(ITEMS, (11, 1, 1, "20.00", 1, False), (11, 1, 2, "20.00", 1, False)),
        products=table("id int, name text, category text", (1, "裙", "衣")),
        fees=table("id int, order_id int, amount decimal(12,2)"),
    )
    assert refused(opened, "freight", by=("product_name",), time=ALL) == "false_key"


@trap("a refused split names the metrics of the lines, and the rule that would allow it")
def test_choices(shop: Make) -> None:
    with pytest.raises(QueryError) as caught:
        rows(made(shop), "plain", by=("product_name",), time=ALL)
    assert caught.value.choices == ("goods",)
    assert caught.value.sentence("zh") == (
        "“运费（不分摊）”不能按“商品”拆分：一行“订单”对应多个“商品”，拆开会重复计算。可以改用本来就在这一层的指标：“商品金额”。"
        "也可以只看含有某个“商品”的那些“订单”（几个“商品”之间不能相加）。"
        "要分摊到“订单行”，先在模型里给它写 allocate: {to: items, by: 权重列}。"
    )
    assert caught.value.sentence("en").startswith(
        "'plain freight' cannot be split by 'product': one row of 'orders'"
    )


@trap("the orders that hold a product, whole: another number, by its own way of asking")
def test_orders_that_hold_it(shop: Make) -> None:
    """Hats stand in orders 1, 4 and 6: 10.00 + 0.05 - 3.33 of freight."""
    given = ({"field": "product_name", "op": "=", "values": ["帽"]},)
    holding = ({"field": "units", "op": ">", "values": [0], "per": "order", "given": given},)
    assert one(made(shop), "plain", time=ALL, where=holding) == money("6.72")


LINE = st.tuples(
    st.integers(1, 4), st.integers(1, 3),
    st.one_of(st.none(), st.decimals(-5, 10**6, places=2), st.just(Decimal(0))), st.booleans(),
)  # fmt: skip
FREIGHTS = st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=4, max_size=4)


@trap("allocated parts add up to the whole, whatever the weights")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(freights=FREIGHTS, lines=st.lists(LINE, max_size=25))
def test_conserved(shop: Make, freights: list[Decimal], lines: list[Any]) -> None:
    """Of each order the parts add up to its freight, each within a cent of its exact weight."""
    opened = _world(shop)
    with opened.engine._connection.cursor() as data:
        _fill(data, freights, lines)
        by_order = opened.compile(_ask("order", "product_name")).compact_sql
        by_product = opened.compile(_ask("product_name")).compact_sql
        parts = data.execute(by_order).fetchall()
        assert sum(row[-1] for row in data.execute(by_product).fetchall()) == sum(freights)
    for number, freight in enumerate(freights, 1):
        found = {name: value for order, name, value in parts if order == number}
        assert sum(found.values()) == freight
        for name, exact in _exact(number, freight, lines).items():
            assert abs(found[name] - exact) <= Decimal("0.01") * len(lines) + Decimal(
                "0.0001"
            ) * abs(freight)


def _ask(*by: str) -> MetricQuery:
    return MetricQuery(metrics=("freight",), by=by)


def _world(shop: Make) -> Shop:
    """Temporary tables stand before those of the file, which is opened read-only."""
    if not hasattr(shop, "world"):
        shop.world = made(shop)  # type: ignore[attr-defined]
    return shop.world  # type: ignore[attr-defined, no-any-return]


def _fill(data: Any, freights: list[Decimal], lines: list[Any]) -> None:
    data.execute(f"CREATE OR REPLACE TEMP TABLE orders ({ORDERS})")
    data.execute(f"CREATE OR REPLACE TEMP TABLE items ({ITEMS})")
    for number, freight in enumerate(freights, 1):
        values = (number, 1, "normal", "east", freight, 1.0, "2025-03-01")
        data.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    for number, (order, product, pay, gift) in enumerate(lines, 1):
        values = (number, order, product, pay, 1, gift)
        data.execute("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?)", values)


def _exact(order: int, freight: Decimal, lines: list[Any]) -> dict[str | None, Decimal]:
    """The freight by product as fractions say it."""
    mine = [(p, max(pay or 0, 0)) for o, p, pay, gift in lines if o == order and not gift]
    if not mine:
        return {None: freight}
    total = sum(Fraction(w) for _, w in mine)
    exact: dict[str | None, Fraction] = {}
    for product, weight in mine:
        share = Fraction(weight) / total if total else Fraction(1, len(mine))
        name = {1: "裙", 2: "衫", 3: "帽"}[product]
        exact[name] = exact.get(name, Fraction(0)) + Fraction(freight) * share
    return {k: Decimal(v.numerator) / Decimal(v.denominator) for k, v in exact.items()}
