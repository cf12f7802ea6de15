"""`fiscal_year_start` and `fiscal_year_named` of shop.yml."""

import calendar
import re

import yaml

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.reckoning import FiscalYear

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_DAY_OF_YEAR = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?\Z")
_LAST_DAY = 28


def read_fiscal_year(reader: Reader, fields: Fields) -> FiscalYear | None:
    """`april`, `4` or `04-01`; None where the shop states no fiscal year."""
    named = fields.choice("fiscal_year_named", ("start", "end"), "end")
    if "fiscal_year_start" not in fields:
        if "fiscal_year_named" in fields:
            reader.fault(fields.nodes["fiscal_year_named"], "missing_key", key="fiscal_year_start")
        return None
    month, day = _first_day(reader, fields.nodes["fiscal_year_start"])
    return FiscalYear(month, day, named)  # type: ignore[arg-type]


def _first_day(reader: Reader, node: yaml.Node) -> tuple[int, int]:
    text = reader.string(node).strip().lower()
    if text in _MONTHS:
        return _MONTHS[text], 1
    found = _DAY_OF_YEAR.match(text)
    month, day = (int(found[1]), int(found[2] or 1)) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= _LAST_DAY):
        reader.fault(node, "bad_fiscal_start", value=text)
        return 1, 1
    return month, day
