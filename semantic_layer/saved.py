"""A saved query with its parameters filled in: a MetricQuery like any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from semantic_layer import saved_messages  # noqa: F401  (adds the texts)
from semantic_layer.compile.keys import both
from semantic_layer.errors import QueryError
from semantic_layer.model import Dimension, Model
from semantic_layer.named_periods import named_period
from semantic_layer.nearest import nearest
from semantic_layer.placeholders import bound, is_parameter, placeholders
from semantic_layer.query import Filter, MetricQuery, TimeRange
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Parameter, SavedQuery, Value

__all__ = ["Given", "saved_query", "scorecard"]

Given = Value | list[str] | tuple[str, ...]
MOST_ROWS = 100_000
_DAYS = {"today": 0, "yesterday": -1}


def saved_query(
    model: Model, today: date, name: str, given: Mapping[str, Given], known: Mapping[str, object]
) -> MetricQuery:
    """The saved query `name` with its parameters; `known` are data values by dimension id.

    A condition whose parameter is neither given nor has a default is left out. Raises QueryError
    unknown_query, unknown_parameter, missing_parameter or bad_parameter.
    """
    saved = model.queries.get(name)
    if saved is None:
        raise QueryError("unknown_query", choices=nearest(name, model.queries), name=name)
    values = _Values(model, today, saved, known).of(given)
    return _Filling(saved, values).query(model, today)


def scorecard(
    model: Model, name: str, time: TimeRange | None, member: Value | None, of: str, today: date
) -> MetricQuery:
    """The scorecard `name` as a query: over `time`, or its own period; of one `member` of the
    dimension `of`, which may be left out where the card has only one.

    Raises QueryError unknown_scorecard, card_of_nothing or ambiguous_dimension.
    """
    card = model.scorecards.get(name)
    if card is None:
        raise QueryError("unknown_scorecard", choices=nearest(name, model.scorecards), name=name)
    days = time or (named_period(card.period, today, model.week_start) if card.period else None)
    if member is None:
        return card.query(days)
    dimensions = (of,) if of else card.of
    if not card.of:
        raise QueryError("card_of_nothing", card=card.label, member=str(member))
    if len(dimensions) > 1:
        names = ", ".join(dimensions)
        raise QueryError("ambiguous_dimension", choices=dimensions, name=str(member), names=names)
    return card.query(days, (Filter(field=dimensions[0], values=(member,)),))


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of a saved query's parameters, each of its type."""

    model: Model
    today: date
    saved: SavedQuery
    known: Mapping[str, object]

    def of(self, given: Mapping[str, Given]) -> dict[str, tuple[Value, ...]]:
        for name in given:
            if name not in self.saved.parameters:
                names = ", ".join(self.saved.parameters) or both("parameter.none")
                near = nearest(name, self.saved.parameters)
                raise QueryError(
                    "unknown_parameter", choices=near, query=self.saved.label, name=name,
                    names=names,
                )  # fmt: skip
        found = {p.name: self._one(p, given.get(p.name)) for p in self.saved.parameters.values()}
        return {name: values for name, values in found.items() if values}

    def _one(self, parameter: Parameter, given: Given | None) -> tuple[Value, ...]:
        raw = _several(given, parameter.many) if given is not None else parameter.default
        if not raw and parameter.required:
            raise QueryError(
                "missing_parameter", query=self.saved.label, name=parameter.label,
                parameter=parameter.name,
            )  # fmt: skip
        if len(raw) > 1 and not parameter.many:
            raise QueryError("one_value", name=parameter.name)
        return tuple(self._typed(parameter, value) for value in raw)

    def _typed(self, parameter: Parameter, value: Value) -> Value:
        try:
            match parameter.type:
                case "integer":
                    return int(str(value))
                case "number":
                    return float(str(value))
                case "date":
                    return self._day(value)
                case "text":
                    return str(value)
                case "dimension":
                    return self._member(parameter, value)
        except ValueError:
            raise self._unfit(parameter, value) from None

    def _day(self, value: Value) -> date:
        if str(value) in _DAYS:
            return self.today + timedelta(days=_DAYS[str(value)])
        return date.fromisoformat(str(value)[:10])

    def _member(self, parameter: Parameter, value: Value) -> Value:
        """A value of the dimension: as it stands in the data, or by its label or another word."""
        found = self.model.dimensions_named(parameter.dimension)
        if not found:
            return value
        dimension, said = found[0], str(value).casefold()
        for label in dimension.values:
            words = (str(label.value), label.label.zh, label.label.en, *label.synonyms)
            if said in (w.casefold() for w in words):
                return label.value
        if dimension.values and not self._in_data(dimension, value):
            raise self._unfit(parameter, value, [v.label.zh for v in dimension.values])
        return _as(dimension, value)

    def _in_data(self, dimension: Dimension, value: Value) -> bool:
        held = self.known.get(dimension.id)
        return isinstance(held, tuple | list) and str(value) in held

    def _unfit(
        self, parameter: Parameter, value: Value, known: list[str] | None = None
    ) -> QueryError:
        found = self.model.dimensions_named(parameter.dimension) if parameter.dimension else ()
        label = found[0].label if found else Text("", "")
        kind = (
            both("parameter.dimension", dimension=label)
            if parameter.type == "dimension"
            else both(f"parameter.{parameter.type}")
        )
        return QueryError(
            "bad_parameter", choices=nearest(str(value), known or ()), value=str(value),
            name=parameter.label, parameter=parameter.name, kind=kind,
        )  # fmt: skip


