"""Bases held against the first day of data: what came before it is unknown, not zero."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from semantic_layer import compare_messages  # noqa: F401  (adds the texts of bases)
from semantic_layer.answered import BasePeriod, Cell, Column
from semantic_layer.compile.keys import both
from semantic_layer.texts import Text
from semantic_layer.versions import Extent

__all__ = ["base_notes", "without_unknown"]

ExtentOf = Callable[[str], Extent | None]
Rows = tuple[tuple[Cell, ...], ...]


def without_unknown(
    bases: Sequence[BasePeriod], columns: Sequence[Column], rows: Rows, extent_of: ExtentOf
) -> Rows:
    """The rows with bases that lie before the data began left empty."""
    ends = {base.kind: base.end for base in bases}
    blank = {n for n, c in enumerate(columns) if c.base and _unknown(extent_of(c.of), ends[c.base])}
    if not blank:
        return rows
    return tuple(tuple(None if n in blank else v for n, v in enumerate(row)) for row in rows)


def base_notes(
    bases: Sequence[BasePeriod], metrics: Sequence[str], extent_of: ExtentOf
) -> Iterator[Text]:
    """That a base lies before the data, or reaches back before it: half of it is no base."""
    extents = [e for e in map(extent_of, metrics) if e is not None]
    for base in bases:
        if base.start is None or base.end is None:
            continue
        said = {"start": str(base.start), "end": str(base.end)}
        if any(_unknown(e, base.end) for e in extents):
            yield both("note.base_unknown", **said)
        for first in dict.fromkeys(e.first for e in extents):
            if base.start < first <= base.end:
                yield both("note.base_partial", first=str(first), **said)


def _unknown(extent: Extent | None, last: date | None) -> bool:
    return extent is not None and last is not None and last < extent.first
