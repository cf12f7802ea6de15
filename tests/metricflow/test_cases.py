"""MetricFlow's own cases through the importer, with no hand translation: never a wrong number."""

from pathlib import Path
from typing import Any

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.importers.dbt import queries
from semantic_layer.shop import Shop
from tests.metricflow.running import Outcome, difference, open_model, run, table

PASSES = 68


@pytest.fixture(scope="module")
def outcomes(shop: Shop, cases: list[dict[str, Any]]) -> list[Outcome]:
    made = [run(case, shop) for case in cases]
    print(table(made))
    return made


def test_no_case_is_wrong_or_fails(outcomes: list[Outcome]) -> None:
    bad = [f"{o.result} {o.case}: {o.why}" for o in outcomes if o.result in ("wrong", "error")]
    assert not bad, "\n".join(bad)


def test_refusals_say_why(outcomes: list[Outcome]) -> None:
    assert all(o.why for o in outcomes if o.result == "refused")


def test_passes(outcomes: list[Outcome]) -> None:
    passed = [o for o in outcomes if o.result == "pass"]
    assert len(passed) == PASSES, [o for o in outcomes if o.result != "pass"]


def test_the_comparison_can_fail() -> None:
    """The runner's own check: a changed value, a missing row, a changed order, a NULL for a 0."""
    rows = [("a", 1.0), ("b", None)]
    assert difference(rows, rows, ordered=True) == ""
    assert difference(rows, [rows[1], rows[0]], ordered=False) == ""
    assert difference(rows, [rows[1], rows[0]], ordered=True)
    assert difference(rows, [("a", 1.00001), ("b", None)], ordered=False)
    assert difference(rows, [("a", 1.0), ("b", 0)], ordered=False)
    assert difference(rows, rows[:1], ordered=False)
    assert difference([("2020-01-01",)], [("2020-01-01 00:00:00",)], ordered=False) == ""


def test_cyclic_joins_load_and_ambiguous_ones_are_refused(
    sample: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    shop = open_model(sample / "models" / "cyclic_join_manifest", tmp_path / "shop", data)
    found = shop.query(queries.query(shop.model, ("listings",), ("listing__country_latest",)))
    assert sum(row[1] for row in found.rows) == 6  # type: ignore[misc]
    with pytest.raises(QueryError) as refused:
        shop.query(queries.query(shop.model, ("listings",), ("capacity_latest",)))
    assert refused.value.code == "ambiguous_dimension"
    assert set(refused.value.choices) == {
        "listing.capacity_latest",
        "cyclic_entity.capacity_latest",
    }
    shop.close()
