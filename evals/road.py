"""The road under test: the real one, over a shop, with the shop's own data as the truth."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.answer import Answer, Question
from assistant.ask import ask
from assistant.desk import Desk
from assistant.words import Words
from evals.rows import Rows
from evals.score import Asker, Judge, Truth
from semantic_layer.shop import Shop, open_shop


@contextmanager
def opened(shop: Path | None) -> Iterator[tuple[Asker, Judge]]:
    """A function that answers questions on a shop (none: the demo shop), and the judge for it."""
    opened_shop = open_shop(shop)
    try:
        yield over(opened_shop)
    finally:
        opened_shop.close()


def over(shop: Shop, truth: Truth | None = None) -> tuple[Asker, Judge]:
    """The same for a shop that is open; each conversation finds it with no words taught.

    `truth` runs the cases' own SQL, by default on the shop's engine.
    """
    words = Words()
    desk = Desk(shop, words=words)
    last = ""

    def asked(question: Question) -> Answer:
        nonlocal last
        if not question.thread or question.thread != last:
            words.clear()
        last = question.thread
        return ask(question, desk)

    return asked, Judge(shop.model, truth or _truth(shop))


def _truth(shop: Shop) -> Truth:
    def run(sql: str) -> tuple[tuple[str, ...], Rows]:
        found = shop.engine.run(sql)
        return found.names, found.rows

    return run
