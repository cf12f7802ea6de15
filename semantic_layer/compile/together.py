"""What the parts of a query may not say together: refused with the reason, never passed over."""

from collections.abc import Sequence

from semantic_layer.compile.conditions import Condition
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.subjects import PerEntity
from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery


def not_together(one: str, other: str) -> QueryError:
    """The error for two fields of a query, with the reason `together.<one>.<other>`."""
    return QueryError("not_together", one=one, other=other, why=both(f"together.{one}.{other}"))


def check_bases(query: MetricQuery, keys: Sequence[Key], conditions: Sequence[Condition]) -> None:
    """Days chosen in the asked period do not exist in the period that it is compared with."""
    if all(base.kind == "other" for base in query.compare):
        return
    subjects = [subject for condition in conditions for _, subject in condition.subjects]
    for subject in (*subjects, *(k.band.subject for k in keys if k.band)):
        if isinstance(subject, PerEntity) and subject.key.kind == "step":
            raise QueryError("steps_against_base", step=subject.key.label)
