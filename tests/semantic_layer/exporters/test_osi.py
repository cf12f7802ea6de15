"""A shop that goes out as OSI and comes back gives the same numbers, and says what stayed behind."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from semantic_layer.errors import QueryError
from semantic_layer.exporters.osi import export_osi
from semantic_layer.importers import Report
from semantic_layer.importers.osi import import_osi
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.reckoning import FiscalYear
from semantic_layer.shop import Shop, open_shop
from tests.engines.bazaar.opened import bazaar
from tests.shops.real import HERE as SHOPS
from tests.shops.real import data_of

KEYS = {  # of the specification, by the kind of thing
    "document": {"version", "semantic_model"},
    "model": {"name", "description", "ai_context", "datasets", "relationships", "metrics",
              "custom_extensions"},
    "dataset": {"name", "source", "primary_key", "unique_keys", "description", "ai_context", "fields",
                "custom_extensions"},
    "field": {"name", "expression", "dimension", "label", "description", "datatype", "ai_context",
              "custom_extensions"},
    "relationship": {"name", "from", "to", "from_columns", "to_columns"},
    "metric": {"name", "expression", "description", "datatype", "ai_context", "custom_extensions"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))


def exported(shop: Shop, folder: Path) -> tuple[dict[str, Any], Report]:
    report = export_osi(shop.model, folder / "model.yaml")
    return yaml.safe_load((folder / "model.yaml").read_text(encoding="utf-8")), report


def back(folder: Path, data: Path) -> Shop:
    import_osi(folder / "model.yaml", folder / "again", data)
    return open_shop(folder / "again", data)


def differences(
    ours: Shop, theirs: Shop, bys: list[tuple[str, ...]], time: TimeRange | None = None
) -> Iterator[str]:
    """Where a metric that both have gives different rows."""
    for metric in sorted(ours.model.metrics.keys() & theirs.model.metrics.keys()):
        for by in bys:
            query = MetricQuery(metrics=(metric,), by=by, time=time)
            try:
                expected = ours.query(query).rows
            except QueryError:
                continue
            if theirs.query(query).rows != expected:
                yield f"{metric} by {by}"


def test_the_bazaar_comes_back(tmp_path: Path) -> None:
    shop = bazaar(tmp_path / "made")
    document, _ = exported(shop, tmp_path)
    again = back(tmp_path, tmp_path / "made" / "bazaar.duckdb")
    assert len(again.model.metrics.keys() & shop.model.metrics.keys()) >= 29
    bys = [(), ("month",), ("platform",), ("orders.created_at:week",), ("fiscal_quarter",)]
    assert list(differences(shop, again, bys)) == []
    assert again.model.fiscal == shop.model.fiscal == FiscalYear(4, 6)
    assert again.model.metrics["gmv"].label == shop.model.metrics["gmv"].label
    assert again.model.metrics["gmv"].unit == "money"
    values = again.model.dimensions["orders.platform"].values
    assert [(v.value, v.label.zh) for v in values] == [("tmall", "天猫"), ("jd", "京东")]
    assert again.model.dimensions["customers.phone"].pii
    assert document["semantic_model"][0]["name"] == "bazaar"
    shop.close()
    again.close()


def test_without_our_extension_the_plain_expressions_say_the_same(tmp_path: Path) -> None:
    shop = bazaar(tmp_path / "made")
    document, _ = exported(shop, tmp_path)
    text = yaml.safe_dump(without(document, "custom_extensions"), allow_unicode=True)
    assert "WENSHU" not in text
    (tmp_path / "model.yaml").write_text(text, encoding="utf-8")
    again = back(tmp_path, tmp_path / "made" / "bazaar.duckdb")
    assert len(again.model.metrics.keys() & shop.model.metrics.keys()) >= 29
    assert list(differences(shop, again, [(), ("customers.city",), ("category",)])) == []
    shop.close()
    again.close()


def without(node: Any, key: str) -> Any:
    if isinstance(node, dict):
        return {k: without(v, key) for k, v in node.items() if k != key}
    return [without(v, key) for v in node] if isinstance(node, list) else node


@pytest.mark.slow
@pytest.mark.parametrize("name", ["online_retail", "adventure_works"])
def test_real_shops_come_back(tmp_path: Path, shared: Path, name: str) -> None:
    data = data_of(shared, name)
    shop = open_shop(SHOPS / name, data)
    document, report = exported(shop, tmp_path)
    again = back(tmp_path, data)
    carried = again.model.metrics.keys() & shop.model.metrics.keys()
    assert len(carried) >= 0.5 * len(shop.model.metrics)
    assert list(differences(shop, again, [(), ("month",)])) == []
    assert_nothing_is_dropped(shop, document, report)
    shop.close()
    again.close()


@pytest.mark.slow
def test_the_demo_shop_comes_back(tmp_path: Path, demo_shop: Shop) -> None:
    document, report = exported(demo_shop, tmp_path)
    again = back(tmp_path, Path(demo_shop.engine.copying().attach))
    carried = again.model.metrics.keys() & demo_shop.model.metrics.keys()
    said = {
        n for n, m in demo_shop.model.metrics.items() if m.kind in ("simple", "ratio", "derived")
    }
    assert len(carried & said) >= 0.8 * len(said)
    assert len(carried) >= 220
    november = TimeRange.model_validate({"start": "2025-10-15", "end": "2025-11-30"})
    assert list(differences(demo_shop, again, [("month",)], november)) == []
    assert_nothing_is_dropped(demo_shop, document, report)
    again.close()


def test_what_rows_alone_cannot_say_stays_behind_with_its_reason(
    tmp_path: Path, demo_shop: Shop
) -> None:
    """A target that is spread over days would come back as one of the month's first day."""
    document, report = exported(demo_shop, tmp_path)
    carried = {m["name"] for m in document["semantic_model"][0]["metrics"]}
    reasons = {
        one.what: dict(one.values)["text"] for one in report.left if one.what.startswith("metric ")
    }
    wanted = {
        "target_to_date": "spread", "time_progress": "elapsed", "stock_units": "snapshot",
        "repeat_rate": "nested", "repurchase_180d": "conversion", "buyers_30d": "offset",
    }  # fmt: skip
    for name, reason in wanted.items():
        assert name not in carried
        assert reason in reasons[f"metric {name}"], name
    assert "metric gmv_target: covers" in reasons
    assert "metric refund_amount_cohort: settles" in reasons


