"""Starting the host: a taken port, a foreign address and a broken shop are each said in a sentence."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from assistant.channels import host
from tests.assistant.channels.conftest import ROOT, start, stop


def _serve(*options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", "serve", *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert host.serve(port=port) == 2
    said = capsys.readouterr().err
    assert f"端口 {port} 已被占用" in said
    assert str(port + 1) in said


def test_a_foreign_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert host.serve(host="0.0.0.0") == 2
    assert "127.0.0.1" in capsys.readouterr().err


@pytest.mark.slow
def test_a_missing_shop_on_the_command_line(tmp_path: Path) -> None:
    done = _serve("--port", "0", "--shop", str(tmp_path / "nowhere"), folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_broken_shop_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_text("version: 1\nshopp: {}\n", encoding="utf-8")
    done = _serve("--port", "0", "--shop", str(tmp_path), folder=tmp_path)
    assert done.returncode == 2
    assert "shop.yml:2" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_ctrl_c_ends_it_quietly_and_leaves_nothing_behind(tmp_path: Path) -> None:
    served = start([str(Path(__file__).with_name("fake_road.py")), "0"], tmp_path)
    served.process.send_signal(signal.SIGINT)
    said, _ = served.process.communicate(timeout=20)
    assert served.process.returncode == 0
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_unknown_downloads_and_foreign_names(tmp_path: Path) -> None:
    served = start([str(Path(__file__).with_name("fake_road.py")), "0"], tmp_path)
    try:
        for path, status in (("health", 200), ("download/none/x.csv", 404), ("docs", 404)):
            assert httpx.get(f"{served.url}/{path}").status_code == status
        assert httpx.get(f"{served.url}/health", headers={"host": "x.example"}).status_code == 400
        page = httpx.get(f"{served.url}/", follow_redirects=True)
        assert page.status_code == 200
        assert "https://" not in page.text
    finally:
        stop(served)
