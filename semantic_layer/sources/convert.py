"""Cells to typed columns: one SQL expression each, and the test of whether a cell could not be read.

What people write in the cells of an export is read the way they mean it: `¥1,234.50`, `1.2万`, `(35.00)`,
`12.3%`, `="00123"`, dates in the forms that the source says. A cell that says nothing (empty, `-`, `无`,
`NULL`) is empty; any other cell that does not fit its type is bad, never silently empty.
"""

from collections.abc import Iterable

from semantic_layer.sources.source import SourceColumn
from semantic_layer.sources.sql import quoted, text

__all__ = ["bad", "checked", "plain_type", "sql_type", "typed"]

_SPACE = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288) || chr(65279)"
_NOTHING = (
    "", "-", "--", "---", "—", "——", "/", "\\n", "null", "none", "nan", "n/a", "na", "nil", "#n/a",
    "#div/0!", "无", "暂无", "空", "未知",
)  # fmt: skip
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_CLOCKS = ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M")
_TIMES = (
    *(f"{day} {clock}" for day in _DATES[:4] for clock in _CLOCKS),
    *(f"%Y-%m-%dT{clock}" for clock in _CLOCKS), "%Y%m%d%H%M%S", *_DATES,
)  # fmt: skip
_TRUE = ("true", "t", "yes", "y", "1", "是", "有", "对", "已")
_FALSE = ("false", "f", "no", "n", "0", "否", "没有", "错", "未")
_SIGNS = "[¥￥$€£₩]|rmb|cny|usd|eur|gbp|元|圆"
_GROUPERS = "，’''"
_GROUPED = r"^[^0-9]*[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?[^0-9]*$"
_NUMBER = r"^[+-]?([0-9]{1,30}\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,2})?[万亿千wk%％]?$"
_HEAD = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,2})?"


def sql_type(column: SourceColumn) -> str:
    """The type of a column in the loaded table."""
    return {
        "text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "ratio": "DOUBLE", "date": "DATE",
        "time": "TIMESTAMP", "bool": "BOOLEAN", "money": f"DECIMAL(18, {column.decimals})",
    }[column.type]  # fmt: skip


def typed(column: SourceColumn, staged: str) -> str:
    """The expression of a column over the staged table; `staged` is the type that the cells have there."""
    cell = quoted(column.header)
    if staged.upper() != "VARCHAR":
        return _recast(column, cell, staged.upper())
    if column.type == "text":
        return f"nullif({_trimmed(cell)}, '')"
    if column.type == "bool":
        return _flag(cell)
    read = _moment if column.type in ("date", "time") else _number
    plain = _plainly(column, cell)
    if not plain:
        return read(column, cell)
    return f"CASE WHEN {plain} THEN TRY_CAST({cell} AS {sql_type(column)}) ELSE {read(column, cell)} END"


def _plainly(column: SourceColumn, cell: str) -> str:
    """The condition that the engine itself reads a cell as it is meant; "" where it might not."""
    if column.type == "time" and not column.forms:
        return f"{cell} LIKE '____-__-__ __:__:__'"
    if column.type == "date" and not column.forms:
        return f"{cell} LIKE '____-__-__'"
    if column.type == "integer":
        return f"regexp_full_match({cell}, '-?[0-9]{{1,18}}')"
    if column.type in ("money", "number") and not column.comma:
        return f"regexp_full_match({cell}, '-?[0-9]{{1,15}}(\\.[0-9]{{1,6}})?')"
    return ""


def plain_type(column: SourceColumn) -> str:
    """The type as which the engine's CSV reader may read a column itself; "" where it may not.

    Whole numbers are read as doubles, because the engine rounds 1.5 to 2 where a whole one is wanted.
    """
    if column.forms or column.comma or column.percent:
        return ""
    types = {
        "text": "VARCHAR",
        "integer": "DOUBLE",
        "number": "DOUBLE",
        "date": "DATE",
        "time": "TIMESTAMP",
    }
    return sql_type(column) if column.type == "money" else types.get(column.type, "")


def checked(column: SourceColumn) -> str:
    """The expression of a column that was read as its `plain_type`: it fails for what is not meant."""
    cell = quoted(column.header)
    if column.type == "text":
        return f"nullif({_trimmed(cell)}, '')"
    if column.type == "money":
        return cell
    meant = {
        "integer": f"{cell} = floor({cell}) AND abs({cell}) < 9e15",
        "number": f"isfinite({cell})",
        "date": f"{cell} > DATE '1900-01-01'",
        "time": f"{cell} > TIMESTAMP '1900-01-01'",
    }[column.type]
    value = f"CAST({cell} AS BIGINT)" if column.type == "integer" else cell
    return (
        f"CASE WHEN {cell} IS NULL THEN NULL WHEN {meant} THEN {value} ELSE error('not meant') END"
    )


