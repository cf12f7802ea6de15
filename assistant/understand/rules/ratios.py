"""Ratios of this question alone: 退款金额除以订单数, A占B的比例, 每单, A per order.

What is divided by what stands in the answer's definition.
"""

from assistant.understand.reading import Frame
from assistant.understand.roles import counted_metric
from semantic_layer.definitions import MetricInput
from semantic_layer.query import Defined

_OWN = 0.3  # a metric of the shop is the likelier meaning


def divided(frame: Frame) -> None:
    """Finds the one pair of metrics, and uses up the words between them."""
    _pair(frame, _divided(frame) or _of_two(frame))


def per_count(frame: Frame) -> None:
    """每单退款金额, refund amount per order: where the shop has no such metric of its own."""
    if "ratio" not in frame.named:
        _pair(frame, _per_count(frame))


def _pair(frame: Frame, pair: tuple[str, str] | None) -> None:
    if not pair:
        return
    frame.named["ratio"] = "-".join(pair)
    known = _known(frame, *pair)
    if known:
        frame.reading.metrics.append(known)
        return
    frame.named["over"], frame.named["under"] = pair
    frame.reading.metrics += pair
    frame.demerits += _OWN


def _known(frame: Frame, above: str, below: str) -> str:
    """The shop's own metric that is this very ratio."""
    for metric in frame.lexicon.model.metrics.values():
        one, two = metric.numerator, metric.denominator
        if one == MetricInput(above) and two == MetricInput(below) and not metric.hidden:
            return metric.name
    return ""


def _divided(frame: Frame) -> tuple[str, str] | None:
    """A divided by B, A占B的比例: the word stands between two different metrics."""
    for index in frame.cues("divide"):
        before = _metric_at(frame, index - 1, -1)
        after = _metric_at(frame, index + 1, 1)
        if before < 0 or after < 0 or _name(frame, before) == _name(frame, after):
            continue
        share = frame.tokens[index].argument("divide") == "share"
        end = frame.skip(after + 1, 1, "of", "soft")
        closing = [end] if share and frame.cue(end, "share", "howmany") else []
        frame.use(before, index, after, *closing)
        return _name(frame, before), _name(frame, after)
    return None


def _metric_at(frame: Frame, index: int, step: int) -> int:
    index = frame.skip(index, step, "of", "soft", "is", "each")
    return index if frame.free(index) and frame.target(index, "metric") else -1


def _name(frame: Frame, index: int) -> str:
    target = frame.target(index, "metric")
    return target.name if target else ""


def _of_two(frame: Frame) -> tuple[str, str] | None:
    """A和B的比值, ratio of A to B: the word stands beside two metrics that 和 or to joins."""
    words = [i for i in frame.cues("divide") if frame.tokens[i].argument("divide") == ""]
    metrics = [i for i in range(len(frame.tokens)) if frame.target(i, "metric") and frame.free(i)]
    if not words or len(metrics) != 2 or _name(frame, metrics[0]) == _name(frame, metrics[1]):
        return None
    between = range(metrics[0] + 1, metrics[1])
    if not all(frame.cue(i, "and", "soft", "of", "against") for i in between):
        return None
    frame.use(words[0], *metrics, *between)
    return _name(frame, metrics[0]), _name(frame, metrics[1])


def _per_count(frame: Frame) -> tuple[str, str] | None:
    """The metric, and what the shop counts in that noun."""
    words = [i for i in frame.cues("per_count") if frame.free(i)]
    metrics = [i for i in range(len(frame.tokens)) if frame.target(i, "metric") and frame.free(i)]
    if len(words) != 1 or len(metrics) != 1 or frame.cues("aggregate"):
        return None
    if frame.tokens[metrics[0]].text.endswith("次") and frame.cues("sell"):
        return None
    noun = frame.tokens[words[0]].argument("per_count")
    model, roles = frame.lexicon.model, frame.lexicon.roles
    below, above = counted_metric(model, roles, noun, ""), _name(frame, metrics[0])
    if not below or below == above or model.metrics[above].additive == "ratio":
        return None
    frame.use(*words, *metrics, *frame.cues("average"))
    return above, below


def ratios(frame: Frame) -> None:
    """The pair becomes one metric of the question's own."""
    above, below = frame.named.get("over", ""), frame.named.get("under", "")
    if not above:
        return
    reading = frame.reading
    name = f"{above}_over_{below}"[:64]
    reading.more.define.append(Defined(name=name, metric=above, over=below))
    reading.more.instead[above] = name
    reading.more.inside.append(below)
