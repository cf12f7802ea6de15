"""Whether an answer's rows are the rows of SQL that was written by hand.

The SQL names its columns; numbers are found in the answer by that name (`gmv`, `gmv__previous`),
else by place, members and times by their values. Money must be equal to the cent, other numbers to
nine digits. A member may be shown by its label.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import permutations

from evals.cases import Case
from semantic_layer.answered import Column
from semantic_layer.model import Model
from tools.result import Result

Rows = Sequence[Sequence[object]]
RELATIVE = 1e-9


def differing_rows(
    case: Case, names: Sequence[str], wanted: Rows, got: Result, model: Model
) -> str:
    """Why the answer's rows are not the `wanted` ones; empty when they are."""
    if case.rows is not None and len(got.rows) != case.rows:
        return f"{len(got.rows)} rows, not {case.rows}"
    rows = got.rows[: case.first] if case.first else got.rows
    members = [i for i, _ in enumerate(names) if _is_member(wanted, i)]
    numbers = [i for i, _ in enumerate(names) if i not in members]
    places = _number_places([names[i] for i in numbers], got, case.base)
    if places is None:
        return f"no columns for {names} among {[c.name for c in got.columns]}"
    shown = [i for i, c in enumerate(got.columns) if c.kind in ("time", "dimension")]
    expected = [[*(_plain(r[i]) for i in members), *(r[i] for i in numbers)] for r in wanted]
    for chosen in permutations(shown, len(members)):
        labels = [_labels(got.columns[i].of or got.columns[i].name, model) for i in chosen]
        found = [_picked(row, chosen, labels, places) for row in rows]
        if _same(expected, found, len(members), case.contains):
            return ""
    return f"rows differ: {_brief(got.rows)} is not {_brief(wanted)}"


def _picked(
    row: Sequence[object],
    members: Sequence[int],
    labels: Sequence[Mapping[str, str]],
    numbers: Sequence[int],
) -> list[object]:
    named = [_plain(row[i], known) for i, known in zip(members, labels, strict=True)]
    return [*named, *(row[i] for i in numbers)]


def _is_member(rows: Rows, column: int) -> bool:
    return any(isinstance(r[column], str | date) for r in rows)


def _number_places(names: Sequence[str], got: Result, any_base: bool) -> list[int] | None:
    """Where each number stands in the answer, None when one has no place."""
    places: list[int] = []
    for name in names:
        free = [(i, c) for i, c in enumerate(got.columns) if i not in places]
        place = next((i for i, c in free if _is_meant(name, c, any_base)), None)
        if place is None and "__" not in name and name not in ("base", "share"):
            place = next((i for i, c in free if c.kind == "metric"), None)
        if place is None:
            return None
        places.append(place)
    return places


def _is_meant(name: str, column: Column, any_base: bool) -> bool:
    if name == "share":
        return column.kind == "share"
    return column.name == name or (any_base and name == "base" == column.kind)


def _labels(dimension: str, model: Model) -> dict[str, str]:
    """Label -> value of a dimension's coded values."""
    found = model.dimensions_named(dimension) or model.dimensions_named(dimension.split(".")[-1])
    return {
        label: str(value.value)
        for home in found
        for value in home.values
        for label in (value.label.zh, value.label.en)
    }


def _plain(cell: object, labels: Mapping[str, str] | None = None) -> str:
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time().isoformat() == "00:00:00" else cell
    text = "" if cell is None else str(cell)
    return (labels or {}).get(text, text)


def _same(wanted: Rows, got: Rows, members: int, contains: bool) -> bool:
    """Equal as multisets: every wanted row is paired with one of its own."""
    left = list(got)
    for row in wanted:
        pair = next((r for r in left if _equal_row(row, r, members)), None)
        if pair is None:
            return False
        left.remove(pair)
    return contains or not left


def _equal_row(wanted: Sequence[object], got: Sequence[object], members: int) -> bool:
    if list(wanted[:members]) != list(got[:members]):
        return False
    return all(equal_number(w, g) for w, g in zip(wanted[members:], got[members:], strict=True))


def equal_number(wanted: object, got: object) -> bool:
    """Equal exactly for counts and money, to nine digits otherwise.

    A money ratio may be shown at the cent: then the wanted value is rounded to the same scale.
    """
    if wanted is None or got is None:
        return wanted is None and got is None
    if isinstance(wanted, float) or isinstance(got, float):
        if math.isclose(float(str(wanted)), float(str(got)), rel_tol=RELATIVE):
            return True
    elif Decimal(str(wanted)) == Decimal(str(got)):
        return True
    return isinstance(got, Decimal) and isinstance(wanted, float) and _rounds_to(wanted, got)


def _rounds_to(wanted: float, got: Decimal) -> bool:
    return abs(Decimal(repr(wanted)) - got) <= Decimal(1).scaleb(int(got.as_tuple().exponent)) / 2


def _brief(rows: Rows) -> str:
    shown = "; ".join(", ".join(_plain(c) for c in row) for row in rows[:3])
    return f"[{shown}{' …' if len(rows) > 3 else ''}] ({len(rows)})"
