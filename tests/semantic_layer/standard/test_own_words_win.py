"""What a shop says itself comes before the standard: ids, definitions, words, terms, roles, wishes."""

from pathlib import Path

import pytest

from semantic_layer.errors import ShopError
from semantic_layer.load import load
from semantic_layer.model import Model
from semantic_layer.policy import role_of, sees_metric
from semantic_layer.standard.book import RECIPES

SHOP = """\
version: 1
shop: {name: t}
tables:
  orders:
    entities: {order: {kind: primary, columns: id}, customer: {kind: foreign, columns: customer_id}}
    time: paid_at
    rows: [valid]
    segments: {valid: {expr: "kind = 'normal'", label: {zh: 有效订单, en: valid orders}}}
    dimensions: {paid_at: {type: time}, placed_at: {type: time}}
  refunds:
    entities: {refund: {kind: primary, columns: id}, order: {kind: foreign, columns: order_id}}
    time: at
    dimensions: {at: {type: time, expr: '"at"'}}
concepts:
  customer: {entity: customer}
  order: {entity: order, time: paid_at, value: amount}
  refund: {entity: refund, time: refund.at, value: amount}
"""


def _load(folder: Path, more: str = "") -> Model:
    (folder / "shop.yml").write_text(SHOP + more, encoding="utf-8")
    return load(folder)


def _made(model: Model) -> set[str]:
    return {n for n, m in model.metrics.items() if m.origin == "standard"}


def test_concepts_alone_make_a_shop(tmp_path: Path) -> None:
    model = _load(tmp_path)
    assert {
        "gmv",
        "orders",
        "buyers",
        "gmv_per_buyer",
        "aov",
        "repeat_rate",
        "refund_rate",
    } <= _made(model)
    assert model.concepts["order"]["value"] == "gmv"
    assert model.metrics["gmv"].formula.zh == "有效订单的金额之和，按paid_at"
    assert not _made(model) & {"uv", "units", "ad_cost"}


def test_an_own_metric_by_id_stays(tmp_path: Path) -> None:
    model = _load(
        tmp_path,
        'metrics: {orders: {table: orders, agg: count, where: ["amount > 0"], label: 单}}\n',
    )
    assert model.metrics["orders"].origin == "shop"
    assert model.metrics["aov"].denominator is not None
    assert model.metrics["aov"].denominator.metric == "orders"


def test_an_own_metric_of_the_same_definition_stands_in(tmp_path: Path) -> None:
    model = _load(
        tmp_path,
        "metrics: {tickets: {table: orders, agg: count_distinct, expr: id, label: 小票数}}\n",
    )
    assert "orders" not in model.metrics
    assert model.standard["orders"] == "tickets"
    assert model.metrics["aov"].denominator.metric == "tickets"  # type: ignore[union-attr]
    assert "小票数" in model.metrics["aov"].formula.zh


def test_an_own_metric_of_the_same_name_stands_in_when_it_counts_the_same_rows(
    tmp_path: Path,
) -> None:
    own = 'metrics: {shoppers: {label: {zh: 买家数, en: shoppers}, table: orders, agg: count_distinct, expr: customer_id, where: ["amount > 1"]}}\n'
    model = _load(tmp_path, own)
    assert "buyers" not in model.metrics
    assert model.metrics["gmv_per_buyer"].denominator.metric == "shoppers"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "own",
    [
        "orders: {label: 进货单数, table: refunds, agg: count}",
        "purchases: {label: 订单数, table: refunds, agg: count}",
        "orders: {table: orders, agg: count, time: placed_at}",
    ],
)
def test_an_own_metric_of_something_else_is_a_part_of_nothing(tmp_path: Path, own: str) -> None:
    """orders of another table, or by another clock: GMV over them would be a wrong number."""
    model = _load(tmp_path, f"metrics:\n  {own}\n")
    assert "aov" not in model.metrics
    assert "repeat_rate" not in model.metrics
    assert "orders" not in model.standard


def test_a_name_that_is_taken_takes_the_metric(tmp_path: Path) -> None:
    own = (
        "metrics: {top: {label: {zh: 最大一单, en: GMV}, table: orders, agg: max, expr: amount}}\n"
    )
    model = _load(tmp_path, own)
    assert "gmv" not in model.metrics
    assert "aov" not in model.metrics, "the largest order over the orders is no order value"


def test_a_synonym_that_is_taken_is_given_up(tmp_path: Path) -> None:
    own = "metrics: {top: {label: 最大一单, synonyms: [客单], table: orders, agg: max, expr: amount}}\n"
    synonyms = _load(tmp_path, own).metrics["gmv_per_buyer"].synonyms
    assert "客单" not in synonyms
    assert "人均消费" in synonyms


