"""What `wenshu check` finds: faults with their places and counts, warnings of words that clash."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from assistant.cli import main
from semantic_layer.check import check
from semantic_layer.errors import ShopError
from semantic_layer.formulas import formula_of
from semantic_layer.load import load
from semantic_layer.shop import open_shop

SHOP = """\
version: 1
shop: {name: checked}
data: x.duckdb
tables:
  orders:
    label: {zh: 订单, en: orders}
    entities:
      order: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
    time: paid_at
    rows: [valid]
    segments: {valid: {expr: "kind = 'normal'", label: {zh: 有效订单, en: valid orders}}}
    dimensions:
      platform: {label: {zh: 平台, en: platform}, synonyms: [渠道], values: {tmall: {zh: 天猫, en: Tmall}}}
      paid_at: {type: time, label: {zh: 支付时间, en: paid at}}
      size: {type: number, expr: amount, label: {zh: 金额档, en: size}}
  customers:
    entities: {customer: {kind: primary, columns: id}}
    dimensions: {city: {label: {zh: 城市, en: city}}}
metrics:
  gmv: {label: {zh: 支付金额, en: GMV}, synonyms: [销售额], table: orders, agg: sum, expr: pay_amount, unit: money}
  orders: {label: {zh: 订单数, en: paid orders}, table: orders, agg: count}
  aov: {label: {zh: 笔单价, en: AOV}, type: ratio, numerator: gmv, denominator: orders}
