"""Saved queries with parameters, and scorecards: filled in safely, refused kindly, faults with places."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.understand.rules.period import named_period as planner_period
from assistant.understand.time.periods import Clock
from semantic_layer.check import kept
from semantic_layer.compile import Compiler
from semantic_layer.errors import QueryError, ShopError
from semantic_layer.load import load
from semantic_layer.named_periods import PERIODS, named_period
from semantic_layer.placeholders import bound, placeholders
from semantic_layer.query import Compare, Filter, TimeRange
from semantic_layer.saved import saved_query, scorecard

SHOP = """\
version: 1
shop: {name: t}
tables:
  orders:
    entities: {order: {kind: primary, columns: id}, customer: {kind: foreign, columns: customer_id}}
    time: paid_at
    dimensions:
      platform: {label: {zh: 平台, en: platform}, values: {tmall: {label: {zh: 天猫, en: Tmall}, synonyms: [猫店]}, jd: {zh: 京东, en: JD}}}
      freight: {type: number}
      paid_at: {type: time}
  customers:
    entities: {customer: {kind: primary, columns: id}}
    dimensions: {city: {label: {zh: 城市, en: city}}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
queries:
  plain: {metrics: gmv, by: [platform], where: "platform <> 'jd'", order: -gmv, limit: 10, time: last_month, compare: year}
  best:
    label: {zh: 城市排名, en: best of a city}
    metrics: [gmv, orders]
    by: platform
    where: [{field: customer.city, values: ":city"}, "freight > :least or freight is null", {field: platform, op: in, values: ":platforms"}]
    time: {start: ":from", end: 2025-12-31}
    limit: ":n"
    parameters:
      city: {dimension: customer.city, label: {zh: 城市, en: city}}
      least: {type: number, required: false}
      platforms: {dimension: platform, many: true, default: [tmall, jd]}
      from: {type: date, default: yesterday}
      n: {type: integer, default: 10}
scorecards:
  all_card: {label: {zh: 大盘, en: overview}, metrics: [gmv, orders], compare: [previous, year], time: last_7_days}
  platform_card: {metrics: gmv, for: [platform]}
  two_card: {metrics: gmv, for: [platform, customer.city]}
"""
TODAY = date(2025, 12, 22)


def _load(folder: Path, text: str = SHOP):
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    return load(folder)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory):
    return _load(tmp_path_factory.mktemp("saved"))


def _saved(model, name, **given):
    return saved_query(model, TODAY, name, given, {})


def test_a_query_without_parameters(model) -> None:
    query = _saved(model, "plain")
    assert (query.metrics, query.by, query.where, query.order, query.limit) == (
        ("gmv",), ("platform",), ("platform <> 'jd'",), ("-gmv",), 10,
    )  # fmt: skip
    assert query.time == TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 30), unit="month")
    assert query.compare == (Compare(kind="year"),)


def test_defaults_and_what_is_left_out(model) -> None:
    query = _saved(model, "best", city="杭州")
    assert query.where == (
        Filter(field="customer.city", values=("杭州",)),
        Filter(field="platform", op="in", values=("tmall", "jd")),
    )
    assert query.limit == 10
    assert query.time == TimeRange(start=date(2025, 12, 21), end=date(2025, 12, 31))


def test_every_parameter(model) -> None:
    given = {"city": "x", "least": "2.5", "platforms": "猫店, JD", "from": "2025-12-01", "n": "3"}
    query = _saved(model, "best", **given)
    assert query.where[1] == "freight > 2.5 OR freight IS NULL"
    assert query.where[2].values == ("tmall", "jd")
    assert (query.limit, query.time.start) == (3, date(2025, 12, 1))


ATTACKS = (
    "x' or '1'='1",
    "'; drop table orders; --",
    "\\' or 1=1 --",
    ":n",
    "{city}",
    'a"b',
    "天猫'",
    "1) or (1=1",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_value_is_never_read_as_sql(model, attack: str) -> None:
    assert _saved(model, "best", city=attack).where[0].values == (attack,)
    text = bound("platform = :p and freight > 1", {"p": (attack,)})
    assert text == "platform = '" + attack.replace("'", "''") + "' AND freight > 1"


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("bst", {}, "unknown_query"),
        ("best", {}, "missing_parameter"),
        ("best", {"city": ""}, "missing_parameter"),
        ("best", {"city": "x", "town": "y"}, "unknown_parameter"),
        ("plain", {"city": "x"}, "unknown_parameter"),
        ("best", {"city": "x", "n": "ten"}, "bad_parameter"),
        ("best", {"city": "x", "n": "2.5"}, "bad_parameter"),
        ("best", {"city": "x", "least": "1 or 1=1"}, "bad_parameter"),
        ("best", {"city": "x", "from": "2025-13-01"}, "bad_parameter"),
        ("best", {"city": "x", "from": "2026-01-01"}, "bad_days"),
        ("best", {"city": "x", "platforms": "天猫,拼多多"}, "bad_parameter"),
        ("best", {"city": ["x", "y"]}, "one_value"),
        ("best", {"city": "x", "n": "0"}, "bad_limit"),
    ],
)
def test_refusals(model, name: str, given: dict, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        _saved(model, name, **given)
    assert caught.value.code == code
    assert all(caught.value.sentence(lang) for lang in ("zh", "en"))


def test_a_value_that_the_data_has_needs_no_label(model) -> None:
    query = saved_query(
        model, TODAY, "best", {"city": "x", "platforms": "pdd"}, {"order.platform": ("pdd",)}
    )
    assert query.where[1].values == ("pdd",)


BROKEN = [
    ("metrics: gmv, by: [platform]", "metrics: gvm, by: [platform]", "no_such_metric", "gmv"),
    ("by: [platform]", "by: [platfrom]", "no_such_group", "platform"),
    ("time: last_month", "time: last_mnth", "bad_period", "last_month"),
    ("limit: 10", "limit: ten", "not_a_number", "ten"),
    ("limit: 10", "limit: 0", "bad_query", "limit"),
    ("compare: year", "compare: yaer", "bad_query", "compare"),
    ("by: [platform]", "by_: [platform]", "unknown_key", "by"),
    ("{start: \":from\", end: 2025-12-31}", "{start: \":form\", end: 2025-12-31}", "no_such_parameter", "from"),
    ("freight > :least", "freight > :leest", "no_such_parameter", "least"),
    ("      n: {type: integer, default: 10}\n", "      n: {type: integer, default: 10}\n      m: {}\n", "unused_parameter", "m"),
    ("type: number, required: false", "type: nmber, required: false", "bad_choice", "number"),
    ("{dimension: customer.city,", "{dimension: customer.ctiy,", "no_such_group", "city"),
    ("platform <> 'jd'", "platform <>", "bad_expression", "platform"),
    ("platform_card: {metrics: gmv,", "platform_card: {metrics: gvm,", "no_such_metric", "gmv"),
    ("for: [platform]}", "for: [platfrm]}", "no_such_group", "platform"),
    ("compare: [previous, year]", "compare: [previuos]", "bad_choice", "previous"),
    ("end: 2025-12-31", "end: 2025-12-32", "not_a_date", "2025-12-32"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "said"), BROKEN, ids=[b[1][:30] for b in BROKEN])
def test_faults(tmp_path: Path, old: str, new: str, code: str, said: str) -> None:
    assert SHOP.count(old) == 1
    with pytest.raises(ShopError) as caught:
        _load(tmp_path, SHOP.replace(old, new))
    faults = [f for f in caught.value.faults if f.code == code]
    assert faults, [f.sentence("en") for f in caught.value.faults]
    assert said in faults[0].sentence("en")
    assert faults[0].sentence("zh")
    assert 18 <= faults[0].line <= 40


def test_scorecards(model) -> None:
    whole = scorecard(model, "all_card", None, None, "", TODAY)
    assert whole.metrics == ("gmv", "orders")
    assert whole.time == TimeRange(start=date(2025, 12, 15), end=date(2025, 12, 21), unit="day")
    assert [c.kind for c in whole.compare] == ["previous", "year"]
    one = scorecard(model, "platform_card", None, "tmall", "", TODAY)
    assert (one.where, one.time, one.compare) == (
        (Filter(field="platform", values=("tmall",)),),
        None,
        (),
    )
    days = TimeRange(start=TODAY, end=TODAY)
    assert (
        scorecard(model, "two_card", days, "杭州", "customer.city", TODAY).where[0].field
        == "customer.city"
    )


@pytest.mark.parametrize(
    ("name", "member", "code"),
    [
        ("al_card", None, "unknown_scorecard"),
        ("all_card", "tmall", "card_of_nothing"),
        ("two_card", "x", "ambiguous_dimension"),
    ],
)
def test_scorecards_refused(model, name: str, member: str | None, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        scorecard(model, name, None, member, "", TODAY)
    assert caught.value.code == code
    assert all(caught.value.sentence(lang) for lang in ("zh", "en"))


def test_what_does_not_compile_is_told(tmp_path: Path) -> None:
    shop = SHOP + "  bad_card: {metrics: [registered], for: [platform]}\n"
    shop = shop.replace("metrics:\n", "metrics:\n  registered: {table: customers, agg: count}\n", 1)
    (fault,) = kept.faults(Compiler(_load(tmp_path, shop)))
    assert fault.code == "kept_not_compiled"
    assert "bad_card" in fault.sentence("en")


def test_the_demo_shop_keeps_nothing_that_does_not_compile(demo_shop) -> None:
    assert list(kept.faults(Compiler(demo_shop.model))) == []
    assert {
        "shop_card",
        "product_card",
        "live_card",
        "channel_card",
    } <= demo_shop.model.scorecards.keys()


def test_a_saved_query_of_the_demo_shop_runs(demo_shop) -> None:
    found = demo_shop.query(demo_shop.saved("city_products", city="杭州", n=3))
    assert len(found.rows) == 3
    one = demo_shop.query(demo_shop.scorecard("store_card", "tm01", of="shop.shop"))
    assert len(one.rows) == 1


@pytest.mark.parametrize("name", PERIODS)
def test_named_periods_are_the_planners(name: str) -> None:
    day = date(2023, 12, 25)
    while day < date(2024, 3, 10):
        if name == "all":
            assert named_period(name, day) is None
        else:
            found, clock = named_period(name, day), Clock(day, date(2020, 1, 1), day)
            wanted = planner_period(name, clock)
            assert (found.start, found.end) == (wanted.start, wanted.end), (name, day)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a = 1", ()),
        ("a::int > 1", ()),
        ("a = ':x'", ()),
        ('"paid_at:day" > :d', ("d",)),
        ("a in (:x, :y) or b = :x", ("x", "y")),
    ],
)
def test_placeholders(text: str, names: tuple[str, ...]) -> None:
    assert placeholders(text) == names


def test_several_values_only_in_a_list() -> None:
    assert bound("a in (:x)", {"x": ("p", 2)}) == "a IN ('p', 2)"
    assert bound("a = :x", {"x": (-2,)}) == "a = -2"
    with pytest.raises(QueryError):
        bound("a = :x", {"x": ("p", "q")})
    with pytest.raises(QueryError):
        bound("a = (select :x)", {"x": ("p",)})
