"""What the passes of the guard hand on: one statement, what may be seen, what is too much."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.schema import MappingSchema

from semantic_layer.guard import guard_messages as _  # noqa: F401  (adds the sentences)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that a role may read: its columns with their types, in order.

    `select`, where the database itself holds more than the role may see, reads exactly these
    columns and the rows that count; it takes the place of the relation's name. In a database
    that was projected for the role it is left out.
    """

    columns: Mapping[str, str]
    select: exp.Select | None = None


@dataclass(frozen=True, slots=True)
class Visible:
    """Everything that a role may name in free SQL.

    `schema`: columns by relation, in lower case; `resolver`: the same as the parser's library
    wants it, made once since that takes longer than a statement's check.
    """

    relations: Mapping[str, Relation]
    dialect: str = "duckdb"
    schema: Mapping[str, Mapping[str, str]] = field(init=False)
    resolver: MappingSchema = field(init=False)

    def __post_init__(self) -> None:
        columns: dict[str, object] = {
            name.lower(): {column.lower(): kind for column, kind in relation.columns.items()}
            for name, relation in self.relations.items()
        }
        object.__setattr__(self, "schema", columns)
        object.__setattr__(self, "resolver", MappingSchema(columns, dialect=self.dialect))


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which a statement is refused or cut.

    characters, tokens, depth: of its text. rows: that it may return. literal: the greatest count
    that a literal may make a function allocate. series: the longest generated series.
    """

    characters: int = 20_000
    tokens: int = 4_000
    depth: int = 60
    rows: int = 10_000
    literal: int = 1_000
    series: int = 100_000


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement under check; `tree` is None until it has been read."""

    text: str
    visible: Visible
    limits: Limits
    tree: exp.Query | None = None
    cut: bool = False

    @property
    def query(self) -> exp.Query:
        """The tree, for the passes after the reading."""
        assert self.tree is not None
        return self.tree


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement that may run: SQL made from the checked tree, and what it reads.

    `limit`: the number of rows it was cut to by the guard, 0 where its own limit is lower.
    """

    sql: str
    relations: tuple[str, ...]
    columns: tuple[str, ...]
    limit: int
