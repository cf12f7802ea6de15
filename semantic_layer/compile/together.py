"""What the parts of a query may not say together: refused with the reason, never passed over."""

from collections.abc import Sequence

from semantic_layer.compile.conditions import Condition
from semantic_layer.compile.keys import both
from semantic_layer.compile.subjects import PerEntity
from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery


def not_together(one: str, other: str) -> QueryError:
    """The error for two fields of a query, with the reason `together.<one>.<other>`."""
    return QueryError("not_together", one=one, other=other, why=both(f"together.{one}.{other}"))


def check_conditions(query: MetricQuery, conditions: Sequence[Condition]) -> None:
    """Days chosen in the asked period do not exist in the period that it is compared with."""
    earlier = any(base.kind != "other" for base in query.compare)
    for condition in conditions if earlier else ():
        for _, subject in condition.subjects:
            if isinstance(subject, PerEntity) and subject.key.kind == "step" and subject.time:
                raise QueryError("steps_against_base", step=subject.key.label)
