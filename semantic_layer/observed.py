"""Over which days a number was really taken, in words: an answer must say it.

An average per day says how many days it was divided by; a metric that waits until rows are old
enough says up to which day they are.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from semantic_layer import query_messages as _  # noqa: F401  (adds the texts of notes)
from semantic_layer.compile import Compiled
from semantic_layer.compile.dialects import text_of
from semantic_layer.compile.keys import both
from semantic_layer.compile.plan import Denominator
from semantic_layer.compile.said import listed
from semantic_layer.model import GRAINS
from semantic_layer.query import TimeRange
from semantic_layer.texts import NO_TEXT, Text

__all__ = ["observed"]

_DAY = timedelta(days=1)


def observed(
    compiled: Compiled, time: TimeRange | None, count: Callable[[str], object]
) -> Iterator[Text]:
    """The notes of a statement over the asked days; `count` runs SQL that counts something."""
    for cut in dict.fromkeys(day for _metric, day in compiled.matured):
        if time is None or time.end >= cut:
            waiting = tuple(_waiting(compiled, cut))
            yield both("note.matured", metric=listed(waiting), last=str(cut - _DAY))
    bases = {base.kind for base in compiled.bases}
    for one in compiled.denominators:
        if not one.scope or one.scope in bases:
            label = compiled.model.metrics[one.metric].label
            said = str(count(text_of(one.count, compiled.dialect)))
            yield _steps_note(one, label, said)


def _waiting(compiled: Compiled, cut: date) -> Iterator[Text]:
    """The asked metrics that go up to a day."""
    waiting = {metric for metric, day in compiled.matured if day == cut}
    for metric, found in compiled.asked.items():
        if any(leaf.matured and leaf.metric in waiting for leaf in found):
            yield compiled.model.metrics[metric].label


def _steps_note(one: Denominator, metric: Text, count: str) -> Text:
    """How many steps there are, and of which days."""
    if one.time is None:
        return both("note.steps_none", metric=metric)
    said = both(
        f"note.steps_{'zeros' if one.zeros else 'filled'}", metric=metric, count=count,
        scope=both("note.steps_of_base") if one.scope else NO_TEXT,
        step=both(f"steps.{one.step}") if one.step in GRAINS else Text(f" {one.step}", one.step),
        start=str(one.time.start), end=str(one.time.end),
    )  # fmt: skip
    more = ["note.steps_split"] if one.split else []
    more += ["note.steps_partial"] if one.partial else []
    parts = [said, *(both(key) for key in more)]
    return Text("".join(p.zh for p in parts), "".join(p.en for p in parts))
