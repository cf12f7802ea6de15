"""Export forms of the platforms, with headers as they come, and what is made of them."""

from pathlib import Path

import pytest

from semantic_layer.drafting.platforms import signature_of
from tests.semantic_layer.drafting.conftest import Make
from tests.semantic_layer.drafting.messy import write_csv

REPORTS = {
    "生意参谋": (
        "统计日期,访客数,浏览量,支付买家数,支付金额,支付转化率,客单价",
        "{d},120,400,6,600.00,5.00%,100.00",
    ),
    "京东商智": (
        "日期,浏览量,访客数,成交客户数,成交单量,成交金额,成交转化率,客单价",
        "{d},400,120,6,7,600.00,5.00%,100.00",
    ),
    "抖音罗盘": (
        "日期,成交金额,成交人数,成交订单数,商品曝光人数,商品点击人数,客单价",
        "{d},600.00,6,7,900,120,100.00",
    ),
    "拼多多": (
        "统计时间,店铺访客数,店铺浏览量,成交买家数,成交订单数,成交金额,成交转化率,客单价",
        "{d},120,400,6,7,600.00,5.00%,100.00",
    ),
    "有赞": (
        "日期,访客数,浏览量,付款人数,付款订单数,付款金额,客单价",
        "{d},120,400,6,7,600.00,100.00",
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_shop_report(name: str, make: Make, tmp_path: Path) -> None:
    header, row = REPORTS[name]
    days = [row.format(d=f"2025-03-{n:02d}").split(",") for n in range(1, 21)]
    path = write_csv(tmp_path / "下载.csv", header.split(","), days, "gbk")
    made = make(path)
    slots = made.draft.concepts["daily_report"]
    assert {"entity", "time", "buyers", "value"} <= set(slots)
    assert made.value("reported_gmv") == 12000
    form = made.draft.tables[0].form
    assert form is not None
    assert name in form.zh
    finished = {
        m.measure.expr.strip('"'): m.measure.agg
        for m in made.shop.model.metrics.values()
        if m.measure and m.origin == "shop"
    }
    for column in made.draft.tables[0].columns:
        if column.header in (
            "访客数",
            "店铺访客数",
            "支付转化率",
            "成交转化率",
            "客单价",
            "成交人数",
            "商品曝光人数",
        ):
            assert finished[column.name] == "reported", column.header


def test_items_never_add_up_to_the_shop(make: Make, tmp_path: Path) -> None:
    header = [
        "统计日期",
        "商品ID",
        "商品名称",
        "商品访客数",
        "商品加购件数",
        "支付买家数",
        "支付金额",
    ]
    rows = [
        (f"2025-03-{d:02d}", f"8{i:03d}", f"连衣裙{i}", 50 + i, i, 3, "30.00")
        for d in range(1, 15)
        for i in range(6)
    ]
    made = make(write_csv(tmp_path / "商品.csv", header, rows))
    assert "daily_report" not in made.draft.concepts
    assert "reported_gmv" not in made.shop.model.metrics
    (money,) = [
        m for m in made.shop.model.metrics.values() if m.measure and "pay_amount" in m.measure.expr
    ]
    assert money.label.zh.startswith("生意参谋·商品日报")


SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Total,Discount Amount,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Phone,Billing City"
)


def test_shopify_orders_say_the_total_on_the_first_line_only(make: Make, tmp_path: Path) -> None:
    rows = []
    for n in range(60):
        email, at = f"c{n % 20}@example.com", f"2025-03-{1 + n % 28:02d} 10:00:00"
        status = "refunded" if n % 30 == 3 else "paid"
        first = [f"#{1000 + n}", email, status, at, "USD", "30.00", "5.00", "35.00", "0.00", at]
        rows.append(
            [*first, 1, "Mug", "10.00", "MUG", f"Ann {n % 20}", f"'1555000{n % 20:04d}", "Austin"]
        )
        rows.append([first[0], email, *[""] * 8, 2, "Cup", "10.00", "CUP", "", "", ""])
    made = make(write_csv(tmp_path / "orders_export.csv", SHOPIFY.split(","), rows))
    assert made.shop.model.currency == "USD"
    personal = {d.id.split(".")[-1] for d in made.shop.model.dimensions.values() if d.pii}
    assert {"email", "billing_name", "billing_phone"} <= personal
    assert made.value("orders") == 60
    assert made.value("gmv") == 60 * 35


def test_every_signature_is_told_from_the_others() -> None:
    for name, (header, _) in REPORTS.items():
        found = signature_of(header.split(","))
        assert found is not None
        assert name in found.label.zh
    assert signature_of(["id", "name"]) is None
