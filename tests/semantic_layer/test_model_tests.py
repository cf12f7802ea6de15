"""The shop's own tests: expected rows or SQL for a query, run by `wenshu check --tests`."""

from contextlib import closing
from pathlib import Path

import pytest

from assistant.cli import main
from semantic_layer.check.model_tests import failures
from semantic_layer.errors import ShopError
from semantic_layer.load import load
from semantic_layer.shop import open_shop
from tests.semantic_layer.test_check import SHOP, Checked, checked  # noqa: F401  (a fixture)

BY = "query: {metrics: [gmv], by: [platform]}"
TESTS = [
    (f"{BY}, rows: [[tmall, 10.5], [jd, 5]]", "", ""),
    (f"{BY}, rows: [[jd, 5.00], [tmall, 10.50]]", "", ""),
    (f"{BY}, sql: \"select platform, sum(pay_amount) from orders where kind = 'normal' group by 1\"", "", ""),
    ("query: {metrics: [aov]}, rows: [[7.7]], tolerance: 0.06", "", ""),
    ("query: {metrics: [orders], time: {start: 2025-01-01, end: 2025-01-01}}, rows: [[1]]", "", ""),
    ("query: {metrics: [orders], by: [day]}, rows: [[2025-01-01, 1], [2025-01-02, 1]], ordered: true", "", ""),
    ("query: best, rows: [[tmall, 10.5]]", "", ""),
    ("query: {metrics: [gmv], by: [customer.city]}, rows: [[上海, 10.5], [北京, 5]]", "", ""),
    (f"{BY}, rows: [[tmall, 10.6], [jd, 5]]",
     "测试“t”不符：期望 tmall, 10.6 (2)，得到 tmall, 10.5 (2)（括号里是行数）",
     "test 't' fails: expected tmall, 10.6 (2), got tmall, 10.5 (2) (in brackets: how many rows)"),
    (f"{BY}, rows: [[jd, 5], [tmall, 10.5]], ordered: true",
     "测试“t”不符：期望 jd, 5; tmall, 10.5 (2)，得到 tmall, 10.5; jd, 5.0 (2)（括号里是行数）",
     "test 't' fails: expected jd, 5; tmall, 10.5 (2), got tmall, 10.5; jd, 5.0 (2) (in brackets: how many rows)"),
    (f"{BY}, rows: [[tmall, 10.5]]", "测试“t”不符：期望 tmall, 10.5 (1)，得到 jd, 5.0 (2)（括号里是行数）",
     "test 't' fails: expected tmall, 10.5 (1), got jd, 5.0 (2) (in brackets: how many rows)"),
    ("query: {metrics: [gvm]}, rows: [[1]]", "测试“t”没有结果：没有指标“gvm”。",
     "test 't' gave nothing: there is no metric 'gvm'."),
    ("query: {metrics: [gmv]}, sql: select nothing from nowhere", "测试“t”没有结果：表或列和数据不一致",
     "test 't' gave nothing: a table or column is not in the data"),
]  # fmt: skip
SAVED = "queries: {best: {metrics: [gmv], by: [platform], order: [-gmv], limit: 1}}\n"


@pytest.mark.parametrize(("test", "zh", "en"), TESTS, ids=[t[0][:60] for t in TESTS])
def test_a_model_test(checked: Checked, tmp_path: Path, test: str, zh: str, en: str) -> None:  # noqa: F811
    checked(("metrics:\n", f"{SAVED}tests: {{t: {{{test}}}}}\nmetrics:\n"), data=False)
    with closing(open_shop(tmp_path)) as shop:
        found = list(failures(shop))
    place = "shop.yml:21:12: "
    assert [f.sentence("zh") for f in found] == ([place + zh] if zh else [])
    assert [f.sentence("en") for f in found] == ([place + en] if en else [])


BROKEN = [
    ("query: {metrics: [gmv]}", "test_of_nothing", "1:12"),
    ("query: {metrics: [gmv]}, rows: [[1]], sql: select 1", "test_of_nothing", "1:12"),
    ("rows: [[1]]", "missing_key", "1:12"),
    ("query: {metrics: [gmv], byy: [x]}, rows: [[1]]", "bad_test_query", "1:20"),
    ("query: {metrics: [gmv]}, rows: 1", "not_a_list", "1:44"),
    ("query: {metrics: [gmv]}, row: [[1]]", "unknown_key", "1:38"),
]  # fmt: skip


@pytest.mark.parametrize(("test", "code", "place"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_test_that_is_no_test(tmp_path: Path, test: str, code: str, place: str) -> None:
    (tmp_path / "shop.yml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "tests.yml").write_text(f"tests: {{t: {{{test}}}}}\n", encoding="utf-8")
    with pytest.raises(ShopError) as caught:
        load(tmp_path)
    found = {(f.code, f.place) for f in caught.value.faults}
    assert (code, f"tests.yml:{place}") in found
    assert all(f.sentence(lang) for f in caught.value.faults for lang in ("zh", "en"))


def test_the_command_counts_them(
    checked: Checked,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    good, bad = (
        f"good: {{{BY}, rows: [[tmall, 10.5], [jd, 5]]}}",
        "bad: {query: {metrics: [orders]}, rows: [[9]]}",
    )
    checked(("metrics:\n", f"tests: {{{good}, {bad}}}\nmetrics:\n"), data=False)
    run = ["check", "--shop", str(tmp_path), "--lang", "en", "--tests"]
    assert main(run) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 2 tests pass."
    assert main(run[:-1]) == 0
