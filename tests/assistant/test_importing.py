"""`wenshu import dbt` on the command line."""

from pathlib import Path

import duckdb
import pytest

from assistant.cli.app import run
from tests.engines.bazaar.opened import FOLDER as BAZAAR
from tests.semantic_layer.importers.cube_model import CUBE
from tests.semantic_layer.importers.osi_model import DATA, OSI
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


@pytest.mark.parametrize(
    ("kind", "text", "metric", "truth"),
    [("osi", OSI, "revenue", "65.5"), ("cube", CUBE, "revenue", "65.5")],
)
def test_other_formats_become_shops(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    text: str,
    metric: str,
    truth: str,
) -> None:
    model, data, out = tmp_path / "model.yml", tmp_path / "tea.duckdb", tmp_path / "shop"
    model.write_text(text, encoding="utf-8")
    with duckdb.connect(str(data)) as connection:
        connection.execute(DATA)
    assert run(["import", kind, str(model), str(out), "--data", str(data), "--lang", "en"]) == 0
    assert "metrics carried" in capsys.readouterr().out
    assert run(["query", "--metrics", metric, "--shop", str(out), "--lang", "en"]) == 0
    assert truth in capsys.readouterr().out
    assert run(["import", kind, str(model), str(out)]) == 2


def test_a_shop_is_exported_and_never_over_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "model.yaml"
    assert run(["export", "osi", str(BAZAAR), str(file), "--lang", "en"]) == 0
    assert "metric gmv_so_far: OSI has no form for it" in capsys.readouterr().out
    written = file.read_text(encoding="utf-8")
    assert "SUM(CASE WHEN orders.kind = 'normal'" in written
    assert run(["export", "osi", str(BAZAAR), str(file)]) == 2
    assert file.read_text(encoding="utf-8") == written
    assert run(["export", "osi", str(tmp_path / "nowhere"), str(tmp_path / "new.yaml")]) == 2
