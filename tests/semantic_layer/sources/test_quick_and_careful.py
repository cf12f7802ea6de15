"""A file is loaded the quick way only where that comes to what reading every cell with care comes to."""

import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semantic_layer.sources import loading
from semantic_layer.sources.loading import REJECTED, load_file, make_table
from semantic_layer.sources.readers import Format
from semantic_layer.sources.source import Source, SourceColumn

COLUMNS = (
    SourceColumn("id", "编号"), SourceColumn("n", "n", "integer"), SourceColumn("m", "m", "money"),
    SourceColumn("d", "d", "date"), SourceColumn("t", "t", "time"), SourceColumn("x", "x", "number"),
)  # fmt: skip
CELLS: dict[str, list[str]] = {
    "编号": ["a", "b", "c", " d ", '="007"', "", "e"],
    "n": ["1", "-5", "007", "", "1.5", "1e3", "-", "12345678901234567", "0x1F", "1_000"],
    "m": ["1.25", "0.005", "", "-3", "¥1,234.50", "nan", "1e2", "abc"],
    "d": ["2025-11-11", "", "2025/1/2", "2025-02-30", "infinity"],
    "t": ["2025-11-11 10:00:00", "", "2025-11-11", "2025-11-11 10:00:00+08", "2025-11-11 10:00:00.5", "infinity"],
    "x": ["1.5", "", "inf", "2", "12%"],
}  # fmt: skip
PLAIN = {name: cells[:3] for name, cells in CELLS.items()}


def loaded(path: Path, key: tuple[str, ...], before: bool) -> Any:
    source = Source("s", columns=COLUMNS, key=key)
    connection = duckdb.connect()
    make_table(connection, source)
    if before:
        connection.execute("INSERT INTO s (id, n, _file) VALUES ('a', 99, 7), ('z', 98, 1)")
    taken = load_file(connection, source, path, Format("csv"), 1)
    rows = connection.execute("SELECT * FROM s ORDER BY ALL").fetchall()
    aside = connection.execute(f"SELECT * FROM {REJECTED} ORDER BY row").fetchall()
    connection.close()
    return rows, aside, taken


def row_of(cells: dict[str, list[str]]) -> st.SearchStrategy[list[str]]:
    return st.tuples(*(st.sampled_from(cells[c.header]) for c in COLUMNS)).map(list)


@settings(max_examples=60, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(
    rows=st.lists(st.one_of(row_of(PLAIN), row_of(PLAIN), row_of(CELLS)), min_size=1, max_size=6),
    key=st.sampled_from([(), ("id",)]),
    before=st.booleans(),
)
def test_both_ways_come_to_the_same(
    rows: list[list[str]], key: tuple[str, ...], before: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "file.csv"
        lines = [
            ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if cell else "" for cell in row)
            for row in rows
        ]
        path.write_text("\n".join([",".join(CELLS), *lines]) + "\n", encoding="utf-8")
        quick = loaded(path, key, before)
        patch.setattr(loading, "_quickly", lambda *_: None)
        assert quick == loaded(path, key, before)


def test_a_plain_file_is_loaded_the_quick_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careful(*_: object) -> None:
        raise AssertionError("read with care")

    monkeypatch.setattr(loading, "_carefully", careful)
    path = tmp_path / "file.csv"
    path.write_text(
        "编号,n,m,d,t,x\na,1,1.25,2025-11-11,2025-11-11 10:00:00,1.5\n", encoding="utf-8"
    )
    assert loaded(path, ("id",), False)[2].rows == 1
