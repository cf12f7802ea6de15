"""Coded values and the words they are shown by: a filter may say either."""

from semantic_layer.answered import Cell
from semantic_layer.compile.keys import both
from semantic_layer.model import Dimension, ValueLabel
from semantic_layer.texts import Text


def value_label(dimension: Dimension | None, value: Cell) -> Text:
    """The words for a value of a dimension."""
    if value is None:
        return both("value.empty")
    for known in dimension.values if dimension else ():
        if known.value == value or str(known.value) == str(value):
            return known.label
    shown = [v for v in dimension.values if str(value).lower() in _labels(v)] if dimension else []
    if shown:
        return shown[0].label
    if isinstance(value, bool):
        return both("value.yes" if value else "value.no")
    return Text(str(value), str(value))


def coded(dimension: Dimension | None, value: Cell) -> tuple[Cell, ...]:
    """The codes that a value stands for: itself, and what is shown by it (天猫: tmall)."""
    if dimension is None or not isinstance(value, str):
        return (value,)
    if any(str(known.value) == value for known in dimension.values):
        return (value,)
    named = tuple(known.value for known in dimension.values if value.lower() in _labels(known))
    if not named:
        return (value,)
    return (value, *named) if dimension.type == "text" else named


def codes_matching(dimension: Dimension, op: str, texts: tuple[str, ...]) -> tuple[Cell, ...]:
    """The codes whose label contains, begins or ends with one of the texts, case aside."""
    return tuple(
        known.value
        for known in dimension.values
        if any(_matches(op, label, text.lower()) for label in _labels(known) for text in texts)
    )


def _labels(known: ValueLabel) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.lower() for t in (known.label.zh, known.label.en) if t))


def _matches(op: str, label: str, text: str) -> bool:
    if op == "starts":
        return label.startswith(text)
    return label.endswith(text) if op == "ends" else text in label
