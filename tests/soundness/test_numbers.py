"""Numbers as tables hold them: cents, big integers, divisions, text that looks like a number."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from semantic_layer.errors import WenshuError
from semantic_layer.shop import Shop
from tests.soundness.world import days, money, one, refused, rows, table, trap, unless_refused

Make = Callable[..., Shop]

MODEL = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {paid_on: {type: date}, paid: {type: bool}, level: {type: number}, paid_text: {expr: paid}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  qty: {table: orders, expr: qty}
  orders: {table: orders, agg: count}
  value: {table: orders, expr: qty * price, unit: money}
  qty_per_order: {type: ratio, numerator: qty, denominator: orders, unit: number}
  half: {type: derived, expr: "qty / 2"}
  dozens: {type: derived, expr: "qty / orders / 12"}
  weight: {table: orders, expr: amount}
"""
TYPES = {
    "amount": "decimal(12,2)", "qty": "int", "price": "decimal(12,2)", "paid": "bool", "level": "int",
}  # fmt: skip


def columns(**types: str) -> str:
    kinds = {**TYPES, **types}
    return ", ".join(["id int", *(f"{k} {t}" for k, t in kinds.items()), "paid_on date"])


def numbered(shop: Make, *found: tuple[Any, ...], model: str = MODEL, **types: str) -> Shop:
    """Orders of (amount, qty, price, paid, level) on one day, in columns of these types."""
    made = table(columns(**types), *((n, *row, "2025-03-01") for n, row in enumerate(found)))
    return shop(model, orders=made)


@trap("0.1 + 0.2 is 0.3, from binary floats too")
def test_tenths(shop: Make) -> None:
    for kind in ("double", "decimal(12,2)", "float"):
        made = numbered(
            shop, (0.1, 1, 0.1, True, 1), (0.2, 1, 0.2, True, 1), amount=kind, price=kind
        )
        assert one(made, "gmv", "value") == (money("0.30"), money("0.30")), kind


@trap("a cent a million times over")
def test_million_cents(shop: Make) -> None:
    """A million times 0.07 is 70,000.00; binary sums end on 70,000.0000008 or so."""
    for kind in ("double", "decimal(12,2)"):
        made = shop(
            MODEL,
            orders=table(
                columns(amount=kind),
                select="select range, 0.07, 1, 0.07, true, range % 3, date '2025-03-01' from range(1000000)",
            ),
        )
        found = one(made, "gmv", "value")
        assert found == (money("70000.00"), money("70000.00"))
        assert all(isinstance(v, Decimal) for v in found)
        parts = [row[1] for row in rows(made, "gmv", by=("level",))]
        assert sum(parts) == money("70000.00")


@trap("three thirds of a cent: amounts with more places than cents are added before they are cut")
def test_thirds(shop: Make) -> None:
    made = numbered(shop, *[("0.003333", 1, "0.01", True, 1)] * 3, amount="decimal(12,6)")
    assert one(made, "gmv") == money("0.009999")


@trap("numbers that are no money may be binary: the last digits are not shown")
def test_binary_number(shop: Make) -> None:
    made = numbered(shop, (0.1, 1, 1, True, 1), (0.2, 1, 1, True, 1), amount="double")
    assert one(made, "weight") == 0.3


@trap("one integer by another is not cut to a whole")
def test_integer_division(shop: Make) -> None:
    made = numbered(shop, (1, 3, 1, True, 1), (1, 4, 1, True, 1))
    assert one(made, "qty_per_order", "half") == (3.5, 3.5)
    assert round(one(made, "dozens"), 9) == round(3.5 / 12, 9)


@trap("integers beyond 64 bits")
def test_big_integers(shop: Make) -> None:
    """Two times 9,223,372,036,854,775,807 does not fit the column's own type."""
    made = numbered(shop, (1, 2**63 - 1, 1, True, 1), (1, 2**63 - 1, 1, True, 1), qty="bigint")
    assert one(made, "qty") == 2**64 - 2


