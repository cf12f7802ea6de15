"""The traps that the demo shop plants, one test each: the trapped figure by SQL differs from ours, ours
is the right one, and with its rule taken out of the model our own statement gives the trapped one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from semantic_layer.compile import Compiler
from semantic_layer.compile.coverage import Coverage
from semantic_layer.errors import QueryError
from semantic_layer.model import Metric, Model
from semantic_layer.query import MetricQuery, TimeRange

OCTOBER = TimeRange(start=date(2025, 10, 1), end=date(2025, 10, 31))
NOVEMBER = TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 30))
JUNE = TimeRange(start=date(2025, 6, 1), end=date(2025, 6, 30))
YEAR = TimeRange(start=date(2025, 1, 1), end=date(2025, 12, 21))
VALID = "kind = 'normal'"

Ask = Callable[..., Any]


def _in(clock: str, time: TimeRange) -> str:
    return f"{clock} >= DATE '{time.start}' AND {clock} < DATE '{time.end}' + INTERVAL 1 DAY"


@pytest.fixture(scope="module")
def ours(demo_shop) -> Ask:
    """The value of a metric over some days, of the shop's model or of a changed one."""

    def value(metric: str, time: TimeRange, model: Model | None = None, **parts: Any) -> Any:
        query = MetricQuery(metrics=(metric,), time=time, **parts)
        shop = demo_shop
        compiler = Compiler(
            model or shop.model, shop.engine.relations, shop.engine.dialect, Coverage(shop.last_day)
        )
        return shop.engine.run(compiler.compile(query).compact_sql).rows[0][0]

    return value


@pytest.fixture(scope="module")
def sql(demo_shop) -> Callable[[str], Any]:
    """One value of hand-written SQL."""
    return lambda text: demo_shop.engine.run(text).rows[0][0]


def _with(model: Model, **changed: Any) -> Model:
    """The model with parts of the measures of some metrics changed."""
    metrics = dict(model.metrics)
    for name, parts in changed.items():
        measure = metrics[name].measure
        assert measure is not None
        metrics[name] = replace(metrics[name], measure=replace(measure, **parts))
    return replace(model, metrics=metrics)


def _without_rows(model: Model, table: str) -> Model:
    """The model without the table's rule of which rows count."""
    tables = {**model.tables, table: replace(model.tables[table], rows=())}
    return replace(model, tables=tables)


def _is(found: Any, wanted: Any) -> bool:
    return float(found) == pytest.approx(float(wanted), rel=1e-9)


def test_brushed_test_and_internal_orders_swell_gmv(demo_shop, ours, sql):
    trapped = sql(f"SELECT sum(pay_amount) FROM orders WHERE {_in('paid_at', NOVEMBER)}")
    right = sql(f"SELECT sum(pay_amount) FROM orders WHERE {VALID} AND {_in('paid_at', NOVEMBER)}")
    assert ours("gmv", NOVEMBER) == right != trapped
    assert ours("gmv", NOVEMBER, _without_rows(demo_shop.model, "orders")) == trapped


def test_gifts_swell_the_units(demo_shop, ours, sql):
    lines = f"FROM order_items JOIN orders USING (order_id) WHERE {VALID} AND {_in('paid_at', NOVEMBER)}"
    trapped = sql(f"SELECT sum(qty) {lines}")
    assert ours("units", NOVEMBER) == sql(f"SELECT sum(qty) {lines} AND NOT is_gift") != trapped
    assert ours("units", NOVEMBER, _with(demo_shop.model, units={"where": ()})) == trapped


def test_a_balance_that_is_not_open_yet_is_unknown_and_not_unpaid(demo_shop, ours, sql):
    deposits = f"FROM orders WHERE {VALID} AND {_in('deposit_paid_at', YEAR)}"
    trapped = sql(f"SELECT count(paid_at) / count(*) {deposits}")
    right = sql(
        f"SELECT count(paid_at) / count(*) {deposits} AND balance_opens_at < DATE '2025-12-22'"
    )
    assert _is(ours("balance_rate", YEAR), right)
    assert right > trapped + 0.01
    undone = _with(
        demo_shop.model,
        balance_due_orders={"where": ()},
        balance_paid_orders={"where": ("paid_at is not null",)},
    )
    assert _is(ours("balance_rate", YEAR, undone), trapped)


