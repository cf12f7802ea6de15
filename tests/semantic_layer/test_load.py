"""Broken shop folders: each fault with its place, and the nearest name."""

from pathlib import Path

import pytest

from semantic_layer.errors import ShopError
from semantic_layer.load import load

GOOD = """\
version: 1
shop: {name: t}
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    dimensions:
      platform: {label: 平台}
      paid_at: {type: time}
metrics:
  gmv: {table: orders, agg: sum, expr: amount}
  orders: {table: orders, agg: count}
  aov: {type: ratio, numerator: gmv, denominator: orders}
"""

BROKEN: list[tuple[str, str, str, str]] = [
    ("version: 1", "version: 2", "shop.yml:1:10", "version: 1"),
    ("version: 1\n", "", "shop.yml:1:1", "version"),
    ("tables:", "tabels:", "shop.yml:3:1", "tables"),
    ("kind: primary", "kind: primry", "shop.yml:5:30", "primary"),
    ("label: 平台", "lable: 平台", "shop.yml:8:18", "label"),
    ("type: time", "type: tim", "shop.yml:9:23", "time"),
    ("agg: sum", "agg: summ", "shop.yml:11:29", "sum"),
    ("table: orders, agg: sum", "table: order, agg: sum", "shop.yml:11:8", "orders"),
    ("agg: sum, expr: amount", "agg: sum", "shop.yml:11:8", "expr"),
    ("expr: amount", 'expr: "amount +"', "shop.yml:11:8", "amount +"),
    ("expr: amount", 'expr: "sum(amount)"', "shop.yml:11:8", "sum"),
    ("expr: amount", "expr: \"read_csv('x')\"", "shop.yml:11:8", "read"),
    ("numerator: gmv", "numerator: gvm", "shop.yml:13:8", "gmv"),
    ("type: ratio, numerator: gmv, denominator: orders", "type: derived, expr: 'gmv *'", "shop.yml:13:8", "gmv *"),
    ("numerator: gmv, ", "", "shop.yml:13:8", "numerator"),
    ("numerator: gmv", "numerator: aov", "shop.yml:13:8", "aov"),
    ("orders: {table: orders, agg: count}", "gmv: {table: orders, agg: count}", "shop.yml:12:3", "gmv"),
    ("platform: {label", "month: {label", "shop.yml:8:7", "month"),
    ("platform: {label: 平台}", "platform: {same_as: order.platfrm}", "shop.yml:8:17", "order.platfrm"),
    ("shop: {name: t}", "shop: [t]", "shop.yml:2:7", ""),
    ("shop: {name: t}", "shop: {name: t", "shop.yml:3:", ""),
    ("shop: {name: t}", "shop: {name: t, default_metric: gvm}", "shop.yml:1:1", "gmv"),
    ("shop: {name: t}", "shop: {name: t, week_start: mon}", "shop.yml:2:29", "monday"),
    ("shop: {name: t}", "shop: {name: t}\ncalendar: {d11: {days: [[2025-11-11, 2025-11-01]]}}", "shop.yml:3:25", ""),
    ("shop: {name: t}", "shop: {name: t}\ncalendar: {d11: {days: [[2025-13-11, 2025-11-01]]}}", "shop.yml:3:26", "2025-13-11"),
    ("shop: {name: t}", "shop: {name: t}\nterms: {x: {words: [净利], choices: [proft]}}", "shop.yml:3:12", "proft"),
    ("shop: {name: t}", "shop: {name: t}\nroles: {clerk: {metrics: [gvm]}}", "shop.yml:3:16", "gmv"),
    ("shop: {name: t}", "shop: {name: t}\nroles: {clerk: {rows: {order: 'true'}}}", "shop.yml:3:16", "orders"),
    ("  orders:\n", "  orders: &a\n", "", ""),
]  # fmt: skip


def test_the_good_one_loads(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_text(GOOD, encoding="utf-8")
    model = load(tmp_path)
    assert list(model.metrics) == ["gmv", "orders", "aov"]
    assert model.metrics["aov"].additive == "ratio"
    assert model.metrics["gmv"].measure is not None
    assert model.metrics["gmv"].measure.time == "paid_at"


@pytest.mark.parametrize(("old", "new", "place", "said"), BROKEN, ids=[b[1][:40] for b in BROKEN])
def test_a_fault_names_its_place(tmp_path: Path, old: str, new: str, place: str, said: str) -> None:
    assert old in GOOD
    (tmp_path / "shop.yml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    if not place:
        assert load(tmp_path)
        return
    with pytest.raises(ShopError) as caught:
        load(tmp_path)
    faults = [f for f in caught.value.faults if f.place.startswith(place)]
    assert faults, [f.sentence("en") for f in caught.value.faults]
    assert any(said in f.sentence("en") for f in faults), [f.sentence("en") for f in faults]
    assert all(f.sentence("zh") for f in faults)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("agg: sum", "agg: summ").replace("numerator: gmv", "numerator: gvm")
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ShopError) as caught:
        load(tmp_path)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bomb", b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\nversion: 1\n", "too_deep"),
        ("deep", b"[" * 200 + b"]" * 200, "too_deep"),
        ("binary", b"\xff\xfe\x00\x01", "not_utf8"),
        ("tabs", b"shop:\n\tname: x\n", "tab"),
        ("tag", b"version: 1\nshop: !!python/object/apply:os.system ['x']\n", "not_a_mapping"),
    ],
)
def test_hostile_files(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / "shop.yml").write_bytes(content)
    with pytest.raises(ShopError) as caught:
        load(tmp_path)
    assert code in {f.code for f in caught.value.faults}


def test_a_missing_folder_and_a_folder_without_a_shop(tmp_path: Path) -> None:
    for folder, code in ((tmp_path / "none", "no_such_shop"), (tmp_path, "no_shop_file")):
        with pytest.raises(ShopError) as caught:
            load(folder)
        assert caught.value.code == code
