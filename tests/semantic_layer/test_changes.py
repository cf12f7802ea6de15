"""Definitions that changed on a day: split by row, held by period, cited, said, refused."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from semantic_layer.errors import QueryError, ShopError
from semantic_layer.query import Compare, MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop

SHOP = """\
version: 1
shop: {name: eras, today: data}
data: eras.duckdb
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    segments: {kept: {expr: "not cancelled", label: {zh: 未取消, en: not cancelled}}}
    dimensions: {paid_at: {type: time, label: {zh: 支付时间, en: paid at}}, platform: {}}
metrics:
  gmv:
    label: {zh: 销售额, en: sales}
    table: orders
    expr: amount
    where: [kept]
    unit: money
    formula: {zh: 不含运费、不含取消单, en: "no freight, no cancelled orders"}
  orders: {table: orders, agg: count}
  aov: {type: ratio, numerator: gmv, denominator: orders, unit: money, formula: {zh: 销售额 ÷ 单数, en: sales / orders}}
  net:
    label: {zh: 净额, en: net}
    type: derived
    expr: gmv * 0.9
    unit: money
"""
GMV_CHANGES = """    changes:
      - {until: 2024-12-31, expr: amount * 2, where: [], formula: {zh: 两倍, en: doubled}}
      - {until: 2025-06-30, expr: amount + freight, formula: {zh: 含运费, en: freight in}, note: {zh: 7月起不含运费, en: no freight since July}}
