"""The queries that every engine must answer alike, by name: MetricQuery as plain mappings."""

from typing import Any

MARCH = {"start": "2025-03-01", "end": "2025-03-31"}
EVERY_DAY = {"start": "2024-01-01", "end": "2025-04-30"}
WEEKS = {"start": "2024-12-23", "end": "2025-01-12"}
Q = dict[str, Any]


def _where(field: str, op: str, *values: object, **more: object) -> Q:
    return {"metrics": ["orders", "gmv"], "by": ["platform"],
            "where": [{"field": field, "op": op, "values": list(values), **more}]}  # fmt: skip


KINDS: dict[str, Q] = {
    "sums and counts": {"metrics": ["gmv", "placed", "orders", "all_orders", "large_orders"]},
    "distinct": {"metrics": ["buyers"], "by": ["platform", "month"]},
    "average of money": {"metrics": ["average_order"], "by": ["platform"]},
    "average of whole numbers": {"metrics": ["average_units"], "by": ["platform"]},
    "least and most": {"metrics": ["least", "most"], "by": ["band"]},
    "median": {"metrics": ["median_order"], "by": ["platform"]},
    "percentile": {"metrics": ["p90_order"], "by": ["platform"]},
    "percentile that occurs": {"metrics": ["p90_seen"], "by": ["platform"]},
    "sum of flags": {"metrics": ["app_orders", "app_share"], "by": ["platform"]},
    "ratio": {"metrics": ["gmv_per_buyer", "refund_rate"], "by": ["month"]},
    "ratio of whole numbers": {"metrics": ["units_per_order"], "by": ["platform"]},
    "ratio with a condition": {"metrics": ["tmall_share"], "by": ["month"]},
    "derived": {"metrics": ["net", "roas"], "by": ["platform"]},
    "two facts": {"metrics": ["gmv", "refunded", "ad_cost"], "by": ["platform", "month"]},
    "two clocks": {"metrics": ["refunded", "refunded_of"], "by": ["month"]},
    "an expression over a join": {"metrics": ["margin", "line_value"], "by": ["product.category"]},
    "three facts by a city": {"metrics": ["gmv", "refunded", "visits"], "by": ["customer.city"]},
    "running total by month": {"metrics": ["gmv_so_far"], "by": ["month"], "time": EVERY_DAY},
    "running total": {"metrics": ["gmv_so_far"], "time": MARCH},
    "rolling window": {"metrics": ["gmv_7_days"], "by": ["day"], "time": MARCH},
    "rolling window by member": {"metrics": ["gmv_7_days"], "by": ["day", "platform"], "time": WEEKS},
    "to date": {"metrics": ["gmv_month_to_date"], "by": ["day"], "time": MARCH},
    "to date by week": {"metrics": ["gmv_month_to_date"], "by": ["week"], "time": MARCH},
    "a lag": {"metrics": ["gmv_before", "gmv_grown"], "by": ["day"], "time": MARCH},
    "conversion": {"metrics": ["visit_to_order", "visit_orders"]},
    "conversion by its base": {"metrics": ["visit_to_order"], "by": ["visit.source"]},
    "conversion by month": {"metrics": ["visit_orders", "visits"], "by": ["month"]},
    "balance at the end": {"metrics": ["in_stock"], "time": MARCH},
    "balance by month": {"metrics": ["in_stock", "first_stock"], "by": ["month"]},
    "balance by member": {"metrics": ["in_stock"], "by": ["warehouse", "product.title"]},
    "balance in groups": {"metrics": ["stock_by_house"], "by": ["week"]},
    "a slowly changing label": {"metrics": ["gmv", "orders"], "by": ["customer.tier"]},
}  # fmt: skip

