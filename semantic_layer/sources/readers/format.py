"""The form of a file: what is needed to read the next download of the same export."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["csv", "excel", "parquet", "json"]


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is read; the defaults are a plain UTF-8 CSV with one header row.

    `skip` rows of titles stand above `header` header rows (0: the columns have no names, 2: doubled
    or merged headers). With `footer`, a row whose first filled cell is 合计, 总计, Total … is a
    total, which is left out and counted. `guarded` cells are written `="123"` or with a leading tab
    or apostrophe, as exports do to keep long numbers as text. `sheet` is that of a workbook.
    """

    kind: Kind
    encoding: str = "utf-8"
    separator: str = ","
    quote: str = '"'
    skip: int = 0
    header: int = 1
    footer: bool = False
    guarded: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A column as it came: its unique `name` in the relation, the `original` header, its type.

    `name` is the original without outer spaces and line breaks, numbered when it stands twice
    (`金额`, `金额_2`), `column_7` when it has none. `type` is DuckDB's; VARCHAR for text files.
    """

    name: str
    original: str
    type: str = "VARCHAR"