"""
NET_CHANGES = "    changes: [{until: 2025-06-30, expr: gmv * 0.8}]\n"
CHANGED = SHOP.replace("  orders: {table", GMV_CHANGES + "  orders: {table") + NET_CHANGES

DATA = """
create table orders as select id, platform, amount::decimal(12,2) amount, freight::decimal(12,2) freight, cancelled, paid_at::timestamp paid_at from (values
  (1, 'a', 100, 10, false, '2024-12-31 23:59'), (2, 'a', 50, 5, true, '2024-12-01 10:00'),
  (3, 'a', 200, 20, false, '2025-01-01 00:00'), (4, 'b', 70, 7, true, '2025-06-30 12:00'), (5, 'b', 30, 3, false, '2025-06-30 23:59:59'),
  (6, 'b', 500, 50, false, '2025-07-01 00:00'), (7, 'a', 40, 4, true, '2025-07-02 00:00'), (8, 'a', 60, 6, false, '2025-07-02 00:00')
) t(id, platform, amount, freight, cancelled, paid_at)
"""


def _open(folder: Path, text: str) -> Shop:
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    if not (folder / "eras.duckdb").exists():
        connection = duckdb.connect(str(folder / "eras.duckdb"))
        connection.execute(DATA)
        connection.close()
    return open_shop(folder)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory):
    opened = _open(tmp_path_factory.mktemp("eras"), CHANGED)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory):
    """The shop as its first definition was, before any change."""
    text = SHOP.replace("expr: amount\n    where: [kept]", "expr: amount * 2\n    where: []")
    opened = _open(tmp_path_factory.mktemp("plain"), text)
    yield opened
    opened.close()


def _days(start: str, end: str) -> TimeRange:
    return TimeRange(start=date.fromisoformat(start), end=date.fromisoformat(end))


OLD, MIDDLE, NEW = (
    _days("2024-12-01", "2024-12-31"),
    _days("2025-01-01", "2025-06-30"),
    _days("2025-07-01", "2025-07-31"),
)
ALL = _days("2024-12-01", "2025-07-31")


@pytest.mark.parametrize(
    ("time", "gmv", "aov"),
    [
        (OLD, 300, 150),
        (MIDDLE, 253, 253 / 3),
        (NEW, 560, 560 / 3),
        (ALL, 1113, 1113 / 8),
        (None, 1113, 1113 / 8),
    ],
)
def test_each_day_by_the_definition_of_its_day(shop, time, gmv, aov) -> None:
    ((found, ratio),) = shop.query(MetricQuery(metrics=("gmv", "aov"), time=time)).rows
    assert float(found) == gmv
    assert float(ratio) == pytest.approx(aov)


def test_parts_add_up_over_a_change(shop) -> None:
    by_month = shop.query(MetricQuery(metrics=("gmv",), by=("month",), time=ALL)).rows
    assert [float(v) for _, v in by_month] == [300, 220, 33, 560]
    by_platform = dict(shop.query(MetricQuery(metrics=("gmv",), by=("platform",), time=ALL)).rows)
    assert {k: float(v) for k, v in by_platform.items()} == {"a": 580, "b": 533}


def _cited(shop, metric, time):
    result = shop.query(MetricQuery(metrics=(metric,), time=time))
    return [(d.text.zh, d.version) for d in result.definitions], result


def test_the_definition_of_the_asked_days_is_cited(shop) -> None:
    ((text, new),), result = _cited(shop, "gmv", NEW)
    assert text == "不含运费、不含取消单"
    assert not result.notes
    ((text, middle),), result = _cited(shop, "gmv", MIDDLE)
    assert text == "含运费"
    assert "按到 2025-06-30 为止的旧口径算（7月起不含运费）" in result.notes[0].zh
    ((text, old),), result = _cited(shop, "gmv", OLD)
    assert text == "两倍"
    assert len({new, middle, old}) == 3


def test_a_span_cites_each_definition_with_its_days(shop) -> None:
    found, result = _cited(shop, "gmv", ALL)
    assert [t for t, _ in found] == [
        "2025-07-01 起：不含运费、不含取消单", "到 2025-06-30 为止：含运费", "到 2024-12-31 为止：两倍",
    ]  # fmt: skip
    assert len({v for _, v in found}) == 3
    assert "2025-06-30 之后变了（7月起不含运费）" in " ".join(n.zh for n in result.notes)


def test_the_version_is_that_of_the_definition_as_it_was(shop, plain) -> None:
    """An answer of 2024 cites after the changes what it cited before them."""
    for metric in ("gmv", "aov"):
        (found,), _ = _cited(shop, metric, OLD)
        (before,), _ = _cited(plain, metric, OLD)
        assert found[1] == before[1], metric


def test_a_ratio_has_the_version_of_its_parts(shop) -> None:
    versions = {v for time in (OLD, MIDDLE, NEW) for _, v in _cited(shop, "aov", time)[0]}
    assert len(versions) == 3


@pytest.mark.parametrize(
    ("time", "value"), [(MIDDLE, 253 * 0.8), (NEW, 560 * 0.9), (OLD, 300 * 0.8)]
)
def test_a_formula_of_whole_periods(shop, time, value) -> None:
    ((found,),) = shop.query(MetricQuery(metrics=("net",), time=time)).rows
    assert float(found) == pytest.approx(value)


@pytest.mark.parametrize("time", [ALL, None, _days("2025-06-30", "2025-07-01")])
def test_a_formula_is_refused_over_its_change(shop, time) -> None:
    with pytest.raises(QueryError) as caught:
        shop.query(MetricQuery(metrics=("net",), time=time))
    assert caught.value.code == "definition_changed"
    assert caught.value.choices == ("..2025-06-30", "2025-07-01..")
    assert "2025-06-30" in caught.value.sentence("zh")


def test_a_formula_counts_the_whole_day_of_its_change(shop) -> None:
    ((found,),) = shop.query(
        MetricQuery(metrics=("net",), time=_days("2025-06-30", "2025-06-30"))
    ).rows
    assert float(found) == pytest.approx(33 * 0.8)


def test_a_comparison_over_a_change_says_so(shop) -> None:
    july = MetricQuery(metrics=("gmv",), time=NEW, compare=(Compare(kind="range", time=MIDDLE),))
    result = shop.query(july)
    assert [float(v) for v in result.rows[0][:2]] == [560, 253]
    assert any("两期口径不同" in n.zh for n in result.notes)
    result = shop.query(july.model_copy(update={"metrics": ("net",)}))
    assert [float(v) for v in result.rows[0][:2]] == pytest.approx([560 * 0.9, 253 * 0.9])
    assert any("两期都按所问时间的口径" in n.zh for n in result.notes)


def test_a_shop_without_changes_says_nothing(plain) -> None:
    result = plain.query(MetricQuery(metrics=("net",), time=ALL))
    assert not result.notes
    assert len(result.definitions) == 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("until: 2025-06-30, expr: gmv", "until: 2025-06-31, expr: gmv", "not_a_date"),
        ("{until: 2025-06-30, expr: gmv * 0.8}", "{until: 2025-06-30}", "nothing_changed"),
        ("{until: 2025-06-30, expr: gmv * 0.8}", "{expr: gmv * 0.8}", "missing_key"),
        (
            "{until: 2025-06-30, expr: gmv * 0.8}",
            "{until: 2025-06-30, exprr: gmv * 0.8}",
            "unknown_key",
        ),
        (
            "{until: 2025-06-30, expr: gmv * 0.8}",
            "{until: 2025-06-30, expr: gvm * 0.8}",
            "no_such_metric",
        ),
        (
            "{until: 2025-06-30, expr: gmv * 0.8}",
            "{until: 2025-06-30, expr: gmv *}",
            "bad_expression",
        ),
        (
            "until: 2024-12-31, expr: amount * 2",
            "until: 2025-06-30, expr: amount * 2",
            "changed_twice",
        ),
        ("expr: amount * 2, where: []", "expr: amount *, where: []", "bad_expression"),
    ],
)
def test_faults(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert CHANGED.count(old) == 1
    with pytest.raises(ShopError) as caught:
        _open(tmp_path, CHANGED.replace(old, new))
    assert code in {f.code for f in caught.value.faults}, [
        f.sentence("en") for f in caught.value.faults
    ]


def test_another_clock_holds_for_whole_periods(tmp_path: Path) -> None:
    """Rows cannot tell which clock they went by: such a change is refused over its day."""
    text = SHOP.replace(
        "  orders: {table: orders, agg: count}",
        "  orders: {table: orders, agg: count, changes: [{until: 2025-06-30, agg: count_distinct, expr: platform}]}",
    )
    shop = _open(tmp_path, text)
    assert shop.query(MetricQuery(metrics=("orders",), time=MIDDLE)).rows == ((2,),)
    assert shop.query(MetricQuery(metrics=("orders",), time=NEW)).rows == ((3,),)
    with pytest.raises(QueryError):
        shop.query(MetricQuery(metrics=("aov",), time=ALL))
    shop.close()
