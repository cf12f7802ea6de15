"""Workbooks, Parquet and JSON lines."""

import datetime as dt
import json
from pathlib import Path

import duckdb
import openpyxl
import pytest

from semantic_layer.sources.readers import Format, ReadError, detect, stage


def read(path: Path, form: Format) -> tuple[dict[str, str], list[tuple[object, ...]]]:
    connection = duckdb.connect()
    headers = stage(connection, path, form, "t")
    return {h.name: h.type for h in headers}, connection.execute("FROM t").fetchall()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    work = openpyxl.Workbook()
    orders = work.active
    orders.title = "订单"
    orders.append(["店铺订单报表"])
    orders.merge_cells("A1:E1")
    orders.append(["订单", None, "金额", None, "付款"])
    orders.merge_cells("A2:B2")
    orders.merge_cells("C2:D2")
    orders.append(["编号", "件数", "应付", "实付", "时间"])
    orders.append(["A1", 2, 10, 9.5, dt.datetime(2025, 1, 2, 3, 4)])
    orders.append(["A2", 1, 20, 20, dt.datetime(2025, 1, 3)])
    orders.append(["合计", 3, 30, 29.5, None])
    days = work.create_sheet("日报")
    days.append(["日期", "访客数", "备注", "转化率"])
    days.append([dt.date(2025, 1, 1), 120, 5, 0.05])
    days.append([dt.date(2025, 1, 2), 130, "缺货", 0.04])
    work.create_sheet("空")
    path = tmp_path / "book.xlsx"
    work.save(path)
    return path


def test_each_sheet_with_rows_is_a_form(book: Path) -> None:
    assert [(f.sheet, f.skip, f.header, f.footer) for f in detect(book)] == [
        ("订单", 1, 2, True),
        ("日报", 0, 1, False),
    ]


def test_merged_headers_types_and_totals(book: Path) -> None:
    orders, days = detect(book)
    types, rows = read(book, orders)
    assert types == {
        "编号": "VARCHAR",
        "件数": "BIGINT",
        "应付": "BIGINT",
        "实付": "DOUBLE",
        "时间": "TIMESTAMP",
    }
    assert rows[0] == ("A1", 2, 10, 9.5, dt.datetime(2025, 1, 2, 3, 4))
    assert len(rows) == 2
    types, rows = read(book, days)
    assert types["备注"] == "VARCHAR"
    assert [row[2] for row in rows] == ["5", "缺货"]
    assert rows[1][:2] == (dt.date(2025, 1, 2), 130)


def test_a_missing_sheet_is_named_with_those_that_are_there(book: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(book, Format("excel", sheet="退款"))
    assert caught.value.code == "file_sheet"
    assert "日报" in caught.value.sentence("zh")


def test_a_cut_off_workbook_and_an_empty_one(book: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(book.read_bytes()[:2000])
    empty = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(empty)
    for path, code in ((cut, "file_broken"), (empty, "file_empty")):
        with pytest.raises(ReadError) as caught:
            detect(path)
        assert caught.value.code == code


def test_a_text_file_that_is_called_xls(tmp_path: Path) -> None:
    path = tmp_path / "orders.xls"
    path.write_bytes("订单编号\t金额\nA1\t5\n".encode("gbk"))
    form = detect(path)[0]
    assert (form.kind, form.separator, form.encoding) == ("csv", "\t", "gb18030")


def test_parquet_keeps_its_types_and_a_cut_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT 1::BIGINT a, DATE '2025-01-01' d) TO '{path}'")
    assert read(path, detect(path)[0]) == (
        {"a": "BIGINT", "d": "DATE"},
        [(1, dt.date(2025, 1, 1))],
    )
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ReadError) as caught:
        detect(cut)
    assert caught.value.code == "file_broken"


def test_json_lines_keep_what_is_nested_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [{"id": 1, "items": [{"sku": "x"}]}, {"id": 2, "items": [], "paid": "2025-01-02"}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    types, rows = read(path, detect(path)[0])
    assert types["id"] == "BIGINT"
    assert types["items"] == "VARCHAR"
    assert rows[0][1] == '[{"sku":"x"}]'
    path.write_text('{"id": 1}\n{"id": ')
    with pytest.raises(ReadError) as caught:
        detect(path)
    assert caught.value.code == "file_broken"
