"""An answer on record keeps its definition: `wenshu replay` tells what was meant then."""

import json
import re
from pathlib import Path

import pytest

from assistant.cli.app import run
from tests.semantic_layer.test_changes import SHOP, _open

CHANGED = SHOP.replace(
    "    expr: amount\n    where: [kept]\n    unit: money\n",
    "    expr: amount + freight\n    where: [kept]\n    unit: money\n    changes: [{until: 2025-06-30, expr: amount, formula: {zh: 不含运费、不含取消单, en: old}}]\n",
).replace(
    '{zh: 不含运费、不含取消单, en: "no freight, no cancelled orders"}',
    "{zh: 含运费, en: with freight}",
    1,
)


def _ask(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert run([*arguments, "--shop", str(folder), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def _query(folder: Path, capsys, days: str) -> dict:
    return _ask(folder, capsys, "query", "--metrics", "gmv", "--time", days)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    shop = tmp_path / "shop"
    shop.mkdir()
    _open(shop, SHOP).close()
    return shop


def test_replay_tells_the_definition_of_then(folder, capsys) -> None:
    before = _query(folder, capsys, "2025-07-01..2025-07-31")
    (folder / "shop.yml").write_text(CHANGED, encoding="utf-8")
    again = _ask(folder, capsys, "replay", before["trace"])
    assert again["rows"] != before["rows"], "freight counts since July"
    (then,) = before["definitions"]
    assert any(then["text"] in note and then["version"] in note for note in again["notes"])


def test_days_before_a_change_replay_to_the_same_definition(folder, capsys) -> None:
    before = _query(folder, capsys, "2025-06-01..2025-06-30")
    (folder / "shop.yml").write_text(CHANGED, encoding="utf-8")
    again = _ask(folder, capsys, "replay", before["trace"])
    assert again["rows"] == before["rows"]
    assert again["definitions"] == before["definitions"]
    assert not any(before["definitions"][0]["version"] in note for note in again["notes"])


def test_sql_comes_with_its_tables_and_joins(folder, capsys) -> None:
    assert run(["query", "--metrics", "gmv", "--shop", str(folder), "--sql"]) == 0
    assert re.search(r"^-- 取自：orders$", capsys.readouterr().out, re.MULTILINE)
