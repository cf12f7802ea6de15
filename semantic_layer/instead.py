"""What a refusal offers in place of what was asked: metrics that a role may see, by their labels."""

from collections.abc import Sequence

from semantic_layer.messages import say
from semantic_layer.model import Metric
from semantic_layer.texts import NO_TEXT, Text

__all__ = ["instead_of"]


def instead_of(kind: str, metrics: Sequence[Metric]) -> Text:
    """The sentence of message `kind` with the labels of the metrics; empty without any."""
    if not metrics:
        return NO_TEXT
    zh = "、".join(f"“{m.label.zh}”" for m in metrics)
    en = ", ".join(f"'{m.label.en}'" for m in metrics)
    return Text(say(kind, "zh", names=zh), say(kind, "en", names=en))
