"""Where the header of a sheet or text file stands, and what its columns are called.

Exports put titles above it (店铺名, 导出时间), merge it over groups (流量 | 交易), double it (Chinese
and a field's code), write units under it, or leave it out. What it is shows by what stands below:
a header's cell is no number over a column of numbers, and no date over a column of dates.
"""

import re
from collections import Counter
from collections.abc import Sequence

from semantic_layer.sources.readers.format import Header

Cells = Sequence[str]

TOTALS = ("合计", "总计", "小计", "汇总", "总和", "total", "grand total", "sum", "totals")

_NUMBER = re.compile(r"[-+(]?[¥￥$€£]?\s*[-+]?[\d,]*\.?\d+(e[-+]?\d+)?\s*(%|万|亿|元|‰)?\)?", re.I)
_TIME = re.compile(r"(\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?.*|\d{1,2}:\d{2}(:\d{2})?.*)")
_GUARD = re.compile(r"""=".*"|[\t'].*""", re.S)
_LOOKS = 60


def find_header(rows: Sequence[Cells]) -> tuple[int, int]:
    """(rows of titles above, header rows) of the first rows of a table; header rows may be 0."""
    start = _first_full(rows)
    if start is None:
        return 0, 1
    below = [row for row in rows[start + 3 :] if _filled(row)] or list(rows[start + 1 :])
    kinds = _kinds(below)
    if _is_data(rows[start], kinds):
        return start, 0
    above = rows[start - 1] if start else ()
    if _is_group(above, rows[start]):
        return start - 1, 2
    second = rows[start + 1] if start + 1 < len(rows) else ()
    return start, 2 if _is_second(rows[start], second, kinds) else 1


def _filled(row: Cells) -> int:
    return sum(1 for cell in row if cell.strip())


def _first_full(rows: Sequence[Cells]) -> int | None:
    """The first row that is about as wide as the table: titles fill a cell or two of many."""
    widths = [_filled(row) for row in rows[:_LOOKS]]
    if not any(widths):
        return None
    common = Counter(w for w in widths if w > 1) or Counter(widths)
    usual = max(common, key=lambda w: (common[w], w))
    return next(i for i, w in enumerate(widths) if w >= max(1, round(usual * 0.6)))


def _form(cell: str) -> str:
    text = ungarded(cell).strip()
    if not text or text in ("-", "--", "—", "N/A"):
        return ""
    if _TIME.fullmatch(text):
        return "time"
    return "number" if _NUMBER.fullmatch(text) else "text"


def ungarded(cell: str) -> str:
    """A cell without what an export puts around long numbers: `="…"`, a tab or an apostrophe."""
    if not _GUARD.fullmatch(cell):
        return cell
    return cell[2:-1] if cell.startswith('="') else cell[1:]


def is_guarded(rows: Sequence[Cells]) -> bool:
    """True when a whole column of the rows is written with guards."""
    width = max((len(row) for row in rows), default=0)
    columns = [[row[i] for row in rows if i < len(row) and row[i].strip()] for i in range(width)]
    return any(c and all(_GUARD.fullmatch(cell) for cell in c) for c in columns)


def _kinds(rows: Sequence[Cells]) -> list[str]:
    """What stands in each column: number, time or text; "" where it cannot be told."""
    width = max((len(row) for row in rows), default=0)
    kinds = []
    for at in range(width):
        seen = Counter(_form(row[at]) for row in rows if at < len(row))
        seen.pop("", None)
        form, count = seen.most_common(1)[0] if seen else ("", 0)
        kinds.append(form if count >= 0.8 * sum(seen.values()) else "text" if seen else "")
    return kinds


def _is_data(row: Cells, kinds: Sequence[str]) -> bool:
    """True when all its cells look like those of their columns, and there is more than text."""
    told = [
        (cell, kind) for cell, kind in zip(row, kinds, strict=False) if kind in ("number", "time")
    ]
    told = [(c, k) for c, k in told if not re.fullmatch(r"(19|20)\d\d", c.strip())]
    forms = [(_form(cell), kind) for cell, kind in told]
    return any(form for form, _ in forms) and all(form in (kind, "") for form, kind in forms)


def _is_group(above: Cells, row: Cells) -> bool:
    """True when the row above names groups of columns: several words, none a number or a date."""
    words = [cell for cell in above if cell.strip()]
    if len(words) < 2 or len(words) < 0.2 * _filled(row):
        return False
    return all(_form(cell) == "text" and len(cell) <= 20 and not _is_note(cell) for cell in words)


def _is_note(cell: str) -> bool:
    return bool(re.search(r"[：:]", cell))


def _is_second(first: Cells, row: Cells, kinds: Sequence[str]) -> bool:
    """True when a second row, too, has words over numbers or dates, in most of such columns."""
    if not _filled(row) or len(kinds) < 2:
        return False
    told = [
        _form(cell) == "text"
        for cell, kind in zip(row, kinds, strict=False)
        if kind in ("number", "time") and cell.strip()
    ]
    wide = _filled(row) >= 0.6 * max(1, _filled(first)) or all(_is_unit(c) for c in row)
    return bool(told) and all(told) and wide and len(told) >= 0.5 * _countable(kinds)


def _countable(kinds: Sequence[str]) -> int:
    return sum(kind in ("number", "time") for kind in kinds)


def _is_unit(cell: str) -> bool:
    text = cell.strip()
    return not text or bool(re.fullmatch(r"[（(].{1,6}[)）]|元|个|件|%|人|次|单", text))


def name_columns(header: Sequence[Cells], width: int) -> tuple[Header, ...]:
    """Names for `width` columns from the header rows, unique without regard to case."""
    taken: set[str] = set()
    named = []
    for at, original in enumerate(_originals(header, width)):
        name = re.sub(r"\s+", " ", ungarded(original)).strip() or f"column_{at + 1}"
        unique, count = name, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{name}_{count}"
        taken.add(unique.casefold())
        named.append(Header(unique, original))
    return tuple(named)


def _originals(header: Sequence[Cells], width: int) -> list[str]:
    rows = [[*row[:width], *[""] * (width - len(row))] for row in header]
    if len(rows) < 2:
        return rows[0] if rows else [""] * width
    above, below = rows[0], rows[1]
    if _filled(above) >= 0.9 * _filled(below) and len(set(above)) >= 0.9 * _filled(above):
        return [(a + b if _is_unit(b) and a else a or b) for a, b in zip(above, below, strict=True)]
    groups = _spread(above, below)
    twice = {name for name, count in Counter(below).items() if count > 1}
    return [
        f"{group}_{name}" if name in twice and group else name or group
        for group, name in zip(groups, below, strict=True)
    ]


def _spread(above: Cells, below: Cells) -> list[str]:
    """A merged cell's word stands in the first of its columns only: it holds for the next ones."""
    groups, last = [], ""
    for cell, name in zip(above, below, strict=True):
        last = cell or last
        groups.append(last if name else cell)
    return groups


def is_total(row: Cells) -> bool:
    """True when the row's first filled cell is 合计, 总计, Total …"""
    first = next((cell.strip() for cell in row if cell.strip()), "")
    return first.rstrip(":：").strip().casefold() in TOTALS
