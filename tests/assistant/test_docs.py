"""The commands that docs/command-line.md shows run as they stand there, on the demo shop."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"^wenshu (.+)$", PAGE, re.MULTILINE)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.usefixtures("demo_shop")
def test_sample(sample: str) -> None:
    command = [sys.executable, "-m", "assistant.cli", *shlex.split(sample)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.strip()


def test_the_compilers_modules_are_on_the_map() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = {p.stem for p in (ROOT / "semantic_layer" / "compile").glob("*.py")} - {"__init__"}
    missing = {m for m in modules - {"compiler"} if f"`{m}`" not in told and f"`{m}." not in told}
    assert not missing
