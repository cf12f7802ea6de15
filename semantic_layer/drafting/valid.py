"""Rows that are no sales: unpaid, cancelled, test and brushed orders, lines taken back."""

from semantic_layer.drafting.draft import Draft, Planned, Segment
from semantic_layer.drafting.kinds import kinds_of_rows, said_in
from semantic_layer.sources.readers.scan import quoted
from semantic_layer.texts import Text

__all__ = ["mark_rows"]

_SAID = {
    "unpaid": ("未付款", "unpaid"),
    "cancelled": ("已取消或关闭", "cancelled or closed"),
    "test": ("测试、补单、内部单", "test, brushed and internal"),
}


def mark_rows(draft: Draft, planned: Planned) -> None:
    """Segments of the rows that a status sets apart, and the rule of which rows count."""
    if planned.concept not in ("order", "line"):
        return
    apart: list[tuple[str, str]] = []
    for kind in kinds_of_rows(planned.known.table):
        column = next(c for c in planned.columns if c.name == kind.column)
        typed = "BOOLEAN" if column.reading.type == "bool" else ""
        expr = said_in(kind.column, kind.values, typed)
        zh, en = _SAID[kind.kind]
        name = (
            kind.kind
            if all(s.name != kind.kind for s in planned.segments)
            else f"{kind.kind}_{kind.column}"
        )
        planned.segments.append(Segment(name, expr, zh, en, rows=kind.rows))
        apart.append((expr, zh))
        draft.guess(
            "rows_apart", planned.name, kind=Text(zh, en), column=column.header,
            values="、".join(kind.values), rows=kind.rows,
        )  # fmt: skip
    apart += _taken_back(draft, planned)
    if apart:
        expr = " and ".join(f"not coalesce({expr}, false)" for expr, _ in apart)
        own = "订单" if planned.concept == "order" else "订单行"
        zh = f"有效{own}（不含{'、'.join(zh for _, zh in apart)}）"
        planned.segments.append(
            Segment("valid", expr, zh, f"valid {planned.name.replace('_', ' ')}", counts=True)
        )


def _taken_back(draft: Draft, planned: Planned) -> list[tuple[str, str]]:
    """Lines with a quantity or a price of zero and less: returns, cancellations, corrections."""
    known = planned.known
    apart = []
    for role, zh, en in (
        ("quantity", "退回或冲减", "taken back"),
        ("unit_price", "价格不为正", "no positive price"),
    ):
        column = known.first(role)
        if planned.concept != "line" or column is None:
            continue
        below = known.table.counted[column.name].below
        if not below:
            continue
        name = "returned" if role == "quantity" else "no_price"
        expr = f"{quoted(column.name)} {'<' if role == 'quantity' else '<='} 0"
        planned.segments.append(Segment(name, expr, zh, en))
        apart.append((expr, zh))
        draft.guess("below_zero", planned.name, column=column.header, rows=below, kind=Text(zh, en))
    return apart
