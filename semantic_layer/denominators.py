"""What an average per day was divided by, in words: an answer must say it."""

from semantic_layer import query_messages as _  # noqa: F401  (adds the texts of notes)
from semantic_layer.compile.keys import both
from semantic_layer.compile.plan import Denominator
from semantic_layer.model import GRAINS
from semantic_layer.texts import NO_TEXT, Text

__all__ = ["denominator_note"]


def denominator_note(one: Denominator, metric: Text, count: int) -> Text:
    """The note on one nested metric: how many steps there are, and of which days."""
    if one.time is None:
        return both("note.steps_none", metric=metric)
    kind = "zeros" if one.zeros else "filled"
    scope = both("note.steps_of_base") if one.scope else NO_TEXT
    said = both(
        f"note.steps_{kind}", metric=metric, scope=scope, count=str(count), step=_step(one.step),
        start=str(one.time.start), end=str(one.time.end),
    )  # fmt: skip
    if not one.partial:
        return said
    cut = both("note.steps_partial")
    return Text(said.zh + cut.zh, said.en + cut.en)


def _step(grain: str) -> Text:
    return both(f"steps.{grain}") if grain in GRAINS else Text(f" {grain}", grain)
