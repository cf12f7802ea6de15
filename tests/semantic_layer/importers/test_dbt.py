"""A dbt project becomes a shop that gives MetricFlow's numbers, in both of its forms."""

from pathlib import Path

import pytest

from semantic_layer.importers import Report
from semantic_layer.importers.dbt import import_dbt, queries
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.importers.projects import CURRENT, LEGACY, make_data, write_project


def imported(text: str, folder: Path) -> tuple[Shop, Report]:
    data = make_data(folder / "small.duckdb")
    report = import_dbt(write_project(folder / "project", text), folder / "shop", data)
    return open_shop(folder / "shop"), report


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))


TRUTH = [
    ("a row without a day counts when no time is asked", "revenue", (), [(100.0,)]),
    ("and stands under no day when it is", "revenue", ("metric_time__month",),
     [("2024-03-01", 40.0), ("2024-04-01", 55.0), (None, 5.0)]),
    ("a count over an expression", "order_count", ("order__size",), [("large", 2), ("small", 2)]),
    ("a sum of flags is 0, not empty, where none is set", "paid_orders", ("order__ordered_at",),
     [("2024-03-02", 1), ("2024-03-05", 0), ("2024-04-01", 1), (None, 1)]),
    ("a filter on one side of a ratio", "paid_share", (), [(0.7,)]),
    ("a filter over a join", "shanghai_revenue", (), [(40.0,)]),
    ("by a key, NULL keys too", "revenue", ("customer",), [("a", 40.0), ("b", 5.0), (None, 55.0)]),
    # Order 1 follows the visits of 1 and 2 March: it goes to the later, from mail. Order 2 is two
    # whole days after the visit of 3 March, which a window of 2 days does not hold.
    ("conversions go to the last visit before, within the window", "visit_to_order",
     ("visit__source",), [("ad", 0), ("mail", 1)]),
]  # fmt: skip


@pytest.mark.parametrize("text", [LEGACY, CURRENT], ids=["legacy", "current"])
def test_both_forms_give_the_hand_counted_numbers(text: str, tmp_path: Path) -> None:
    shop, _ = imported(text, tmp_path)
    for what, metric, by, expected in TRUTH:
        result = shop.query(queries.query(shop.model, (metric,), by))
        found = [tuple(_plain(v) for v in row) for row in result.rows]
        assert sorted(found, key=repr) == sorted(expected, key=repr), what
    shop.close()


def _plain(value: object) -> object:
    return str(value) if hasattr(value, "isoformat") else value


def test_the_report_names_all_that_was_not_carried_as_it_stood(tmp_path: Path) -> None:
    text = (
        LEGACY
        + """
  - name: strange
    type: simple
    surprise: 1
    type_params: {measure: order_total, oddity: 2}
  - name: broken
    type: simple
    filter: "{{ Dimension('order__status').upper() }} = 'PAID'"
    type_params: {measure: order_total}
  - name: on_broken
    type: ratio
    type_params: {numerator: broken, denominator: revenue}
  - name: lost
    type: simple
    type_params: {measure: no_such_measure}
  - name: dangerous
    type: derived
    type_params: {expr: "revenue + (select 1)", metrics: [{name: revenue}]}
saved_queries:
  - name: by_city
    query_params: {metrics: [revenue], group_by: ["Dimension('customer__city')"],
                   where: ["{{ TimeDimension('metric_time', 'month') }} = '2024-03-01'"]}
    exports: [{name: x, config: {export_as: table}}]
exposures: [{name: dashboard}]
"""
    )
    shop, report = imported(text, tmp_path)
    left = {(one.what, one.code) for one in report.left}
    assert {
        ("semantic model orders: dimension month", "no_expression"),
        ("metric strange: surprise", "unknown_key"),
        ("metric strange: type_params: oddity", "unknown_key"),
        ("metric broken", "bad_template"),
        ("metric on_broken", "left_below"),
        ("metric lost", "missing"),
        ("metric dangerous", "no_expression"),
        ("saved query by_city: exports", "no_place"),
        ("exposures", "outside"),
        ("semantic model orders", "source_found"),
    } <= left
    assert not {"broken", "on_broken", "lost", "dangerous"} & set(shop.model.metrics)
    assert "strange" in shop.model.metrics
    assert all(one.file == "models/semantics.yml" for one in report.left)
    for lang in ("zh", "en"):
        assert "on_broken" in report.text(lang)
    saved = shop.model.queries["by_city"]
    assert (saved.query.metrics, saved.query.by, saved.query.where) == (
        ("revenue",),
        ("customer.city",),
        ("month = '2024-03-01'",),
    )
    shop.close()


def test_a_file_that_is_not_yaml_is_reported(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", LEGACY)
    (project / "models" / "bad.yml").write_text("a: [1")
    (project / "target").mkdir()
    (project / "target" / "made.yml").write_text("a: [1")
    report = import_dbt(project, tmp_path / "shop")
    assert [one.file for one in report.left if one.code == "bad_yaml"] == ["models/bad.yml"]


def test_reserved_and_clashing_names(tmp_path: Path) -> None:
    """A dimension called by a step of time is renamed; a measure still means the column."""
    text = """
semantic_models:
  - name: orders
    model: ref('fct_orders')
    defaults: {agg_time_dimension: day}
    primary_entity: order
    dimensions:
      - {name: day, type: time, expr: ordered_at, type_params: {time_granularity: month}}
      - {name: status, type: categorical, expr: "upper(status)"}
    measures:
      - {name: statuses, agg: max, expr: status, create_metric: true}
"""
    shop, report = imported(text, tmp_path)
    renamed = [o for o in report.left if o.code == "renamed"]
    assert dict(renamed[0].values) == {"name": "day_"}
    found = shop.query(
        queries.query(shop.model, ("statuses",), ("order__day__month", "order__status"))
    )
    assert ("2024-03-01", "PAID", "paid") in [tuple(_plain(v) for v in r) for r in found.rows]
    shop.close()
