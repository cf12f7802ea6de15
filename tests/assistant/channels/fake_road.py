"""A stand-in for the main road: fixed, realistic Answers, so that doors are tested by themselves.

Run as a program it serves the page on the port given: `python fake_road.py PORT`.
"""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Event

from assistant.answer import Answer, Question
from semantic_layer.answered import BasePeriod, Column, Definition, UsedFilter
from semantic_layer.model import Text
from semantic_layer.query import TimeRange
from tools.registry import Step
from tools.result import Chart, ChartKind, Result

PERIOD = TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 30))
PLATFORM = Column("platform", Text("平台", "platform"), "dimension", "text", of="platform")
DAY = Column("day", Text("日期", "day"), "time", "time")
GMV = Column("gmv", Text("支付金额", "GMV"), "metric", "money", of="gmv")
GMV_BEFORE = Column("gmv__previous", Text("支付金额 上期", "GMV before"), "base", "money", "gmv", "previous")
GMV_CHANGE = Column(
    "gmv__previous_pct", Text("支付金额 环比", "GMV change"), "change", "ratio", "gmv", "previous"
)
AOV = Column("aov", Text("客单价", "spend per buyer"), "metric", "money", of="aov")
RATE = Column("refund_rate", Text("退款率", "refund rate"), "metric", "ratio", of="refund_rate")
STARTERS = (
    Text("上个月各渠道的GMV和客单价，环比怎么样？", "GMV by channel last month"),
    Text("最近30天每天的GMV", "GMV per day, last 30 days"),
    Text("退款率最高的前10个商品", "Top 10 products by refund rate"),
    Text("双11当天卖了多少", "How much was sold on Double 11"),
)
WORDS = {
    "platform": {
        "tmall": Text("天猫", "Tmall"),
        "jd": Text("京东", "JD"),
        "douyin": Text("抖音", "Douyin"),
    }
}


def result(
    columns: tuple[Column, ...],
    rows: tuple[tuple[object, ...], ...],
    kind: ChartKind,
    y: tuple[str, ...],
    *,
    series: str = "",
    title: Text = Text("各平台的支付金额", "GMV by platform"),
    grain: str = "",
) -> Result:
    """A Result with everything around the table filled in."""
    return Result(
        title=title,
        columns=columns,
        rows=rows,  # type: ignore[arg-type]
        findings=(),
        sentences=(),
        chart=Chart(kind, columns[0].name, y, series, title),
        time=PERIOD,
        grain=grain,
        words=WORDS,
        bases=(BasePeriod("previous", date(2025, 10, 1), date(2025, 10, 31)),),
        filters=(UsedFilter("kind", "=", ("normal",), Text("有效订单", "valid orders")),),
        definitions=(
            Definition(
                "gmv",
                Text("支付金额", "GMV"),
                Text("有效订单按支付时间的实付金额之和", "paid amounts of valid orders by payment time"),
                "3f2a9c",
            ),
        ),
        sql=("SELECT platform, SUM(pay_amount) AS gmv\nFROM orders\nGROUP BY platform",),
        data_version="v1",
        data_as_of=date(2025, 12, 21),
    )


def by_platform() -> Result:
    """GMV and spend per buyer by platform, with the month before."""
    rows = (
        ("tmall", Decimal("5123456.78"), Decimal("4802110.00"), 0.0669, Decimal("286.40")),
        ("jd", Decimal("2210934.10"), Decimal("2405001.55"), -0.0807, Decimal("301.22")),
        ("douyin", Decimal("1804555.00"), Decimal("1200008.90"), 0.5038, Decimal("158.05")),
    )
    return result(
        (PLATFORM, GMV, GMV_BEFORE, GMV_CHANGE, AOV), rows, "bar", ("gmv", "gmv__previous", "aov")
    )


def answer(question: Question, *, on_step: Callable[[Step], None], cancel: Event) -> Answer:
    """The Answer that belongs to a word in the question."""
    on_step(Step("understood", Text("理解为 支付金额、客单价 · 按平台 · 2025-11 · 环比", "read as GMV")))
    text = question.text
    lang = "zh" if any(ord(c) > 0x3400 for c in text) else "en"
    if "等" in text:
        cancel.wait(60)
    if "坏" in text:
        raise RuntimeError("secret detail")
    if "退款率" in text and "率" == text[-1]:
        options = ("上个月退款率（按退款发生日）", "上个月退款率（按原订单）")
        return Answer(text, "clarify", "退款率按哪个口径算？", lang, options=options)
    if "天气" in text:
        return Answer(text, "refused", "店里没有 ![天气](http://example.com/x.png) 数据。", lang, code="not_in_data")
    on_step(Step("ran", Text("查询 3 行，0.02 秒", "ran a query")))
    said = "2025年11月支付金额 9,138,945.88 元，环比上升 8.7%。"
    if lang == "en":
        said = "GMV was ¥9,138,945.88 in 2025-11, up 8.7%."
    nexts = ("上个月天猫各品类的支付金额", "上个月支付金额按天的趋势")
    return Answer(
        text, "answered", said, lang, tool="metrics", result=by_platform(), next=nexts,
        ms={"total": 21.0}, thread=question.thread,
    )  # fmt: skip


def main(port: int) -> int:
    """Serve the page over this road."""
    from assistant.channels import host

    host._open_shop = lambda path: (answer, STARTERS)  # type: ignore[assignment]
    return host.serve(None, port=port)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
