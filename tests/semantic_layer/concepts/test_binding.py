"""Concepts of a shop: bound, wrongly bound with place and nearest name, and missing."""

from pathlib import Path

import pytest
import yaml

from semantic_layer.concepts import CATALOGUE
from semantic_layer.concepts.missing import whole
from semantic_layer.demo import FOLDER
from semantic_layer.errors import ConceptError, ShopError
from semantic_layer.load import load
from semantic_layer.model import Model

GOOD = """\
version: 1
shop: {name: t}
tables:
  orders:
    entities:
      order: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
      item: {kind: foreign, columns: item_id}
      payer: {kind: foreign, columns: payer_id, to: customer}
    time: paid_at
    segments: {valid: {expr: "kind = 'normal'"}}
    dimensions:
      platform: {label: 平台}
      paid_at: {type: time}
      placed_at: {type: time}
  events:
    entities: {event: {kind: primary, columns: id}}
    dimensions:
      visitor: {type: number}
      name: {values: {view: {zh: 浏览}, pay: {zh: 支付}}}
      at: {type: time}
  customers:
    entities: {customer: {kind: primary, columns: id}}
    dimensions: {city: {}, name: {}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
concepts:
  customer: {entity: customer}
  order: {entity: order, time: paid_at, customer: payer, value: gmv, rows: valid}
  event: {entity: event, actor: event.visitor, name: event.name, time: event.at, steps: [view, pay]}
"""

# (text, put in its place, where the fault stands, what is said)
BROKEN = [
    ("  customer: {entity: customer}", "  custumer: {entity: customer}", "{entity: customer}", "customer"),
    ("rows: valid}", "row: valid}", "valid}", "rows"),
    ("{entity: customer}", "{}", "{}\n  order:", "entity: customer"),
    ("{entity: customer}", "{entity: custmer}", "custmer", "customer"),
    ("time: paid_at, c", "time: platform, c", "platform, c", "'platform' is not"),
    ("time: paid_at, c", "time: paid, c", "paid, c", "paid_at"),
    ("actor: event.visitor", "actor: event.visiter", "event.visiter", "event.visitor"),
    ("steps: [view, pay]", "steps: [veiw, pay]", "[veiw", "view"),
    ("value: gmv", 'value: "sum(amount)"', '"sum(', "sum"),
    ("rows: valid", 'rows: "kind ="', '"kind ="', "kind ="),
    ("value: gmv", "value: [gmv, gmv]", "[gmv,", "one name"),
    ("actor: event.visitor, ", "", "{entity: event, name", "actor: event.visitor"),
    ("name: event.name, time", "time", "{entity: event, actor", "name: event.type"),
    ("actor: event.visitor, name: event.name", "actor: event.visitor, name: event.nam", "event.nam,", "event.name"),
]  # fmt: skip


def _place(text: str, at: str) -> str:
    before = text[: text.index(at)]
    return f"shop.yml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def _load(folder: Path, text: str) -> Model:
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    return load(folder)


def test_bound_names_are_resolved(tmp_path: Path) -> None:
    model = _load(tmp_path, GOOD)
    order, customer = model.need("order", "customer")
    assert (order.table, order["time"], order["customer"]) == ("orders", "order.paid_at", "payer")
    assert order.all("rows") == ("valid",)
    assert order["value"] == "gmv"
    assert customer.table == "customers"
    (event,) = model.need("event.steps")
    assert event.all("steps") == ("view", "pay")
    assert event.get("channel") == ""
    assert "channel" not in event
    assert model.concept("stock") is None


@pytest.mark.parametrize(("old", "new", "at", "said"), BROKEN, ids=[b[1] for b in BROKEN])
def test_a_fault_names_its_place(tmp_path: Path, old: str, new: str, at: str, said: str) -> None:
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    with pytest.raises(ShopError) as caught:
        _load(tmp_path, text)
    told = [f.sentence("en") for f in caught.value.faults]
    wanted = _place(text, at)
    assert any(f.place == wanted and said in f.sentence("en") for f in caught.value.faults), (
        wanted,
        told,
    )
    assert all(f.sentence("zh") for f in caught.value.faults)


def test_a_bare_name_means_the_own_tables_dimension_first(tmp_path: Path) -> None:
    text = GOOD.replace("name: event.name", "name: name")
    assert _load(tmp_path, text).concepts["event"]["name"] == "event.name"


def test_the_only_customer_of_an_order_needs_no_words(tmp_path: Path) -> None:
    text = GOOD.replace("customer: payer, ", "").replace(
        "      payer: {kind: foreign, columns: payer_id, to: customer}\n", ""
    )
    assert _load(tmp_path, text).concepts["order"]["customer"] == "customer"


def test_two_customers_of_an_order_are_not_guessed_between(tmp_path: Path) -> None:
    order = _load(tmp_path, GOOD.replace("customer: payer, ", "")).concepts["order"]
    assert "customer" not in order


def test_the_clock_of_an_order_is_that_of_its_table(tmp_path: Path) -> None:
    order = _load(tmp_path, GOOD.replace("time: paid_at, c", "c")).concepts["order"]
    assert order["time"] == "order.paid_at"


def test_one_concept_under_two_names(tmp_path: Path) -> None:
    with pytest.raises(ShopError) as caught:
        _load(
            tmp_path,
            GOOD
            + "  ad: {entity: event, time: at, cost: x}\n  ad_spend: {entity: event, time: at, cost: x}\n",
        )
    assert {f.code for f in caught.value.faults} == {"bound_twice"}


def test_what_is_missing_is_said_with_the_yaml_that_binds_it(tmp_path: Path) -> None:
    model = _load(tmp_path, GOOD)
    with pytest.raises(ConceptError) as caught:
        model.need("order", "event.cart", "experiment")
    for lang in ("zh", "en"):
        sentence = caught.value.sentence(lang)
        said = yaml.safe_load(sentence[sentence.index("concepts:") :])["concepts"]
        assert said["event"] == {"cart": "cart"}
        assert said["experiment"].keys() == {"entity", "experiment", "unit", "arm", "exposed"}
        assert "order" not in said
    assert "加购" in caught.value.sentence("zh")


def test_a_tool_may_not_ask_for_what_is_in_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        _load(tmp_path, GOOD).need("order.colour")


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_example_of_a_concept_is_yaml(name: str) -> None:
    kind = CATALOGUE[name]
    for text in (whole(kind).zh, whole(kind).en):
        assert yaml.safe_load(text)["concepts"][name].keys() == {s.name for s in kind.slots}
    assert all(kind.slot(s.of) for s in kind.slots if s.kind == "values")


def test_the_demo_shop_binds_every_concept_that_it_has_a_table_for() -> None:
    model = load(FOLDER)
    assert {"customer", "order", "line", "product", "sku", "refund", "review", "event", "ad_spend", "fee",
            "coupon", "stock_move", "live", "creator", "store", "warehouse"} <= model.concepts.keys()  # fmt: skip
    for name, concept in model.concepts.items():
        assert concept.table in model.tables, name


def test_the_docs_name_every_concept_and_slot() -> None:
    page = (Path(__file__).parents[3] / "docs" / "concepts.md").read_text(encoding="utf-8")
    for kind in CATALOGUE.values():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{kind.name}` "))
        for slot in kind.slots:
            assert f"{slot.name}{'*' if slot.required else ''} " in row.replace(",", " "), (
                kind.name,
                slot.name,
            )
