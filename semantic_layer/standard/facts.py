"""An order's place among its customer's orders: row facts that standard metrics stand on."""

from collections.abc import Mapping
from dataclasses import replace

from semantic_layer.model import Dimension, Measure, Model, RowFact, Table
from semantic_layer.texts import Text

_LABELS: Mapping[str, Text] = {
    "order_number": Text("第几单", "nth order"),
    "previous_order": Text("上一单时间", "previous order"),
    "first_order": Text("首单时间", "first order"),
}
_KINDS: Mapping[str, str] = {
    "order_number": "rank",
    "previous_order": "lag",
    "first_order": "first",
}
_NAMES: Mapping[str, str] = {
    "order_number": "nth_order", "previous_order": "previous_order_time",
    "first_order": "first_order_of_customer",
}  # fmt: skip
NAMES = tuple(_LABELS)


def fact_of(
    name: str, base: Measure, key: str, table: Table, model: Model, made: dict[str, Dimension]
) -> Dimension | None:
    """The row fact `name` of orders: the shop's own, one in `made`, or a new one, added to it.

    `base` says which orders count and when, `key` whose they are. None where orders have no key of
    their own, so that ties could not be broken, or where their clock is not in their own table.
    """
    clock = next((d for d in table.dimensions if d.name == base.time), None)
    primary = table.primary
    if clock is None or primary is None or not primary.columns or base.all_rows:
        return None
    wanted = RowFact(_KINDS[name], clock.name, (key,), clock.name, base.where)  # type: ignore[arg-type]
    own = next((d for d in table.dimensions if d.row_fact == wanted), None)
    if own is not None or name in made:
        return own or made[name]
    taken = {d.name for d in model.dimensions.values()}
    called = next(n for n in (_NAMES[name], f"standard_{name}") if n not in taken)
    kind = "number" if name == "order_number" else clock.type
    made[name] = Dimension(
        called, table.name, table.home, called, kind, _LABELS[name], row_fact=wanted,
        place=table.place,
    )  # fmt: skip
    return made[name]


def with_facts(model: Model, made: Mapping[str, Dimension]) -> Mapping[str, Table]:
    """The tables with the row facts that were made."""
    tables = dict(model.tables)
    for dimension in made.values():
        table = tables[dimension.table]
        tables[table.name] = replace(table, dimensions=(*table.dimensions, dimension))
    return tables