def test_a_deposit_is_not_gmv_before_its_balance_is_paid(demo_shop, ours, sql):
    presales = f"FROM orders WHERE {VALID} AND is_presale"
    right = sql(f"SELECT sum(pay_amount) {presales} AND {_in('paid_at', OCTOBER)}")
    trapped = sql(f"SELECT sum(pay_amount) {presales} AND {_in('deposit_paid_at', OCTOBER)}")
    where = {"where": ("presale = true",)}
    assert ours("gmv", OCTOBER, **where) == right != trapped
    undone = _with(demo_shop.model, gmv={"time": "deposit_paid_at"})
    assert ours("gmv", OCTOBER, undone, **where) == trapped


def test_cash_on_delivery_has_no_hours_to_ship(demo_shop, ours, sql):
    """It is paid on delivery: from payment to shipping it has negative hours."""
    hours = "SELECT median(epoch(shipped_at - paid_at) / 3600) FROM orders"
    jd = f"WHERE {VALID} AND platform = 'jd' AND shipped_at IS NOT NULL AND {_in('paid_at', YEAR)}"
    trapped, right = sql(f"{hours} {jd}"), sql(f"{hours} {jd} AND payment_method <> 'cod'")
    where = {"where": ("platform = 'jd'",)}
    assert _is(ours("ship_hours", YEAR, **where), right)
    assert trapped < right
    undone = _with(demo_shop.model, ship_hours={"where": ("shipped_at is not null",)})
    assert _is(ours("ship_hours", YEAR, undone, **where), trapped)


def test_buyers_pay_less_than_the_shop_receives(demo_shop, ours, sql):
    paid = f"FROM orders WHERE {VALID} AND {_in('paid_at', NOVEMBER)}"
    right = sql(f"SELECT sum(list_amount - shop_discount + freight) {paid}")
    trapped = sql(f"SELECT sum(pay_amount) {paid}")
    assert ours("receipt_gmv", NOVEMBER) == right != trapped
    undone = _with(demo_shop.model, receipt_gmv={"expr": "pay_amount"})
    assert ours("receipt_gmv", NOVEMBER, undone) == trapped


def test_one_person_on_two_platforms_counts_on_each_and_it_is_said(demo_shop, ours, sql):
    bought = (
        f"FROM orders JOIN customers USING (customer_id) WHERE {VALID} AND {_in('paid_at', YEAR)}"
    )
    whole = "CASE WHEN phone LIKE '%*%' THEN customer_id::VARCHAR ELSE phone END"
    people = sql(f"SELECT count(DISTINCT {whole}) {bought}")
    assert ours("buyers", YEAR) == sql(f"SELECT count(DISTINCT customer_id) {bought}") > people
    assert "各平台客户分别计" in demo_shop.model.metrics["buyers"].formula.zh


def test_who_comes_back_after_400_days_is_new_by_one_definition_only(demo_shop, ours, sql):
    first = f"SELECT customer_id, min(paid_at) AS t FROM orders WHERE {VALID} AND paid_at IS NOT NULL AND customer_id IS NOT NULL GROUP BY 1"
    ever = sql(f"SELECT count(*) FROM ({first}) WHERE {_in('t', YEAR)}")
    by_year = ours("new_buyers_365d", YEAR)
    assert ours("new_buyers", YEAR) == ever < by_year
    conditions = demo_shop.model.metrics["new_buyers_365d"].measure.where
    undone = _with(demo_shop.model, new_buyers={"where": conditions})
    assert ours("new_buyers", YEAR, undone) == by_year


def test_orders_split_on_one_day_are_two_orders_and_one_purchase(demo_shop, ours, sql):
    each = f"FROM orders WHERE {VALID} AND customer_id IS NOT NULL AND {_in('paid_at', NOVEMBER)} GROUP BY customer_id"
    trapped = sql(f"SELECT avg((n >= 2)::INT) FROM (SELECT count(*) AS n {each})")
    right = sql(
        f"SELECT avg((n >= 2)::INT) FROM (SELECT count(DISTINCT paid_at::DATE) AS n {each})"
    )
    assert _is(ours("repeat_rate_days", NOVEMBER), right)
    assert _is(ours("repeat_rate", NOVEMBER), trapped)
    assert trapped > right
    undone = _with(demo_shop.model, paid_days={"agg": "count", "expr": ""})
    assert _is(ours("repeat_rate_days", NOVEMBER, undone), trapped)