TIME: dict[str, Q] = {
    **{
        f"by {step}": {"metrics": ["gmv", "orders"], "by": [step]}
        for step in ("hour", "day", "week", "month", "quarter", "year", "fiscal_month", "fiscal_quarter", "fiscal_year")
    },
    **{
        f"by {part}": {"metrics": ["orders"], "by": [part]}
        for part in (
            "weekday", "hour_of_day", "day_of_month", "day_of_year", "month_of_year",
            "quarter_of_year", "year_of_date",
        )
    },
    "by weeks of another clock": {"metrics": ["orders"], "by": ["order.created_at:week"]},
    "by weeks of a date": {"metrics": ["customers"], "by": ["customer.joined:week"]},
    "by weekday of a date": {"metrics": ["orders"], "by": ["customer.joined:weekday"]},
    "by fiscal quarters of a date": {"metrics": ["customers"], "by": ["customer.joined:fiscal_quarter"]},
    "fiscal quarters beside a year before": {
        "metrics": ["gmv"], "by": ["fiscal_quarter"], "compare": [{"kind": "year"}, {"kind": "previous"}],
        "time": {"start": "2025-01-06", "end": "2025-04-05", "unit": "fiscal_quarter"}},
    "fiscal year to date": {"metrics": ["gmv_fiscal_to_date"], "by": ["week"], "time": MARCH},
    **{
        f"by {part}": {"metrics": ["orders", "gmv"], "by": [part]}
        for part in ("campaign", "campaign_phase", "campaign_day", "holiday", "workday")
    },
    "by the campaign of a date": {"metrics": ["customers"], "by": ["customer.joined:campaign"]},
    "workdays of each campaign": {"metrics": ["gmv"], "by": ["calendar.campaign", "calendar.workday"],
                                  "time": EVERY_DAY, "all_members": True},
    "in a phase": {"metrics": ["orders"], "by": ["platform"],
                   "where": [{"field": "campaign_phase", "values": ["spring_sale_opening"]}]},
    "not on workdays, compared": {"metrics": ["gmv"], "time": MARCH, "compare": [{"kind": "previous"}],
                                  "where": [{"field": "workday", "op": "!=", "values": ["workday"]}]},
    "an average per day of each kind": {
        "metrics": ["x"], "by": ["workday"], "time": MARCH,
        "define": [{"name": "x", "metric": "gmv", "agg": "avg", "per": "day"}]},
    "days filled": {"metrics": ["gmv", "buyers"], "by": ["day"], "time": WEEKS, "fill": True},
    "weeks filled": {"metrics": ["gmv"], "by": ["week", "platform"], "time": WEEKS, "fill": True},
    "hours filled": {"metrics": ["orders"], "by": ["hour"], "fill": True,
                     "time": {"start": "2024-12-30", "end": "2024-12-30"}},
    "until an hour": {"metrics": ["orders"],
                      "time": {"start": "2024-12-29", "end": "2024-12-31",
                               "until": "2024-12-31 12:00:00", "since": "2024-12-29 12:00:00"}},
    "leap day": {"metrics": ["gmv"], "time": {"start": "2024-02-29", "end": "2024-02-29"}},
}  # fmt: skip

FILTERS: dict[str, Q] = {
    "equal": _where("platform", "=", "tmall"),
    "not equal keeps empty": _where("platform", "!=", "tmall"),
    "in, with empty": _where("platform", "in", "tmall", None),
    "not in": _where("platform", "not_in", "tmall", "jd"),
    "over a join": _where("customer.city", "=", "上海"),
    "in another role": _where("payer.city", "=", "上海"),
    "a quote in a value": _where("customer.full_name", "=", "O'Neil"),
    "empty": _where("note", "is_null"),
    "not empty": _where("note", "not_null"),
    "contains a percent": _where("note", "contains", "0%"),
    "contains an underscore": _where("note", "contains", "a_b"),
    "contains the escape": _where("note", "contains", "a!b"),
    "starts, whatever the case": _where("note", "starts", "asap", "加急"),
    "ends": _where("note", "ends", "off"),
    "contains not": _where("note", "not_contains", "加急"),
    "a flag": _where("app", "=", True),
    "a number": _where("order.units", ">=", 2),
    "between numbers": _where("order.units", "between", 1, 3),
    "whole division": {"metrics": ["orders"], "by": ["dozens"]},
    "on a moment": _where("order.created_at", "<=", "2024-12-30"),
    "on a day": _where("order.created_at", "=", "2024-12-31"),
    "an expression": {"metrics": ["gmv"], "by": ["platform"],
                      "where": ["order.units * 2 > 3 or customer.city ilike '%上%'"]},
    "having": {"metrics": ["gmv", "orders"], "by": ["platform", "month"],
               "having": [{"field": "orders", "op": ">", "values": [1]}]},
    "entities by a metric": {
        "metrics": ["orders"], "by": ["platform"],
        "where": [{"field": "gmv", "op": ">", "values": [300], "per": "customer"}]},
    "entities by a metric of some days": {
        "metrics": ["gmv"],
        "where": [{"field": "orders", "op": ">=", "values": [1], "per": "customer", "time": MARCH}]},
}  # fmt: skip