@trap("a product that overflows its type is refused, not wrapped around")
def test_overflow(shop: Make) -> None:
    made = numbered(shop, (1, 2_000_000_000, 2_000_000_000, True, 1), price="int")
    with pytest.raises(WenshuError):
        one(made, "value")


@trap("negative amounts: sums, shares and order")
def test_negative(shop: Make) -> None:
    made = numbered(
        shop, ("-30.00", 1, 1, True, 1), ("10.00", 1, 1, True, 2), ("-1.00", 1, 1, True, 3)
    )
    assert one(made, "gmv") == money("-21.00")
    assert [r[0] for r in rows(made, "gmv", by=("level",))] == [2, 3, 1]
    assert [r[0] for r in rows(made, "gmv", by=("level",), order=("gmv",))] == [1, 3, 2]


@trap("infinity and not-a-number are not shown as numbers")
def test_not_finite(shop: Make) -> None:
    made = numbered(shop, (float("inf"), 1, 1, True, 1), (1.0, 1, 1, True, 1), amount="double")
    assert one(made, "weight") is None


@trap("booleans as text are text, and say so")
def test_boolean_text(shop: Make) -> None:
    made = numbered(
        shop, (1, 1, 1, "true", 1), (2, 1, 1, "false", 1), (4, 1, 1, "TRUE", 1), paid="text"
    )
    true = ({"field": "paid_text", "op": "=", "values": ["true"]},)
    assert one(made, "gmv", where=true) == money("1.00")
    said = ({"field": "paid", "op": "=", "values": [True]},)
    assert one(made, "gmv", where=said) == money("5.00")


@trap("a number said as text finds the number; a word for a number is refused")
def test_number_as_text(shop: Make) -> None:
    made = numbered(shop, (1, 1, 1, True, 10), (2, 1, 1, True, 9))
    assert one(made, "gmv", where=({"field": "level", "op": ">", "values": ["9"]},)) == money(
        "1.00"
    )
    assert (
        refused(made, "gmv", where=({"field": "level", "op": "=", "values": ["九"]},))
        == "bad_value"
    )


@trap("numbers kept as text do not sort or compare as text unseen")
def test_numbers_kept_as_text(shop: Make) -> None:
    """'10' < '9' as text. A dimension declared as a number over text: refused or right."""
    made = numbered(shop, (1, 1, 1, True, "10"), (2, 1, 1, True, "9"), level="text")
    where = ({"field": "level", "op": ">", "values": [9]},)
    found = unless_refused(made, ("bad_types",), "gmv", where=where)
    assert found is None or found == [(money("1.00"),)]


@trap("money kept as text is refused, not glued together")
def test_money_as_text(shop: Make) -> None:
    made = numbered(shop, ("1.00", 1, 1, True, 1), ("2.00", 1, 1, True, 1), amount="text")
    assert refused(made, "gmv") == "bad_types"


@trap("dates kept as text are refused, not compared letter by letter")
def test_dates_as_text(shop: Make) -> None:
    made = shop(
        """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {paid_on: {type: date}}
  ads:
    time: spent_on
    dimensions: {spent_on: {type: date}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  cost: {table: ads, expr: cost, unit: money}
""",
        orders=table(
            "id int, amount decimal(12,2), paid_on text",
            (1, "1.00", "2025/3/1"),
            (2, "2.00", "2025/12/1"),
        ),
        ads=table("cost decimal(12,2), spent_on date", ("1.00", "2025-03-01")),
    )
    with pytest.raises(WenshuError) as caught:
        one(made, "gmv", time=days("2025-03-01", "2025-03-31"))
    assert caught.value.code in ("bad_types", "data_differs")
    assert one(made, "cost", time=days("2025-03-01", "2025-03-31")) == money("1.00")


@trap("a median of cents, and of an even number of values")
def test_median_of_even(shop: Make) -> None:
    model = MODEL + "  middle: {table: orders, agg: median, expr: amount, unit: money}\n"
    made = numbered(shop, ("0.10", 1, 1, True, 1), ("0.25", 1, 1, True, 1), model=model)
    assert round(float(one(made, "middle")), 9) == 0.175
