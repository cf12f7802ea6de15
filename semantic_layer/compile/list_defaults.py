"""What a list shows, and in which order, when nobody says: what its rows are known by."""

from collections.abc import Iterator, Sequence

from semantic_layer.compile.keys import Key
from semantic_layer.compile.names import Names
from semantic_layer.errors import QueryError
from semantic_layer.model import Dimension, Table
from semantic_layer.policy import Policy

MOST_COLUMNS = 8


def default_columns(table: Table, names: Names, allowed: Policy | None) -> tuple[str, ...]:
    """The key, the name, the clock and the first attributes, without personal data and without
    what the role may not see. Raises QueryError for a table with nothing to show."""
    found: dict[str, str] = {}
    for ref in _columns(table, names):
        if len(found) == MOST_COLUMNS:
            break
        identity = names.identity(ref, (table.name,))
        seen = allowed is None or allowed.sees_members((identity,))
        if seen and not names.dimension(identity).pii:
            found.setdefault(identity, ref)
    if not found:
        raise QueryError("list_of_nothing", table=table.label)
    return tuple(found.values())


def _columns(table: Table, names: Names) -> Iterator[str]:
    """The columns by which the rows of a table are told, the telling ones first."""
    key = table.primary
    own = [d for d in table.dimensions if names.identity(d.id, (table.name,)) == d.identity]
    keyed = [d for d in own if key is not None and (d.expr,) == key.columns]
    known = [d.name for d in keyed]
    yield from (_ref(d) for d in keyed[:1])
    if key is not None and len(key.columns) == 1 and not keyed:
        yield key.name
    yield from (_ref(d) for d in own if d.label_of in known)
    if table.time:
        yield table.time
    if key is None or len(key.columns) != 1:
        yield from _parents(table, names)
    yield from (_ref(d) for d in own if d not in keyed[1:])
    yield from _parents(table, names)


def _parents(table: Table, names: Names) -> Iterator[str]:
    """What the rows belong to: by name, by number, or by the bare key."""
    for entity in table.entities:
        if entity.kind != "foreign" or len(entity.columns) != 1:
            continue
        home = next((t for t in names.model.tables.values() if t.home == entity.to), None)
        key = home.primary if home is not None else None
        keyed = [d for d in home.dimensions if key and (d.expr,) == key.columns] if home else []
        known = [d.name for d in keyed]
        named = [d for d in home.dimensions if d.label_of in known] if home else []
        shown = next(iter((*named, *keyed)), None)
        yield f"{entity.name}.{shown.name}" if shown is not None else entity.name


def _ref(dimension: Dimension) -> str:
    return dimension.id if not dimension.same_as else dimension.same_as


def newest_first(table: Table, keys: Sequence[Key]) -> tuple[str, ...]:
    """By the table's clock, the newest first; without one by the first column."""
    if not table.time:
        return (keys[0].column,)
    shown = [k.column for k in keys if k.ref == table.time or k.ref.endswith(f".{table.time}")]
    return (f"-{shown[0] if shown else table.time}",)


__all__ = ["default_columns", "newest_first"]
