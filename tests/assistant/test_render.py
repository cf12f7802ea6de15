"""What leaves the program: JSON by the contract, Markdown and CSV that data cannot subvert."""

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest

from assistant.answer import Answer, Question
from assistant.calls import call_tool
from assistant.desk import Desk
from assistant.formats import width
from assistant.render.csv import csv_bytes, csv_text, harmless
from assistant.render.footnote import footnote
from assistant.render.json import answer_data, answer_json
from assistant.render.markdown import escape, markdown
from assistant.render.text import answer_text
from assistant.understand.understanding import Call

NOVEMBER = {"start": "2025-11-01", "end": "2025-11-30"}
PRODUCTS = {"metrics": ["gmv"], "by": ["product"], "time": NOVEMBER}

CONTRACT = """
    schema id trace thread question status code via governed confidence tool args text columns rows
    chart findings notes options next proposals parts period filters definitions sql data_as_of
    data_version ms tokens cost computed_at
"""


@pytest.fixture
def products(corner_desk: Desk) -> Answer:
    """GMV by product; two products are named like an attack."""
    return answer_of(corner_desk, PRODUCTS)


def answer_of(desk: Desk, arguments: dict[str, Any], lang: str = "zh") -> Answer:
    return call_tool(Call("metrics", arguments), Question("", lang=lang), desk)


def test_the_keys_of_the_contract_in_its_order(products: Answer) -> None:
    assert list(json.loads(answer_json(products))) == CONTRACT.split()


def test_json_of_a_result(corner_desk: Desk) -> None:
    compare = [{"kind": "previous"}]
    data = answer_data(answer_of(corner_desk, {**PRODUCTS, "compare": compare, "limit": 1}))
    assert data["period"] == {
        "start": "2025-11-01",
        "end": "2025-11-30",
        "grain": "",
        "compare": [
            {"kind": "previous", "label": "上期", "start": "2025-10-01", "end": "2025-10-31"}
        ],
    }
    assert data["columns"][1] == {
        "name": "gmv",
        "label": "支付金额",
        "kind": "metric",
        "unit": "money",
    }
    assert data["rows"][0][:2] == ["连衣裙", 180000.55]
    assert data["definitions"][0]["metric"] == "gmv"
    assert data["chart"]["kind"] == "hbar"
    assert set(data["ms"]) == {"understand", "query", "total"}
    assert data["tokens"] == {"input": 0, "output": 0}
    assert data["cost"] == {"amount": 0, "currency": "CNY"}
    finding = next(f for f in data["findings"] if f["id"] == "row1.gmv")
    assert finding["label"] == "连衣裙"
    assert finding["about"] == [{"dimension": "商品", "member": "连衣裙"}]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Decimal("12.30"), "12.3"),
        (Decimal("1234567.89"), "1234567.89"),
        (Decimal("0.10"), "0.1"),
        (Decimal("99999999999.99"), "99999999999.99"),
        (Decimal("5.00"), "5"),
        (float("nan"), "null"),
    ],
)
def test_money_has_no_float_noise(value: Any, printed: str) -> None:
    answer = Answer("", "answered", "", "zh", args={"x": value})
    assert f'"args": {{"x": {printed}}}' in answer_json(answer)


def test_a_formula_in_the_data_does_not_run_in_a_spreadsheet(products: Answer) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(products))))
    names = [row[0] for row in rows[1:]]
    assert '\'=HYPERLINK("http://x.example")' in names
    assert not any(name.startswith("=") for name in names)
    assert rows[1][1] == "180000.55"  # a number stays a number


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("连衣裙", "连衣裙"),
        ("a=b", "a=b"),
    ],
)
def test_harmless(text: str, kept: str) -> None:
    assert harmless(text) == kept


def test_excel_finds_the_byte_order_mark(products: Answer) -> None:
    assert csv_bytes(products).startswith(b"\xef\xbb\xbf")


def test_a_negative_number_is_no_formula(corner_desk: Desk) -> None:
    asked = {"metrics": ["gmv"], "time": NOVEMBER, "compare": [{"kind": "previous"}]}
    asked["time"] = {"start": "2025-12-01", "end": "2025-12-01"}
    cells = csv_text(answer_of(corner_desk, asked)).splitlines()[1].split(",")
    assert cells[2].startswith("-")


def test_markdown_holds_sentence_table_and_footnote(products: Answer) -> None:
    text = markdown(products)
    assert "支付金额 183,000.00 元" in text
    assert "| 商品 | 支付金额（元） |" in text
    assert "| 连衣裙 | 180,000.55 |" in text
    for line in ("统计期：2025-11-01 至 2025-11-30", "口径：支付金额 =", "数据截至 2025-12-01"):
        assert line in text


def test_data_cannot_become_a_link_or_markup(products: Answer) -> None:
    text = markdown(products)
    assert "\\[点我\\](http" in text
    assert "<b>" not in re.sub(r"\\<b\\>", "", text)
    assert "http://x.example" not in text  # a bare address would be made a link
    assert all(line.count(" | ") == 1 for line in text.splitlines() if line.startswith("| "))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](y)", "!\\[x\\](y)"),
        ("<img src=x>", "\\<img src=x\\>"),
        ("a|b", "a\\|b"),
        ("*重* _斜_", "\\*重\\* \\_斜\\_"),
        ("# 标题", "\\# 标题"),
        ("- 项", "\\- 项"),
        ("www.evil.example", "www\u200b.evil.example"),
        ("https://e.example", "https\u200b://e.example"),
        ("a@b.example", "a@\u200bb.example"),
    ],
)
def test_escape(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_rows_beyond_the_cut_are_counted(products: Answer) -> None:
    assert "共 5 行，显示前 2 行" in markdown(products, most_rows=2)
    assert "共 5 行，显示前 2 行" in answer_text(products, most_rows=2)


def test_the_table_is_aligned_for_chinese(products: Answer) -> None:
    table = answer_text(products).split("\n\n")[1].splitlines()
    assert len(table) == 7
    assert {width(line) for line in table} == {width(table[1])}


def test_the_footnote_names_the_base_and_the_conditions(corner_desk: Desk) -> None:
    asked = {
        "metrics": ["gmv"],
        "time": NOVEMBER,
        "compare": [{"kind": "previous"}],
        "where": [{"field": "platform", "values": ["jd"]}],
    }
    lines = footnote(answer_of(corner_desk, asked, "en"))
    assert "Period: 2025-11-01 to 2025-11-30" in lines
    assert "previous period: 2025-10-01 to 2025-10-31" in lines
    assert "Filters: platform: JD" in lines
    assert any(line.startswith("Definition: GMV = ") for line in lines)


def test_an_answer_without_a_table_has_no_footnote() -> None:
    answer = Answer("?", "clarify", "哪一个？", "zh", options=("一", "二"))
    assert footnote(answer) == []
    assert markdown(answer) == "哪一个？\n\n- 一\n- 二"
    assert csv_text(answer) == ""
