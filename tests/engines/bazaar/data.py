"""The bazaar's rows: few, random from a fixed seed, with the edges that engines differ on.

Empty and orphan keys, two customers of one name, moments at midnight, the leap day, the turn of
years and weeks, notes with the signs of LIKE, amounts in cents and of nothing.
"""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

TABLES = {
    "regions": "id int, region_name text",
    "customers": "id int, full_name text, city text, phone text, level int, joined date, region_id int",
    "tiers": "customer_id int, tier text, since timestamp, till timestamp",
    "products": "id int, title text, category text, cost decimal(12,2)",
    "orders": "id int, customer_id int, payer_id int, kind text, platform text, note text, "
    "app boolean, units int, amount decimal(12,2), created_at timestamp, paid_at timestamp",
    "items": "order_id int, line int, product_id int, qty int, price decimal(12,2)",
    "refunds": "id int, order_id int, amount decimal(12,2), success_at timestamp",
    "ads": "day date, platform text, cost decimal(12,2)",
    "visits": "id int, customer_id int, source text, came_at timestamp",
    "stock": "product_id int, warehouse text, counted date, units int",
    "days": "day date, fiscal_month date",
    "targets": "id int, kind text, platform text, since date, till date, value decimal(12,2)",
}
Row = tuple[object, ...]
_EDGES = [
    datetime(2024, 2, 28, 23, 59, 59), datetime(2024, 2, 29), datetime(2024, 2, 29, 12),
    datetime(2024, 3, 1), datetime(2024, 12, 29, 23, 30), datetime(2024, 12, 30),
    datetime(2024, 12, 31, 23, 59, 59), datetime(2025, 1, 1), datetime(2025, 2, 28, 9),
    datetime(2025, 3, 3), datetime(2025, 3, 31, 18),
]  # fmt: skip
_NOTES = ["加急 100%", "a_b", "A!b", "50% off", "加急", "ASAP", "o'clock", "", None]
FIRST, LAST = date(2024, 1, 1), date(2025, 4, 30)


def rows(seed: int = 7) -> dict[str, list[Row]]:
    """The rows of every table."""
    random_ = random.Random(seed)
    orders = _orders(random_)
    made: dict[str, list[Row]] = {
        "regions": [(1, "华东"), (2, "华北")],
        "customers": [
            (1, "王伟", "上海", "13900001111", 1, date(2024, 1, 5), 1),
            (2, "李娜", "北京", "13900002222", 2, date(2024, 2, 29), 2),
            (3, "王伟", None, None, 3, date(2024, 3, 1), None),
            (4, "赵敏", "上海", "021-555", 2, date(2025, 1, 1), 1),
            (5, "O'Neil", "杭州", "13900005555", 1, None, 9),
        ],
        "tiers": [
            (1, "silver", datetime(2024, 1, 1), datetime(2024, 12, 30)),
            (1, "gold", datetime(2024, 12, 30), None),
            (2, "silver", datetime(2024, 3, 1), None),
        ],
        "products": [
            (1, "裙", "女装", Decimal("30.00")), (2, "衫", "女装", Decimal("12.50")),
            (3, "帽", "配饰", Decimal("0.00")), (4, "袜", None, Decimal("3.33")),
        ],
        "orders": orders,
    }  # fmt: skip
    made["items"] = _items(random_, orders)
    made["refunds"] = _refunds(random_, orders)
    made["ads"] = [
        (day, platform, Decimal(random_.randrange(100, 9000)) / 100)
        for day in (date(2024, 2, 29), date(2024, 12, 31), date(2025, 3, 3), date(2025, 3, 10))
        for platform in ("tmall", "jd", "douyin")
    ]
    made["visits"] = [
        (n, random_.choice([1, 2, 3, 4, None]), random_.choice(["ad", "mail", None]),
         random_.choice(orders)[9] - timedelta(hours=random_.randrange(0, 300)))
        for n in range(1, 41)
    ]  # fmt: skip
    made["stock"] = [
        (product, house, day, random_.randrange(0, 50))
        for product in (1, 2, 3) for house in ("东仓", "西仓")
        for day in (date(2025, 2, 28), date(2025, 3, 3), date(2025, 3, 31))
        if random_.random() < 0.8
    ]  # fmt: skip
    made["targets"] = [
        (1, "month", "tmall", date(2025, 2, 1), date(2025, 2, 28), Decimal("1000.00")),
        (2, "month", "tmall", date(2025, 3, 1), date(2025, 3, 31), Decimal("777.77")),
        (3, "month", "jd", date(2025, 3, 1), date(2025, 3, 31), Decimal("0.05")),
        (4, "month", None, date(2024, 2, 1), date(2024, 2, 29), Decimal("100.00")),
        (5, "sale", "tmall", date(2025, 3, 1), date(2025, 3, 20), Decimal("99.99")),
        (6, "sale", None, date(2024, 12, 30), date(2025, 1, 5), Decimal("70.00")),
    ]
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    made["days"] = [(d, (d - timedelta(days=25)).replace(day=1)) for d in days]
    return made


def _orders(random_: random.Random) -> list[Row]:
    made: list[Row] = []
    for n in range(1, 91):
        edge = _EDGES[n % len(_EDGES)]
        created = edge if n % 3 == 0 else _moment(random_)
        paid = None if n % 13 == 0 else created + timedelta(minutes=random_.randrange(0, 90))
        made.append((
            n, random_.choice([1, 1, 2, 3, 4, 5, 99, None]), random_.choice([1, 2, 3, None]),
            random_.choice(["normal", "normal", "normal", "test"]),
            random_.choice(["tmall", "jd", "douyin", None]), random_.choice(_NOTES),
            random_.choice([True, False, None]), random_.choice([0, 1, 2, 3, 5, None]),
            Decimal(random_.choice([0, 1, 4999, 5000, 9999, 10000, random_.randrange(1, 50000)])) / 100,
            created, edge if n % 3 == 0 and paid else paid,
        ))  # fmt: skip
    return made


def _moment(random_: random.Random) -> datetime:
    start = random_.choice([datetime(2024, 2, 20), datetime(2024, 12, 20), datetime(2025, 2, 20)])
    return start + timedelta(minutes=random_.randrange(0, 60 * 24 * 40))


def _items(random_: random.Random, orders: list[Row]) -> list[Row]:
    return [
        (order[0], line, random_.choice([1, 2, 3, 4, 77]), random_.choice([0, 1, 2, 7]),
         Decimal(random_.randrange(0, 20000)) / 100)
        for order in orders for line in range(1, random_.randrange(1, 4))
    ]  # fmt: skip


def _refunds(random_: random.Random, orders: list[Row]) -> list[Row]:
    made: list[Row] = []
    for n in range(1, 26):
        order = random_.choice(orders)
        gone = timedelta(days=random_.randrange(0, 30))
        at = None if n % 9 == 0 else (order[10] or order[9]) + gone  # type: ignore[operator]
        made.append((n, order[0], Decimal(random_.randrange(1, 9000)) / 100, at))
    return made


def statements(made: dict[str, list[Row]]) -> list[str]:
    """The tables and their rows as plain SQL that every engine reads."""
    said = []
    for table, columns in TABLES.items():
        said.append(f"create table {table} ({columns})")
        values = ", ".join(f"({', '.join(map(_literal, row))})" for row in made[table])
        if values:
            said.append(f"insert into {table} values {values}")
    return said


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