def bad(column: SourceColumn, staged: str, value: str = "") -> str:
    """The condition that a cell says something which its type cannot hold.

    `value` is what the cell was typed to, where that has been computed already.
    """
    if column.type == "text":
        return "false"
    cell = quoted(column.header)
    said = f"{cell} IS NOT NULL"
    if staged.upper() == "VARCHAR":
        said = f"lower({_trimmed(cell)}) NOT IN ({_listed(_NOTHING)})"
    if value:
        return f"CASE WHEN {value} IS NULL THEN coalesce({said}, false) ELSE false END"
    return f"coalesce({said}, false) AND ({typed(column, staged)}) IS NULL"


def _recast(column: SourceColumn, cell: str, staged: str) -> str:
    """A cell that has a type already (Parquet, Excel)."""
    if column.type == "integer" and not staged.endswith("INT") and not staged.endswith("INTEGER"):
        return f"CASE WHEN {cell} = floor({cell}) THEN TRY_CAST({cell} AS BIGINT) END"
    if column.type == "text":
        return f"nullif({_trimmed(f'CAST({cell} AS VARCHAR)')}, '')"
    if column.type in ("number", "ratio", "money") and staged in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN isfinite({cell}) THEN TRY_CAST({cell} AS {sql_type(column)}) END"
    return f"TRY_CAST({cell} AS {sql_type(column)})"


def _number(column: SourceColumn, cell: str) -> str:
    """A number with its signs taken off, times what its last letter stands for.

    A comma groups thousands or is no part of a number: `1,5` and `1.234,50` are bad, not 15 and 1.23.
    """
    said = f"lower({_trimmed(cell)})"
    if column.comma:
        said = f"translate({said}, '.,', ',.')"
    bare = f"translate({said}, '－{_GROUPERS}', '-,,,')"
    bare = f"trim(regexp_replace({bare}, '{_SIGNS}', '', 'g'))"
    bare = f"replace(regexp_replace({bare}, '^([+-]) ', '\\1'), ' ', ',')"
    signed = "regexp_replace(regexp_replace(g, '^\\((.+)\\)$', '-\\1'), '^(.+[0-9])-$', '-\\1')"
    plain = f"CASE WHEN regexp_matches(g, '{_GROUPED}') THEN replace({signed}, ',', '') ELSE {signed} END"
    kind = "DOUBLE" if column.type in ("number", "ratio") else "DECIMAL(30, 8)"
    head = f"TRY_CAST(regexp_extract(n, '{_HEAD}') AS {kind})"
    scaled = f"{head} * CASE right(n, 1) {_scales(column)} ELSE {_unsigned(column)} END"
    whole = f"CASE WHEN regexp_matches(n, '{_NUMBER}') THEN {scaled} END"
    if column.type == "integer":
        whole = f"CASE WHEN {whole} = floor({whole}) THEN TRY_CAST({whole} AS BIGINT) END"
    whole = f"TRY_CAST({whole} AS {sql_type(column)})"
    return f"list_transform(list_transform([{bare}], lambda g: {plain}), lambda n: {whole})[1]"


def _scales(column: SourceColumn) -> str:
    scales = {"万": "10000", "w": "10000", "亿": "100000000", "千": "1000", "k": "1000"}
    percent = "0.01" if column.type == "ratio" else "NULL"
    return " ".join(
        f"WHEN '{k}' THEN {v}" for k, v in {**scales, "%": percent, "％": percent}.items()
    )


def _unsigned(column: SourceColumn) -> str:
    return "0.01" if column.type == "ratio" and column.percent else "1"


def _moment(column: SourceColumn, cell: str) -> str:
    said = _trimmed(cell)
    forms = column.forms or (_DATES if column.type == "date" else _TIMES)
    found = [f"TRY_STRPTIME({said}, [{_listed(f for f in forms if not f.startswith('epoch'))}])"]
    for form, divisor in (("epoch_s", 1), ("epoch_ms", 1000)):
        if form in forms:
            found.append(f"make_timestamp(TRY_CAST({said} AS BIGINT) * {1_000_000 // divisor})")
    if "serial" in forms:
        days = f"TRY_CAST({said} AS DOUBLE)"
        found.append(
            f"TIMESTAMP '1899-12-30' + to_microseconds(CAST(round({days} * 86400) AS BIGINT) * 1000000)"
        )
    if "[]" in found[0]:
        found = found[1:]
    read = f"CAST(coalesce({', '.join(found)}) AS {sql_type(column)})"
    return f"CASE WHEN regexp_matches({said}, '[0-9]') THEN {read} END"


def _flag(cell: str) -> str:
    said = f"lower({_trimmed(cell)})"
    return (
        f"CASE WHEN {said} IN ({_listed(_TRUE)}) THEN true "
        f"WHEN {said} IN ({_listed(_FALSE)}) THEN false END"
    )


def _trimmed(cell: str) -> str:
    """A cell without blanks around it, and without the `="…"` that keeps Excel from changing digits."""
    bare = f"trim({cell}, {_SPACE})"
    return (
        f"CASE WHEN starts_with({bare}, '=\"') THEN regexp_replace({bare}, '^=\"(.*)\"$', '\\1') "
        f"ELSE {bare} END"
    )


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(text, texts))
