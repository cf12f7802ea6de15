"""Numpy arrays to Arrow columns with the types that SCHEMA.md promises."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from semantic_layer.demo_shop.clock import NEVER, epoch_days
from semantic_layer.demo_shop.sampling import Bools, Ints

Column: TypeAlias = pa.Array
NONE = -1


def _with_nulls(values: NDArray[Any], null: Bools | None, kind: pa.DataType) -> Column:
    return (
        pa.array(values, mask=null).view(kind) if null is not None else pa.array(values).view(kind)
    )


def money(cents: Ints, null: Bools | None = None, digits: int = 12) -> Column:
    """Whole cents as DECIMAL(digits, 2)."""
    return _with_nulls(np.ascontiguousarray(cents, dtype=np.int64), null, pa.decimal64(digits, 2))


def rate(ten_thousandths: Ints) -> Column:
    """Shares in ten-thousandths as DECIMAL(5, 4)."""
    values = np.ascontiguousarray(ten_thousandths, dtype=np.int64)
    return pa.array(values).view(pa.decimal64(5, 4))


def big(values: Ints) -> Column:
    """BIGINT."""
    return pa.array(np.ascontiguousarray(values, dtype=np.int64))


def big_or_null(values: Ints) -> Column:
    """BIGINT, null where negative."""
    return pa.array(np.ascontiguousarray(values, dtype=np.int64), mask=values < 0)


def integer(values: Ints) -> Column:
    """INTEGER."""
    return pa.array(values.astype(np.int32))


def integer_or_null(values: Ints) -> Column:
    """INTEGER, null where negative."""
    return pa.array(values.astype(np.int32), mask=values < 0)


def flag(values: Bools) -> Column:
    """BOOLEAN."""
    return pa.array(values)


def date(days: Ints) -> Column:
    """Day numbers as DATE."""
    return pa.array(epoch_days(days).astype(np.int32)).view(pa.date32())


def date_or_null(days: Ints) -> Column:
    """Day numbers as DATE, null where NEVER."""
    null = days == NEVER
    values = np.where(null, 0, epoch_days(np.where(null, 0, days))).astype(np.int32)
    return _with_nulls(values, null, pa.date32())


def time(seconds: Ints) -> Column:
    """Seconds as TIMESTAMP, null where NEVER."""
    null = seconds == NEVER
    values = np.where(null, 0, seconds) * 1_000_000
    return _with_nulls(values, null, pa.timestamp("us"))


def code(index: NDArray[Any], labels: Sequence[str]) -> Column:
    """Indexes into labels as VARCHAR, null where negative."""
    small = index.astype(np.int32)
    indices = pa.array(small, mask=small < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(labels), pa.string()))


def text(values: Sequence[str | None]) -> Column:
    """Python strings as VARCHAR."""
    return pa.array(list(values), pa.string())
