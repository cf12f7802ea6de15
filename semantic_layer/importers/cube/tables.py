"""Cubes as tables of a shop folder: dimensions, segments, keys and joins."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlglot import exp

from semantic_layer.importers.cube.document import Cube, shown
from semantic_layer.importers.cube.references import Reference, Said, said
from semantic_layer.importers.data import Data
from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.joins import Joins
from semantic_layer.importers.naming import renamed
from semantic_layer.importers.report import Report
from semantic_layer.importers.sql import NotCarried, conditions, text
from semantic_layer.importers.taking import Taking

__all__ = ["Tables", "words"]

_TYPES = {"string": "", "number": "number", "boolean": "bool", "time": "time"}
_ONE_HERE = ("many_to_one", "belongsTo", "belongs_to", "one_to_one", "hasOne", "has_one")
_MANY_HERE = ("one_to_many", "hasMany", "has_many")
_SELECT_ALL = re.compile(r"\s*select\s+\*\s+from\s+([\w.\"`]+)\s*;?\s*\Z", re.IGNORECASE)
_MOST_NESTING = 10


@dataclass(slots=True)
class Tables:
    """Makes the `tables:` section; keeps what the metrics need to know of it.

    `names`: of each cube, the name here of each of its dimensions; `exprs` their expressions.
    """

    cubes: dict[str, Cube]
    data: Data
    report: Report
    entries: Entries = field(default_factory=dict)
    joins: Joins = field(default_factory=Joins)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    segments: dict[str, set[str]] = field(default_factory=dict)
    _nodes: dict[str, dict[str, Taking]] = field(default_factory=dict)
    _plain: dict[str, set[str]] = field(default_factory=dict)

    def make(self) -> None:
        """Every cube that is a relation; then joins, then what may look through them."""
        for name, cube in self.cubes.items():
            source = self._source(cube)
            if source:
                self.entries[name] = filled(source=source)
                self.report.count("tables")
                nodes = {n.text("name"): n for n in cube.members("dimensions", "dimension")}
                self._nodes[name] = nodes
        for name in self.entries:
            self._note_columns(name)
        for name in self.entries:
            self.names[name] = {d: self._named(name, d) for d in self._nodes[name]}
        for name in self.entries:
            self._keys(name)
        for name in self.entries:
            for node in self.cubes[name].members("joins", "join"):
                self._join(name, node)
        for name in self.entries:
            self._table(name)
        for name, clock in sorted(self.joins.clocks(self.entries).items()):
            entry, cube = self.entries[name], self.cubes[name]
            assert isinstance(entry, dict)
            entry["time"] = clock
            self.report.leave(cube.file, cube.what, "clock_beside", name=clock)

    def local(self, found: Said, cube: str) -> exp.Expr:
        """The tree with its references as a measure or condition of the cube names them."""

        def member(reference: Reference) -> exp.Expr:
            if reference.column:
                return self._through(reference.cube, cube, reference.name)
            return self._through(reference.cube, cube, self._called(reference))

        return self._replaced(found, cube, member)

    def _replaced(
        self, found: Said, cube: str, member: Callable[[Reference], exp.Expr]
    ) -> exp.Expr:
        relation = str(self.entries[cube]["source"]).split(".")[-1]  # type: ignore[index,call-overload]

        def named(node: exp.Expr) -> exp.Expr:
            if not isinstance(node, exp.Column):
                return node
            if not node.table and node.name in found.references:
                return member(found.references[node.name])
            if node.table in ("", cube, relation):
                return exp.column(node.name)
            raise NotCarried("missing", name=node.table)

        return found.tree.transform(named)

    def _called(self, reference: Reference) -> str:
        """The name here of a dimension of some cube."""
        names = self.names.get(reference.cube, {})
        if reference.name not in names:
            raise NotCarried("missing", name=f"{reference.cube}.{reference.name}")
        return names[reference.name]

    def _through(self, home: str, cube: str, name: str) -> exp.Expr:
        """A name of another cube, by the roles on the way to it."""
        if home == cube:
            return exp.column(name)
        if home not in self.entries:
            raise NotCarried("left_below", name=home)
        roles = self.joins.way(cube, home)
        return exp.Dot.build([exp.to_identifier(part) for part in (*roles, name)])

    def _source(self, cube: Cube) -> str:
        table, sql = cube.node.text("sql_table"), cube.node.text("sql")
        parent = self.cubes.get(cube.node.text("extends").strip("{} "))
        if not (table or sql) and parent is not None:
            return self._source(parent)
        whole = _SELECT_ALL.match(sql)
        named = (table or (whole[1] if whole else "")).replace('"', "").replace("`", "")
        if not named or "{" in named:
            self.report.leave(cube.file, cube.what, "query_source", text=(sql or table)[:80])
            return ""
        found = self.data.find(named)
        if found is None:
            self.report.leave(cube.file, cube.what, "source_missing", name=named)
        elif found not in (named, named.split(".")[-1]):
            self.report.leave(cube.file, cube.what, "source_found", name=named, found=found)
        return found or named

    def _note_columns(self, cube: str) -> None:
        """Note the columns that measures and segments name: they must not meet dimensions."""
        for key in ("measures", "segments"):
            for part in _sql_of(self.cubes[cube].lists.get(key, [])):
                try:
                    found = said(part, cube, self.cubes)
                except NotCarried:
                    continue
                plain = {c.name for c in found.tree.find_all(exp.Column)} - found.references.keys()
                self._plain.setdefault(cube, set()).update(plain)
                for reference in found.references.values():
                    if reference.column:
                        self._plain.setdefault(reference.cube, set()).add(reference.name)

    def _named(self, cube: str, dimension: str) -> str:
        """A dimension that computes something else than the column of its name gets a tail."""
        name = renamed(dimension)
        node = self._nodes[cube][dimension]
        plain = str(node.node.get("sql", "")).replace("{CUBE}.", "").replace("${CUBE}.", "").strip()
        clash = dimension in self._plain.get(cube, ()) and plain != dimension
        made = f"{name}_" if clash and name == dimension else name
        if made != dimension:
            self.report.leave(node.file, node.what, "renamed_beside", name=made)
        return made

    def _keys(self, cube: str) -> None:
        columns = []
        for dimension, node in self._nodes[cube].items():
            if node.flag("primary_key"):
                try:
                    columns.append(self._expression(cube, dimension))
                except NotCarried as error:
                    self.report.leave(node.file, node.what, error.code, **error.values)
                    return
        if columns:
            self.joins.key(cube, tuple(columns), "primary")
        self.joins.entities.setdefault(cube, {})

    def _expression(self, cube: str, dimension: str, depth: int = 0) -> str:
        """A dimension over the columns of its relation; other dimensions are put in."""
        node = self._nodes[cube].get(dimension)
        if node is None or depth > _MOST_NESTING:
            raise NotCarried("missing", name=f"{cube}.{dimension}")
        sql = _case(node) or node.text("sql", dimension)

        def member(reference: Reference) -> exp.Expr:
            if reference.column:
                return self._through(reference.cube, cube, reference.name)
            if reference.cube != cube:
                return self._through(reference.cube, cube, self._called(reference))
            inner = said(self._expression(cube, reference.name, depth + 1), cube, self.cubes).tree
            return exp.Paren(this=inner) if isinstance(inner, exp.Binary) else inner

        return text(self._replaced(said(sql, cube, self.cubes), cube, member))

    def _join(self, cube: str, node: Taking) -> None:
        target, relationship = node.text("name"), node.text("relationship", "many_to_one")
        sql = node.text("sql")
        node.done()
        try:
            if target not in self.entries:
                raise NotCarried("left_below" if target in self.cubes else "missing", name=target)
            here, there = self._pairs(sql, cube, target)
            if relationship in _ONE_HERE:
                self._led(cube, here, target, there, node)
            elif relationship in _MANY_HERE:
                self._led(target, there, cube, here, node)
            else:
                raise NotCarried("kind_unknown", name=relationship)
        except NotCarried as error:
            self.report.leave(node.file, node.what, error.code, **error.values)

    def _led(
        self, many: str, columns: tuple[str, ...], one: str, keys: tuple[str, ...], node: Taking
    ) -> None:
        if not self.joins.knows_key(one, keys):
            self.report.leave(node.file, node.what, "key_assumed", name=f"{one}: {', '.join(keys)}")
        self.joins.join(many, columns, one, keys, f"{many}_{one}")
        self.report.count("joins")

    def _pairs(self, sql: str, cube: str, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = said(sql, cube, self.cubes)
        here, there = [], []
        for condition in conditions(found.tree):
            sides = {}
            if isinstance(condition, exp.EQ):
                for side in (condition.this, condition.expression):
                    reference = (
                        found.references.get(side.name) if isinstance(side, exp.Column) else None
                    )
                    if reference is not None:
                        sides[reference.cube] = self._key_expression(reference)
            if set(sides) != {cube, target}:
                raise NotCarried("bad_join", text=sql[:80])
            here.append(sides[cube])
            there.append(sides[target])
        return tuple(here), tuple(there)

    def _key_expression(self, reference: Reference) -> str:
        if reference.column:
            return text(exp.column(reference.name))
        return self._expression(reference.cube, reference.name)

    def _table(self, name: str) -> None:
        cube, entry = self.cubes[name], self.entries[name]
        assert isinstance(entry, dict)
        dimensions = self._dimensions(name)
        clocks = [
            n for n, d in dimensions.items() if isinstance(d, dict) and d.get("type") == "time"
        ]
        if len(clocks) > 1:
            self.report.leave(
                cube.file, cube.what, "clock_chosen", name=clocks[0], names=", ".join(clocks)
            )
        entry |= {
            **words(cube.node), **filled(time=clocks[0] if clocks else ""),
            "entities": self.joins.entities[name], "dimensions": dimensions,
            **filled(segments=self._segments(name)),
        }  # fmt: skip
        for key in ("sql", "sql_table", "extends", "measures", "joins", "segments", "dimensions"):
            cube.node.raw(key)
        left_over(cube.node)

    def _dimensions(self, cube: str) -> Entries:
        made: Entries = {}
        for dimension, node in self._nodes[cube].items():
            kind = node.text("type", "string")
            try:
                if kind not in _TYPES:
                    raise NotCarried("kind_unknown", name=kind)
                if node.flag("sub_query"):
                    raise NotCarried("sub_query")
                expr = self._expression(cube, dimension)
            except NotCarried as error:
                self.report.leave(node.file, node.what, error.code, **error.values)
                self.names[cube].pop(dimension, None)
                continue
            name = self.names[cube][dimension]
            made[name] = {
                **words(node),
                **filled(type=_TYPES[kind], expr=expr if expr != name else ""),
            }
            node.raw("case")
            left_over(node)
            self.report.count("dimensions")
        return made

    def _segments(self, cube: str) -> Entries:
        made: Entries = {}
        for node in self.cubes[cube].members("segments", "segment"):
            name = node.text("name")
            try:
                tree = self.local(said(node.text("sql"), cube, self.cubes), cube)
                expr: Entry = text(tree)
            except NotCarried as error:
                self.report.leave(node.file, node.what, error.code, **error.values)
                continue
            made[name] = {"expr": expr, **filled(label=node.text("title"))}
            left_over(node)
        self.segments[cube] = set(made)
        return made


def words(node: Taking) -> Entries:
    """What is said of a thing for people."""
    return filled(label=node.text("title"), description=" ".join(node.text("description").split()))


def left_over(node: Taking) -> None:
    """Report all that was not taken, each with what it says."""
    node.raw("name")
    for key in node.left():
        node.report.leave(
            node.file, f"{node.what}: {key}: {shown(node.raw(key))[:300]}", "no_place"
        )


def _case(node: Taking) -> str:
    """`case: {when: [{sql, label}], else: {label}}` as SQL."""
    said_ = node.node.get("case")
    if not isinstance(said_, dict):
        return ""
    branches = []
    for when in said_.get("when", []) or []:  # type: ignore[union-attr]
        if not isinstance(when, dict) or not isinstance(when.get("label"), str | int | float):
            raise NotCarried("no_expression", text=shown(when)[:80])
        branches.append(f"WHEN {when.get('sql')} THEN {_quoted(when['label'])}")
    other = said_.get("else")
    last = (
        f" ELSE {_quoted(other['label'])}" if isinstance(other, dict) and "label" in other else ""
    )
    return f"CASE {' '.join(branches)}{last} END"


def _quoted(label: object) -> str:
    return "'" + str(label).replace("'", "''") + "'"


def _sql_of(node: object) -> list[str]:
    """Every `sql` in a member."""
    if isinstance(node, dict):
        own = [node["sql"]] if isinstance(node.get("sql"), str) else []
        return own + [s for k, v in node.items() if k != "sql" for s in _sql_of(v)]
    return [s for one in node for s in _sql_of(one)] if isinstance(node, list) else []
