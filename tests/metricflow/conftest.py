"""The sample of MetricFlow's cases, read in place where it is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from semantic_layer.shop import Shop
from tests.metricflow.running import make_data, open_model


@pytest.fixture(scope="session")
def sample(shared: Path) -> Path:
    """The sample's folder; tests that need it are skipped where it is not."""
    folder = shared / "metricflow_sample"
    if not (folder / "cases.jsonl").is_file():
        pytest.skip("needs ../shared/metricflow_sample, MetricFlow's own cases")
    return folder


@pytest.fixture(scope="session")
def data(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("metricflow") / "sample.duckdb"
    make_data(sample, path)
    return path


@pytest.fixture(scope="session")
def shop(sample: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The simple manifest, imported."""
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(tmp_path_factory.mktemp("state")))
    folder = tmp_path_factory.mktemp("simple_manifest")
    opened = open_model(sample / "models" / "simple_manifest", folder, data)
    yield opened
    opened.close()
    patch.undo()


@pytest.fixture(scope="session")
def cases(sample: Path) -> list[dict[str, Any]]:
    lines = (sample / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
