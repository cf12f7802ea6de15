"""Text files as Chinese shops export them: their form is found, their rows are read whole or not at all."""

from pathlib import Path

import duckdb
import pytest

from semantic_layer.sources.readers import Format, ReadError, detect, scan, stage

ROWS = [("A1", "2025-01-02", "12.50"), ("A2", "2025-01-03", "8"), ("A3", "2025-01-04", "")]
PLAIN = "订单编号,付款时间,买家实付金额(元)\n" + "".join(",".join(r) + "\n" for r in ROWS)


def write(folder: Path, text: str | bytes, encoding: str = "utf-8", name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def read(path: Path, form: Format | None = None) -> tuple[list[str], list[tuple[object, ...]]]:
    connection = duckdb.connect()
    headers = stage(connection, path, form or detect(path)[0], "t")
    return [h.name for h in headers], connection.execute("FROM t").fetchall()


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_an_encoding_is_found_and_read(tmp_path: Path, encoding: str, found: str) -> None:
    path = write(tmp_path, PLAIN, encoding)
    assert detect(path) == (Format("csv", found),)
    names, rows = read(path)
    assert names == ["订单编号", "付款时间", "买家实付金额(元)"]
    assert rows == [tuple(cell or None for cell in row) for row in ROWS]


def test_gbk_is_found_beyond_a_megabyte_of_ascii(tmp_path: Path) -> None:
    text = "id,name\n" + "1,plain\n" * 200_000 + "2,连衣裙\n"
    path = write(tmp_path, text, "gbk")
    assert detect(path)[0].encoding == "gb18030"
    assert read(path)[1][-1] == ("2", "连衣裙")


def test_western_accents_are_not_taken_for_gbk(tmp_path: Path) -> None:
    path = write(tmp_path, "id,name\n1,caf\xe9s fran\xe7ais\n2,cr\xe8me br\xfbl\xe9e\n", "cp1252")
    assert read(path)[1] == [("1", "cafés français"), ("2", "crème brûlée")]


@pytest.mark.parametrize("separator", ["\t", ";", "|"])
def test_a_separator_is_found(tmp_path: Path, separator: str) -> None:
    path = write(tmp_path, PLAIN.replace(",", separator), name="a.txt")
    assert detect(path)[0].separator == separator
    assert read(path)[1][0] == ROWS[0]


def test_titles_stand_above_and_totals_below(tmp_path: Path) -> None:
    text = "店铺：云裳集\n导出时间：2025-01-05 10:00\n\n" + PLAIN + "合计,,20.50\n"
    path = write(tmp_path, text, "gbk")
    form = detect(path)[0]
    assert (form.skip, form.header, form.footer) == (3, 1, True)
    left: list[int] = []
    connection = duckdb.connect()
    stage(connection, path, form, "t", left)
    assert left == [1]
    assert len(connection.execute("FROM t").fetchall()) == 3


def test_a_total_with_fewer_cells_is_left_out_too(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN + "总计：,3\n")
    assert len(read(path)[1]) == 3


def test_a_product_called_total_in_the_middle_is_kept_where_no_total_ends_the_file(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "brand,qty\nTotal,1\n" + "Shell,2\n" * 9)
    assert len(read(path)[1]) == 10


def test_doubled_headers(tmp_path: Path) -> None:
    both = "订单编号,付款时间,金额\norder_id,pay_time,amount\n" + PLAIN.split("\n", 1)[1]
    assert read(write(tmp_path, both))[0] == ["订单编号", "付款时间", "金额"]
    merged = (
        "日期,流量,,交易,\n,访客数,浏览量,金额,访客数\n2025-01-01,1,2,3,4\n2025-01-02,5,6,7,8\n"
    )
    names, rows = read(write(tmp_path, merged))
    assert names == ["日期", "流量_访客数", "浏览量", "金额", "交易_访客数"]
    assert len(rows) == 2
    units = "日期,金额\n,(元)\n2025-01-01,3\n2025-01-02,4\n"
    assert read(write(tmp_path, units))[0] == ["日期", "金额(元)"]


def test_headers_are_made_unique_and_blank_columns_dropped(tmp_path: Path) -> None:
    path = write(tmp_path, "金额, 金额 ,id,ID,,备注/说明\n1,2,3,4,,x\n5,6,7,8,,y\n")
    assert read(path)[0] == ["金额", "金额_2", "id", "ID_2", "备注/说明"]


def test_an_unnamed_column_with_values_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, ",a\n0,x\n1,y\n")
    assert read(path) == (["column_1", "a"], [("0", "x"), ("1", "y")])


