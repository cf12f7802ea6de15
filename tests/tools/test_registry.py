"""The registry: what tools there are, what they take."""

import json

import pytest
from pydantic import ValidationError

from semantic_layer.errors import QueryError
from semantic_layer.shop import Shop
from tools import registry


def test_every_tool_has_both_languages_and_a_schema() -> None:
    for name, tool in registry.tools().items():
        assert tool.name == name
        assert all((tool.label.zh, tool.label.en, tool.description.zh, tool.description.en))
        assert json.dumps(tool.schema())


def test_an_unknown_tool_is_told_with_those_there_are() -> None:
    with pytest.raises(QueryError) as caught:
        registry.tool("crystal_ball")
    assert "metrics" in caught.value.sentence("en")


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"metrics": []},
        {"metrics": ["gmv"], "graph": "pie"},
        {"metrics": ["gmv"], "limit": 0},
        {"metrics": ["gmv"], "time": {"start": "2025-02-01", "end": "2025-01-01"}},
        {"metrics": ["gmv"], "compare": [{"kind": "range"}]},
    ],
)
def test_unfit_arguments_never_run(corner_shop: Shop, arguments: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        registry.run("metrics", corner_shop, arguments)
