"""What the bases of a comparison are called in sentences and notes."""

from semantic_layer.answered import BasePeriod
from semantic_layer.texts import Text
from tools.messages import told

__all__ = ["base_days", "base_word", "change_word"]


def base_word(base: BasePeriod) -> Text:
    """The base itself: last year, Double 11 2024, JD."""
    return told(f"compare.{_kind(base)}.base", base=base.label)


def change_word(base: BasePeriod) -> Text:
    """The change on it: 环比, vs Double 11 2024."""
    return told(f"compare.{_kind(base)}.change", base=base.label)


def base_days(base: BasePeriod) -> Text:
    """Its first and last day, or that it has none."""
    if base.start is None or base.end is None:
        return told("metrics.label.all_time")
    if base.start == base.end:
        return Text(f"{base.start}", f"{base.start}")
    return told("metrics.days", start=f"{base.start}", end=f"{base.end}")


def _kind(base: BasePeriod) -> str:
    """The kind of a comparison; a second one of a kind is numbered."""
    return base.kind.partition("_")[0]