def test_nothing_is_dropped_silently(tmp_path: Path) -> None:
    shop = bazaar(tmp_path / "made")
    document, report = exported(shop, tmp_path)
    assert_nothing_is_dropped(shop, document, report)
    for lang in ("zh", "en"):
        assert "gmv_so_far" in report.text(lang)
    shop.close()


def assert_nothing_is_dropped(shop: Shop, document: dict[str, Any], report: Report) -> None:
    """Every metric, dimension, segment, key, role … is in the file or in the report."""
    model, named = document["semantic_model"][0], {one.what for one in report.left}
    metrics = {m["name"] for m in model["metrics"]}
    assert {
        n for n in shop.model.metrics if n not in metrics and f"metric {n}" not in named
    } == set()
    fields = {(d["name"], f["name"]) for d in model["datasets"] for f in d.get("fields", [])}
    lost = {d.id for d in shop.model.dimensions.values()
            if (d.table, d.name) not in fields and f"dimension {d.id}" not in named}  # fmt: skip
    assert lost == set()
    segments = {
        f"segment {t.name}.{s.name}" for t in shop.model.tables.values() for s in t.segments
    }
    assert segments <= named
    for kind in ("roles", "terms", "concepts", "queries"):
        listed = getattr(shop.model, kind)
        names = listed if isinstance(listed, dict) else [t.name for t in listed]
        assert {f"{kind} {name}" for name in names} <= named


def test_the_file_has_only_keys_of_the_specification(tmp_path: Path) -> None:
    shop = bazaar(tmp_path / "made")
    document, _ = exported(shop, tmp_path)
    shop.close()
    (model,) = document["semantic_model"]
    things = {
        "document": [document], "model": [model], "dataset": model["datasets"],
        "field": [f for d in model["datasets"] for f in d.get("fields", [])],
        "relationship": model["relationships"], "metric": model["metrics"],
    }  # fmt: skip
    for kind, listed in things.items():
        assert listed
        for thing in listed:
            assert thing.keys() <= KEYS[kind], (kind, thing["name"])
    for thing in (*things["field"], *things["metric"]):
        for one in thing["expression"]["dialects"]:
            assert one["dialect"] in ("ANSI_SQL", "SNOWFLAKE")
