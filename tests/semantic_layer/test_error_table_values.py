"""More broken files and queries with the exact message that each gets: values out of range, signs of
another keyboard, keys that contradict one another, and metrics where dimensions belong."""

from pathlib import Path
from typing import Any

import pytest

from semantic_layer.compile import Compiler
from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.semantic_layer.test_error_table import GOOD, first_fault

FILES: list[tuple[str, str, str, str, str]] = [
    (
        "a comma of the Chinese keyboard",
        "expr: pay_amount",
        "expr: 'coalesce(pay_amount，0)'",
        "shop.yml:22:8: 表达式里有全角符号“，”，要写半角的 ,：coalesce(pay_amount，0)",
        "shop.yml:22:8: the expression has the full-width sign '，'; write ,: coalesce(pay_amount，0)",
    ),
    (
        "quotes of the Chinese keyboard",
        "expr: pay_amount",
        'expr: pay_amount, where: ["platform = ‘tmall’"]',
        "shop.yml:22:8: 表达式里有全角符号“‘”，要写半角的 '：platform = ‘tmall’",
        "shop.yml:22:8: the expression has the full-width sign '‘'; write ': platform = ‘tmall’",
    ),
    (
        "a percentile of 95",
        "agg: sum, expr: pay_amount",
        "agg: percentile, percentile: 95, expr: pay_amount",
        "shop.yml:22:98: “percentile”应在 0 和 1 之间，写的是 95",
        "shop.yml:22:98: 'percentile' should lie between 0 and 1, not 95",
    ),
    (
        "decimals below nothing",
        "expr: pay_amount",
        "expr: pay_amount, decimals: -3",
        "shop.yml:22:107: “decimals”应在 0 和 12 之间，写的是 -3",
        "shop.yml:22:107: 'decimals' should lie between 0 and 12, not -3",
    ),
    (
        "a part that is a list",
        "numerator: gmv",
        "numerator: [gmv, orders]",
        "shop.yml:24:60: 这里应为“键: 值”的映射",
        "shop.yml:24:60: a mapping (key: value) belongs here",
    ),
    (
        "an age of no days",
        "numerator: gmv",
        "matured: 0 days, numerator: gmv",
        "shop.yml:24:58: “0 days”应为一段时间，如 14 day 或 2 month；单位：millisecond, second, minute, hour, day, week, month, quarter, fiscal_quarter, year, fiscal_year",
        "shop.yml:24:58: '0 days' should be a length of time such as 14 day or 2 month; units: millisecond, second, minute, hour, day, week, month, quarter, fiscal_quarter, year, fiscal_year",
    ),
    (
        "an age in hours",
        "numerator: gmv",
        "matured: 36 hours, numerator: gmv",
        "shop.yml:24:58: “36 hours”应为一段时间，如 30 days；单位：day, week, month, quarter, year",
        "shop.yml:24:58: '36 hours' should be a length of time such as 30 days; units: day, week, month, quarter, year",
    ),
    (
        "a window of no days",
        "metrics:\n",
        "metrics:\n  run: {type: cumulative, table: orders, expr: pay_amount, window: 0 days}\n",
        "shop.yml:21:68: “0 days”应为一段时间，如 14 day 或 2 month；单位：millisecond, second, minute, hour, day, week, month, quarter, fiscal_quarter, year, fiscal_year",
        "shop.yml:21:68: '0 days' should be a length of time such as 14 day or 2 month; units: millisecond, second, minute, hour, day, week, month, quarter, fiscal_quarter, year, fiscal_year",
    ),
    (
        "a window to date",
        "metrics:\n",
        "metrics:\n  run: {type: cumulative, table: orders, expr: pay_amount, window: 7 days, to_date: month}\n",
        "shop.yml:21:85: “window”和“to_date”只能写一个",
        "shop.yml:21:85: 'window' and 'to_date' cannot stand together; keep one",
    ),
    (
        "arithmetic over no metric",
        "metrics:\n",
        "metrics:\n  two: {type: derived, expr: '1 + 1'}\n",
        "shop.yml:21:8: “two”的表达式里没有指标：derived 是指标之间的算式；对列的算式写成 simple 指标（table、agg、expr）",
        "shop.yml:21:8: 'two' names no metric: derived is arithmetic over metrics; over columns write a simple one (table, agg, expr)",
    ),
    (
        "a target by the day that is spread",
        "unit: money}",
        "unit: money, spread: {by: day}}",
        "shop.yml:22:8: “gmv”不能摊到每一天：它的时间要有 grain（如 month）或 lasts_to，才知道一段时期从哪天到哪天",
        "shop.yml:22:8: 'gmv' cannot be spread: its clock needs a grain (such as month) or lasts_to, to say how long a period is",
    ),
    (
        "a count that is spread",
        "agg: count}\n  gmv",
        "agg: count, spread: {by: day}}\n  gmv",
        "shop.yml:21:11: “people”不能摊到每一天：它的时间要有 grain（如 month）或 lasts_to，才知道一段时期从哪天到哪天",
        "shop.yml:21:11: 'people' cannot be spread: its clock needs a grain (such as month) or lasts_to, to say how long a period is",
    ),
    (
        "elapsed as what",
        "metrics:\n",
        "metrics:\n  gone: {type: elapsed, as: weeks}\n",
        "shop.yml:21:29: “weeks”不在可选值之内：share, days, left, whole",
        "shop.yml:21:29: 'weeks' is not one of: share, days, left, whole",
    ),
    (
        "a condition as a mapping",
        "expr: pay_amount",
        "expr: pay_amount, where: {platform: tmall}",
        "shop.yml:22:104: 这里应为文字",
        "shop.yml:22:104: a text belongs here",
    ),
    (
        "a label as a list",
        "{label: {zh: 客户数, en: customers}",
        "{label: [客户数]",
        "shop.yml:21:19: 这里应为“键: 值”的映射",
        "shop.yml:21:19: a mapping (key: value) belongs here",
    ),
    (
        "a campaign that ends before it begins",
        "version: 1\n",
        "version: 1\ncalendar: {d11: {days: [[2025-11-11, 2025-11-01]]}}\n",
        "shop.yml:2:25: 应为 [开始日, 结束日]，且结束不早于开始",
        "shop.yml:2:25: a range is [first day, last day], the last not before the first",
    ),
    (
        "30 February",
        "version: 1\n",
        "version: 1\ncalendar: {d11: {days: [[2025-02-30, 2025-03-01]]}}\n",
        "shop.yml:2:26: “2025-02-30”应为日期，写作 2025-11-11",
        "shop.yml:2:26: '2025-02-30' should be a date such as 2025-11-11",
    ),
    (
        "a role's rule of nothing",
        "version: 1\n",
        "version: 1\nroles: {a: {metrics: '*', dimensions: '*', rows: {orders: 'platform ='}}}\n",
        "shop.yml:2:12: 表达式读不懂：platform =",
        "shop.yml:2:12: cannot read the expression: platform =",
    ),
    (
        "a nested metric per nothing",
        "metrics:\n",
        "metrics:\n  n: {type: nested, metric: gmv, per: shopper, agg: avg}\n",
        "shop.yml:21:6: “n”的 per 应是实体（单列的键）、维度或时间粒度，没有“shopper”",
        "shop.yml:21:6: per of 'n' is an entity (a key of one column), a dimension or a step of time; there is no 'shopper'",
    ),
]
QUERIES: list[tuple[str, dict[str, Any], str, str, tuple[str, ...]]] = [
    (
        "a metric in where",
        {"metrics": ["orders"], "where": [{"field": "gmv", "op": ">", "values": [3]}]},
        "“支付金额”是指标，不是维度，不能按它拆分，也不能在 where 里直接筛选。筛选汇总后的组写在 having 里；筛选每个客户、每个商品的“支付金额”，在条件里加 per；按它分档用 bands。",
        "'GMV' is a metric and no dimension, so nothing is split by it or filtered by it in where. Groups are chosen by it in having; customers or products by their own 'GMV' with per; classes of it are bands.",
        (),
    ),
    (
        "a metric in by",
        {"metrics": ["orders"], "by": ["gmv"]},
        "“支付金额”是指标，不是维度，不能按它拆分，也不能在 where 里直接筛选。筛选汇总后的组写在 having 里；筛选每个客户、每个商品的“支付金额”，在条件里加 per；按它分档用 bands。",
        "'GMV' is a metric and no dimension, so nothing is split by it or filtered by it in where. Groups are chosen by it in having; customers or products by their own 'GMV' with per; classes of it are bands.",
        (),
    ),
    (
        "desc as in SQL",
        {"metrics": ["gmv"], "order": ["gmv desc"], "by": ["platform"]},
        "排序写列名，降序在前面加减号：把“gmv desc”写成“-gmv”。",
        "an order names a column, with a minus in front for descending: write '-gmv' for 'gmv desc'.",
        ("-gmv",),
    ),
    (
        "quotes of the Chinese keyboard",
        {"metrics": ["gmv"], "where": ["platform = ‘tmall’"]},
        "表达式里有全角符号“‘”，要写半角的 '：platform = ‘tmall’",
        "the expression has the full-width sign '‘'; write ': platform = ‘tmall’",
        (),
    ),
    (
        "the first none",
        {
            "metrics": ["gmv"],
            "where": [{"field": "gmv", "op": "top", "values": [0], "per": "customer"}],
        },
        "“top”后面应是一个数：前几名（正整数），或百分之几（大于 0，不超过 100）；“0”不行。",
        "'top' takes one number, a whole count or a percentage above 0 up to 100; '0' is neither.",
        (),
    ),
    (
        "150 percent",
        {
            "metrics": ["gmv"],
            "where": [{"field": "gmv", "op": "top_percent", "values": [150], "per": "customer"}],
        },
        "“top_percent”后面应是一个数：前几名（正整数），或百分之几（大于 0，不超过 100）；“150”不行。",
        "'top_percent' takes one number, a whole count or a percentage above 0 up to 100; '150' is neither.",
        (),
    ),
    (
        "between one value",
        {"metrics": ["gmv"], "where": [{"field": "platform", "op": "between", "values": ["a"]}]},
        "筛选条件“platform between”不成立：between 要两个值，is_null 和 not_null 不要值，其余至少一个；包含、开头、结尾只用于文字。",
        "the condition 'platform between' does not fit: between takes two values, is_null and not_null none, all others at least one; contains, starts and ends are for texts.",
        (),
    ),
    (
        "a share of a ratio",
        {"metrics": ["aov"], "share": ["aov"], "by": ["platform"]},
        "“笔单价”是比率，没有“占比”的含义。",
        "'AOV' is a ratio; a share of it has no meaning.",
        (),
    ),
    (
        "classes of a text",
        {
            "metrics": ["gmv"],
            "by": ["b"],
            "bands": [{"name": "b", "field": "platform", "edges": [1]}],
        },
        "“平台”不是数值，不能分档。",
        "'platform' is not a number, so it has no classes.",
        (),
    ),
    (
        "a list with a metric",
        {"of": "order", "by": ["gmv"]},
        "明细一行一条，放不了指标“支付金额”。要看每个客户、每个商品的“支付金额”，请按它汇总（by）。",
        "a list has a line for each row and no metric ('GMV'). For the 'GMV' of each customer or product, group by it.",
        (),
    ),
    (
        "two statements",
        {"metrics": ["gmv"], "where": ["platform = 'tmall'; drop table orders"]},
        "表达式读不懂：platform = 'tmall'; drop table orders",
        "cannot read the expression: platform = 'tmall'; drop table orders",
        (),
    ),
]


