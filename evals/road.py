"""The road under test: the real one, over a shop, with the shop's own data as the truth."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.ask import ask
from assistant.desk import Desk
from evals.rows import Rows
from evals.score import Asker, Judge, Truth


@contextmanager
def opened(shop: Path | None) -> Iterator[tuple[Asker, Judge]]:
    """A function that answers questions on a shop (none: the demo shop), and the judge for it."""
    desk = Desk.open(shop)
    try:
        yield lambda question: ask(question, desk), Judge(desk.shop.model, _truth(desk))
    finally:
        desk.shop.close()


def _truth(desk: Desk) -> Truth:
    def run(sql: str) -> tuple[tuple[str, ...], Rows]:
        found = desk.shop.engine.run(sql)
        return found.names, found.rows

    return run
