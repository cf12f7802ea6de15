"""One PostgreSQL server for the session, with the bazaar in it beside the same rows in DuckDB."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from semantic_layer.shop import Shop, open_shop
from tests.engines.bazaar.data import rows, statements
from tests.engines.bazaar.opened import FOLDER, bazaar
from tests.engines.server import binaries, server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server: started here, or that of WENSHU_TEST_PG."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (wenshu[postgresql])")
    if os.environ.get("WENSHU_TEST_PG"):
        yield os.environ["WENSHU_TEST_PG"]
        return
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL's server is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="wenshu-pg-"))  # short, and open to the server's account
    folder.chmod(0o755)
    try:
        with server(folder, found) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def filled(postgresql: str) -> str:
    import psycopg

    with psycopg.connect(postgresql, autocommit=True) as connection:
        for statement in statements(rows()):
            connection.execute(statement)  # type: ignore[arg-type]
    return postgresql


@pytest.fixture(scope="session")
def both(filled: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Shop]]:
    """The bazaar in DuckDB, and in PostgreSQL."""
    folder = tmp_path_factory.mktemp("postgresql")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENSHU_STATE", str(tmp_path_factory.mktemp("state")))
        patch.setenv("WENSHU_PG", filled)
        ours = bazaar(tmp_path_factory.mktemp("duckdb"))
        text = (FOLDER / "shop.yml").read_text(encoding="utf-8")
        (folder / "shop.yml").write_text(text + "data: ${WENSHU_PG}\n", encoding="utf-8")
        theirs = open_shop(folder)
    yield ours, theirs
    ours.close()
    theirs.close()
