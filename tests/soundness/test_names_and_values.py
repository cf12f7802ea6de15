"""Names and values as people write them: Chinese, spaces, quotes, signs of SQL, look-alikes."""

from collections.abc import Callable

import pytest

from semantic_layer.shop import Shop
from tests.soundness.world import days, money, one, refused, rows, table, trap

Make = Callable[..., Shop]


@trap("Chinese columns with spaces and slashes: keys, clocks, dimensions and measures")
def test_chinese_columns(shop: Make) -> None:
    made = shop(
        """
tables:
  orders:
    source: 订单 明细
    entities:
      order: {kind: primary, columns: '"订单 ID"'}
      region: {kind: foreign, columns: '"省/自治区 编码"'}
    time: paid_at
    dimensions:
      paid_at: {type: time, expr: '"支付 时间"'}
      channel: {expr: '"渠道（一级）"', label: {zh: 渠道, en: channel}}
    segments: {paid: {expr: '"支付 时间" is not null', label: {zh: 已支付, en: paid}}}
    rows: [paid]
  regions:
    source: 地区
    entities: {region: {kind: primary, columns: '"编 码"'}}
    dimensions: {province: {expr: '"省/自治区"'}}
metrics:
  gmv: {table: orders, expr: '"实付 金额（元）"', unit: money}
  orders: {table: orders, agg: count_distinct, expr: '"订单 ID"'}
""",
        **{
            "订单 明细": table(
                '"订单 ID" text, "省/自治区 编码" int, "支付 时间" timestamp, "渠道（一级）" text, '
                '"实付 金额（元）" decimal(12,2)',
                ("a", 1, "2025-03-01 10:00", "直播/达播", "10.00"),
                ("b", 2, "2025-03-02 10:00", "货架", "20.00"), ("c", 2, None, "货架", "40.00"),
            ),
            "地区": table('"编 码" int, "省/自治区" text', (1, "浙江省"), (2, "西藏自治区/拉萨")),
        },
    )  # fmt: skip
    assert rows(made, "gmv", "orders", by=("province", "channel")) == [
        ("西藏自治区/拉萨", "货架", money("20.00"), 1), ("浙江省", "直播/达播", money("10.00"), 1),
    ]  # fmt: skip
    where = ({"field": "province", "op": "starts", "values": ["西藏"]},)
    assert one(made, "gmv", where=where, time=days("2025-03-02")) == money("20.00")
    assert one(made, "gmv", where=("province = '浙江省'",)) == money("10.00")


@trap("reserved words as tables, columns, dimensions and metrics")
def test_reserved_words(shop: Make) -> None:
    made = shop(
        """
tables:
  order:
    entities:
      select: {kind: primary, columns: '"select"'}
      group: {kind: foreign, columns: '"group"'}
    time: at
    dimensions:
      at: {type: time, expr: '"at"'}
      from: {expr: '"from"'}
      end: {expr: '"end"'}
  table:
    entities: {group: {kind: primary, columns: '"user"'}}
    dimensions: {where: {expr: '"where"'}}
metrics:
  sum: {table: order, expr: '"order"', unit: money}
  count: {table: order, agg: count}
  desc: {type: ratio, numerator: sum, denominator: count, unit: money}
""",
        order=table(
            '"select" int, "group" int, "at" timestamp, "from" text, "end" text, "order" decimal(12,2)',
            (1, 1, "2025-03-01 10:00", "x", "y", "10.00"), (2, 2, "2025-03-01 10:00", "x", "z", "20.00"),
        ),
        table=table('"user" int, "where" text', (1, "here"), (2, "there")),
    )  # fmt: skip
    assert rows(made, "sum", "count", "desc", by=("where",)) == [
        ("there", money("20.00"), 1, 20.0), ("here", money("10.00"), 1, 10.0),
    ]  # fmt: skip
    shared = rows(made, "sum", by=("from", "end"), share=("sum",), time=days("2025-03-01"))
    assert [(*row[:3], round(row[3], 6)) for row in shared] == [
        ("x", "z", money("20.00"), 0.666667), ("x", "y", money("10.00"), 0.333333),
    ]  # fmt: skip
    found = rows(
        made, "sum", by=("day", "end"), time=days("2025-03-01"), compare=({"kind": "year"},)
    )
    assert [row[:3] for row in found] == [
        ("2025-03-01", "z", money("20.00")), ("2025-03-01", "y", money("10.00")),
    ]  # fmt: skip


