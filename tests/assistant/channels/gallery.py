"""One realistic Result for each kind of chart, with numbers that are easy to recognise."""

from datetime import date, timedelta
from decimal import Decimal

from semantic_layer.answered import BasePeriod, Cell, Column, Definition, UsedFilter
from semantic_layer.query import TimeRange
from semantic_layer.texts import Text
from tools.result import Chart, ChartKind, Result

PERIOD = TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 30))
PLATFORM = Column("platform", Text("平台", "platform"), "dimension", "text", of="platform")
PRODUCT = Column("product", Text("商品", "product"), "dimension", "text", of="product")
DAY = Column("day", Text("日期", "day"), "time", "time")
MONTH = Column("month", Text("月份", "month"), "time", "time")
GMV = Column("gmv", Text("支付金额", "GMV"), "metric", "money", of="gmv")
GMV_BEFORE = Column(
    "gmv__previous", Text("支付金额（上期）", "GMV (before)"), "base", "money", "gmv", "previous"
)
GMV_CHANGE = Column(
    "gmv__previous_pct", Text("支付金额环比", "GMV change"), "change", "ratio", "gmv", "previous"
)
AOV = Column("aov", Text("客单价", "spend per buyer"), "metric", "money", of="aov")
RATE = Column("refund_rate", Text("退款率", "refund rate"), "metric", "ratio", of="refund_rate")
TITLE = Text("各平台的支付金额", "GMV by platform")
WORDS = {
    "platform": {
        "tmall": Text("天猫", "Tmall"),
        "jd": Text("京东", "JD"),
        "douyin": Text("抖音", "Douyin"),
    }
}
_DEFINITION = Definition(
    "gmv",
    Text("支付金额", "GMV"),
    Text("有效订单按支付时间的实付金额之和", "paid amounts of valid orders by payment time"),
    "3f2a9c",
)


def result(
    columns: tuple[Column, ...],
    rows: tuple[tuple[Cell, ...], ...],
    kind: ChartKind,
    y: tuple[str, ...],
    *,
    series: str = "",
    title: Text = TITLE,
    grain: str = "",
) -> Result:
    """A Result with everything around the table filled in."""
    return Result(
        title=title,
        columns=columns,
        rows=rows,
        findings=(),
        sentences=(),
        chart=Chart(kind, columns[0].name, y, series, title),
        time=PERIOD,
        grain=grain,
        words=WORDS,
        bases=(BasePeriod("previous", date(2025, 10, 1), date(2025, 10, 31)),),
        filters=(UsedFilter("kind", "=", ("normal",), Text("有效订单", "valid orders")),),
        definitions=(_DEFINITION,),
        sql=("SELECT platform, SUM(pay_amount) AS gmv\nFROM orders\nGROUP BY platform",),
        data_version="v1",
        data_as_of=date(2025, 12, 21),
    )


def grouped() -> Result:
    """Two money metrics of very different size by platform, one with the month before."""
    rows: tuple[tuple[Cell, ...], ...] = (
        ("tmall", Decimal("5123456.78"), Decimal("4802110.00"), 0.0669, Decimal("286.40")),
        ("jd", Decimal("2210934.10"), Decimal("2405001.55"), -0.0807, Decimal("301.22")),
        ("douyin", Decimal("1804555.00"), Decimal("1200008.90"), 0.5038, Decimal("158.05")),
    )
    columns = (PLATFORM, GMV, GMV_BEFORE, GMV_CHANGE, AOV)
    return result(columns, rows, "bar", ("gmv", "gmv__previous", "aov"))


def daily() -> Result:
    """A metric and its base by day."""
    days = [date(2025, 11, 1) + timedelta(n) for n in range(30)]
    rows = tuple(
        (day, Decimal(120_000 + 9000 * (n % 7) + (260_000 if n == 10 else 0)), Decimal(110_000))
        for n, day in enumerate(days)
    )
    title = Text("支付金额按天的趋势", "GMV by day")
    return result(
        (DAY, GMV, GMV_BEFORE), rows, "line", ("gmv", "gmv__previous"), title=title, grain="day"
    )


def monthly() -> Result:
    """A rate by month, one line for each platform."""
    rows = tuple(
        (date(2025, month, 1), platform, 0.05 + month / 400 + n / 50)
        for month in range(1, 12)
        for n, platform in enumerate(("tmall", "jd", "douyin"))
    )
    title = Text("各平台退款率按月的趋势", "Refund rate by month and platform")
    return result(
        (MONTH, PLATFORM, RATE), rows, "line", ("refund_rate",),
        series="platform", title=title, grain="month",
    )  # fmt: skip


def ranked() -> Result:
    """Products with long names by a rate."""
    rows = tuple(
        (f"云裳集 春季新款碎花连衣裙 {n:02d} 号收腰显瘦款", 0.31 - n / 50) for n in range(10)
    )
    title = Text("退款率最高的前10个商品", "Top 10 products by refund rate")
    return result((PRODUCT, RATE), rows, "hbar", ("refund_rate",), title=title)


def shares() -> Result:
    """Parts of one sum."""
    rows = (("tmall", Decimal(5_100_000)), ("jd", Decimal(2_200_000)), ("douyin", Decimal(700_000)))
    return result((PLATFORM, GMV), rows, "pie", ("gmv",))


def heat() -> Result:
    """A metric by two dimensions with many members."""
    rows = tuple(
        (f"{hour:02d}点", f"周{day}", Decimal((hour - 5) ** 2 * 900 + n * 4000))
        for hour in range(24)
        for n, day in enumerate("一二三四五六日")
    )
    hours = Column("hour_of_day", Text("小时", "hour"), "dimension", "text")
    weekday = Column("weekday", Text("星期", "weekday"), "dimension", "text")
    title = Text("各小时、星期的支付金额", "GMV by hour and weekday")
    return result((hours, weekday, GMV), rows, "heatmap", ("gmv",), series="weekday", title=title)


GALLERY = {
    "分组": grouped,
    "按天": daily,
    "按月": monthly,
    "排行": ranked,
    "占比": shares,
    "热力": heat,
}