def _several(given: Given, many: bool) -> tuple[Value, ...]:
    """One value, or several: as a list, or as one text parted by commas."""
    if isinstance(given, list | tuple):
        return tuple(given)
    if many and isinstance(given, str):
        return tuple(part.strip() for part in given.split(",") if part.strip())
    return (given,) if given != "" else ()


def _as(dimension: Dimension, value: Value) -> Value:
    """A value of the dimension's own type. Raises ValueError for what is none."""
    if dimension.type == "number":
        return float(str(value)) if "." in str(value) else int(str(value))
    if dimension.type == "bool":
        if str(value).lower() not in ("true", "false"):
            raise ValueError(value)
        return str(value).lower() == "true"
    return value if dimension.type != "date" else date.fromisoformat(str(value))


def _limit(value: Value) -> int:
    count = int(str(value))
    if not 1 <= count <= MOST_ROWS:
        raise QueryError("bad_limit", value=str(value), most=MOST_ROWS)
    return count


@dataclass(frozen=True, slots=True)
class _Filling:
    """A saved query being filled with values."""

    saved: SavedQuery
    values: Mapping[str, tuple[Value, ...]]

    def query(self, model: Model, today: date) -> MetricQuery:
        asked = self.saved.query
        changed: dict[str, object] = {
            "where": self._conditions(asked.where),
            "having": self._conditions(asked.having),
            "time": self._time(model, today),
            "define": tuple(
                d.model_copy(update={"given": self._conditions(d.given)}) for d in asked.define
            ),
        }
        if self.saved.most:
            found = self.values.get(self.saved.most.removeprefix(":"))
            changed["limit"] = _limit(found[0]) if found else None
        return MetricQuery.model_validate(asked.model_copy(update=changed).model_dump())

    def _conditions(self, conditions: tuple[Filter | str, ...]) -> tuple[Filter | str, ...]:
        made = (self._condition(c) for c in conditions)
        return tuple(c for c in made if c is not None)

    def _condition(self, condition: Filter | str) -> Filter | str | None:
        """The condition with its values; None when one of them is not given."""
        if isinstance(condition, str):
            names = placeholders(condition)
            if not all(name in self.values for name in names):
                return None
            return bound(condition, self.values) if names else condition
        values: list[object] = []
        for value in condition.values:
            if isinstance(value, str) and is_parameter(value):
                if value[1:] not in self.values:
                    return None
                values += self.values[value[1:]]
            else:
                values.append(value)
        given = self._conditions(condition.given)
        return condition.model_copy(update={"values": tuple(values), "given": given})

    def _time(self, model: Model, today: date) -> TimeRange | None:
        if self.saved.days is None:
            return named_period(self.saved.period, today, model.week_start)
        ends = [self._end(text) for text in self.saved.days]
        if None in ends:
            return None
        start, end = (e for e in ends if e is not None)
        if end < start:
            raise QueryError("bad_days", start=str(start), end=str(end))
        return TimeRange(start=start, end=end)

    def _end(self, text: str) -> date | None:
        if not text.startswith(":"):
            return date.fromisoformat(text)
        found = self.values.get(text[1:])
        return date.fromisoformat(str(found[0])) if found else None
