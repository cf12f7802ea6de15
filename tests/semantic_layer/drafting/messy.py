"""Exports of shops that never were, with the traps of real ones; every number can be told by hand."""

import csv
import datetime as dt
import io
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = Sequence[object]
FIRST = dt.datetime(2025, 3, 1, 9, 0)


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Row], encoding: str = "utf-8"
) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def taobao(folder: Path) -> dict[str, float]:
    """An order report in GBK, with a line for each item and the order's amount on each of them."""
    header = [
        "订单编号", "买家会员名", "收货人姓名", "联系手机", "收货地址 ", "订单状态", "订单付款时间", "买家实际支付金额(元)", "买家应付邮费",
        "商品ID", "宝贝标题", "购买数量", "商品金额/元", "订单类型",
    ]  # fmt: skip
    rng, lines, paid, orders = random.Random(1), [], 0.0, 0
    for n in range(400):
        status = "交易关闭" if n % 20 == 0 else "等待买家付款" if n % 33 == 0 else "交易成功"
        kind = "补单" if n % 50 == 7 else "普通"
        moment = FIRST + dt.timedelta(hours=5 * n)
        at = "" if status == "等待买家付款" else moment.strftime("%Y/%m/%d %H:%M")
        items = [
            (rng.randrange(30), rng.randint(1, 3), rng.randint(10, 90)) for _ in range(1 + n % 3)
        ]
        total = sum(q * price for _, q, price in items) + 5
        if status == "交易成功" and kind == "普通":
            paid, orders = paid + total, orders + 1
        for product, q, price in items:
            buyer = f"tb买家{n % 90}"
            lines.append(
                (f"=\"22{n:017d}\"", buyer, f"张{n % 90}", f"1390000{n % 90:04d}", f"浙江省杭州市某路{n % 90}号", status, at,
                 f"{total:,.2f}", "5.00", f"SP{product:04d}", f"连衣裙 {product} 号", q, f"{q * price:.2f}", kind)
            )  # fmt: skip
    foot = ("合计", "", "", "", "", "", "", "99,999.00", "", "", "", "", "", "")
    write_csv(folder / "ExportOrderList2025.csv", header, [*lines, foot], "gbk")
    return {"gmv": paid, "orders": orders}


def per_order_customers(folder: Path) -> None:
    """Orders whose customer_id is made for each order; customers say who it really is."""
    orders, customers, items = [], [], []
    for n in range(300):
        moment = FIRST + dt.timedelta(hours=3 * n)
        orders.append(
            (f"o{n:05d}", f"c{n:05d}", "delivered" if n % 25 else "canceled", moment.isoformat(" "))
        )
        customers.append((f"c{n:05d}", f"u{n % 120:04d}", "sao paulo" if n % 2 else "rio"))
        items += [
            (f"o{n:05d}", i + 1, f"p{(n + i) % 40:03d}", f"{10 + (n + i) % 40}.90", "3.50")
            for i in range(1 + n % 2)
        ]
    write_csv(
        folder / "orders.csv",
        ["order_id", "customer_id", "order_status", "order_purchase_timestamp"],
        orders,
    )
    write_csv(
        folder / "customers.csv", ["customer_id", "customer_unique_id", "customer_city"], customers
    )
    write_csv(
        folder / "order_items.csv",
        ["order_id", "order_item_id", "product_id", "price", "freight_value"],
        items,
    )
    write_csv(
        folder / "products.csv",
        ["product_id", "product_category_name"],
        [(f"p{n:03d}", f"cat{n % 5}") for n in range(40)],
    )


