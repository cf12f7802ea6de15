"""The JSON Schema of the shop format fits every shop here, and refuses what the loader refuses."""

from functools import cache
from pathlib import Path

import jsonschema
import pytest
import yaml

from semantic_layer.concepts import CATALOGUE
from semantic_layer.demo import FOLDER
from semantic_layer.load.folder import _TOP
from semantic_layer.load.schema import shop_schema

SHOPS = (
    FOLDER,
    *sorted(p.parent for p in (Path(__file__).parents[1] / "shops").glob("*/shop.yml")),
)
FILES = [file for shop in SHOPS for file in sorted(shop.glob("*.yml"))]


class _Plain(yaml.SafeLoader):
    """YAML as JSON has it: a date stays its text."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith("timestamp")]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _keyed(value: object) -> object:
    """Keys are texts in JSON."""
    if isinstance(value, dict):
        return {str(k): _keyed(v) for k, v in value.items()}
    return [_keyed(v) for v in value] if isinstance(value, list) else value


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = shop_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _errors(text: str) -> list[str]:
    found = _validator().iter_errors(_keyed(yaml.load(text, _Plain)))
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:120]}" for e in found]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_file_of_our_shops_fits(file: Path) -> None:
    assert _errors(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "tabels: {}",
        "version: 2",
        "shop: {name: t, week_start: mon}",
        "shop: {name: t, default_period: last_monht}",
        "tables: {orders: {entities: {order: {kind: primry}}}}",
        "tables: {orders: {dimensions: {a: {lable: x}}}}",
        "tables: {orders: {dimensions: {a: {type: tim}}}}",
        "tables: {orders: {dimensions: {a: {pii: maybe}}}}",
        "metrics: {gmv: {table: orders, agg: summ, expr: a}}",
        "metrics: {aov: {type: ratio, numerator: a, denominator: b, table: orders}}",
        "metrics: {gmv: {table: orders, expr: a, numerator: b}}",
        "metrics: {gmv: {label: {zh: a, de: b}}}",
        "concepts: {ordr: {entity: order}}",
        "concepts: {order: {entity: order, tiem: paid_at}}",
        "standard: {aov: {lable: x}}",
        "queries: {q: {metrics: gmv, tme: last_month}}",
        "queries: {q: {metrics: gmv, time: last_mnth}}",
        "queries: {q: {metrics: gmv, parameters: {n: {type: int}}}}",
        "scorecards: {c: {metrics: gmv, four: x}}",
        "roles: {clerk: {metrix: [gmv]}}",
    ],
)
def test_it_refuses_what_the_loader_refuses(wrong: str) -> None:
    assert _errors(wrong)


def test_it_knows_every_section_and_concept() -> None:
    schema = shop_schema()
    assert set(schema["properties"]) == set(_TOP)
    assert all(schema["properties"][name] for name in _TOP), (
        "a section without a schema: add it to shop_schema"
    )
    assert CATALOGUE.keys() <= schema["properties"]["concepts"]["properties"].keys()
