"""An OSI document becomes a shop that gives the hand-counted numbers, and says what it left."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from semantic_layer.importers import Report
from semantic_layer.importers.osi import import_osi
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.importers.leaves import dropped, leaves
from tests.semantic_layer.importers.osi_model import DATA, OSI


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))


def imported(folder: Path, text: str = OSI, *, data: bool = True) -> tuple[Shop | None, Report]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.yaml").write_text(text, encoding="utf-8")
    file = folder / "tea.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(DATA)
    report = import_osi(folder / "model.yaml", folder / "shop", file if data else None)
    return open_shop(folder / "shop", file), report


TRUTH: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("revenue", (), [(65.5,)]),
    ("sold", ("month",), [("2024-03-01", 40.0), ("2024-04-01", 25.5)]),
    ("rows_of", ("channel",), [("SHOP", 2), ("WEB", 1), (None, 1)]),
    ("big_sales", (), [(2,)]),
    ("shop_revenue", (), [(30.0,)]),
    ("shanghai_revenue", (), [(40.0,)]),
    ("guests_known", ("city",), [("上海", 1), ("杭州", 1), (None, 1)]),
    ("per_guest", (), [(32.75,)]),
    ("rest", ("month",), [("2024-03-01", 30.0), ("2024-04-01", 5.5)]),
    ("middle", (), [(15.0,)]),
    ("revenue", ("guests.city",), [("上海", 40.0), ("杭州", 20.0), (None, 5.5)]),
]


def rows(shop: Shop, metric: str, by: tuple[str, ...]) -> list[tuple[Any, ...]]:
    found = shop.query(MetricQuery(metrics=(metric,), by=by)).rows
    return [tuple(str(v) if hasattr(v, "isoformat") else v if v is None or isinstance(v, str)
                  else float(v) for v in row) for row in found]  # fmt: skip


@pytest.mark.parametrize("data", [True, False], ids=["with the data", "without"])
def test_the_numbers_are_those_counted_by_hand(tmp_path: Path, data: bool) -> None:
    text = OSI if data else OSI.replace("db.shop.", "shop.")
    shop, _ = imported(tmp_path, text, data=data)
    assert shop is not None
    for metric, by, expected in TRUTH:
        found = rows(shop, metric, by)
        assert sorted(found, key=repr) == sorted(expected, key=repr), (metric, by)
    shop.close()


def test_the_report_names_what_was_left(tmp_path: Path) -> None:
    shop, report = imported(tmp_path)
    assert shop is not None
    left = {(one.what, one.code) for one in report.left}
    assert {
        ("dataset from_query: source", "query_source"),
        ("relationship to_nowhere", "left_below"),
        ("dataset sales: field strange", "no_known_dialect"),
        ("dataset sales: field dangerous", "no_expression"),
        ("dataset sales: field day", "renamed"),
        ("dataset sales: field channel: label filter", "no_place"),
        ("metric lost", "left_below"),
        ("metric on_lost", "left_below"),
        ("metric ranked", "no_expression"),
    } <= {(w.removeprefix("semantic model tea_house: "), c) for w, c in left}
    for lang in ("zh", "en"):
        assert "to_nowhere" in report.text(lang)
    assert shop.model.questions[0].en == "How much did we sell last week?"
    assert shop.model.metrics["revenue"].synonyms == ("income", "money made")
    shop.close()


IGNORABLE = {"version"}  # of the specification


@pytest.mark.slow
def test_no_leaf_is_dropped_silently(tmp_path: Path) -> None:
    document = yaml.safe_load(OSI)
    assert len(list(leaves(document))) > 120
    assert dropped(import_osi, tmp_path, document, IGNORABLE) == []


@pytest.mark.parametrize("key", ["surprise", "metrics2"])
def test_a_key_that_nobody_knows_is_reported(tmp_path: Path, key: str) -> None:
    document = yaml.safe_load(OSI)
    model = document["semantic_model"][0]
    for node in (document, model, model["datasets"][0], model["datasets"][0]["fields"][0],
                 model["relationships"][0], model["metrics"][0]):  # fmt: skip
        node[key] = 1
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    report = import_osi(tmp_path / "m.yaml", tmp_path / "shop")
    assert len([o for o in report.left if o.what.endswith(key) and o.code == "unknown_key"]) == 6