def test_a_term_decides_its_words(tmp_path: Path) -> None:
    model = _load(tmp_path, "terms: {r: {words: [退款率, 复购率], choices: [refund_rate]}}\n")
    assert "退款率" not in model.metrics["refund_rate"].synonyms
    assert "复购率" not in model.metrics["repeat_rate"].synonyms
    assert [t.name for t in model.terms if "退款率" in t.words] == ["r"]


def test_a_term_that_takes_a_name_takes_the_metric(tmp_path: Path) -> None:
    model = _load(tmp_path, "terms: {r: {words: [客单价], choices: [aov]}}\n")
    assert "gmv_per_buyer" not in model.metrics


def test_a_word_of_two_meanings_is_asked_back(tmp_path: Path) -> None:
    model = _load(tmp_path)
    (term,) = (t for t in model.terms if "退款率" in t.words)
    assert term.choices == ("refund_rate", "refund_rate_cohort")
    assert "退款率" not in {*model.metrics["refund_rate"].synonyms}


def test_a_word_is_asked_back_only_where_both_meanings_are(tmp_path: Path) -> None:
    model = _load(tmp_path, "standard: {refund_rate_cohort: false}\n")
    assert not any("退款率" in t.words for t in model.terms)
    assert "退款率" in model.metrics["refund_rate"].synonyms


def test_wishes(tmp_path: Path) -> None:
    model = _load(
        tmp_path,
        "standard: {repeat_rate: false, aov: {label: {zh: 单均, en: per order}, synonyms: [单均额]}}\n",
    )
    assert "repeat_rate" not in model.metrics
    assert model.metrics["aov"].label.zh == "单均"
    assert model.metrics["aov"].synonyms == ("单均额",)


def test_no_standard_at_all(tmp_path: Path) -> None:
    model = _load(tmp_path, "metrics: {n: {table: orders, agg: count}}\nstandard: false\n")
    assert list(model.metrics) == ["n"]


@pytest.mark.parametrize(
    ("wish", "said"), [("{aovv: false}", "aov"), ("{aov: {lable: x}}", "label"), ("7", "true")]
)
def test_a_wrong_wish(tmp_path: Path, wish: str, said: str) -> None:
    with pytest.raises(ShopError) as caught:
        _load(tmp_path, f"standard: {wish}\n")
    assert said in caught.value.sentence("en")


def test_own_metrics_may_be_made_of_standard_ones(tmp_path: Path) -> None:
    model = _load(tmp_path, "metrics: {half: {type: derived, expr: gmv / 2, unit: money}}\n")
    assert model.metrics["half"].version


def test_a_role_does_not_see_through_a_standard_metric(tmp_path: Path) -> None:
    more = """\
metrics:
  cogs: {table: orders, expr: cost * qty, unit: money}
  sold: {table: orders, expr: qty}
roles:
  owner: {metrics: "*", dimensions: "*"}
  clerk: {metrics: ["*", -cogs, -refund_amount], dimensions: "*"}
"""
    shop = SHOP.replace(
        "value: amount}\n  refund", "value: amount, discount: cost, freight: qty}\n  refund"
    )
    (tmp_path / "shop.yml").write_text(shop + more, encoding="utf-8")
    model = load(tmp_path)
    clerk, owner = role_of(model, "clerk"), role_of(model, "owner")
    hidden = {n for n, m in model.metrics.items() if not sees_metric(clerk, m)}
    assert {
        "cogs",
        "refund_amount",
        "refund_rate",
        "net_gmv",
        "discount_amount",
        "discount_share",
    } <= hidden
    assert "refund_amount_cohort" in hidden, "it reads the same money by another clock"
    assert not hidden & {"gmv", "orders", "freight_income", "sold"}
    assert all(sees_metric(owner, m) for m in model.metrics.values())


def test_a_circle_among_own_metrics_ends(tmp_path: Path) -> None:
    with pytest.raises(ShopError) as caught:
        _load(
            tmp_path,
            "metrics: {a: {type: ratio, numerator: b, denominator: b}, b: {type: ratio, numerator: a, denominator: a}}\n",
        )
    assert {f.code for f in caught.value.faults} == {"circle"}


def test_the_docs_list_every_standard_metric() -> None:
    page = (Path(__file__).parents[3] / "docs" / "standard-metrics.md").read_text(encoding="utf-8")
    for recipe in RECIPES.values():
        assert f"| `{recipe.name}` | {recipe.label.zh} | {recipe.label.en} |" in page


def test_labels_and_ids_are_each_used_once() -> None:
    for said in ([r.label.zh for r in RECIPES.values()], [r.label.en for r in RECIPES.values()]):
        assert len(set(said)) == len(said)