def test_two_orders_of_one_day_are_no_reorder_gap(demo_shop, ours, sql):
    gaps = (
        "SELECT avg(gap) FROM (SELECT paid_at, paid_at::DATE - lag(paid_at::DATE) OVER"
        f" (PARTITION BY customer_id ORDER BY paid_at) AS gap FROM orders WHERE {VALID}"
        f" AND paid_at IS NOT NULL AND customer_id IS NOT NULL) WHERE {_in('paid_at', YEAR)}"
    )
    right, trapped = sql(f"{gaps} AND gap > 0"), sql(gaps)
    mean = _with(demo_shop.model, reorder_gap_days={"agg": "avg"})
    assert _is(ours("reorder_gap_days", YEAR, mean), right)
    assert trapped < right
    undone = _with(mean, reorder_gap_days={"where": ()})
    assert _is(ours("reorder_gap_days", YEAR, undone), trapped)


def test_goods_cost_what_they_cost_on_the_day_of_the_sale(demo_shop, ours, sql):
    """The cost of one serum rose in the middle of June."""
    lines = (
        "FROM order_items i JOIN orders o USING (order_id) JOIN products k USING (sku_id) JOIN spus s"
        f" ON s.spu_id = k.spu_id WHERE o.{VALID} AND s.item_no = 'HJ-JH-001' AND {_in('paid_at', JUNE)}"
    )
    right = sql(f"SELECT sum(i.qty * i.unit_cost) {lines}")
    trapped = sql(f"SELECT sum(i.qty * k.unit_cost) {lines}")
    where = {"where": ("item_no = 'HJ-JH-001'",)}
    assert ours("goods_cost", JUNE, **where) == right < trapped
    undone = _with(demo_shop.model, goods_cost={"expr": "qty * sku.unit_cost"})
    assert ours("goods_cost", JUNE, undone, **where) == trapped


def test_refunds_of_a_campaign_come_ten_days_later(demo_shop, ours, sql):
    """By their own date the refunds of 双11 fall on later days; by its orders they belong to it."""
    day = TimeRange(start=date(2025, 11, 11), end=date(2025, 11, 11))
    refunds = f"SELECT sum(amount) FROM refunds r JOIN orders o USING (order_id) WHERE o.{VALID} AND r.status = 'success'"
    right = sql(f"{refunds} AND {_in('paid_at', day)}")
    trapped = sql(f"{refunds} AND {_in('success_at', day)}")
    assert ours("refund_amount_cohort", day) == right
    assert ours("refund_amount", day) == trapped < right
    tenth = TimeRange(start=date(2025, 11, 21), end=date(2025, 11, 21))
    assert ours("refund_amount", tenth) > 2 * trapped
    undone = _with(demo_shop.model, refund_amount_cohort={"time": "success_at"})
    assert ours("refund_amount_cohort", day, undone) == trapped


def test_a_creator_is_judged_by_what_is_kept(demo_shop, ours, sql):
    cost = f"(SELECT sum(amount) FROM fees WHERE kind IN ('slot', 'creator', 'sample') AND {_in('date', NOVEMBER)})"
    sales = f"(SELECT sum(pay_amount) FROM orders WHERE {VALID} AND creator_id IS NOT NULL AND {_in('paid_at', NOVEMBER)})"
    back = (
        f"(SELECT sum(amount) FROM refunds r JOIN orders o USING (order_id) WHERE o.{VALID} AND r.status = 'success'"
        f" AND o.creator_id IS NOT NULL AND {_in('o.paid_at', NOVEMBER)})"
    )
    right, trapped = sql(f"SELECT ({sales} - {back}) / {cost}"), sql(f"SELECT {sales} / {cost}")
    assert _is(ours("creator_fee_roi", NOVEMBER), right)
    assert trapped > right * 1.2
    gross: Metric = replace(demo_shop.model.metrics["creator_net_gmv"], expr="creator_gmv")
    undone = replace(demo_shop.model, metrics={**demo_shop.model.metrics, "creator_net_gmv": gross})
    assert _is(ours("creator_fee_roi", NOVEMBER, undone), trapped)


def test_viewers_of_sessions_are_not_people_when_added(demo_shop):
    """Each session's viewers are shown; of several there is no sum, and what divides by one says so."""
    query = MetricQuery(metrics=("viewers",), by=("live_no",), time=NOVEMBER)
    shown = dict(demo_shop.query(query).rows)
    wanted = f"SELECT live_id, viewers FROM live WHERE {_in('start_at', NOVEMBER)}"
    assert shown == dict(demo_shop.engine.run(wanted).rows)
    for by in ((), ("anchor",), ("month",)):
        with pytest.raises(QueryError) as refused:
            demo_shop.query(MetricQuery(metrics=("viewers",), by=by, time=NOVEMBER))
        assert refused.value.code == "reported_sum"
    metrics = demo_shop.model.metrics
    assert metrics["session_viewers"].hidden
    assert "同一人看两场计两次" in metrics["live_uv_value"].formula.zh


