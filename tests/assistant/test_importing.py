"""`wenshu import dbt` on the command line."""

from pathlib import Path

import pytest

from assistant.cli.app import run
from tests.semantic_layer.importers.projects import LEGACY, make_data, write_project


def test_a_project_becomes_a_shop_that_check_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, data = write_project(tmp_path / "dbt", LEGACY), make_data(tmp_path / "small.duckdb")
    out = tmp_path / "shop"
    command = ["import", "dbt", str(project), str(out), "--data", str(data), "--lang", "en"]
    assert run(command) == 0
    said = capsys.readouterr().out
    assert "metrics carried: 8" in said
    assert "dimension month: its expression uses what is not allowed here" in said
    assert run(["check", "--shop", str(out), "--lang", "en"]) == 0
    assert run(["query", "--metrics", "revenue", "--shop", str(out), "--lang", "en"]) == 0
    assert "100" in capsys.readouterr().out


def test_an_import_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = write_project(tmp_path / "dbt", LEGACY)
    out = tmp_path / "shop"
    out.mkdir()
    (out / "shop.yml").write_text("mine")
    assert run(["import", "dbt", str(project), str(out)]) == 2
    assert (out / "shop.yml").read_text() == "mine"
    assert "不会覆盖" in capsys.readouterr().err
    assert run(["import", "dbt", str(tmp_path / "nowhere"), str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()