SHAPES: dict[str, Q] = {
    "share of the whole": {"metrics": ["gmv"], "by": ["platform"], "share": ["gmv"]},
    "share of each month": {"metrics": ["gmv"], "by": ["platform", "month"], "share": ["gmv"]},
    "the period before": {"metrics": ["gmv", "average_order"], "time": MARCH,
                          "compare": [{"kind": "previous"}, {"kind": "year"}]},
    "a year before by month": {"metrics": ["gmv"], "by": ["month"], "compare": [{"kind": "year"}],
                               "time": {"start": "2025-01-01", "end": "2025-03-31"}},
    "the weeks before by day": {"metrics": ["orders"], "by": ["day", "platform"],
                                "compare": [{"kind": "week"}], "time": MARCH},
    "leap day a year later": {"metrics": ["gmv"], "by": ["day"], "compare": [{"kind": "year"}],
                              "time": {"start": "2025-02-27", "end": "2025-03-02"}},
    "another range": {"metrics": ["gmv"], "by": ["platform"], "time": MARCH,
                      "compare": [{"kind": "range",
                                   "time": {"start": "2024-12-20", "end": "2025-01-19"}}]},
    "share and comparison": {"metrics": ["gmv"], "by": ["platform"], "share": ["gmv"],
                             "time": MARCH, "compare": [{"kind": "previous"}]},
    "the first ones": {"metrics": ["gmv"], "by": ["customer.full_name"], "limit": 3},
    "ordered by a key": {"metrics": ["orders"], "by": ["customer.city", "platform"],
                         "order": ["customer.city", "-platform"]},
    "ordered upwards": {"metrics": ["roas"], "by": ["platform"], "order": ["roas"]},
    "members": {"by": ["note"]},
    "members over a join": {"by": ["customer.city", "region_name"]},
    "ends of a dimension": {"by": ["order.created_at"], "ends": True},
    "by a flag": {"metrics": ["orders"], "by": ["app"]},
    "by a key": {"metrics": ["gmv"], "by": ["customer"]},
}  # fmt: skip

