"""dbt's names (`listing__user__ds__month`, `metric_time__extract_dow`) in the layer's words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from semantic_layer.importers.naming import renamed
from semantic_layer.model import GRAINS

METRIC_TIME = "metric_time"
PARTS = {
    "dow": "weekday", "day": "day_of_month", "doy": "day_of_year", "month": "month_of_year",
    "quarter": "quarter_of_year", "year": "year_of_date",
}  # fmt: skip
_LENGTH = re.compile(r"\s*(\d+)\s+([a-z_]+)\s*\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """A dbt name taken apart. `grain` and `part` are said in the layer's words."""

    path: tuple[str, ...]
    element: str
    grain: str = ""
    part: str = ""

    @property
    def is_metric_time(self) -> bool:
        return self.element == METRIC_TIME


@dataclass(frozen=True, slots=True)
class Words:
    """What is needed to read a project's names: the names of its own calendars."""

    calendars: frozenset[str] = frozenset()

    def name(self, text: str, path: Iterable[str] = (), grain: str = "", part: str = "") -> Name:
        """The name in `a__b__c[__grain | __extract_part]`, with what is said beside it."""
        pieces = text.lower().split("__")
        last = pieces[-1]
        if len(pieces) > 1 and last.startswith("extract_"):
            part, pieces = last.removeprefix("extract_"), pieces[:-1]
        elif len(pieces) > 1 and (last in GRAINS or last in self.calendars):
            grain, pieces = last, pieces[:-1]
        return Name((*path, *pieces[:-1]), pieces[-1], grain.lower(), PARTS.get(part.lower(), part))

    def reference(self, name: Name, clock_grain: str = "day") -> str:
        """The layer's reference: `listing.user.ds:month`, or a step of the metric's clock.

        `clock_grain` is the step that `metric_time` means when it says none.
        """
        if name.is_metric_time:
            return name.part or name.grain or clock_grain
        dotted = ".".join((*name.path, renamed(name.element)))
        step = name.part or name.grain
        return f"{dotted}:{step}" if step else dotted


def length(text: str, calendars: Iterable[str] = ()) -> tuple[int, str] | None:
    """A window such as `2 months`, None when it is not one."""
    found = _LENGTH.match(text.lower())
    if found is None:
        return None
    unit = found[2]
    known = (*GRAINS, *calendars)
    unit = unit if unit in known else unit.removesuffix("s")
    return (int(found[1]), unit) if unit in known else None
