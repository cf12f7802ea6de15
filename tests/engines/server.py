"""A PostgreSQL server of the test's own: a new cluster in a folder, on the loopback, stopped by its pid."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "wenshu"
_ACCOUNTS = ("postgres", "nobody")
_SECONDS = 60


def binaries() -> Path | None:
    """The folder of initdb and postgres: Debian keeps them off the path."""
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists() and (found / "postgres").exists():
            return found
    known = shutil.which("initdb")
    return Path(os.path.realpath(known)).parent if known else None


@contextmanager
def server(folder: Path, bin_: Path) -> Iterator[str]:
    """The address of a running server with an empty database `wenshu`."""
    account = _account()
    data, port = folder / "cluster", _free_port()
    folder.mkdir(parents=True, exist_ok=True)
    if account:
        shutil.chown(folder, account)
    made = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", "--no-sync"]
    _run([str(bin_ / "initdb"), "-D", str(data), *made], account)
    options = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=",
               "fsync=off", "shared_buffers=32MB"]  # fmt: skip
    said = [part for option in options for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(bin_ / "postgres"), "-D", str(data), *said],
            stdout=log, stderr=log, cwd=folder, **_as(account),
        )  # fmt: skip
    try:
        _wait(bin_, port, process)
        _run(
            [str(bin_ / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", USER, USER], account
        )
        yield f"postgresql://{USER}@127.0.0.1:{port}/{USER}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_SECONDS)


def _account() -> str:
    """PostgreSQL does not run as root: then the account to run it as."""
    if os.geteuid() != 0:
        return ""
    known = {p.pw_name for p in pwd.getpwall()}
    return next(name for name in _ACCOUNTS if name in known)


def _as(account: str) -> dict[str, object]:
    return (
        {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []}
        if account
        else {}
    )


def _run(command: list[str], account: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, cwd="/", timeout=_SECONDS, **_as(account)
    )  # type: ignore[call-overload]
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr[-800:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(bin_: Path, port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _SECONDS
    ready = [str(bin_ / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, cwd="/", check=False).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the server did not start")
        time.sleep(0.1)
