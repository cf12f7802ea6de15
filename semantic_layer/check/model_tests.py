"""Runs the shop's own tests: each query against the rows, or the SQL, that it must agree with."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from semantic_layer import check_messages  # noqa: F401  (adds the texts)
from semantic_layer.check.relations import reason
from semantic_layer.errors import EngineError, Fault, PolicyError, QueryError
from semantic_layer.saved import saved_query
from semantic_layer.texts import Text
from semantic_layer.vocabulary import ModelTest

if TYPE_CHECKING:
    from semantic_layer.shop import Shop

__all__ = ["failures"]

_SHOWN = 3
Row = tuple[object, ...]


def failures(shop: "Shop") -> Iterator[Fault]:
    """A fault for every test that fails, with what was expected and what was got."""
    for test in shop.model.tests.values():
        try:
            found = _found(shop, test)
            expected = _expected(shop, test)
        except (QueryError, PolicyError, EngineError) as error:
            yield Fault.at(test.place, "test_broke", name=test.name, why=_why(error))
            continue
        if not _agree(found, expected, test):
            yield Fault.at(
                test.place, "test_failed",
                name=test.name, expected=_some(expected, found, test), got=_some(found, expected, test),
            )  # fmt: skip


def _found(shop: "Shop", test: ModelTest) -> list[Row]:
    query = test.query
    if query is None:
        query = saved_query(shop.model, shop.today, test.saved, test.given, shop.values(test.role))
    return [tuple(row) for row in shop.query(query, role=test.role).rows]


def _expected(shop: "Shop", test: ModelTest) -> list[Row]:
    if test.rows is not None:
        return [tuple(row) for row in test.rows]
    return [tuple(row) for row in shop.engine.run(test.sql).rows]


def _why(error: QueryError | PolicyError | EngineError) -> Text:
    if isinstance(error, PolicyError):
        return Text(error.sentence("zh"), error.sentence("en"))
    return reason(error)


def _agree(found: Sequence[Row], expected: Sequence[Row], test: ModelTest) -> bool:
    if len(found) != len(expected):
        return False
    if test.ordered:
        return all(_same(a, b, test) for a, b in zip(found, expected, strict=True))
    left = list(expected)
    for row in found:
        place = next((n for n, other in enumerate(left) if _same(row, other, test)), None)
        if place is None:
            return False
        left.pop(place)
    return True


def _same(one: Row, other: Row, test: ModelTest) -> bool:
    return len(one) == len(other) and all(
        _equal(_plain(a), _plain(b), test.tolerance) for a, b in zip(one, other, strict=True)
    )


def _equal(one: object, other: object, tolerance: float) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= Decimal(str(tolerance))
    return one == other


def _plain(value: object) -> object:
    """Numbers as decimals, moments as text, a midnight as its day."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, datetime):
        text = value.isoformat(" ")
        return text[:10] if text.endswith(" 00:00:00") else text
    return value.isoformat() if isinstance(value, date) else str(value)


def _some(rows: Sequence[Row], others: Sequence[Row], test: ModelTest) -> str:
    """The first rows that the other side lacks, and how many rows there are."""
    odd = [r for r in rows if not any(_same(r, o, test) for o in others)] or list(rows)
    shown = "; ".join(", ".join(str(_plain(v)) for v in row) for row in odd[:_SHOWN])
    return f"{shown or '-'} ({len(rows)})"
