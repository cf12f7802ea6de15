"""The first members of a group-by with the rest in a row of its own: by hand."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import duckdb
import pytest

from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.conftest import DATA, SHOP
from tests.semantic_layer.test_query import MAR


def ask(shop: Shop, *metrics: str, role: str = "owner", **parts: Any) -> Any:
    return shop.query(MetricQuery.model_validate({"metrics": metrics, **parts}), role=role)


def top(by: str, n: int, **parts: Any) -> dict[str, Any]:
    return {"by": by, "n": n, **parts}


def test_the_rest_is_computed_from_its_rows(small_shop: Shop) -> None:
    """Without tmall: 50 and 30.30 on jd, 70 on none; two known buyers, four units, 75.15 each."""
    found = ask(
        small_shop, "gmv", "buyers", "units", "gmv_per_buyer", by=("platform",),
        top=top("platform", 1, others=True),
    )  # fmt: skip
    assert found.rows == (
        ("tmall", D("600.10"), 2, D("10"), 300.05), ("其他", D("150.30"), 2, D("3"), 75.15),
    )  # fmt: skip
    assert found.words == {"platform": {"其他": found.words["platform"]["其他"]}}
    assert found.words["platform"]["其他"].en == "Other"
    assert [c.name for c in found.columns] == [
        "platform", "gmv", "buyers", "units", "gmv_per_buyer",
    ]  # fmt: skip
    assert [n.zh for n in found.notes][:1] == ["只列支付金额最高的 1 个平台"]


def test_without_the_rest(small_shop: Shop) -> None:
    found = ask(small_shop, "gmv", by=("platform",), top=top("platform", 1))
    assert found.rows == (("tmall", D("600.10")),)
    found = ask(small_shop, "gmv", by=("platform",), top=top("platform", 5, bottom=True))
    assert [r[0] for r in found.rows] == ["tmall", "jd"]
    found = ask(small_shop, "gmv", by=("platform",), top=top("platform", 1, bottom=True))
    assert found.rows == (("jd", D("80.30")),)


def test_the_rest_comes_last_whatever_it_is(small_shop: Shop) -> None:
    parts = {"by": ("customer.city",), "top": top("customer.city", 1, bottom=True, others=True)}
    expected = (("北京", D("50.00")), ("其他", D("700.40")))
    for order in ((), ("-gmv",), ("customer.city",)):
        assert ask(small_shop, "gmv", **parts, order=order).rows == expected
    assert ask(small_shop, "gmv", **parts, limit=1).full_count == 2


def test_by_another_metric_than_shown(small_shop: Shop) -> None:
    found = ask(
        small_shop,
        "orders",
        by=("platform",),
        top=top("platform", 1, metric="ad_cost", others=True),
    )
    assert found.rows == (("tmall", 3), ("其他", 3))


def test_members_known_by_a_key(small_shop: Shop) -> None:
    """王伟 (1) spent 300.10, 赵敏 300.00, 王伟 (3) 70: the first two, and the rest."""
    parts = {"by": ("customer.full_name",), "order": ("-gmv",)}
    found = ask(small_shop, "gmv", **parts, top=top("customer.full_name", 2, others=True))
    assert found.rows == (("王伟", D("300.10")), ("赵敏", D("300.00")), ("其他", D("150.30")))
    found = ask(small_shop, "gmv", **parts, top=top("customer.full_name", 3, others=True))
    assert [r[0] for r in found.rows] == ["王伟 (1)", "赵敏", "王伟 (3)", "其他"]


def test_the_members_of_a_trend_are_chosen_once(small_shop: Shop) -> None:
    found = ask(
        small_shop, "orders", by=("month", "customer.city"), time={"start": "2025-02-01", "end": "2025-03-31"},
        top=top("customer.city", 1, metric="gmv", others=True), fill=True,
    )  # fmt: skip
    assert found.rows == (
        (date(2025, 2, 1), "上海", 1), (date(2025, 2, 1), "其他", 1),
        (date(2025, 3, 1), "上海", 1), (date(2025, 3, 1), "其他", 1),
    )  # fmt: skip


def test_within_each_step_and_group(small_shop: Shop) -> None:
    """In February tmall led with 200, in March with 300; each month has a rest of its own."""
    time = {"start": "2025-02-01", "end": "2025-03-31"}
    found = ask(
        small_shop, "gmv", by=("month", "platform"), time=time,
        top=top("platform", 1, within=("month",), bottom=True, others=True),
    )  # fmt: skip
    assert found.rows == (
        (date(2025, 2, 1), "jd", D("30.30")), (date(2025, 2, 1), "其他", D("200.00")),
        (date(2025, 3, 1), "tmall", D("300.00")), (date(2025, 3, 1), "其他", D("70.00")),
    )  # fmt: skip
    found = ask(
        small_shop, "units", by=("customer.city", "product"),
        top=top("product", 1, within=("customer.city",), others=True),
    )  # fmt: skip
    assert found.rows == (
        ("上海", "衫", D("5")), ("上海", "其他", D("5")),
        ("北京", "裙", D("1")),
        (None, "帽", D("1")), (None, "其他", D("1")),
    )  # fmt: skip
    assert found.notes[0].zh == "每个城市里只列units最高的 1 个商品"


def test_a_tie_at_the_cut_is_said(small_shop: Shop) -> None:
    """裙 and 衫 have five units each; of 上海's goods 衫 leads with five to three."""
    tied = "选到的最后一个商品与下一个的units相同，按编号先后取"
    parts = {"by": ("customer.city", "product")}
    found = ask(small_shop, "units", **parts, top=top("product", 1, within=("customer.city",)))
    assert tied in [n.zh for n in found.notes]
    found = ask(small_shop, "units", by=("product",), top=top("product", 1))
    assert found.rows == (("衫", D("5")),)
    assert tied in [n.zh for n in found.notes]
    found = ask(small_shop, "units", by=("product",), top=top("product", 2))
    assert tied not in [n.zh for n in found.notes]