ASKED: dict[str, Q] = {
    "a filtered part": {"metrics": ["x"], "by": ["platform"], "define": [{"name": "x", "metric": "gmv", "given": ["customer.level >= 2"]}]},
    "a quotient of the query's own": {"metrics": ["x"], "by": ["platform"], "define": [{"name": "x", "metric": "units", "over": "orders"}]},
    "the median of what is summed": {"metrics": ["x"], "by": ["platform"], "define": [{"name": "x", "metric": "gmv", "agg": "median"}]},
    "the spread of what is summed": {"metrics": ["x"], "by": ["platform"], "define": [{"name": "x", "metric": "gmv", "agg": "stddev"}]},
    "the most of a dimension": {"metrics": ["x"], "by": ["platform"], "define": [{"name": "x", "field": "order.units", "agg": "max", "of": "orders"}]},
    "an average per customer": {"metrics": ["x"], "by": ["platform"], "define": [{"name": "x", "metric": "gmv", "agg": "avg", "per": "customer"}]},
    "the share that ordered twice": {"metrics": ["x"], "define": [{"name": "x", "metric": "orders", "agg": "share", "per": "customer", "having": [{"field": "orders", "op": ">=", "values": [2]}]}]},
    "an average per day": {"metrics": ["x"], "define": [{"name": "x", "metric": "gmv", "agg": "avg", "per": "day"}], "time": {"start": "2025-03-01", "end": "2025-03-31"}},
    "an average per day by hour": {"metrics": ["x"], "by": ["hour_of_day"], "define": [{"name": "x", "metric": "orders", "agg": "avg", "per": "day"}], "time": {"start": "2025-03-01", "end": "2025-03-31"}},
    "an average per workday by platform": {"metrics": ["x"], "by": ["platform", "month"], "where": ["weekday <= 5"], "define": [{"name": "x", "metric": "gmv", "agg": "avg", "per": "day"}], "time": {"start": "2025-01-01", "end": "2025-03-31"}},
    "the best week": {"metrics": ["x"], "define": [{"name": "x", "metric": "gmv", "agg": "max", "per": "week"}], "time": {"start": "2024-06-01", "end": "2025-03-31"}},
    "customers chosen by another metric": {"metrics": ["x"], "define": [{"name": "x", "metric": "units", "agg": "avg", "per": "customer", "having": [{"field": "refunded", "op": "<", "values": [100]}]}]},
    "hours between two events": {"metrics": ["x"], "by": ["platform"], "define": [{"name": "x", "field": "hours_between(order.created_at, order.paid_at)", "agg": "avg", "of": "orders"}]},
    "days since the order before": {"metrics": ["x"], "define": [{"name": "x", "field": "days_between(previous_paid_at, order.paid_at)", "agg": "sum", "of": "orders"}]},
    "by the number of an order": {"metrics": ["gmv", "first_orders"], "by": ["order_number"]},
    "by the last platform": {"metrics": ["orders"], "by": ["last_platform"]},
    "by the month of the first order": {"metrics": ["of_new_customers"], "by": ["month"]},
    "orders that are old enough": {"metrics": ["old_first_orders"], "by": ["month"]},
    "parts of the whole": {"metrics": ["part_of_all"], "by": ["platform"]},
    "classes of a number": {"metrics": ["orders"], "by": ["x"], "bands": [{"name": "x", "field": "order.units", "edges": [1, 3]}]},
    "classes of a metric per customer": {"metrics": ["gmv"], "by": ["x"], "bands": [{"name": "x", "field": "gmv", "per": "customer", "edges": [100, 500]}]},
    "the first two and the others": {"metrics": ["gmv"], "by": ["platform"], "top": {"by": "platform", "n": 2, "others": True}},
    "the first of each month": {"metrics": ["gmv"], "by": ["month", "platform"], "top": {"by": "platform", "n": 1, "within": ["month"]}},
    "a share within each month": {"metrics": ["gmv"], "by": ["month", "platform"], "share": ["gmv"], "share_within": ["month"]},
    "best and worst": {"metrics": ["gmv"], "by": ["customer.city"], "limit": 1, "tail": 1},
    "members without a row too": {"metrics": ["units"], "by": ["product.category"], "all_members": True},
    "of the two best customers": {"metrics": ["gmv"], "by": ["platform"], "where": [{"field": "gmv", "op": "top", "values": [2], "per": "customer"}]},
    "of the lower half": {"metrics": ["gmv"], "where": [{"field": "gmv", "op": "bottom_percent", "values": [50], "per": "customer"}]},
    "customers without an order": {"metrics": ["customers"], "where": [{"field": "orders", "op": "=", "values": [0], "per": "customer"}]},
    "customers with an order there": {"metrics": ["gmv"], "where": [{"field": "orders", "op": ">=", "values": [1], "per": "customer", "given": ["platform = 'tmall'"]}]},
    "above the average of the groups": {"metrics": ["gmv"], "by": ["platform"], "having": [{"field": "gmv", "op": ">", "than": "average"}]},
    "not above the median of the groups": {"metrics": ["gmv"], "by": ["customer.city"], "having": [{"field": "gmv", "op": "<=", "than": "median"}]},
    "days on which much was sold": {"metrics": ["orders"], "by": ["platform"], "where": [{"field": "gmv", "op": ">", "values": [300], "per": "day"}]},
    "a label for its code": {"metrics": ["orders"], "where": [{"field": "platform", "op": "contains", "values": ["猫"]}]},
    "a number as it is written": {"metrics": ["orders"], "where": [{"field": "order.units", "op": "starts", "values": ["1"]}]},
    "classes of a number that is computed, by month": {"metrics": ["orders", "units"], "by": ["month", "x"], "bands": [{"name": "x", "field": "gmv_per_buyer", "per": "customer", "edges": [0, 99.5], "time": {"start": "2025-03-01", "end": "2025-03-31"}}]},
    "the first city of each platform and the others": {"metrics": ["buyers", "gmv_per_buyer"], "by": ["platform", "customer.city"], "top": {"by": "customer.city", "n": 1, "within": ["platform"], "others": True}},
    "the first name, compared": {"metrics": ["gmv"], "by": ["customer.full_name"], "top": {"by": "customer.full_name", "n": 2, "others": True}, "time": {"start": "2025-03-01", "end": "2025-03-31"}, "compare": [{"kind": "year"}]},
    "every customer under a condition": {"metrics": ["orders"], "by": ["customer.full_name"], "all_members": True, "where": ["customer.level >= 2"]},
    "every weekday, every city": {"metrics": ["orders"], "by": ["weekday", "customer.city"], "all_members": True},
    "rows of a list": {"of": "refund", "by": ["refund", "order", "platform", "customer.city", "success_at"], "order": ["-success_at", "refund"], "limit": 5},
    "rows of some days": {"of": "items", "by": ["order", "product.title", "order.paid_at"], "order": ["order.paid_at", "product.title"], "time": {"start": "2025-03-01", "end": "2025-03-31"}},
    "rows ordered by what is not shown": {"of": "customer", "by": ["customer.full_name"], "order": ["-joined"], "limit": 3, "tail": 2},
    "the same weekdays last year": {"metrics": ["gmv"], "time": {"start": "2025-03-01", "end": "2025-03-31"}, "compare": [{"kind": "weekdays"}]},
    "another member beside": {"metrics": ["gmv"], "where": [{"field": "platform", "values": ["tmall"]}], "compare": [{"kind": "other", "instead": [{"field": "platform", "values": ["jd"]}]}], "time": {"start": "2025-03-01", "end": "2025-03-31"}},
    "a part of a month's target": {"metrics": ["target_of_days", "target_like_sales", "gmv"], "by": ["platform"], "time": {"start": "2025-02-20", "end": "2025-03-12"}},
    "targets by the day": {"metrics": ["target_of_days", "sale_of_days"], "by": ["day"], "time": {"start": "2025-02-27", "end": "2025-03-03"}, "fill": True},
    "targets by the week": {"metrics": ["target_like_sales"], "by": ["week", "platform"], "time": {"start": "2025-03-03", "end": "2025-03-16"}},
    "a campaign's target": {"metrics": ["target_of_sale", "gmv"], "time": {"start": "2025-03-01", "end": "2025-03-12"}},
    "from the middle of a campaign": {"metrics": ["target_of_sale", "gmv"], "time": {"start": "2025-03-02", "end": "2025-03-20"}},
    "a projected month": {"metrics": ["projected", "passed"], "by": ["month"], "time": {"start": "2025-02-01", "end": "2025-04-30"}, "fill": True},
    "values as they occur together": {"by": ["customer.city", "level"]},
}  # fmt: skip

QUERIES: dict[str, Q] = {**KINDS, **TIME, **FILTERS, **SHAPES, **ASKED}