def test_lines_that_end_with_a_separator(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n1,2,\n3,4,\n")
    assert read(path) == (["a", "b"], [("1", "2"), ("3", "4")])


def test_no_header_at_all(tmp_path: Path) -> None:
    path = write(tmp_path, "A1,2025-01-01,3.5\nA2,2025-01-02,4\n")
    assert detect(path)[0].header == 0
    assert read(path) == (
        ["column_1", "column_2", "column_3"],
        [("A1", "2025-01-01", "3.5"), ("A2", "2025-01-02", "4")],
    )


def test_years_as_headers_are_headers(tmp_path: Path) -> None:
    path = write(tmp_path, "门店,2023,2024\n一店,5,6\n二店,7,8\n")
    assert read(path)[0] == ["门店", "2023", "2024"]


def test_quoted_line_breaks_also_in_the_header(tmp_path: Path) -> None:
    path = write(tmp_path, '"订单\n编号",备注\nA1,"两行\n备注"\nA2,"说""好"\n')
    assert read(path) == (["订单 编号", "备注"], [("A1", "两行\n备注"), ("A2", '说"好')])


def test_guards_of_long_numbers_are_taken_off(tmp_path: Path) -> None:
    text = '订单编号,买家,金额\n="1234567890123456789",\'0139,5\n="1234567890123456790",\'0138,6\n'
    path = write(tmp_path, text)
    assert detect(path)[0].guarded
    assert read(path)[1][0] == ("1234567890123456789", "0139", "5")
    tabs = "订单编号,金额\n\t1234567890123456789,5\n\t1234567890123456790,6\n"
    assert read(write(tmp_path, tabs))[1][0] == ("1234567890123456789", "5")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends(tmp_path: Path, end: str) -> None:
    assert len(read(write(tmp_path, PLAIN.replace("\n", end)))[1]) == 3


def test_mixed_line_ends(tmp_path: Path) -> None:
    assert len(read(write(tmp_path, PLAIN.replace("\n", "\r\n", 2)))[1]) == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PLAIN + "A4,2025", "file_ragged"),
        (PLAIN + 'A4,2025-01-05,"12', "file_quote"),
        (PLAIN + "A4,2025-01-05,1,2,3\n", "file_ragged"),
        (PLAIN.encode() + "A4,连衣".encode()[:-1], "file_bytes"),
        ((PLAIN * 2).encode("gbk") + b"A4,\x81", "file_bytes"),
        ("", "file_empty"),
        (" \n\n", "file_empty"),
        ("a,b,c\n", "file_empty"),
        (",".join(f"c{i}" for i in range(2000)) + "\n" + ",".join("1" * 2000) + "\n", "file_wide"),
    ],
)
def test_what_is_cut_off_or_empty_is_said_and_nothing_is_loaded(
    tmp_path: Path, text: str | bytes, code: str
) -> None:
    path = write(tmp_path, text)
    connection = duckdb.connect()
    with pytest.raises(ReadError) as caught:
        stage(connection, path, detect(path)[0], "t")
    assert caught.value.code == code
    assert "a.csv" in caught.value.sentence("zh")
    assert "a.csv" in caught.value.sentence("en")
    assert connection.execute("SHOW TABLES").fetchall() == []


def test_a_missing_and_an_unknown_file(tmp_path: Path) -> None:
    for name, code in (("none.csv", "file_missing"), ("a.docx", "file_kind")):
        if code == "file_kind":
            write(tmp_path, "x", name=name)
        with pytest.raises(ReadError) as caught:
            detect(tmp_path / name)
        assert caught.value.code == code


def test_a_scan_reads_the_file_in_the_statement_that_converts_it(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN + "合计,,20.50\n", "gbk")
    with scan(path, detect(path)[0]) as one:
        sql = f"""SELECT sum(CAST("买家实付金额(元)" AS DECIMAL(18, 2))) FROM ({one.rows})"""
        assert str(duckdb.sql(sql).fetchall()[0][0]) == "20.50"
