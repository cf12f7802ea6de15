"""A Cube model becomes a shop that gives the hand-counted numbers, and says what it left."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from semantic_layer.importers import Report
from semantic_layer.importers.cube import import_cube
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.importers.cube_model import CUBE
from tests.semantic_layer.importers.leaves import dropped, leaves
from tests.semantic_layer.importers.osi_model import DATA

SPRING = TimeRange.model_validate({"start": "2024-03-01", "end": "2024-04-30"})


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))


def imported(folder: Path, text: str = CUBE) -> tuple[Shop, Report]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.yml").write_text(text, encoding="utf-8")
    file = folder / "tea.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(DATA)
    report = import_cube(folder / "model.yml", folder / "shop", file)
    return open_shop(folder / "shop"), report


# metric, by, expected; sales: 10 shop a, 30 web a (both March), 20 shop b, 5.50 none (April)
TRUTH: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("revenue", (), [(65.5,)]),
    ("sales_count", ("size",), [("large", 2), ("middle", 1), ("small", 1)]),
    ("largest", ("month",), [("2024-03-01", 30.0), ("2024-04-01", 20.0)]),
    ("buyers", (), [(2,)]),
    ("buyers_about", (), [(2,)]),
    ("shop_revenue", (), [(30.0,)]),
    ("shanghai_revenue", (), [(40.0,)]),
    ("per_buyer", (), [(32.75,)]),
    ("per_row", (), [(16.375,)]),
    ("rest", ("sales.channel_",), [("SHOP", 0.0), ("WEB", 30.0), (None, 5.5)]),
    ("so_far", ("month",), [("2024-03-01", 40.0), ("2024-04-01", 65.5)]),
    ("of_month", ("month",), [("2024-03-01", 40.0), ("2024-04-01", 25.5)]),
    ("revenue_before", ("month",), [("2024-04-01", 40.0)]),
    ("guests_count", ("guests.city",), [("上海", 1), ("杭州", 1), (None, 1)]),
    ("guests_visits", (), [(4,)]),
    ("placed", (), [(2,)]),
    ("placed", ("known_guests.city",), [("上海", 1), ("杭州", 1)]),
    ("revenue", ("sales.guest_city",), [("上海", 40.0), ("杭州", 20.0), (None, 5.5)]),
    ("sales_count", ("sales.is_web",), [(False, 2), (True, 1), (None, 1)]),
]


def rows(shop: Shop, metric: str, by: tuple[str, ...]) -> list[tuple[Any, ...]]:
    time = SPRING if metric.endswith(("so_far", "of_month", "before")) else None
    found = shop.query(MetricQuery(metrics=(metric,), by=by, time=time)).rows
    plain = [tuple(str(v) if hasattr(v, "isoformat") else v if v is None or isinstance(v, str | bool)
                   else float(v) for v in row) for row in found]  # fmt: skip
    return [row for row in plain if row[-1] is not None or not by]


def test_the_numbers_are_those_counted_by_hand(tmp_path: Path) -> None:
    shop, _ = imported(tmp_path)
    for metric, by, expected in TRUTH:
        found = rows(shop, metric, by)
        assert sorted(found, key=repr) == sorted(expected, key=repr), (metric, by)
    assert shop.model.metrics["revenue"].unit == "money"
    assert shop.model.metrics["per_row"].hidden
    assert shop.model.metrics["shop_revenue"].label.en == "Sold in the shop"
    shop.close()


def test_the_report_names_what_was_left(tmp_path: Path) -> None:
    shop, report = imported(tmp_path)
    left = {(one.what.split(": {")[0], one.code) for one in report.left}
    assert {
        ("cube sales: join nowhere", "missing"),
        ("cube sales: dimension spent", "sub_query"),
        ("cube sales: dimension place", "kind_unknown"),
        ("cube sales: dimension when_asked", "no_expression"),
        ("cube sales: dimension channel", "renamed_beside"),
        ("cube sales: measure ahead", "window_unknown"),
        ("cube sales: measure by_city", "stages"),
        ("cube sales: measure on_by_city", "left_below"),
        ("cube sales: measure all_notes", "kind_unknown"),
        ("cube sales: measure buyers_about", "made_exact"),
        ("cube from_query", "query_source"),
        ("view overview", "view_left"),
    } <= left, left
    named = "\n".join(one.what for one in report.left)
    for word in ("pre_aggregations", "access_policy", "refresh_key", "data_source", "drill_members",
                 "granularities", "meta", "public", "manager", "quarter_hour"):  # fmt: skip
        assert word in named
    shop.close()


def test_templates_are_not_run(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "good.yml").write_text(CUBE, encoding="utf-8")
    (folder / "loop.yml").write_text("cubes:\n{% for x in [1] %}\n  - name: c\n{% endfor %}\n")
    (folder / "value.yml").write_text('cubes:\n  - name: t\n    sql_table: x\n    measures: [{name: n, type: sum, sql: "{{ secret }}"}]\n')  # fmt: skip
    report = import_cube(folder, tmp_path / "shop")
    assert {(o.file, o.what) for o in report.left if o.code == "jinja"} == {
        ("loop.yml", ""), ("value.yml", "cube t: measure n")}  # fmt: skip


@pytest.mark.slow
def test_no_leaf_is_dropped_silently(tmp_path: Path) -> None:
    document = yaml.safe_load(CUBE)
    assert len(list(leaves(document))) > 150
    ignorable = {"cubes.measures.multi_stage"}  # what is asked for says it already
    assert dropped(import_cube, tmp_path, document, ignorable) == []