@pytest.mark.parametrize(("case", "old", "new", "zh", "en"), FILES, ids=[f[0] for f in FILES])
def test_a_broken_file(tmp_path: Path, case: str, old: str, new: str, zh: str, en: str) -> None:
    assert old in GOOD, case
    assert first_fault(tmp_path, GOOD.replace(old, new, 1).encode()) == (zh, en)


@pytest.mark.parametrize(
    ("case", "query", "zh", "en", "choices"), QUERIES, ids=[q[0] for q in QUERIES]
)
def test_a_query_that_cannot_be(
    tmp_path: Path, case: str, query: dict[str, Any], zh: str, en: str, choices: tuple[str, ...]
) -> None:
    (tmp_path / "shop.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        Compiler(load(tmp_path)).compile(MetricQuery.model_validate(query))
    assert (caught.value.sentence("zh"), caught.value.sentence("en")) == (zh, en), case
    assert caught.value.choices == choices


def test_a_metric_out_of_sight_is_not_named(small_shop: Shop) -> None:
    with pytest.raises(PolicyError) as refused:
        small_shop.query(MetricQuery(metrics=("gmv",), by=("ad_cost",)), role="clerk")
    assert refused.value.code == "metric_not_allowed"
    with pytest.raises(QueryError) as caught:
        small_shop.query(MetricQuery(metrics=("gmv",), by=("ad_cost",)))
    assert caught.value.code == "metric_no_dimension"
