"""Exports with the traps of real ones: the numbers are right, or nothing is claimed."""

from pathlib import Path

import pytest

from semantic_layer.query import MetricQuery
from tests.semantic_layer.drafting import messy
from tests.semantic_layer.drafting.conftest import Make


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def test_an_order_report_with_amounts_on_every_line(make: Make, files: Path) -> None:
    truth = messy.taobao(files)
    made = make(files)
    assert made.value("gmv") == truth["gmv"]
    assert made.value("orders") == truth["orders"]
    assert made.value("buyers") == 90
    assert {"repeated_amount", "rows_apart", "totals"} <= made.codes
    assert {"order", "line", "product", "customer"} <= set(made.draft.concepts)
    personal = {d.id for d in made.shop.model.dimensions.values() if d.pii}
    assert personal == {"order.customer_name", "order.phone", "order.address"}
    assert made.shop.model.currency == "CNY"
    assert "currency" not in made.codes, "the header says 元"


def test_cancelled_orders_count_when_she_says_so(make: Make, files: Path) -> None:
    truth = messy.taobao(files)
    assert make(files, answers={"cancelled": "in"}).value("gmv") > truth["gmv"]


def test_a_customer_number_made_for_each_order(make: Make, files: Path) -> None:
    messy.per_order_customers(files)
    made = make(files)
    assert made.draft.concepts["order"]["customer"] == "customer.customer_unique_id"
    assert "customer_per_order" in made.codes
    assert made.value("buyers") == 120
    assert made.value("gmv") == pytest.approx(
        sum(10 + (n + i) % 40 + 0.9 for n in range(300) if n % 25 for i in range(1 + n % 2))
    )
    assert made.joins == {
        ("order_lines", "order_id", "orders"),
        ("order_lines", "product_id", "products"),
        ("orders", "customer_id", "customers"),
    }


def test_without_the_real_customer_none_is_claimed(make: Make, files: Path) -> None:
    messy.per_order_customers(files)
    (files / "customers.csv").unlink()
    made = make(files)
    assert "no_customer" in made.codes
    assert "buyers" not in made.shop.model.metrics
    assert "repeat_rate" not in made.shop.model.metrics


def test_a_daily_report_of_finished_figures(make: Make, files: Path) -> None:
    truth = messy.shop_report(files)
    made = make(files)
    assert set(made.draft.concepts) == {"daily_report"}
    assert made.value("reported_gmv") == truth["value"]
    reported = {m.name: m.measure.agg for m in made.shop.model.metrics.values() if m.measure}
    for name in ("visitors", "report_buyers", "pay_rate", "spend_per_buyer", "cart_users"):
        assert reported[f"daily_report_{name}"] == "reported", name
    days = made.shop.query(MetricQuery(metrics=("daily_report_visitors",), by=("day",))).rows
    assert float(days[0][1]) == truth["first_uv"]


def test_running_totals_are_not_added(make: Make, files: Path) -> None:
    messy.counters(files)
    made = make(files)
    assert "cumulative" in made.codes
    assert made.value("粉丝_累计粉丝数") == (1000 + 37 * 19) + (1000 + 37 * 19 * 2)
    assert made.value("粉丝_互动次数") == sum(
        50 + (n * 7 + r) % 11 for n in range(20) for r in range(2)
    )


def test_order_numbers_that_customers_share(make: Make, files: Path) -> None:
    messy.shared_order_ids(files)
    made = make(files)
    assert "shared_orders" in made.codes
    assert made.value("orders") == 200
    assert made.value("gmv") == 200 * 21


def test_two_ways_to_one_table(make: Make, files: Path) -> None:
    messy.transfers(files)
    made = make(files)
    assert made.joins == {
        ("transfers", "from_store_id", "stores"),
        ("transfers", "to_store_id", "stores"),
    }
    rows = made.shop.query(
        MetricQuery(metrics=("transfers_rows",), by=("from_store_id.store_name",))
    ).rows
    assert len(rows) == 12


def test_five_date_forms_in_one_column(make: Make, files: Path) -> None:
    messy.dates(files)
    made = make(files)
    assert {"date_forms", "day_month"} <= made.codes
    assert str(made.shop.first_day) == "2025-03-01"
    assert made.value("orders") == 60
    other = make(files, answers={"day_month": "month"})
    assert "%m/%d/%Y" in (other.folder / "sources.yml").read_text(encoding="utf-8")


def test_every_guess_stands_in_the_yaml(make: Make, files: Path) -> None:
    messy.taobao(files)
    made = make(files)
    text = (made.folder / "tables.yml").read_text(encoding="utf-8")
    assert (
        text.count("猜测")
        == sum(g.code in ("rows_apart", "below_zero") for g in made.draft.guesses) + 1
    )


def test_months_that_overlap_are_counted_once(make: Make, files: Path) -> None:
    orders = messy.months(files)
    made = make(files)
    assert [t.name for t in made.draft.tables] == ["orders"]
    assert "overlap" in made.codes
    assert made.value("orders") == orders
    assert made.value("gmv") == 10 * orders
    sources = (made.folder / "sources.yml").read_text(encoding="utf-8")
    assert "订单_*-*.csv" in sources, "next month's file is read, too"


def test_amounts_in_no_known_currency_carry_no_sign(make: Make, files: Path) -> None:
    messy.shared_order_ids(files)
    made = make(files)
    assert "currency_unknown" in made.codes
    assert made.shop.model.currency == "XXX"
    assert make(files, answers={"currency": "EUR"}).shop.model.currency == "EUR"


def test_prices_keep_all_their_places(make: Make, files: Path) -> None:
    rows = [(f"A{n}", "2025-03-01", "P1", 1, "1.00" if n != 5500 else "0.125") for n in range(6000)]
    messy.write_csv(
        files / "lines.csv",
        ["order_id", "order_date", "product_id", "quantity", "unit_price"],
        [*rows, rows[0]],
    )
    assert make(files).value("gmv") == 6000.125
