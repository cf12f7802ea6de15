"""What a data version says of the declared keys, and which of them an answer stands on.

A key is declared in YAML and counted in the data. An answer that stands on a key which is not what
it is declared to be would be too large without any error, so it is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from semantic_layer import key_messages  # noqa: F401  (adds the texts of keys)
from semantic_layer.errors import QueryError
from semantic_layer.messages import say
from semantic_layer.model import Model
from semantic_layer.texts import NOWHERE, Place, Text

__all__ = ["DAYS", "STEPS", "Proof", "Use", "doubts", "key_id", "named", "refuse_unproven", "why"]

STEPS, DAYS = "@steps", "@days"
How = Literal["join", "window", "count"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was counted of one key in one data version.

    `doubles` rows stand beside an earlier one with the same key, `values` keys stand more than
    once; `within` are the doubles inside their partition, `empties` rows without a key, `overlaps`
    rows whose window begins before an earlier one of the same key has ended. `state`: counted;
    missing (the table or a column is not there: what needs it cannot run anyway); unverified
    (counting it failed or took too long).
    """

    state: Literal["counted", "missing", "unverified"] = "counted"
    doubles: int = 0
    values: int = 0
    within: int = 0
    empties: int = 0
    overlaps: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """How an answer stands on a key: as the one side of a join, as that at a moment (`window`), or
    by counting rows that are said to be the things themselves. `partition`: only within it."""

    key: str
    how: How
    partition: bool = False


def key_id(table: str, entity: str) -> str:
    """The name under which a key's proof is kept.

    Beside entities there are the two keys of a spine: its steps, and the days that they fall on.
    """
    return f"{table}.{entity}"


def why(proof: Proof, use: Use) -> Text | None:
    """What is wrong with a key for this use, in words; None when it holds."""
    if proof.state == "missing":
        return None
    if proof.state == "unverified":
        return _said("key.unverified")
    if use.how == "window":
        return _said("key.overlaps", rows=proof.overlaps) if proof.overlaps else None
    doubles = proof.within if use.partition else proof.doubles
    if doubles and not proof.within:
        return _said("key.only_within", rows=doubles)
    if doubles:
        return _said("key.doubles", values=proof.values, rows=doubles)
    if use.how == "count" and proof.empties:
        return _said("key.empties", rows=proof.empties)
    return None


def doubts(uses: Iterable[Use], proofs: Mapping[str, Proof]) -> Iterable[tuple[Use, Proof, Text]]:
    """The uses that do not hold, with what is wrong with their keys."""
    for use in uses:
        proof = proofs.get(use.key, Proof("unverified"))
        wrong = why(proof, use)
        if wrong is not None:
            yield use, proof, wrong


def refuse_unproven(model: Model, uses: Iterable[Use], proofs: Mapping[str, Proof]) -> None:
    """Raise QueryError `false_key` or `unverified_key` for the first use that does not hold."""
    for use, proof, wrong in doubts(uses, proofs):
        table, key, place = named(model, use.key)
        raise QueryError(
            "unverified_key" if proof.state == "unverified" else "false_key",
            key=key,
            table=table,
            place=f"{place.file}:{place.line}:{place.column}",
            why=wrong,
            use=_said(f"key.use.{use.how}"),
        )


def named(model: Model, key: str) -> tuple[Text, str, Place]:
    """The table and the name of a key in words, and where it is declared."""
    name, _, last = key.rpartition(".")
    table = model.tables.get(name)
    if table is None:
        return Text(name, name), last.lstrip("@"), NOWHERE
    entity = table.entity(last)
    return table.label, last.lstrip("@"), entity.place if entity else table.place


def _said(key: str, **values: object) -> Text:
    return Text(say(key, "zh", **values), say(key, "en", **values))
