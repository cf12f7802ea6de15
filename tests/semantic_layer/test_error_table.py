"""Every broken file and query with the exact message it gets, in both languages: where (file:line:column),
what, the nearest name, and what to do."""

from pathlib import Path
from typing import Any

import pytest

from semantic_layer.compile import Compiler
from semantic_layer.errors import QueryError, ShopError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from tests.semantic_layer.test_check import SHOP

PEOPLE = "  people: {label: {zh: 客户数, en: customers}, table: customers, agg: count}\n"
GOOD = SHOP.replace("metrics:\n", f"metrics:\n{PEOPLE}")

FILES: list[tuple[str, str, str, str, str]] = [
    (
        "an unknown top key",
        "tables:\n",
        "tabels:\n",
        "shop.yml:4:1: 不认识的键“tabels”（最接近的：tables）",
        "shop.yml:4:1: unknown key 'tabels' (nearest: tables)",
    ),
    (
        "an unknown key of a table",
        "    time: paid_at",
        "    tiem: paid_at",
        "shop.yml:10:5: 不认识的键“tiem”（最接近的：time）",
        "shop.yml:10:5: unknown key 'tiem' (nearest: time)",
    ),
    (
        "an unknown key of a metric",
        "expr: pay_amount",
        "exp: pay_amount",
        "shop.yml:22:8: 缺少“expr”",
        "shop.yml:22:8: 'expr' is missing",
    ),
    (
        "a wrong version",
        "version: 1",
        "version: 2",
        "shop.yml:1:10: 不支持的格式版本 2，请写 version: 1",
        "shop.yml:1:10: format version 2 is not supported; write version: 1",
    ),
    (
        "no version",
        "version: 1\n",
        "",
        "shop.yml:1:1: 缺少“version”",
        "shop.yml:1:1: 'version' is missing",
    ),
    (
        "a kind of key that is none",
        "kind: primary",
        "kind: prymary",
        "shop.yml:8:21: “prymary”不在可选值之内：primary, unique, foreign, natural（最接近的：primary）",
        "shop.yml:8:21: 'prymary' is not one of: primary, unique, foreign, natural (nearest: primary)",
    ),
    (
        "an aggregation that is none",
        "agg: sum",
        "agg: summ",
        "shop.yml:22:74: “summ”不在可选值之内：sum, count, count_distinct, avg, min, max, median, percentile, stddev, sum_boolean, reported（最接近的：sum）",
        "shop.yml:22:74: 'summ' is not one of: sum, count, count_distinct, avg, min, max, median, percentile, stddev, sum_boolean, reported (nearest: sum)",
    ),
    (
        "a unit that is none",
        "unit: money",
        "unit: mony",
        "shop.yml:22:103: “mony”不在可选值之内：money, count, ratio, number, hours, days, seconds, per_money（最接近的：money, per_money）",
        "shop.yml:22:103: 'mony' is not one of: money, count, ratio, number, hours, days, seconds, per_money (nearest: money, per_money)",
    ),
    (
        "a metric without expr",
        "agg: sum, expr: pay_amount",
        "agg: sum",
        "shop.yml:22:8: 缺少“expr”",
        "shop.yml:22:8: 'expr' is missing",
    ),
    (
        "a table that is not there",
        "table: orders, agg: count",
        "table: order, agg: count",
        "shop.yml:23:11: “orders”引用了不存在的表“order”（最接近的：orders）",
        "shop.yml:23:11: 'orders' names the table 'order', which does not exist (nearest: orders)",
    ),
    (
        "a part that is not there",
        "numerator: gmv",
        "numerator: gvm",
        "shop.yml:24:8: “aov”引用了不存在的指标“gvm”（最接近的：gmv）",
        "shop.yml:24:8: 'aov' names the metric 'gvm', which does not exist (nearest: gmv)",
    ),
    (
        "a metric of itself",
        "numerator: gmv",
        "numerator: aov",
        "shop.yml:24:8: 指标互相引用成环：aov > aov",
        "shop.yml:24:8: metrics refer to one another in a circle: aov > aov",
    ),
    (
        "a ratio without a part",
        "numerator: gmv, ",
        "",
        "shop.yml:24:8: 缺少“numerator”",
        "shop.yml:24:8: 'numerator' is missing",
    ),
    (
        "a duplicate key",
        "version: 1\n",
        "version: 1\nversion: 1\n",
        "shop.yml:2:1: 键“version”出现了两次，请删掉一个",
        "shop.yml:2:1: key 'version' stands twice; remove one",
    ),
    (
        "two metrics of one name",
        "  orders: {label: {zh: 订单数",
        "  gmv: {label: {zh: 订单数",
        "shop.yml:23:3: “gmv”定义了两次",
        "shop.yml:23:3: 'gmv' is defined twice",
    ),
    (
        "a reserved name",
        "      size: {type",
        "      month: {type",
        "shop.yml:16:7: “month”是时间粒度的保留名，请换一个维度名",
        "shop.yml:16:7: 'month' is reserved for steps of time; choose another dimension name",
    ),
    (
        "an expression that breaks off",
        "expr: pay_amount",
        'expr: "pay_amount +"',
        "shop.yml:22:8: 表达式读不懂：pay_amount +",
        "shop.yml:22:8: cannot read the expression: pay_amount +",
    ),
    (
        "an aggregate in an expression",
        "expr: pay_amount",
        'expr: "sum(pay_amount)"',
        "shop.yml:22:8: 表达式里不能用“sum”：sum(pay_amount)；这里写列、维度和普通函数，汇总写在 agg 里，不能有子查询、窗口和文件",
        "shop.yml:22:8: 'sum' is not allowed in an expression: sum(pay_amount); write columns, dimensions and plain functions here, put the aggregation into agg, and use no subquery, window or file",
    ),
    (
        "a file in an expression",
        "expr: pay_amount",
        "expr: \"read_csv('x')\"",
        "shop.yml:22:8: 表达式里不能用“readcsv”：read_csv('x')；这里写列、维度和普通函数，汇总写在 agg 里，不能有子查询、窗口和文件",
        "shop.yml:22:8: 'readcsv' is not allowed in an expression: read_csv('x'); write columns, dimensions and plain functions here, put the aggregation into agg, and use no subquery, window or file",
    ),
    (
        "a subquery in an expression",
        "expr: pay_amount",
        'expr: "(select 1)"',
        "shop.yml:22:8: 表达式里不能用“subquery”：(select 1)；这里写列、维度和普通函数，汇总写在 agg 里，不能有子查询、窗口和文件",
        "shop.yml:22:8: 'subquery' is not allowed in an expression: (select 1); write columns, dimensions and plain functions here, put the aggregation into agg, and use no subquery, window or file",
    ),
    (
        "two statements",
        "expr: pay_amount",
        'expr: "1; drop table orders"',
        "shop.yml:22:8: 表达式读不懂：1; drop table orders",
        "shop.yml:22:8: cannot read the expression: 1; drop table orders",
    ),
    (
        "a list where a mapping belongs",
        "shop: {name: checked}",
        "shop: [checked]",
        "shop.yml:2:7: 这里应为“键: 值”的映射",
        "shop.yml:2:7: a mapping (key: value) belongs here",
    ),
    (
        "a mapping where a text belongs",
        "data: x.duckdb",
        "data: {file: x.duckdb}",
        "shop.yml:3:7: 这里应为文字",
        "shop.yml:3:7: a text belongs here",
    ),
    (
        "a text for a number",
        "agg: count}",
        "agg: count, decimals: two}",
        "shop.yml:21:85: “two”应为数字",
        "shop.yml:21:85: 'two' should be a number",
    ),
    (
        "a text for yes or no",
        "agg: count}",
        "agg: count, hidden: maybe}",
        "shop.yml:21:83: “maybe”应为 true 或 false",
        "shop.yml:21:83: 'maybe' should be true or false",
    ),
    (
        "a home that is not there",
        "platform: {label: {zh: 平台, en: platform}",
        "platform: {same_as: order.plattform",
        "shop.yml:14:17: same_as 指向不存在的维度“order.plattform”（最接近的：order.platform, order.paid_at）",
        "shop.yml:14:17: same_as names the dimension 'order.plattform', which does not exist (nearest: order.platform, order.paid_at)",
    ),
    (
        "a week that begins on no day",
        "shop: {name: checked}",
        "shop: {name: checked, week_start: mon}",
        "shop.yml:2:35: “mon”不在可选值之内：monday, tuesday, wednesday, thursday, friday, saturday, sunday（最接近的：monday）",
        "shop.yml:2:35: 'mon' is not one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday (nearest: monday)",
    ),
    (
        "a default metric that is not there",
        "shop: {name: checked}",
        "shop: {name: checked, default_metric: gvm}",
        "shop.yml:1:1: “default_metric”引用了不存在的指标“gvm”（最接近的：gmv）",
        "shop.yml:1:1: 'default_metric' names the metric 'gvm', which does not exist (nearest: gmv)",
    ),
    (
        "a day that is none",
        "metrics:\n",
        "calendar: {d11: {days: [[2025-13-11, 2025-11-11]]}}\nmetrics:\n",
        "shop.yml:20:26: “2025-13-11”应为日期，写作 2025-11-11",
        "shop.yml:20:26: '2025-13-11' should be a date such as 2025-11-11",
    ),
    (
        "a range backwards",
        "metrics:\n",
        "calendar: {d11: {days: [[2025-11-11, 2025-11-01]]}}\nmetrics:\n",
        "shop.yml:20:25: 应为 [开始日, 结束日]，且结束不早于开始",
        "shop.yml:20:25: a range is [first day, last day], the last not before the first",
    ),
    (
        "a term for nothing",
        "metrics:\n",
        "terms: {t: {words: [净利], choices: [proft]}}\nmetrics:\n",
        "shop.yml:20:12: “t”引用了不存在的指标“proft”",
        "shop.yml:20:12: 't' names the metric 'proft', which does not exist",
    ),
    (
        "a role with a metric that is not there",
        "metrics:\n",
        "roles: {clerk: {metrics: [gvm], dimensions: ['*']}}\nmetrics:\n",
        "shop.yml:20:16: “clerk”引用了不存在的指标“gvm”（最接近的：gmv）",
        "shop.yml:20:16: 'clerk' names the metric 'gvm', which does not exist (nearest: gmv)",
    ),
    (
        "two primary keys",
        "customer: {kind: foreign, columns: customer_id}",
        "customer: {kind: primary, columns: customer_id}",
        "shop.yml:9:7: 一张表只能有一个主键实体，“customer”是第二个",
        "shop.yml:9:7: a table has one primary entity; 'customer' is the second",
    ),
    (
        "a length that is none",
        "metrics:\n",
        "metrics:\n  run: {type: cumulative, table: orders, expr: pay_amount, window: seven}\n",
        "shop.yml:21:68: “seven”应为一段时间，如 14 day 或 2 month；单位：millisecond, second, minute, hour, day, week, month, quarter, fiscal_quarter, year, fiscal_year",
        "shop.yml:21:68: 'seven' should be a length of time such as 14 day or 2 month; units: millisecond, second, minute, hour, day, week, month, quarter, fiscal_quarter, year, fiscal_year",
    ),
    (
        "reported without a key",
        "customer: {kind: primary, columns: id}}\n    dimensions: {city: {label: {zh: 城市, en: city}}}\nmetrics:\n",
        "customer: {kind: primary, columns: []}}\n    dimensions: {city: {label: {zh: 城市, en: city}}}\nmetrics:\n  seen: {table: customers, agg: reported, expr: uv}\n",
        "shop.yml:21:9: “seen”是 reported，表“customers”要有主键（如日期加店铺），才知道一行是什么",
        "shop.yml:21:9: 'seen' is reported, so table 'customers' needs a primary key (such as day and store) that says what a row is",
    ),
    (
        "an allocated count",
        "agg: count}",
        "agg: count, allocate: {to: customers, by: id}}",
        "shop.yml:21:11: “people”不能分摊：allocate 只用于 sum（不含余额和累计）",
        "shop.yml:21:11: 'people' cannot be allocated: only sums can (no balances, no running totals)",
    ),
    (
        "lines of nothing",
        "unit: money}",
        "unit: money, allocate: {to: customers, by: id}}",
        "shop.yml:22:8: “gmv”分摊到表“customers”时不知道一行属于谁：两张表要有一个共同的键，且只有一个（现在：-）；多于一个时用 through 指明",
        "shop.yml:22:8: 'gmv' is allocated to 'customers' and a line must be known to belong to one of its rows: the tables need one key in common (now: -); with several, say which by through",
    ),
    (
        "a tab",
        "version: 1\n",
        "version: 1\nshop:\n\tname: x\n",
        "shop.yml:3:1: 这里有制表符（Tab），YAML 的缩进只能用空格",
        "shop.yml:3:1: there is a tab; YAML is indented by spaces only",
    ),
    (
        "an open bracket",
        "shop: {name: checked}",
        "shop: {name: checked",
        "shop.yml:3:5: 不是合法的 YAML（did not find expected ',' or '}'），请检查这里和上一行的括号、引号、冒号与缩进",
        "shop.yml:3:5: not valid YAML (did not find expected ',' or '}'); check brackets, quotes, colons and indents here and on the line above",
    ),
]

