"""Classes of a number: 订单按金额0-99、100-299、300以上分档; without edges they are asked for."""

from assistant.understand.arguments import reference
from assistant.understand.reading import Frame
from assistant.understand.roles import counted_metric
from assistant.understand.rules.aggregates import of_ratio
from assistant.understand.rules.grouping import is_thing
from semantic_layer.query import Band, TimeRange

_NEAR = 4
_NOUNS = {"order": "单", "customer": "人"}


def band_words(frame: Frame) -> None:
    """What is banded, of whom, and where the classes begin."""
    edges = frame.cues("edges")
    words = [i for i in frame.cues("unsupported") if _bands(frame, i)]
    if not edges and not words:
        return
    place = _banded(frame, (edges or words)[0])
    if len(edges) != 1 or place < 0:
        if words and (place >= 0 or edges):
            frame.block("band_edges", *words, veto=True)
        return
    named = frame.target(place, "metric")
    if named is None:
        dimension = frame.target(place, "dimension")
        frame.named["band_field"] = dimension.name if dimension else ""
    else:
        frame.named["band_field"] = named.name
        frame.named["band_per"] = _entity(frame, place, named.name)
    frame.named["edges"] = frame.tokens[edges[0]].argument("edges")
    frame.use(place, *edges, *words, *_licences(frame, place, edges[0]))
    frame.use(*frame.cues("band_each", "heads", "sell"))
    others = (i for i in range(len(frame.tokens)) if i != place and frame.free(i))
    if not any(frame.target(i, "metric") for i in others):
        frame.reading.metrics += _counted(frame, frame.named.get("band_per", ""))


def _bands(frame: Frame, index: int) -> bool:
    return frame.tokens[index].argument("unsupported") == "bands"


def _banded(frame: Frame, index: int) -> int:
    """The number that is banded: the metric or numeric dimension nearest before the edges."""
    dims = frame.lexicon.model.dimensions
    for place in range(index - 1, max(-1, index - _NEAR - 1), -1):
        dimension = frame.target(place, "dimension")
        if frame.target(place, "metric") or (dimension and dims[dimension.name].type == "number"):
            return place
    return -1


def _licences(frame: Frame, place: int, edges: int) -> list[int]:
    """按 before what is banded, 各档 behind it."""
    start = place - 1
    while (span := frame.at(start)) is not None and (span.kind == "time" or span.cue("sell")):
        start -= 1
    around = [frame.skip(start, -1, "soft", "of")]
    return [i for i in around if frame.cue(i, "by")] + [
        i for i in frame.cues("each", "by") if frame.free(i) and i > edges
    ]


def _entity(frame: Frame, place: int, metric: str) -> str:
    """Whose number: a thing or rows that are named, else what the metric or the count is of."""
    model = frame.lexicon.model
    for index in range(len(frame.tokens)):
        dimension, table = frame.target(index, "dimension"), frame.target(index, "table")
        if index != place and dimension and is_thing(frame, dimension.name):
            frame.use(*([] if frame.target(index, "metric") else [index]))
            return model.dimensions[dimension.name].entity
        if index != place and table and model.tables[table.name].primary:
            frame.use(index)
            return model.tables[table.name].home
    ratio = model.metrics[metric].additive == "ratio"
    return of_ratio(frame, model.metrics[metric])[1] if ratio else ""


def bands(frame: Frame) -> None:
    """The classes become the first group."""
    if "edges" not in frame.named:
        return
    model, reading = frame.lexicon.model, frame.reading
    field, per = frame.named["band_field"], frame.named.get("band_per", "")
    if field in model.metrics and model.metrics[field].additive == "ratio":
        field = of_ratio(frame, model.metrics[field])[0]
    if not field or (field in model.metrics and not per):
        frame.block("band_of_whom", veto=True)
        return
    if field in model.dimensions and any(_people(frame, m) for m in reading.metrics):
        frame.block("band_of_whom", veto=True)
        return
    period = reading.period
    time = TimeRange(start=period.start, end=period.end) if period and per else None
    name = _name(field.rpartition(".")[2])
    field = reference(field, frame.lexicon) if field in model.dimensions else field
    edges = tuple(float(n) for n in frame.named["edges"].split(","))
    reading.more.bands.append(Band(name=name, field=field, edges=edges, per=per, time=time))


def _people(frame: Frame, metric: str) -> bool:
    """Whether a metric counts things that several rows belong to: each stands in several classes
    of a number of those rows, so whose number is meant must be said."""
    measure = frame.lexicon.model.metrics[metric].measure
    return measure is not None and measure.agg == "count_distinct"


def _name(field: str) -> str:
    """What the classes are called in the query: in plain letters, whatever the field is called."""
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in field.lower()).strip("_")
    return f"{plain}_band"[-60:].lstrip("_0123456789") if plain else "band"


def _counted(frame: Frame, per: str) -> list[str]:
    """The shop's count of those that are banded."""
    model, roles = frame.lexicon.model, frame.lexicon.roles
    for concept, noun in _NOUNS.items():
        bound = model.concept(concept)
        if bound and bound.get("entity") == per:
            found = counted_metric(model, roles, noun, "")
            return [found] if found else []
    return []
