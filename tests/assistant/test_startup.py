"""A planned answer loads only what it needs: the heavy libraries stay out of the process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "pandas pyarrow numpy langchain langchain_core langchain_openai openai chainlit sklearn scipy "
    "statsmodels plotly fastapi uvicorn httpx httpx2 rich matplotlib"
)
ASK = """
import sys
from assistant.cli import main
code = main(sys.argv[1:])
print("LOADED", code, *sorted({m.partition(".")[0] for m in sys.modules}))
"""


@pytest.mark.parametrize(
    "arguments",
    [["ask", "上个月各平台的支付金额"], ["query", "--metrics", "gmv"], ["--help"]],
    ids=lambda a: a[0],
)
def test_the_heavy_libraries_stay_out(arguments: list[str], tmp_path: Path) -> None:
    shop = ["--shop", str(ROOT / "tests/tools/corner_shop")] if len(arguments) > 1 else []
    ran = subprocess.run(
        [sys.executable, "-c", ASK, *arguments, *shop],
        cwd=ROOT,
        env={**os.environ, "WENSHU_STATE": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, *loaded = ran.stdout.splitlines()[-1].removeprefix("LOADED ").split()
    assert code == "0"
    assert set(HEAVY.split()) & set(loaded) == set()