RAW: list[tuple[str, bytes, str, str]] = [
    (
        "an empty file",
        b"",
        "shop.yml:1:1: 这家店还没有写 tables 和 metrics，没有可问的；写法见 docs/shop-format.md",
        "shop.yml:1:1: this shop states no tables and metrics, so nothing can be asked; see docs/shop-format.md",
    ),
    (
        "a list at the top",
        b"- version: 1\n",
        "shop.yml:1:1: 这里应为“键: 值”的映射",
        "shop.yml:1:1: a mapping (key: value) belongs here",
    ),
    (
        "GBK bytes",
        b"version: 1\nshop: {name: \xb5\xea\xc6\xcc}\n",
        "shop.yml:2:14: 文件不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8",
        "shop.yml:2:14: the file is not UTF-8 (GBK, perhaps); save it as UTF-8",
    ),
    (
        "an anchor bomb",
        b"version: 1\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "shop.yml:1:1: 嵌套太深，或用了别名重复引用，请展开写",
        "shop.yml:1:1: nested too deep or repeated through aliases; write it out",
    ),
    (
        "a python object",
        b"version: 1\nshop: !!python/object/apply:os.system ['x']\n",
        "shop.yml:2:7: 这里应为“键: 值”的映射",
        "shop.yml:2:7: a mapping (key: value) belongs here",
    ),
    (
        "a line of 10 MB",
        b"version: 1\nshop: {name: '" + b"x" * 10_000_000 + b"'}\n",
        "shop.yml:1:1: 文件太大（上限 4 MB）",
        "shop.yml:1:1: the file is too large (4 MB at most)",
    ),
]