MODEL = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {paid_on: {type: date}, name: {indexed: true}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
"""


def named(shop: Make, *values: str | None) -> Shop:
    """An order of 1, 2, 4, 8 … for each name."""
    return shop(
        MODEL,
        orders=table(
            "id int, name text, amount int, paid_on date",
            *((n, value, 2**n, "2025-03-01") for n, value in enumerate(values)),
        ),
    )


def of(made: Shop, op: str, *values: object) -> object:
    return one(made, "gmv", where=({"field": "name", "op": op, "values": values},))


@trap("quotes in values")
def test_quotes(shop: Make) -> None:
    made = named(shop, "O'Brien", '5" 显示器', "O''Brien", "`x`")
    assert (of(made, "=", "O'Brien"), of(made, "=", '5" 显示器'), of(made, "=", "O''Brien")) == (
        1,
        2,
        4,
    )
    assert of(made, "contains", "'") == 5
    assert of(made, "in", "O'Brien", "`x`") == 9
    assert one(made, "gmv", where=("name = 'O''Brien'",)) == 1


@trap("% and _ and the escape sign are signs like others in a search")
def test_like_signs(shop: Make) -> None:
    made = named(shop, "100%棉", "100棉", "a_b", "axb", "!", "x!_y", "back\\slash")
    assert of(made, "contains", "%") == 1
    assert of(made, "contains", "_") == 4 + 32
    assert of(made, "contains", "0%") == 1
    assert of(made, "contains", "!") == 16 + 32
    assert of(made, "contains", "!_") == 32
    assert of(made, "ends", "\\slash") == 64
    assert of(made, "starts", "a_") == 4
    assert of(made, "not_contains", "%") == 127 - 1


@trap("values that look like SQL are values")
def test_sql_looking_values(shop: Make) -> None:
    sly = [
        "'; drop table orders; --",
        "x' or '1'='1",
        "NULL",
        "1=1) or (1=1",
        "/* */",
        "${name}",
        "{0}",
    ]
    made = named(shop, *sly)
    for n, value in enumerate(sly):
        assert of(made, "=", value) == 2**n
        assert of(made, "contains", value) == 2**n
    assert of(made, "!=", "x' or '1'='1") == 127 - 2
    assert one(made, "gmv") == 127


@trap("the word NULL is not an empty value, and empty text is neither")
def test_null_words(shop: Make) -> None:
    made = named(shop, None, "NULL", "", " ", "None", "nan")
    assert of(made, "=", "NULL") == 2
    assert of(made, "is_null") == 1
    assert of(made, "not_null") == 62
    assert of(made, "=", "") == 4
    assert of(made, "=", None) == 1
    assert of(made, "in", None, "") == 5
    assert of(made, "not_in", None, "") == 58
    assert of(made, "!=", "") == 59
    assert len(rows(made, "gmv", by=("name",))) == 6


@trap("names that differ by case are two members; a search goes by neither")
def test_case(shop: Make) -> None:
    made = named(shop, "Nike", "nike", "NIKE")
    assert sorted(rows(made, "gmv", by=("name",))) == [("NIKE", 4), ("Nike", 1), ("nike", 2)]
    assert of(made, "=", "Nike") == 1
    assert of(made, "contains", "nik") == 7
    assert of(made, "not_contains", "IKE") == 0


@trap("trailing spaces and full-width digits make other members, none is lost")
def test_spaces_and_full_width(shop: Make) -> None:
    made = named(shop, "A1", "A1 ", " A1", "Ａ１", "A１", "A\u200b1", "A\u00a01")
    found = rows(made, "gmv", by=("name",))
    assert len(found) == 7
    assert sum(row[1] for row in found) == 127
    assert of(made, "=", "A1") == 1
    assert of(made, "contains", "１") == 8 + 16
    assert set(made.values()["order.name"]) == {
        "A1",
        "A1 ",
        " A1",
        "Ａ１",
        "A１",
        "A\u200b1",
        "A\u00a01",
    }


@trap("a name in two Unicode forms is two members in data and in filters alike")
def test_unicode_forms(shop: Make) -> None:
    made = named(shop, "caf\u00e9", "cafe\u0301")
    assert of(made, "=", "caf\u00e9") == 1
    assert len(rows(made, "gmv", by=("name",))) == 2


@trap("emoji, line breaks and very long values")
def test_odd_values(shop: Make) -> None:
    long = "长" * 5000
    made = named(shop, "🧧红包", "two\nlines", "tab\tbed", long)
    assert (of(made, "=", "🧧红包"), of(made, "=", "two\nlines"), of(made, "=", long)) == (1, 2, 8)
    assert of(made, "starts", "🧧") == 1


@trap("members that share a label stay apart")
def test_shared_labels(shop: Make) -> None:
    made = shop(
        """
tables:
  orders:
    entities:
      order: {kind: primary, columns: id}
      sku: {kind: foreign, columns: sku_id}
    time: paid_on
    dimensions: {paid_on: {type: date}}
  skus:
    entities: {sku: {kind: primary, columns: id}}
    dimensions: {sku_id: {expr: id}, title: {label_of: sku_id}}
metrics:
  gmv: {table: orders, expr: amount}
""",
        orders=table(
            "id int, sku_id text, amount int, paid_on date",
            (1, "a", 1, "2025-03-01"),
            (2, "b", 2, "2025-03-01"),
            (3, "c", 4, "2025-03-01"),
        ),
        skus=table("id text, title text", ("a", "裙子"), ("b", "裙子"), ("c", "帽子")),
    )
    assert rows(made, "gmv", by=("title",)) == [("帽子", 4), ("裙子 (b)", 2), ("裙子 (a)", 1)]
    assert one(made, "gmv", where=("title = '裙子'",)) == 3


@trap("dimension names that differ by case only")
def test_case_of_columns(shop: Make) -> None:
    """The engine folds case: `City` and `city` are one column to it; the model names them apart."""
    made = shop(
        """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {paid_on: {type: date}, City: {expr: '"City"'}}
metrics:
  gmv: {table: orders, expr: '"Amount"'}
""",
        orders=table('id int, "City" text, "Amount" int, paid_on date', (1, "x", 1, "2025-03-01")),
    )
    assert rows(made, "gmv", by=("City",)) == [("x", 1)]
    assert refused(made, "gmv", by=("CITY",)) == "unknown_dimension"


@trap("a filter that names no member finds nothing, and nothing is not all")
def test_unknown_member(shop: Make) -> None:
    made = named(shop, "a", "b")
    assert of(made, "=", "z") == 0
    assert of(made, "in", "z", "y") == 0
    assert of(made, "!=", "z") == 3


@pytest.mark.parametrize("op", ["=", "in", "contains", "between", ">"])
def test_a_filter_without_a_value_is_refused(shop: Make, op: str) -> None:
    made = named(shop, "a")
    assert refused(made, "gmv", where=({"field": "name", "op": op},)) == "bad_filter"
