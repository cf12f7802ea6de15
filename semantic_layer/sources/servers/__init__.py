"""Database servers that tables are copied from: one file each, chosen by the scheme of the address.

    with open_server("postgresql://…", zone) as server:
        columns = server.columns("public.orders")            # names and types, as a source has them
        rows = server.write("public.orders", columns, path)  # a CSV file of UTF-8 with one header row

An address is never written into a shop's YAML with its password: `server: ${NAME}` names the
environment variable that holds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol

from semantic_layer.errors import ShopError
from semantic_layer.sources.source import SourceColumn

__all__ = ["SCHEMES", "Server", "open_server"]

SCHEMES = ("postgresql", "postgres", "mysql", "mariadb")


class Server(Protocol):
    """A connection that reads tables in one snapshot of the database."""

    def columns(self, relation: str) -> tuple[SourceColumn, ...]:
        """The columns of a table or view; none when there is none of that name."""

    def write(
        self,
        relation: str,
        columns: tuple[str, ...],
        path: Path,
        since: tuple[str, str] | None = None,
        order: tuple[str, ...] = (),
    ) -> None:
        """Write the rows into a CSV file, `since` (column, value) only those that are not before."""


@contextmanager
def open_server(address: str, zone: str) -> Iterator[Server]:
    """A server to read from; moments with a zone are written in `zone`.

    Raises ShopError unknown_server, needs_psycopg, needs_pymysql or no_database.
    """
    scheme = address.partition("://")[0].partition("+")[0].lower()
    if scheme not in SCHEMES:
        raise ShopError("unknown_server", scheme=scheme[:20], known=", ".join(SCHEMES))
    kind = "postgresql" if scheme.startswith("postgres") else "mysql"
    with import_module(f"{__name__}.{kind}").connected(address, zone) as server:
        yield server