def test_beside_a_share_a_comparison_and_classes(small_shop: Shop) -> None:
    found = ask(
        small_shop, "gmv", by=("platform",), share=("gmv",), time=MAR, compare=({"kind": "previous"},),
        top=top("platform", 1, others=True),
    )  # fmt: skip
    assert [r[:4] for r in found.rows] == [
        ("tmall", D("300.00"), pytest.approx(30 / 37), D("200.00")),
        ("其他", D("70.00"), pytest.approx(7 / 37), D("0.00")),
    ]
    assert any("对比期用同样的平台" in n.zh for n in found.notes)
    band = {"name": "large", "field": "gmv", "per": "customer", "edges": (100,)}
    found = ask(
        small_shop, "orders", by=("large", "platform"), bands=(band,), where=("customer is not null",),
        top=top("platform", 1, within=("large",), others=True),
    )  # fmt: skip
    assert found.rows == (("< 100", "jd", 1), ("< 100", "其他", 1), ("≥ 100", "tmall", 3))


def test_conditions_choose_the_members_too(small_shop: Shop) -> None:
    found = ask(
        small_shop, "orders", by=("platform",), where=("platform is null or platform <> 'tmall'",),
        top=top("platform", 1, others=True),
    )  # fmt: skip
    assert found.rows == (("jd", 2), ("其他", 1))


def test_a_member_called_other_is_not_the_rest(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    (tmp_path / "shop.yml").write_text(SHOP, encoding="utf-8")
    connection = duckdb.connect(str(tmp_path / "small.duckdb"))
    for statement in DATA.replace("'jd'", "'其他'").split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.close()
    shop = open_shop(tmp_path)
    found = ask(shop, "gmv", by=("platform",), top=top("platform", 2, others=True))
    shop.close()
    assert [r[0] for r in found.rows] == ["tmall", "其他", "其他（其余合计）"]


def test_a_role_chooses_among_what_it_sees(small_shop: Shop) -> None:
    parts = {"by": ("platform",), "top": top("platform", 1, bottom=True, others=True)}
    assert ask(small_shop, "gmv", role="tmall_clerk", **parts).rows == (("tmall", D("600.10")),)
    hidden = top("platform", 1, metric="ad_cost")
    with pytest.raises(PolicyError):
        ask(small_shop, "gmv", role="clerk", by=("platform",), top=hidden)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("of what is not shown", {"by": ("platform",), "top": top("customer.city", 1)}, "unknown_column"),
    ("within what is not shown", {"by": ("platform",), "top": top("platform", 1, within=("month",))}, "unknown_column"),
    ("within itself", {"by": ("platform",), "top": top("platform", 1, within=("platform",))}, "duplicate_column"),
    ("the first months", {"by": ("month",), "top": top("month", 1)}, "top_of_no_members"),
    ("the first days of a clock", {"by": ("order.paid_at:day",), "top": top("order.paid_at:day", 1)}, "top_of_no_members"),
    ("without a metric", {"metrics": (), "by": ("customer.city",), "top": top("customer.city", 1)}, "needs_metric"),
    ("under a condition on groups",
     {"by": ("platform",), "top": top("platform", 1), "having": ({"field": "gmv", "op": ">", "values": (1,)},)}, "not_together"),
    ("with the worst", {"by": ("platform",), "top": top("platform", 1), "limit": 1, "tail": 1}, "not_together"),
    ("of each month against others",
     {"by": ("month", "platform"), "top": top("platform", 1, within=("month",)), "time": MAR,
      "compare": ({"kind": "previous"},)}, "not_together"),
    ("by an unknown metric", {"by": ("platform",), "top": top("platform", 1, metric="gvm")}, "unknown_metric"),
    ("by a metric that does not reach it", {"by": ("platform",), "top": top("platform", 1, metric="customers")}, "fan_out"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "parts", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(small_shop: Shop, case: str, parts: dict[str, Any], code: str) -> None:
    with pytest.raises(QueryError) as caught:
        small_shop.query(MetricQuery.model_validate({"metrics": ("gmv",), **parts}))
    assert caught.value.code == code, case
    assert caught.value.sentence("zh")
    assert caught.value.sentence("en")