"""
DATA = """
create table orders as select * from (values
  (1, 1, 'normal', 'tmall', 10.5, 1, timestamp '2025-01-01'), (2, 2, 'normal', 'jd', 5, 2, timestamp '2025-01-02'),
  (3, 9, 'test', 'jd', 7, 3, timestamp '2025-01-03')
) t(id, customer_id, kind, platform, pay_amount, amount, paid_at);
create table customers as select * from (values (1, '上海'), (2, '北京')) t(id, city);
"""
Checked = Callable[..., list[str]]


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """The sentences of `check` on the shop, with its YAML and its data changed."""
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))

    def run(
        *changes: tuple[str, str], sql: str = "", lang: str = "zh", data: bool = True
    ) -> list[str]:
        text = SHOP
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
        with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
            for statement in f"{DATA};{sql}".split(";"):
                if statement.strip():
                    connection.execute(statement.replace("create table", "create or replace table"))
        try:
            shop = open_shop(tmp_path, empty=True)
        except ShopError as error:
            return [f.sentence(lang) for f in error.faults]
        with closing(shop):
            found = check(shop.model, shop.engine, proofs=shop.proofs, data=data)
        return [f.sentence(lang) for f in found]

    return run


def test_orphans_are_told_and_are_no_fault(checked: Checked) -> None:
    assert checked() == [
        "shop.yml:9:7: 提醒：“customer”有 1 行在“customers”里找不到对应记录，拆分时会归到“（未填写）”"
    ]
    assert checked(data=False) == []


FAULTS: list[tuple[list[tuple[str, str]], str, str, str]] = [
    ([], "insert into orders select * from orders where id < 3",
     "shop.yml:8:7: 键“order”不成立：2 个键值出现多次，多出 2 行；要靠它的问题会被拒绝",
     "shop.yml:8:7: key 'order' does not hold: 2 of its values stand more than once, 2 rows too many; questions "
     "that need it are refused"),
    ([], "insert into customers values (null, '苏州')",
     "shop.yml:18:16: 键“customer”有 1 行为空；按行计数的问题会被拒绝",
     "shop.yml:18:16: key 'customer' is empty in 1 rows; questions that count rows are refused"),
    ([], "drop table customers",
     "shop.yml:18:5: 数据里没有表“customers”，请核对 source",
     "shop.yml:18:5: the data has no relation 'customers'; check the source"),
    ([("city: {label", "city: {expr: town, label")], "",
     "shop.yml:19:24: 表“customers”里没有列“town”",
     "shop.yml:19:24: table 'customers' has no column 'town'"),
    ([("columns: customer_id", "columns: custmer_id")], "",
     "shop.yml:9:7: 表“orders”里没有列“custmer_id”（最接近的：customer_id）",
     "shop.yml:9:7: table 'orders' has no column 'custmer_id' (nearest: customer_id)"),
    ([("expr: pay_amount", "expr: pay_amout")], "",
     "shop.yml:21:8: 表“orders”里没有列“pay_amout”（最接近的：pay_amount, amount, paid_at）",
     "shop.yml:21:8: table 'orders' has no column 'pay_amout' (nearest: pay_amount, amount, paid_at)"),
    ([("type: number, expr: amount", "type: number, expr: platform")], "",
     "shop.yml:16:13: “size”声明为 number，数据里是 VARCHAR，请改 type 或在 expr 里转换",
     "shop.yml:16:13: 'size' is declared as number and the data holds VARCHAR; change its type, or cast in its expr"),
    ([("paid_at: {type: time,", "paid_at: {")], "",
     "shop.yml:15:16: 提醒：“paid_at”在数据里是时间（TIMESTAMP），声明成文字就不能按日、月看，请写 type: time",
     "shop.yml:15:16: warning: 'paid_at' is a time in the data (TIMESTAMP); as text it has no days or months, so "
     "write type: time"),
    ([("type: number, expr: amount", "type: number, expr: \"platform + amount\"")], "",
     "shop.yml:16:13: “size”的表达式在数据上跑不通：类型对不上（例如对文字求和）",
     "shop.yml:16:13: the expression of 'size' does not run on the data: types do not fit (a sum of texts)"),
    ([("expr: pay_amount", "expr: platform")], "",
     "shop.yml:21:8: 指标“gmv”在数据上跑不通：类型对不上（例如对文字求和）",
     "shop.yml:21:8: metric 'gmv' does not run on the data: types do not fit (a sum of texts)"),
    ([("expr: pay_amount", "expr: ordr.pay_amount")], "",
     "shop.yml:21:8: 指标“gmv”编译不了：没有维度“ordr.pay_amount”。（最接近的：order.paid_at）",
     "shop.yml:21:8: metric 'gmv' does not compile: there is no dimension 'ordr.pay_amount'. (nearest: order.paid_at)"),
    ([("    dimensions: {city:", "    dimensions: {order_time: {type: time, expr: now}, city:")], "",
     "shop.yml:19:30: 表“customers”里没有列“now”",
     "shop.yml:19:30: table 'customers' has no column 'now'"),
    ([("orders: {label: {zh: 订单数, en: paid orders}",
       "gmv2: {label: {zh: 成交, en: deals}, table: orders, expr: '(PAY_AMOUNT)'}\n  gmv3: {label: {zh: 成交额, en: deal value}, "
       "table: orders, expr: 'pay_amount '}\n  orders: {label: {zh: 订单数, en: paid orders}")], "",
     "shop.yml:23:9: 提醒：“gmv3”和“gmv”（shop.yml:21:8）算的是同一个数；请留一个，别的叫法写进 synonyms",
     "shop.yml:23:9: warning: 'gmv3' computes the same as 'gmv' (shop.yml:21:8); keep one and make the other name a "
     "synonym"),
    ([("zh: 笔单价", "zh: 支付 金额")], "",
     "shop.yml:23:8: 提醒：“aov”和“gmv”（shop.yml:21:8）显示的名字都是“支付 金额”，读的人分不清，请改一个",
     "shop.yml:23:8: warning: 'aov' and 'gmv' (shop.yml:21:8) are both shown as '支付 金额'; readers cannot tell them "
     "apart, so rename one"),
    ([("synonyms: [销售额]", "synonyms: [销售额, 渠 道]")], "",
     "shop.yml:14:17: 提醒：“渠道”既指“order.platform”又指“gmv”（shop.yml:21:8）；请去掉一处，或写一个会追问的 terms",
     "shop.yml:14:17: warning: '渠道' means 'order.platform' and 'gmv' (shop.yml:21:8); drop it in one place, or add a "
     "term that asks back"),
    ([("zh: 城市", "zh: 天猫")], "",
     "shop.yml:19:24: 提醒：“天猫”既指“customer.city”又指“order.platform = tmall”（shop.yml:14:17）；请去掉一处，"
     "或写一个会追问的 terms",
     "shop.yml:19:24: warning: '天猫' means 'customer.city' and 'order.platform = tmall' (shop.yml:14:17); drop it in one "
     "place, or add a term that asks back"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sql", "zh", "en"),
    FAULTS,
    ids=[f[2][:60] for f in FAULTS],
)
def test_a_fault(
    checked: Checked, changes: list[tuple[str, str]], sql: str, zh: str, en: str
) -> None:
    assert zh in checked(*changes, sql=sql)
    assert en in checked(*changes, sql=sql, lang="en")


def test_a_broken_metric_is_told_once_and_not_again_for_what_is_made_of_it(
    checked: Checked,
) -> None:
    assert len(checked(("expr: pay_amount", "expr: platform"), data=False)) == 1


def test_an_absent_table_is_told_once(checked: Checked) -> None:
    assert len(checked(sql="drop table orders", data=False)) == 1


def test_a_word_with_a_term_that_asks_back_is_no_clash(checked: Checked) -> None:
    changes = ("synonyms: [销售额]", "synonyms: [销售额, 渠道]")
    term = (
        "metrics:\n",
        "terms: {t: {words: [渠道], choices: [gmv, orders], ask: 哪一个？}}\nmetrics:\n",
    )
    assert checked(changes, data=False)
    assert checked(changes, term, data=False) == []


def test_two_tables_with_one_dimension_are_a_fault(checked: Checked) -> None:
    second = "  customers:\n    entities: {order: {kind: primary, columns: id}}"
    first = "  customers:\n    entities: {customer: {kind: primary, columns: id}}"
    clash = (
        "dimensions: {city: {label: {zh: 城市, en: city}}",
        "dimensions: {platform: {expr: city}",
    )
    assert checked((first, second), clash, lang="en") == [
        "shop.yml:19:28: 'order.platform' is defined at shop.yml:14:17 already; for the same dimension write "
        "same_as: order.platform, for another one choose another name"
    ]
    same = (clash[0], "dimensions: {platform: {same_as: order.platform, expr: city}")
    assert checked((first, second), same, data=False) == []


def test_a_second_home_of_the_same_name_is_kept(checked: Checked, tmp_path: Path) -> None:
    test_two_tables_with_one_dimension_are_a_fault(checked)
    model = load(tmp_path)
    homes = {k: d.table for k, d in model.dimensions.items() if d.name == "platform"}
    assert homes == {"order.platform": "orders", "order.platform@customers": "customers"}


def test_warnings_fail_only_when_strict(
    checked: Checked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checked()
    run = ["check", "--shop", str(tmp_path), "--lang", "en", "--data"]
    assert main(run) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "No faults. 1 warnings."
    assert main([*run, "--strict"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 faults."


DEFINED = [
    ("table: orders, agg: sum, expr: pay_amount", "“订单”中“有效订单”的 pay_amount 之和，按支付时间",
     "sum of pay_amount over 'orders', only 'valid orders', by paid at"),
    ("table: orders, agg: count, where: [\"platform = 'jd'\"], all_rows: true",
     "“订单”中“platform = 'jd'”的条数，按支付时间", "number of rows over 'orders', only 'platform = 'jd'', by paid at"),
    ("table: orders, agg: percentile, percentile: 0.9, expr: size", "“订单”中“有效订单”的金额档 的 90% 分位数，按支付时间",
     "90% quantile of size over 'orders', only 'valid orders', by paid at"),
    ("table: customers, agg: count_distinct, expr: city", "“customers”中的城市 去重数", "distinct city over 'customers'"),
    ("type: ratio, numerator: {metric: gmv, where: [valid]}, denominator: orders", "支付金额（有效订单） ÷ 订单数",
     "GMV (valid orders) / paid orders"),
    ("type: derived, expr: '(gmv - before) / nullif(before, 0)', inputs: {before: {metric: gmv, offset: 7 days}}",
     "(支付金额 - 支付金额（7 天前）) / 支付金额（7 天前）", "(GMV - GMV (7 days before)) / GMV (7 days before)"),
    ("type: cumulative, table: orders, expr: pay_amount, to_date: month",
     "“订单”中“有效订单”的 pay_amount 之和，按支付时间，月初至今累计",
     "sum of pay_amount over 'orders', only 'valid orders', by paid at, month to date"),
    ("type: nested, metric: gmv, per: day, agg: avg", "每天的支付金额的平均值", "average of GMV of each day"),
    ("type: nested, metric: orders, per: customer, agg: share, having: '>= 2'",
     "每个customers的订单数达到条件的占比（条件：订单数 >= 2）", "share by paid orders of each customers (where paid orders >= 2)"),
    ("type: conversion, base: orders, conversion: orders, entity: customer, window: 3 days",
     "订单数之后 3 天内发生的订单数 ÷ 订单数，按customer匹配",
     "paid orders that follow paid orders within 3 days / paid orders, matched by customer"),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "zh", "en"), DEFINED, ids=[d[1] for d in DEFINED])
def test_every_metric_has_a_definition(
    checked: Checked, tmp_path: Path, metric: str, zh: str, en: str
) -> None:
    checked(("metrics:\n", f"metrics:\n  made: {{{metric}}}\n"))
    model = load(tmp_path)
    made = formula_of(model, model.metrics["made"])
    assert (made.zh, made.en) == (zh, en)


def test_a_stated_definition_stands(checked: Checked, tmp_path: Path) -> None:
    checked(("agg: count}", "agg: count, formula: {zh: 按支付算, en: by payment}}"))
    with closing(open_shop(tmp_path)) as shop:
        assert shop.definition("orders").text.zh == "按支付算"
        assert shop.definition("gmv").text.zh == "“订单”中“有效订单”的 pay_amount 之和，按支付时间"