def test_a_source_that_is_late_is_told(demo_shop):
    """JD's ad spend ends on 18 December: the last days are not quietly small."""
    last = demo_shop.engine.run("SELECT max(date) FROM ad_spend WHERE platform = 'jd'").rows
    assert [row[0] for row in last] == [date(2025, 12, 18)]
    assert "晚到" in demo_shop.model.metrics["ad_cost"].caveat.zh
    assert (
        "晚到" in demo_shop.model.metrics["cac"].caveat.zh
        or demo_shop.model.metrics["acquire_cost"].caveat.zh
    )


def test_orders_too_young_to_judge_are_left_out(demo_shop, ours, sql):
    first_week = TimeRange(start=date(2025, 12, 15), end=date(2025, 12, 21))
    placed = f"FROM orders WHERE {VALID} AND {_in('created_at', first_week)}"
    share = "SELECT count(*) FILTER (epoch(paid_at - created_at) <= 72 * 3600) / count(*)"
    trapped = sql(f"{share} {placed}")
    right = sql(f"{share} {placed} AND created_at < TIMESTAMP '2025-12-19'")
    assert _is(ours("pay_rate", first_week), right)
    assert not _is(trapped, right)
    young = replace(demo_shop.model.metrics["pay_rate"], matured=None)
    undone = replace(demo_shop.model, metrics={**demo_shop.model.metrics, "pay_rate": young})
    assert _is(ours("pay_rate", first_week, undone), trapped)


def test_targets_of_three_levels_are_one_money(demo_shop, ours, sql):
    """Company, stores and campaigns: added up they are more than twice what is to be sold."""
    month = "period_start <= DATE '2025-11-30' AND period_end >= DATE '2025-11-01'"
    right = sql(f"SELECT sum(value) FROM targets WHERE level = 'company' AND {month}")
    trapped = sql(f"SELECT sum(value) FROM targets WHERE period_kind = 'month' AND {month}")
    assert _is(ours("gmv_target", NOVEMBER), right)
    assert _is(trapped, 2 * float(right))
    undone = _with(demo_shop.model, gmv_target={"where": ("period_kind = 'month'",)})
    assert _is(ours("gmv_target", NOVEMBER, undone), trapped)


def test_a_part_of_a_month_is_not_held_against_the_whole_target(demo_shop, ours, sql):
    """On the twelfth, right after Double 11, the month looks half lost, and is ahead of its pace."""
    part = TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 12))
    gmv = sql(f"SELECT sum(pay_amount) FROM orders WHERE {VALID} AND {_in('paid_at', part)}")
    whole = sql(
        "SELECT value FROM targets WHERE level = 'company' AND period_start = DATE '2025-11-01'"
    )
    trapped = float(gmv) / float(whole)
    even = trapped / (12 / 30)
    model = demo_shop.model
    parts = replace(model.metrics["pace"].denominator, metric="even_target_to_date")
    evenly = {**model.metrics, "pace": replace(model.metrics["pace"], denominator=parts)}
    found = float(ours("pace", part, replace(model, metrics=evenly)))
    assert found == pytest.approx(even, rel=1e-6)
    paced = float(ours("pace", part))
    assert trapped < paced < even  # last year's first half of November was the stronger one too
    undone = _with(model, target_to_date={"spread": None, "covers_whole": True})
    assert _is(ours("pace", part, undone), trapped)


def test_a_running_month_is_projected_by_the_days_it_has_had(demo_shop, ours, sql):
    running = TimeRange(start=date(2025, 12, 1), end=date(2025, 12, 31), unit="month")
    gmv = float(
        sql(f"SELECT sum(pay_amount) FROM orders WHERE {VALID} AND {_in('paid_at', running)}")
    )
    assert _is(ours("projected_gmv", running), gmv / 21 * 31)
    assert not _is(gmv, gmv / 21 * 31)


def test_notes_stand_on_their_days(demo_shop):
    october = TimeRange(start=date(2025, 10, 1), end=date(2025, 10, 31))
    query = MetricQuery(of="note", by=("note.note_date", "note.note_text"), time=october)
    listed = demo_shop.query(query).rows
    by_hand = (
        "SELECT date, text FROM notes WHERE date BETWEEN DATE '2025-10-01' AND DATE '2025-10-31'"
    )
    assert listed == tuple(demo_shop.engine.run(by_hand).rows)
    assert len(listed) == 1
    assert demo_shop.model.need("note", "target")
