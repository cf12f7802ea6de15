"""Holds a shop's model against its data and its own words: everything that `wenshu check` says."""

from collections.abc import Mapping
from datetime import date

from semantic_layer import check_messages  # noqa: F401  (adds the texts)
from semantic_layer.check import kept, keys, relations, roles, statements, words
from semantic_layer.compile import Compiler
from semantic_layer.compile.coverage import Coverage
from semantic_layer.engines import Engine
from semantic_layer.errors import Fault
from semantic_layer.model import Model
from semantic_layer.proofs import Proof
from semantic_layer.prove import prove

__all__ = ["check"]


def check(
    model: Model,
    engine: Engine,
    *,
    proofs: Mapping[str, Proof] | None = None,
    data: bool = False,
) -> list[Fault]:
    """Every fault and warning of a loaded model, in the order of the folder.

    Relations, columns, types, keys and the statement of every metric are tried. `proofs` are what
    was counted of the keys already; without them they are counted now. With `data` joins are
    searched for orphans too.
    """
    covered = Coverage(date.today())  # any day will do: statements are tried, not run
    compiler = Compiler(model, engine.relations, engine.dialect, covered)
    known = prove(model, engine) if proofs is None else proofs
    absent = relations.absent(model, engine)
    faults = [
        *relations.faults(compiler, engine, absent),
        *keys.faults(model, known),
        *statements.faults(compiler, engine, absent),
        *kept.faults(compiler),
        *roles.faults(compiler, engine),
        *words.warnings(model),
    ]
    if data:
        faults += keys.orphans(compiler, engine)
    return sorted(faults, key=lambda f: (f.file, f.line, f.column, f.severity))
