"""A MariaDB server of the test's own: a new data folder, on the loopback, stopped by its pid."""

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

from tests.engines.server import _free_port

_SECONDS = 60
_ACCOUNTS = ("mysql", "nobody")


def binaries() -> tuple[str, str] | None:
    """The programs that make a data folder and serve it: Debian's mariadb-server-core."""
    places = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin"
    install = shutil.which("mariadb-install-db", path=places)
    serve = shutil.which("mariadbd", path=places)
    return (install, serve) if install and serve else None


@contextmanager
def server(folder: Path, programs: tuple[str, str]) -> Iterator[str]:
    """The address of a running server with an empty database `wenshu`."""
    import pymysql

    data, port = folder / "data", _free_port()
    account = _account() if os.geteuid() == 0 else ""
    if account:
        shutil.chown(folder, account)
    as_user = [f"--user={account}"] if account else []
    made = subprocess.run(
        [programs[0], "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
         "--skip-test-db", *as_user],
        capture_output=True, text=True, timeout=_SECONDS, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"mariadb-install-db: {made.stderr[-800:]}")
    said = [f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/s",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M", "--skip-name-resolve"]  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs[1], "--no-defaults", *said, *as_user], stdout=log, stderr=log
        )
    try:
        _wait(port, process, folder / "log")
        connection = pymysql.connect(unix_socket=f"{folder}/s", user="root")
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE wenshu CHARACTER SET utf8mb4")
            cursor.execute("CREATE USER wenshu@'%' IDENTIFIED BY 'p@ss/1'")
            cursor.execute("GRANT ALL ON wenshu.* TO wenshu@'%'")
        yield f"mysql://wenshu:p%40ss%2F1@127.0.0.1:{port}/wenshu"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_SECONDS)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text()[-800:]) from None
            time.sleep(0.1)


def _account() -> str:
    known = {p.pw_name for p in pwd.getpwall()}
    return next(name for name in _ACCOUNTS if name in known)
