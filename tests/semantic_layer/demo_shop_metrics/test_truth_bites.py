"""Every condition of every metric matters: without it the number is another one.

So the comparison with hand-written SQL would notice a condition that was forgotten.
"""

import dataclasses
from datetime import date

import pytest

from semantic_layer.compile import Compiler
from semantic_layer.compile.coverage import Coverage
from semantic_layer.demo import FOLDER
from semantic_layer.load import load
from semantic_layer.model import Metric, Model
from semantic_layer.query import MetricQuery, TimeRange

YEARS = TimeRange(start=date(2024, 1, 1), end=date(2025, 12, 21))
BY_PRODUCT = ("order_items", "stock")
# What changes nothing in this shop's data, and why the folder says it all the same.
NO_EFFECT = {
    ("refund_amount", "money_back"): "an exchange pays nothing back",
    ("refund_amount_cohort", "money_back"): "an exchange pays nothing back",
    ("refund_before_ship", "money_back"): "an exchange pays nothing back",
    ("refund_after_ship", "money_back"): "an exchange pays nothing back",
    ("received_refunds", "money_back"): "an exchange pays nothing back",
    ("live_refunds", "money_back"): "an exchange pays nothing back",
    ("subsidy_back", "money_back"): "an exchange takes no subsidy back",
    ("goods_gmv", "sold"): "a gift is paid with nothing",
    ("live_gmv", "from_live"): "its clock is the session's: an order without one has none",
    ("live_orders", "from_live"): "its clock is the session's: an order without one has none",
    ("live_refunds", "order.live_id is not null"): "its clock is the session's",
    ("received_paid", "paid_at is not null"): "what was received was paid",
    ("received_refunds", "order.paid_at is not null"): "what was received was paid",
    ("live_refunds", "order.paid_at is not null"): "what was refunded was paid",
    ("refund_hours", "successful"): "only what succeeded has an end",
    ("refund_orders", "successful"): "only what succeeded has a day of success",
    ("refund_amount", "successful"): "only what succeeded has a day of success",
    ("returned_cost", "successful"): "only what succeeded has a day of success",
    ("subsidy_back", "successful"): "only what succeeded has a day of success",
    ("exchanges", "successful"): "only what succeeded has a day of success",
    ("returned_units", "successful"): "only what succeeded came back",
    ("ship_hours", "shipped_at is not null"): "a median leaves out what is empty",
    ("shipped_in_48h", "to_be_shipped"): "what was shipped in time was shipped",
    ("refund_before_ship", "successful"): "what is asked before shipping is always paid back",
    ("units_never_sent_ever", "successful"): "what is asked before shipping is always paid back",
    ("units_never_sent_ever", "money_back"): "nothing is exchanged before it is shipped",
    ("units_back_ever", "successful"): "only what succeeded has a day of success",
    ("returned_cost_cohort", "successful"): "only what succeeded came back",
    ("subsidy_back_cohort", "money_back"): "an exchange takes no subsidy back",
    ("creator_refunds", "money_back"): "an exchange pays nothing back",
    ("balance_paid_orders", "balance_opens_at < data_until"): "what was paid had opened",
    ("live_buyers", "from_live"): "its clock is the session's: an order without one has none",
}


# Metrics that the rule of valid rows does not change in this shop's data; nor does it any refund,
# because only normal orders have them.
ONLY_VALID = {
    "deposits": "only normal orders are presales",
    "deposit_orders": "only normal orders are presales",
    "unpaid_orders": "the others are paid at once",
    "balance_unpaid_orders": "only normal orders are presales",
    "rejected_orders": "only normal orders are paid on delivery",
    "platform_subsidy": "the platform subsidises normal orders only",
    "gift_units": "gifts go with normal orders only",
    "live_gmv": "the others come from no session",
    "live_orders": "the others come from no session",
    "paid_days": "every day has a valid order",
    **dict.fromkeys(
        (
            *("first_orders", "new_buyers", "new_buyer_gmv", "old_buyer_gmv", "reorder_gap_days"),
            *("repurchased_30d", "repurchased_60d", "repurchased_90d"),
        ),
        "an order that does not count has no place among its customer's",
    ),
    "live_buyers": "the others come from no session",
    "creator_gmv": "the others come from no creator",
    "creator_orders": "the others come from no creator",
    "balance_due_orders": "only normal orders are presales",
    "balance_paid_orders": "only normal orders are presales",
    "bad_reviews": "default praise is good praise, and only normal orders are reviewed",
}


def _without(metric: Metric, condition: str) -> Metric:
    assert metric.measure is not None
    left = tuple(w for w in metric.measure.where if w != condition)
    return dataclasses.replace(metric, measure=dataclasses.replace(metric.measure, where=left))


def _all_rows(metric: Metric) -> Metric:
    assert metric.measure is not None
    turned = not metric.measure.all_rows
    return dataclasses.replace(metric, measure=dataclasses.replace(metric.measure, all_rows=turned))


def _value(shop, model: Model, metric: str):
    compiler = Compiler(model, shop.engine.relations, shop.engine.dialect, Coverage(shop.last_day))
    measure = model.metrics[metric].measure
    by = ("product", "month") if measure and measure.table in BY_PRODUCT else ("month",)
    if measure and measure.time == "target_start" and not measure.spread:
        by = ("target.target_campaign",)
    compiled = compiler.compile(MetricQuery(metrics=(metric,), by=by, time=YEARS), "owner")
    return [row for row in shop.engine.run(compiled.sql).rows if row[-1]]


def _changed(shop, metric: Metric) -> bool:
    model = shop.model
    other = dataclasses.replace(model, metrics={**model.metrics, metric.name: metric})
    return _value(shop, model, metric.name) != _value(shop, other, metric.name)


def _conditions() -> list[tuple[str, str]]:
    metrics = [m for m in load(FOLDER).metrics.values() if m.origin == "shop"]
    return [(m.name, w) for m in metrics if m.measure for w in m.measure.where]


def _with_row_rules() -> list[str]:
    model = load(FOLDER)
    simple = [m for m in model.metrics.values() if m.measure and m.origin == "shop"]
    return [m.name for m in simple if model.tables[m.measure.table].rows]


@pytest.mark.parametrize(("name", "condition"), _conditions())
def test_a_condition_left_out_changes_the_number(demo_shop, name, condition):
    changed = _changed(demo_shop, _without(demo_shop.model.metrics[name], condition))
    assert changed != ((name, condition) in NO_EFFECT)


@pytest.mark.parametrize("name", _with_row_rules())
def test_the_rule_of_valid_rows_left_out_changes_the_number(demo_shop, name):
    metric = demo_shop.model.metrics[name]
    assert metric.measure is not None
    same = name in ONLY_VALID or metric.measure.table == "refunds"
    assert _changed(demo_shop, _all_rows(metric)) != same
