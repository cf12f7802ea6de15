"""The commands that docs/command-line.md shows run as they stand there, on the demo shop."""

import re
import shlex
from pathlib import Path

import pytest

from assistant.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
SAMPLES = re.findall(r"^wenshu (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.usefixtures("demo_shop")
def test_sample(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(sample)) == 0
    assert capsys.readouterr().out.strip()