def shop_report(folder: Path) -> dict[str, float]:
    """A daily report as 生意参谋 gives it: people and rates that are finished figures."""
    rows, money = [], 0.0
    for n in range(30):
        day = dt.date(2025, 3, 1) + dt.timedelta(days=n)
        uv, buyers = 900 + 13 * n % 170, 40 + 7 * n % 19
        amount = buyers * 88.5
        money += amount
        rows.append(
            (
                day.isoformat(),
                f"{uv:,}",
                uv * 3,
                buyers,
                f"{amount:,.2f}",
                f"{buyers / uv:.2%}",
                "88.50",
                f"{n * 5 % 31}",
            )
        )
    header = [
        "统计日期",
        "访客数",
        "浏览量",
        "支付买家数",
        "支付金额",
        "支付转化率",
        "客单价",
        "加购人数",
    ]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["生意参谋 店铺概况"], ["导出时间：2025-04-01"], header, *rows])
    (folder / "店铺日报.csv").write_bytes(text.getvalue().encode("gbk"))
    return {"value": money, "first_uv": 900.0}


def counters(folder: Path) -> None:
    """Followers and units sold so far: numbers that only grow, by live room and day."""
    rows = []
    for n in range(20):
        day = dt.date(2025, 3, 1) + dt.timedelta(days=n)
        rows += [
            (day, room, 1000 + 37 * n * (r + 1), 50 + (n * 7 + r) % 11)
            for r, room in enumerate(("一号间", "二号间"))
        ]
    write_csv(folder / "粉丝.csv", ["日期", "直播间", "累计粉丝数", "互动次数"], rows)


def shared_order_ids(folder: Path) -> None:
    """Every customer's orders are numbered from 1."""
    rows = []
    for customer in range(40):
        for order in range(1, 6):
            moment = FIRST + dt.timedelta(hours=customer + 7 * order)
            rows += [
                (
                    order,
                    f"K{customer:03d}",
                    moment.strftime("%Y-%m-%d %H:%M:%S"),
                    f"G{item}",
                    1,
                    10 + item,
                )
                for item in range(2)
            ]
    write_csv(
        folder / "sales.csv",
        ["order_no", "customer_id", "order_date", "product_id", "quantity", "unit_price"],
        rows,
    )


def transfers(folder: Path) -> None:
    """Stock moves between shops: two ways to one table."""
    write_csv(
        folder / "stores.csv",
        ["store_id", "store_name", "city"],
        [(f"S{n:02d}", f"{n}号店", "上海") for n in range(12)],
    )
    rows = [
        (
            f"T{n:04d}",
            f"S{n % 12:02d}",
            f"S{(n * 5 + 1) % 12:02d}",
            f"2025-03-{1 + n % 28:02d}",
            n % 9 + 1,
        )
        for n in range(90)
    ]
    write_csv(
        folder / "transfers.csv",
        ["transfer_id", "from_store_id", "to_store_id", "moved_on", "units_moved"],
        rows,
    )


def dates(folder: Path) -> None:
    """One date column in five forms, and one in which day and month cannot be told apart."""
    rows = []
    for n in range(60):
        day = dt.date(2025, 3, 1) + dt.timedelta(days=n)
        forms = (
            f"{day:%Y-%m-%d}",
            f"{day:%Y/%m/%d}",
            f"{day:%Y年%m月%d日}",
            f"{day:%Y.%m.%d}",
            f"{day:%Y%m%d}",
        )
        rows.append(
            (
                f"A{n:03d}",
                forms[n % 5],
                f"{1 + n % 12:02d}/{1 + n % 11:02d}/2025",
                f"{n}.5万" if n % 2 else f"1,{n:03d}",
            )
        )
    write_csv(folder / "orders.csv", ["order_id", "order_date", "ship_date", "amount paid"], rows)


def months(folder: Path) -> int:
    """An export for each month, the second of which begins a week before the first one ends."""
    header = ["订单编号", "付款时间", "实付金额", "买家会员名"]
    rows = [
        (
            f"T{n:04d}",
            (FIRST + dt.timedelta(hours=12 * n)).strftime("%Y-%m-%d %H:%M:%S"),
            "10.00",
            f"u{n % 30}",
        )
        for n in range(120)
    ]
    write_csv(folder / "订单_2025-03.csv", header, rows[:70])
    write_csv(folder / "订单_2025-04.csv", header, rows[55:])
    return 120