QUERIES: list[tuple[str, dict[str, Any], str, str, tuple[str, ...]]] = [
    (
        "an unknown metric",
        {"metrics": ["gvm"]},
        "没有指标“gvm”。",
        "there is no metric 'gvm'.",
        ("gmv",),
    ),
    (
        "an unknown dimension",
        {"metrics": ["gmv"], "by": ["platfrom"]},
        "没有维度“platfrom”。",
        "there is no dimension 'platfrom'.",
        ("platform", "order.platform"),
    ),
    (
        "no clock",
        {"metrics": ["people"], "by": ["month"]},
        "指标“客户数”没有时间，不能按时间筛选或汇总。",
        "metric 'customers' has no clock, so it cannot be cut by time.",
        (),
    ),
    (
        "a share of a ratio",
        {"metrics": ["aov"], "by": ["platform"], "share": ["aov"]},
        "“笔单价”是比率，没有“占比”的含义。",
        "'AOV' is a ratio; a share of it has no meaning.",
        (),
    ),
    (
        "a comparison without days",
        {"metrics": ["gmv"], "compare": [{"kind": "year"}]},
        "比较需要一个时间范围，请说明是哪段时间。",
        "a comparison needs a period; say which.",
        (),
    ),
    (
        "a step of a text",
        {"metrics": ["gmv"], "by": ["platform:month"]},
        "“平台”不是时间维度，不能按“month”汇总。",
        "'platform' is not a time, so it has no month.",
        (),
    ),
    (
        "an order by nothing",
        {"metrics": ["gmv"], "order": ["-orders"]},
        "要按“订单数”排序或筛选，请把它也放进要看的指标里。",
        "to sort or filter by 'paid orders', ask for it among the metrics too.",
        (),
    ),
    (
        "a text for a number",
        {"metrics": ["gmv"], "where": [{"field": "size", "op": ">", "values": ["many"]}]},
        "“many”不是“金额档”能比较的值。",
        "'many' cannot be compared with 'size'.",
        (),
    ),
    (
        "a filter without values",
        {"metrics": ["gmv"], "where": [{"field": "platform", "op": "="}]},
        "筛选条件“platform =”不成立：between 要两个值，is_null 和 not_null 不要值，其余至少一个；包含、开头、结尾只用于文字。",
        "the condition 'platform =' does not fit: between takes two values, is_null and not_null none, all others at least one; contains, starts and ends are for texts.",
        (),
    ),
    (
        "one metric twice",
        {"metrics": ["gmv", "gmv"]},
        "“gmv”要了两次。",
        "'gmv' is asked for twice.",
        (),
    ),
    (
        "a subquery",
        {"metrics": ["gmv"], "where": ["platform in (select 1)"]},
        "表达式里不能用“subquery”。",
        "'subquery' is not allowed in an expression.",
        (),
    ),
    (
        "people by platform of their orders",
        {"metrics": ["people"], "by": ["platform"]},
        "“客户数”不能按“平台”拆分：一行“customers”对应多个“平台”，拆开会重复计算。可以改用本来就在这一层的指标：“订单数”。也可以只看含有某个“平台”的那些“customers”（几个“平台”之间不能相加）。",
        "'customers' cannot be split by 'platform': one row of 'customers' has several of it, so the parts would be counted more than once. Use a metric that lives at that level: 'paid orders'. Or take the rows of 'customers' that hold one 'platform' (several of them do not add up).",
        ("orders",),
    ),
]


def first_fault(folder: Path, content: bytes) -> tuple[str, str]:
    """The first fault of a shop folder with this one file, in both languages."""
    (folder / "shop.yml").write_bytes(content)
    with pytest.raises(ShopError) as caught:
        load(folder)
    fault = caught.value.faults[0]
    return fault.sentence("zh"), fault.sentence("en")


@pytest.mark.parametrize(("case", "old", "new", "zh", "en"), FILES, ids=[f[0] for f in FILES])
def test_a_broken_file(tmp_path: Path, case: str, old: str, new: str, zh: str, en: str) -> None:
    assert old in GOOD, case
    assert first_fault(tmp_path, GOOD.replace(old, new, 1).encode()) == (zh, en)


@pytest.mark.parametrize(("case", "content", "zh", "en"), RAW, ids=[r[0] for r in RAW])
def test_a_hostile_file(tmp_path: Path, case: str, content: bytes, zh: str, en: str) -> None:
    assert first_fault(tmp_path, content) == (zh, en), case


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


def test_the_table_is_long_enough() -> None:
    assert len(FILES) + len(RAW) + len(QUERIES) >= 40
