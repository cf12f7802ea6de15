"""The floors never look up: assistant -> tools -> semantic_layer, and no tool imports another."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {"semantic_layer": 0, "tools": 1, "assistant": 2}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


SOURCES = [p for floor in FLOORS for p in sorted((ROOT / floor).rglob("*.py"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    floor = FLOORS[path.relative_to(ROOT).parts[0]]
    for module in _imports(path):
        top = module.split(".")[0]
        assert FLOORS.get(top, -1) <= floor, f"{path} imports {module}, which is a floor above"
        assert top != "evals" or floor == 2, f"{path} imports {module}"


@pytest.mark.parametrize("path", sorted((ROOT / "tools").rglob("*.py")), ids=lambda p: p.name)
def test_no_tool_imports_another(path: Path) -> None:
    from tools.registry import _MODULES

    if path.name == "registry.py":
        return
    others = _imports(path) & set(_MODULES.values())
    assert not others, (
        f"{path} imports the tool {others}: share what both need in a module of its own"
    )
