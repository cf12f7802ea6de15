"""Medians, extremes, deviations and percentiles of what a metric aggregates: 订单金额的中位数.

Of the rows themselves, or with 每天 and 每个客户 of each day's or customer's figure.
"""

from assistant.understand.reading import Frame
from assistant.understand.rules.grouping import is_thing
from semantic_layer.model import Metric
from semantic_layer.query import Defined

_STEPS = ("day", "week", "month", "quarter", "year")
_EACH = ("每", "per ", "each ", "every ", "daily", "weekly", "monthly")
_ROWS = ("sum", "avg", "min", "max", "median", "percentile")


def aggregate_words(frame: Frame) -> None:
    """Which aggregates are asked for, and of whose figures."""
    words = [i for i in frame.cues("aggregate") if frame.free(i)]
    if words and _metrics(frame):
        found = [frame.tokens[i].argument("aggregate") for i in words]
        frame.named["aggregates"] = ",".join(dict.fromkeys(found))
        frame.use(*words)
        _per(frame)
        return
    _largest(frame)


def _metrics(frame: Frame) -> list[int]:
    return [i for i in range(len(frame.tokens)) if frame.target(i, "metric")]


def _largest(frame: Frame) -> None:
    """最大的一笔订单多少钱: the largest row of what the shop's own value metric sums."""
    default = frame.lexicon.model.default_metric
    for index in frame.cues("largest_row"):
        after = frame.skip(index + 1, 1, "of", "soft")
        rows = frame.target(after, "table") or frame.target(after, "metric")
        if frame.free(index) and rows and default and _rows_of(frame, default, after):
            frame.named["aggregates"] = frame.tokens[index].argument("largest_row")
            frame.reading.metrics.append(default)
            frame.use(index, after, *frame.cues("money"))
            return


def _rows_of(frame: Frame, metric: str, index: int) -> bool:
    measure = frame.lexicon.model.metrics[metric].measure
    table = frame.target(index, "table")
    return measure is not None and table is not None and measure.table == table.name


def _per(frame: Frame) -> None:
    """每天, 每个客户, per day: whose figures; one of them at most."""
    for index in frame.cues("grain", "a_step"):
        span = frame.tokens[index]
        step = span.argument("grain") or span.argument("a_step")
        if step in _STEPS and (span.text.startswith(_EACH) or span.cue("a_step")):
            frame.named["per"] = step
            frame.use(index)
            return
    for index in frame.cues("each", "by"):
        target = frame.target(index + 1, "dimension")
        each = frame.cue(index, "each") or frame.tokens[index].text == "per"
        if each and target and is_thing(frame, target.name):
            frame.named["per"] = frame.lexicon.model.dimensions[target.name].entity
            frame.use(index, index + 1)
            return


def aggregates(frame: Frame) -> None:
    """Every metric that is said becomes its aggregate; a count of rows needs a 每."""
    asked, reading = frame.named.get("aggregates", ""), frame.reading
    for name in list(reading.metrics) if asked else ():
        metric, per = frame.lexicon.model.metrics[name], frame.named.get("per", "")
        if not per and metric.measure is not None and metric.measure.agg == asked:
            continue  # it is that very aggregate
        part = name
        if not per and metric.additive == "ratio":
            part, per = of_ratio(frame, metric)
        if not part or (not per and not _has_rows(metric)):
            frame.block("aggregate_of_what", veto=True)
            return
        for aggregate in asked.split(","):
            _define(frame, name, part, per, aggregate)


def _has_rows(metric: Metric) -> bool:
    return metric.measure is not None and metric.measure.agg in _ROWS


def of_ratio(frame: Frame, metric: Metric) -> tuple[str, str]:
    """The median order value is that of each order's value, spend per buyer that of each buyer."""
    concepts = {"单": "order", "人": "customer"}
    above, under = metric.numerator, metric.denominator
    below = frame.lexicon.model.metrics.get(under.metric) if under else None
    concept = frame.lexicon.model.concept(concepts.get(below.noun.zh, "")) if below else None
    entity = concept.get("entity") if concept else ""
    return (above.metric, entity) if above and entity and "." not in entity else ("", "")


def _define(frame: Frame, name: str, part: str, per: str, aggregate: str) -> None:
    more = frame.reading.more
    own = f"{aggregate}_of_{part}" + (f"_by_{per}" if per else "")
    percentile = int(aggregate[1:]) / 100 if aggregate[1:].isdigit() else None
    agg = "percentile" if percentile else aggregate
    more.define.append(
        Defined(name=own[:64], metric=part, per=per, agg=agg, percentile=percentile)  # type: ignore[arg-type]
    )
    more.instead.setdefault(name, own[:64])
