"""A role that sees some rows is told so, and what it may not see is never told to be nothing."""

import shutil
from pathlib import Path

import pytest

from semantic_layer.errors import PolicyError
from semantic_layer.query import Filter, MetricQuery
from semantic_layer.shop import Shop, open_shop

CORNER_SHOP = Path(__file__).parents[1] / "tools" / "corner_shop"
ROLE = """roles:
  tmall_lead: {metrics: "*", dimensions: "*", rows: {orders: "platform = 'tmall'"}}
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    folder = Path(shutil.copytree(CORNER_SHOP, tmp_path / "shop"))
    (folder / "lead.yml").write_text(ROLE, encoding="utf-8")
    return open_shop(folder)


def jd(metric: str = "gmv") -> MetricQuery:
    return MetricQuery(metrics=(metric,), where=(Filter(field="platform", values=("jd",)),))


def test_an_answer_says_that_it_covers_part_of_the_rows(shop: Shop) -> None:
    query = MetricQuery(metrics=("gmv",))
    limited, whole = shop.query(query, role="tmall_lead"), shop.query(query)
    assert limited.rows[0][0] < whole.rows[0][0]  # type: ignore[operator]
    assert limited.notes[0].zh == "只含你的角色看得到的数据（平台：天猫）"
    assert "platform: Tmall" in limited.notes[0].en
    assert whole.notes == ()


@pytest.mark.parametrize("metric", ["gmv", "orders"])
def test_rows_out_of_sight_are_not_zero(shop: Shop, metric: str) -> None:
    assert shop.query(jd(metric)).rows[0][0]
    with pytest.raises(PolicyError) as caught:
        shop.query(jd(metric), role="tmall_lead")
    assert caught.value.code == "nothing_in_sight"
    assert "平台：天猫" in caught.value.sentence("zh")
