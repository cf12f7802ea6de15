"""The shared sample of attacks and of honest SQL, on a shop made of its schema; judged by effect."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from semantic_layer.errors import WenshuError
from semantic_layer.isolation.free_sql import FreeSQL
from semantic_layer.shop import Shop, open_shop

SAMPLE = Path(__file__).parents[4] / "shared" / "security"
pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared/security")

HIDDEN = {"users": ("phone", "email", "address"), "products": ("cost_price",)}
SEEN = ("orders", "order_items", "products", "users", "events", "reviews")
KEYS = {"orders": "order_id", "order_items": "item_id", "products": "product_id", "users": "user_id",
        "events": "event_id", "reviews": "review_id"}  # fmt: skip
CANARIES = ("13900007", "@pii.example", "CANARY", ".7731")


def shop_yaml(connection: Any) -> dict[str, Any]:
    """A shop in which every column is a dimension, as an owner would have it."""
    tables: dict[str, Any] = {}
    for table in SEEN:
        columns = connection.execute(f"DESCRIBE {table}").fetchall()
        dimensions = {
            name: {"label": name, "pii": name in HIDDEN.get(table, ()) and table == "users"}
            for name, *_ in columns
            if name != KEYS[table]
        }
        tables[table] = {
            "source": table,
            "entities": {table: {"kind": "primary", "columns": KEYS[table]}},
            "dimensions": dimensions,
        }
    everything = [f"{table}.{d}" for table, t in tables.items() for d in t["dimensions"]]
    taken = [f"-{table}.{column}" for table, columns in HIDDEN.items() for column in columns]
    content = [n for n in everything if n.split(".")[0] in ("products", "reviews")]
    return {
        "version": 1,
        "shop": {"name": "attacked", "label": "attacked"},
        "data": "data.duckdb",
        "tables": tables,
        "metrics": {
            "orders": {"table": "orders", "agg": "count", "unit": "count", "label": "订单数"}
        },
        "roles": {
            "operator": {"metrics": "*", "dimensions": [*everything, *taken], "sql": True},
            "content": {"metrics": [], "dimensions": [*content, *taken], "sql": True},
        },
    }


def made_shop(folder: Path) -> None:
    """Write the shop's YAML and its data into a folder."""
    made = duckdb.connect(str(folder / "data.duckdb"))
    made.execute((SAMPLE / "schema.sql").read_text(encoding="utf-8"))
    (folder / "shop.yml").write_text(json.dumps(shop_yaml(made)), encoding="utf-8")
    made.close()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, FreeSQL]]:
    folder = tmp_path_factory.mktemp("attacked")
    made_shop(folder)
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(folder / "state"))
    shop = open_shop(folder, empty=True)
    free = FreeSQL(shop)
    yield shop, free
    free.close()
    shop.close()
    patch.undo()


def cases(name: str) -> list[dict[str, Any]]:
    text = (SAMPLE / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_no_attack_has_an_effect(
    attacked: tuple[Shop, FreeSQL], tmp_path: Path, monkeypatch: Any
) -> None:
    shop, free = attacked
    monkeypatch.chdir(tmp_path)
    (tmp_path / "canary.csv").write_text("CANARY\n1\n", encoding="utf-8")
    before = sorted(p.name for p in tmp_path.iterdir())
    effective = []
    for case in cases("sql_attacks.jsonl"):
        try:
            found = free.run(case["sql"], case["role"], seconds=2.0)
            shown = repr(found.answered.rows) + repr(found.answered.names)
            if case["expect"] == "refuse":
                effective.append((case["id"], "ran"))
        except WenshuError as error:
            shown = error.sentence("zh") + error.sentence("en") + repr(error.choices)
        if any(c in shown for c in CANARIES) or "staff_salaries" in shown or "app_secrets" in shown:
            effective.append((case["id"], shown[:100]))
    assert effective == []
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert shop.engine.run("SELECT count(*) FROM orders").rows == ((200,),)


def test_honest_sql_runs_and_says_the_same(attacked: tuple[Shop, FreeSQL]) -> None:
    shop, free = attacked
    for case in cases("sql_benign.jsonl"):
        if case["tier"] != "core":
            continue
        rows = free.run(case["sql"], case["role"]).answered.rows
        if "TABLESAMPLE" in case["sql"] or "LIMIT" in case["sql"]:
            assert rows
            continue
        expected = shop.engine.run(case["sql"]).rows
        assert Counter(map(repr, rows)) == Counter(map(repr, expected)), case["sql"]
