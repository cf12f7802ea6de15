"""A shop whose sales tell which day and hour they are of, so that a wrong base shows at once.

On the nth day since 2022-01-01 (n = 1) tmall sells n yuan at 10:15, jd 10,000 yuan at 20:15.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb

from semantic_layer.shop import Shop, open_shop

EPOCH = date(2022, 1, 1)
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 21)

SHOP = """
version: 1
shop: {name: days, default_metric: gmv%(shop)s}
data: days.duckdb
tables:
  orders:
    label: {zh: 订单, en: orders}
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    dimensions:
      platform:
        label: {zh: 平台, en: platform}
        values: {tmall: {zh: 天猫, en: Tmall}, jd: {zh: 京东, en: JD}}
      device: {label: {zh: 设备, en: device}}
      paid_at: {type: time, label: {zh: 支付时间, en: paid at}}
metrics:
  gmv: {label: {zh: 支付金额, en: GMV}, table: orders, expr: amount, unit: money}
  orders: {label: {zh: 订单数, en: orders}, table: orders, agg: count}
  aov: {label: {zh: 笔单价, en: AOV}, type: ratio, numerator: gmv, denominator: orders, unit: money}
  jd_share: {type: ratio, numerator: {metric: gmv, where: ["platform = 'jd'"]}, denominator: gmv}
  so_far: {type: cumulative, table: orders, expr: amount, to_date: month, unit: money}
%(more)s
calendar:
  double11:
    label: {zh: 双11, en: Double 11}
    days: [[2024-10-14, 2024-11-14], [2025-10-13, 2025-11-14]]
    main_day: [2024-11-11, 2025-11-11]
    phases:
      presale: {label: {zh: 预售, en: presale}, days: [[2024-10-14, 2024-10-20], [2025-10-13, 2025-10-19]]}
      opening: {label: {zh: 开门红, en: opening}, days: [[2024-10-21, 2024-10-31], [2025-10-20, 2025-10-31]]}
      peak: {label: {zh: 高潮, en: peak}, days: [[2024-11-01, 2024-11-11], [2025-11-01, 2025-11-11]]}
      encore: {label: {zh: 返场, en: encore}, days: [[2024-11-12, 2024-11-14], [2025-11-12, 2025-11-14]]}
  double618:
    label: {zh: 618, en: "618"}
    days: [[2024-05-20, 2024-06-20], [2025-05-20, 2025-06-20]]
    phases:
      presale: {label: {zh: 预售, en: presale}, days: [[2024-05-20, 2024-05-30], [2025-05-20, 2025-05-30]]}
      opening: {label: {zh: 开门红, en: opening}, days: [[2024-05-31, 2024-06-03], [2025-05-31, 2025-06-03]]}
  q99: {label: {zh: 99大促, en: 9.9}, days: [[2024-09-05, 2024-09-10], [2025-09-05, 2025-09-12]]}
  double12: {label: {zh: 双12, en: Double 12}, days: [[2025-12-08, 2025-12-13]]}
  spring_festival:
    label: {zh: 春节, en: Spring Festival}
    kind: holiday
    days: [[2024-02-10, 2024-02-17], [2025-01-28, 2025-02-04]]
    main_day: [2024-02-10, 2025-01-29]
  labour_day: {label: {zh: 五一, en: May Day}, kind: holiday, days: [[2024-05-01, 2024-05-05], [2025-05-01, 2025-05-05]]}
  labour_makeup: {kind: makeup, days: [[2024-04-28, 2024-04-28], [2024-05-11, 2024-05-11], [2025-04-27, 2025-04-27]]}
  mid_autumn: {label: {zh: 中秋, en: Mid-Autumn}, kind: holiday, days: [[2024-09-15, 2024-09-17], [2025-10-06, 2025-10-06]]}
  national_day: {label: {zh: 国庆, en: National Day}, kind: holiday, days: [[2024-10-01, 2024-10-07], [2025-10-01, 2025-10-08]]}
"""

DATA = """
create table orders as
with days as (select n, timestamp '2021-12-31' + to_days(cast(n as int)) as day from range(1, 1600) t(n)),
sales as (
  select 2 * n as id, 'tmall' as platform, 'app' as device, cast(n as decimal(12, 2)) as amount,
    day + interval 615 minute as paid_at from days
  union all select 2 * n + 1, 'jd', 'web', 10000, day + interval 1215 minute from days)
select * from sales where paid_at >= timestamp '{first}' and paid_at < timestamp '{until}';
"""


def number(day: date) -> int:
    """What tmall sells on a day."""
    return (day - EPOCH).days + 1


def sold(first: date, last: date, tmall: bool = True, jd: bool = True) -> int:
    """What is sold from `first` to `last`, in whole yuan."""
    days = [number(date.fromordinal(n)) for n in range(first.toordinal(), last.toordinal() + 1)]
    return sum(days) * tmall + 10_000 * len(days) * jd


def between(first: datetime, until: datetime) -> int:
    """What is sold from one moment up to another."""
    total, day = 0, first.date()
    while day <= until.date():
        if first <= datetime.combine(day, time(10, 15)) < until:
            total += number(day)
        if first <= datetime.combine(day, time(20, 15)) < until:
            total += 10_000
        day += timedelta(days=1)
    return total


def make(
    folder: Path, *, shop: str = "", more: str = "", data: str = "", first: date = FIRST,
    until: date = LAST + timedelta(days=1),
) -> Shop:  # fmt: skip
    """The shop with sales up to a moment, more of `shop:`, more YAML and more statements."""
    text = SHOP % {"shop": f", {shop}" if shop else "", "more": more}
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    connection = duckdb.connect(str(folder / "days.duckdb"))
    for statement in (DATA.format(first=first, until=until) + data).split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.close()
    return open_shop(folder)


Make = Callable[..., Shop]
