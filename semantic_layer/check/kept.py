"""Every saved query and scorecard compiled, with sample values for what they leave open."""

from collections.abc import Iterator
from datetime import date

from semantic_layer import saved_messages  # noqa: F401  (adds the texts)
from semantic_layer.check.relations import reason
from semantic_layer.compile import Compiler
from semantic_layer.errors import Fault, QueryError
from semantic_layer.model import Model
from semantic_layer.query import Filter, MetricQuery, TimeRange
from semantic_layer.saved import Given, saved_query
from semantic_layer.texts import Place
from semantic_layer.vocabulary import Parameter, Scorecard

__all__ = ["faults"]

_DAY = date(2024, 1, 1)
_SAMPLES: dict[str, Given] = {"integer": 1, "number": 1.0, "text": "x", "date": "2024-01-01"}


def faults(compiler: Compiler) -> Iterator[Fault]:
    """A fault for every saved query and scorecard that does not compile."""
    model = compiler.model
    for saved in model.queries.values():
        given = {p.name: _sample(model, p) for p in saved.parameters.values()}
        try:
            query = saved_query(model, _DAY, saved.name, given, {})
        except QueryError as error:
            yield _fault(saved.place, saved.name, error)
        else:
            yield from _compiled(compiler, query, saved.place, saved.name)
    for card in model.scorecards.values():
        for query in _queries(card):
            yield from _compiled(compiler, query, card.place, card.name)


def _queries(card: Scorecard) -> Iterator[MetricQuery]:
    """The card of the whole shop, and of any member of each of its dimensions."""
    day = TimeRange(start=_DAY, end=_DAY)
    if not card.of:
        yield card.query(day)
    for dimension in card.of:
        yield card.query(day, (Filter(field=dimension, op="not_null"),))


def _sample(model: Model, parameter: Parameter) -> Given:
    if parameter.type != "dimension":
        return _SAMPLES[parameter.type]
    found = model.dimensions_named(parameter.dimension)
    if found and found[0].values:
        return found[0].values[0].value
    kinds: dict[str, Given] = {"number": 1, "bool": True, "date": "2024-01-01"}
    return kinds.get(found[0].type, "x") if found else "x"


def _compiled(compiler: Compiler, query: MetricQuery, place: Place, name: str) -> Iterator[Fault]:
    try:
        compiler.compile(query)
    except QueryError as error:
        yield _fault(place, name, error)


def _fault(place: Place, name: str, error: QueryError) -> Fault:
    return Fault.at(place, "kept_not_compiled", error.choices, name=name, why=reason(error))
