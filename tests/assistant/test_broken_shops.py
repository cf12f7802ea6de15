"""Shops, data and disks that are broken: a status and a sentence that says what to do next."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from assistant.cli import main

CORNER_SHOP = Path(__file__).parents[1] / "tools" / "corner_shop"
Broken = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    return Path(shutil.copytree(CORNER_SHOP, tmp_path / "shop"))


def in_a_file(folder: Path) -> Path:
    """Make the shop's data a DuckDB file instead of a CSV."""
    text = (folder / "shop.yml").read_text(encoding="utf-8")
    text = text.replace("data: .", "data: x.duckdb").replace("orders.csv", "main.orders")
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    with duckdb.connect(str(folder / "x.duckdb")) as data:
        data.execute(f"CREATE TABLE orders AS FROM read_csv('{folder / 'orders.csv'}')")
    return folder / "x.duckdb"


def no_csv(folder: Path) -> None:
    (folder / "orders.csv").unlink()


def empty_csv(folder: Path) -> None:
    (folder / "orders.csv").write_bytes(b"")


def only_a_heading(folder: Path) -> None:
    path = folder / "orders.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")


def no_rows(folder: Path) -> None:
    with duckdb.connect(str(in_a_file(folder))) as data:
        data.execute("DELETE FROM orders")


def no_file(folder: Path) -> None:
    in_a_file(folder).unlink()


def empty_file(folder: Path) -> None:
    in_a_file(folder).write_bytes(b"")


def half_a_file(folder: Path) -> None:
    path = in_a_file(folder)
    path.write_bytes(path.read_bytes()[:8192])


def no_yaml(folder: Path) -> None:
    (folder / "shop.yml").write_bytes(b"")


def nothing_defined(folder: Path) -> None:
    (folder / "shop.yml").write_text("version: 1\nshop: {name: x}\n", encoding="utf-8")


BROKEN = [
    (no_csv, "一天的记录也没有", "not one dated row"),
    (empty_csv, "一天的记录也没有", "not one dated row"),
    (only_a_heading, "一天的记录也没有", "not one dated row"),
    (no_rows, "一天的记录也没有", "not one dated row"),
    (no_file, "找不到店铺的数据", "is not there"),
    (empty_file, "打不开", "cannot be opened"),
    (half_a_file, "打不开", "cannot be opened"),
    (no_yaml, "还没有写 tables 和 metrics", "states no tables and metrics"),
    (nothing_defined, "还没有写 tables 和 metrics", "states no tables and metrics"),
]


@pytest.mark.parametrize(("damage", "zh", "en"), BROKEN, ids=lambda v: getattr(v, "__name__", ""))
def test_a_broken_shop_is_said_and_not_guessed_over(
    folder: Path, damage: Broken, zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(folder)
    for question, said in (("上个月GMV", zh), ("GMV last month", en)):
        assert main(["ask", "--shop", str(folder), question]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert said in err
        assert "Traceback" not in err
    assert main(["check", "--shop", str(folder), "--data"]) in (0, 1, 2)
    assert "Traceback" not in "".join(capsys.readouterr())


def test_a_missing_file_is_named_by_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    no_csv(folder)
    assert main(["check", "--shop", str(folder)]) == 1
    assert "orders.csv" in capsys.readouterr().out


def test_a_missing_column_sends_to_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "orders.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("refund", "refnd"), encoding="utf-8")
    assert main(["query", "--shop", str(folder), "--metrics", "refunded"]) == 5
    assert "wenshu check --data" in capsys.readouterr().out


def test_values_of_another_type_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "--shop", str(folder), "--metrics", "gmv", "--where", "platform > 5"]
    assert main(asked) == 5
    assert "比较了类型不同的值" in capsys.readouterr().out
    log = folder.parent / "state" / "corner" / "wenshu.log"
    assert "bad_types" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("state", ["/dev/null/no", "/proc/no"])
def test_a_shop_answers_where_no_state_can_be_written(
    folder: Path, state: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENSHU_STATE", state)
    assert main(["ask", "--shop", str(folder), "上个月GMV"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("支付金额 183,000.00 元")
    assert err == ""
    assert (
        main(["query", "--shop", str(folder), "--metrics", "gmv", "--where", "platform > 5"]) == 5
    )


def test_a_demo_shop_that_cannot_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENSHU_STATE", "/dev/null/no")
    monkeypatch.delenv("WENSHU_SHOP", raising=False)
    assert main(["ask", "上个月GMV"]) == 2
    assert "WENSHU_STATE" in capsys.readouterr().err
    assert main(["ask", "GMV last month"]) == 2
    assert "cannot be written" in capsys.readouterr().err
