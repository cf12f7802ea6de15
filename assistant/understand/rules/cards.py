"""Scorecards and saved queries that are called by their names: 经营概况, 杭州的城市热卖."""

from assistant.understand.reading import Base, Condition, Frame
from assistant.understand.rules.period import named_period
from assistant.understand.time import Period
from semantic_layer.errors import QueryError
from semantic_layer.model import Model
from semantic_layer.query import TimeRange
from semantic_layer.saved import Given, saved_query
from semantic_layer.vocabulary import Parameter, SavedQuery, Scorecard

_BASES = ("previous", "year", "week", "weekdays")


def called(frame: Frame) -> None:
    """A name is used where no metric is said that it would stand beside."""
    for index in range(len(frame.tokens)):
        card, saved = frame.target(index, "card"), frame.target(index, "saved")
        if not (card or saved):
            continue
        if _other_metric(frame, index):
            frame.use(*([index] if card and not frame.target(index, "metric") else []))
        elif card:
            own = _card_of_a_member(frame, card.name)
            frame.named.setdefault("card", own)
            frame.reading.metrics = list(frame.lexicon.model.scorecards[own].metrics)
            frame.use(index)
        elif saved:
            frame.named.setdefault("saved", saved.name)
            frame.named["saved_word"] = frame.tokens[index].text
            frame.use(index)
            _limit(frame, frame.lexicon.model.queries[saved.name])
    if frame.named:
        frame.use(*frame.cues("perform"))


def _other_metric(frame: Frame, index: int) -> bool:
    others = (i for i in range(len(frame.tokens)) if i != index)
    return any(frame.target(i, "metric") for i in others)


def _card_of_a_member(frame: Frame, name: str) -> str:
    """京东美妆店的经营情况: the card that the shop declares for such a member, where it has one."""
    model = frame.lexicon.model
    members = [frame.target(i, "value") for i in range(len(frame.tokens))]
    said = {model.dimensions[t.member.dimension].identity for t in members if t and t.member}
    own = [
        c.name
        for c in model.scorecards.values()
        if said & {d.identity for dim in c.of for d in model.dimensions_named(dim)}
    ]
    return own[0] if not model.scorecards[name].of and len(own) == 1 else name


def _limit(frame: Frame, saved: SavedQuery) -> None:
    """前20 fills the parameter that the query's limit is."""
    for index, span in enumerate(frame.tokens):
        if span.kind == "limit" and saved.most.startswith(":"):
            frame.named["saved_limit"] = str(int(span.number or 0))
            frame.use(index)


def card_defaults(frame: Frame) -> None:
    """What a scorecard shows by itself: its days and its bases, where none were said."""
    card = frame.lexicon.model.scorecards.get(frame.named.get("card", ""))
    reading = frame.reading
    if card is None:
        return
    if not reading.compare and not reading.by:
        reading.compare = bases_of(card)
    if reading.period is None and card.period:
        reading.period = own_period(frame, card.period)


def own_period(frame: Frame, name: str) -> Period | None:
    """The days of a period's name, said as an assumption."""
    period = named_period(name, frame.clock)
    told = {"start": str(period.start), "end": str(period.end)}
    frame.reading.assumed.append(("assumed.default_period", told))
    return period


def fill(frame: Frame) -> None:
    """A saved query gets its parameters from the members, days and limit that are said."""
    saved = frame.lexicon.model.queries.get(frame.named.get("saved", ""))
    if saved is None:
        return
    reading = frame.reading
    given: dict[str, Given] = {}
    for parameter in saved.parameters.values():
        value = _value(frame, saved, parameter)
        if value:
            given[parameter.name] = value
    known = {d: tuple(m.value for m in members) for d, _, members in frame.lexicon.names}
    try:
        query = saved_query(frame.lexicon.model, frame.clock.today, saved.name, given, known)
    except QueryError:
        frame.block("saved_parameter", veto=True)
        frame.named["missing"] = next(
            (p.name for p in saved.parameters.values()
             if p.required and not p.default and p.name not in given), "",
        )  # fmt: skip
        return
    reading.more.ready = query
    reading.metrics = [m for m in query.metrics if m in frame.lexicon.model.metrics]
    if reading.period is None and query.time is not None:
        reading.period = _period(query.time)


def _period(time: TimeRange) -> Period:
    return Period(time.start, time.end, of=time.unit)


def _value(frame: Frame, saved: SavedQuery, parameter: Parameter) -> Given | None:
    reading = frame.reading
    if parameter.type == "dimension":
        return _members(frame, parameter)
    if saved.most == f":{parameter.name}":
        return frame.named.get("saved_limit")
    if parameter.type == "date" and saved.days and reading.period:
        ends = dict(zip(saved.days, (reading.period.start, reading.period.end), strict=True))
        return ends.get(f":{parameter.name}")
    return None


def _members(frame: Frame, parameter: Parameter) -> tuple[str, ...] | None:
    """The members that the question says of the parameter's dimension; they are its condition."""
    for condition in frame.reading.where:
        if condition.op == "in" and _fits(frame.lexicon.model, condition, parameter):
            frame.reading.where.remove(condition)
            dimension = condition.dimension
            frame.reading.by = [b for b in frame.reading.by if b != dimension]
            return tuple(str(m.value) for m in condition.members)
    return None


def _fits(model: Model, condition: Condition, parameter: Parameter) -> bool:
    """A member of the parameter's dimension; of one that is called alike (收货城市, 客户所在城市)
    where the members of the parameter's own are not known."""
    said = model.dimensions[condition.dimension]
    homes = model.dimensions_named(parameter.dimension)
    if said.identity in {d.identity for d in homes}:
        return True
    unknown = [d for d in homes if not (d.indexed or d.values) and d.label.zh[-2:]]
    return any(d.label.zh[-2:] == said.label.zh[-2:] for d in unknown)


def bases_of(card: Scorecard) -> list[Base]:
    """The bases of a scorecard that need no days of their own."""
    return [Base(c.kind) for c in card.compare if c.kind in _BASES]
