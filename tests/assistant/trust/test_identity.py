"""Who somebody is at a door, and what two may see together."""

import hashlib
from pathlib import Path

import pytest

from assistant.trust.identity import by_token, identify
from semantic_layer.errors import PolicyError, ShopError
from semantic_layer.load import load
from semantic_layer.model import Model
from semantic_layer.policy import role_of, sees_dimension, sees_metric

TOKEN = "t" * 32
SHOP = f"""
version: 1
shop: {{name: doors, label: 门店}}
tables:
  orders:
    source: orders
    entities: {{order: {{kind: primary, columns: id}}}}
    dimensions: {{city: {{label: 城市}}, level: {{label: 等级}}, channel: {{label: 渠道}}}}
metrics:
  gmv: {{table: orders, agg: sum, expr: amount, label: 销售额}}
  orders: {{table: orders, agg: count, label: 订单数}}
  profit: {{table: orders, agg: sum, expr: profit, label: 利润}}
roles:
  boss: {{metrics: "*", dimensions: "*", sql: true}}
  clerk: {{metrics: [gmv, orders], dimensions: ["*", -order.level], rows: {{orders: "city = '杭州'"}}}}
  outside: {{metrics: ["*", -profit], dimensions: [order.city, order.level], rows: {{orders: "channel = 'app'"}}, sql: true}}
access:
  wecom: {{people: {{li: boss, wang: clerk}}, groups: {{g1: outside, g2: boss}}}}
  page: {{people: {{li: boss}}, default: clerk}}
  api: {{people: {{{hashlib.sha256(TOKEN.encode()).hexdigest()}: clerk}}}}
"""


@pytest.fixture
def model(tmp_path: Path) -> Model:
    (tmp_path / "shop.yml").write_text(SHOP, encoding="utf-8")
    return load(tmp_path)


def test_listed_people_have_their_role(model: Model) -> None:
    assert identify(model, "wecom", "wang").role == "clerk"
    assert identify(model, "page", "anybody").role == "clerk"
    assert by_token(model, TOKEN).role == "clerk"


@pytest.mark.parametrize(
    ("door", "user", "group"),
    [("wecom", "nobody", ""), ("dingtalk", "li", ""), ("wecom", "li", "g9"), ("api", "x", "")],
)
def test_the_unknown_see_nothing(model: Model, door: str, user: str, group: str) -> None:
    with pytest.raises(PolicyError):
        identify(model, door, user, group)
    with pytest.raises(PolicyError):
        by_token(model, "other")


def test_in_a_group_both_must_be_allowed(model: Model) -> None:
    assert identify(model, "wecom", "li", "g2").role == "boss"
    together = role_of(model, identify(model, "wecom", "wang", "g1").role)
    seen = {m.name for m in model.metrics.values() if sees_metric(together, m)}
    assert seen == {"gmv", "orders"}
    dimensions = {d for d in model.dimensions if sees_dimension(model, together, d)}
    assert dimensions == {"order.city"}
    assert together.rows["orders"] == "(city = '杭州') and (channel = 'app')"
    assert not together.sql


def test_a_role_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    text = SHOP.replace("wang: clerk", "wang: clark")
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ShopError) as caught:
        load(tmp_path)
    assert "clark" in caught.value.sentence("zh")
    assert "clerk" in caught.value.sentence("en")
