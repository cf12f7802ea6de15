"""Keys and joins of an imported model: entities as a shop folder has them, and ways between tables."""

from dataclasses import dataclass, field

from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.sql import NotCarried

__all__ = ["Joins"]


@dataclass(frozen=True, slots=True)
class _Join:
    role: str
    to: str


@dataclass(slots=True)
class Joins:
    """The entities of each table, and which table each foreign key leads to.

    A table's primary key is called as the table is, its other keys `table__columns`; a foreign key
    is called as the table that it leads to, or by the join's own name where that is taken.
    """

    entities: dict[str, Entries] = field(default_factory=dict)
    _keys: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    _joins: dict[str, list[_Join]] = field(default_factory=dict)
    _said: dict[tuple[str, tuple[str, ...], str], str] = field(default_factory=dict)

    def key(self, table: str, columns: tuple[str, ...], kind: str = "unique") -> str:
        """The name of a key of a table, declared now where it is not known yet."""
        known = self._keys.get((table, columns))
        if known is not None:
            return known
        name = table if kind == "primary" else self._free(table, f"{table}__{'_'.join(columns)}")
        self._keys[table, columns] = name
        self._at(table)[name] = {"kind": kind, "columns": _columns(columns)}
        return name

    def knows_key(self, table: str, columns: tuple[str, ...]) -> bool:
        return (table, columns) in self._keys

    def join(
        self, table: str, columns: tuple[str, ...], to: str, to_columns: tuple[str, ...], name: str
    ) -> str:
        """Lead from a key of a table to the unique key of another; the role that it plays.

        A join that is said from both sides is one.
        """
        thing = self.key(to, to_columns)
        said = self._said.get((table, columns, thing))
        if said is not None:
            return said
        own = self._keys.get((table, columns))
        role = self._free(table, to if to not in self._at(table) else name or f"{table}_{to}")
        kind = "foreign" if own is None else "unique"
        self._at(table)[role] = filled(
            kind=kind, columns=_columns(columns), to=thing if thing != role else ""
        )
        self._joins.setdefault(table, []).append(_Join(role, to))
        self._said[table, columns, thing] = role
        return role

    def way(self, table: str, to: str) -> tuple[str, ...]:
        """The roles on the shortest way between tables. Raises NotCarried for none, or two."""
        ends: list[tuple[str, tuple[str, ...]]] = [(table, ())]
        seen = {table}
        while ends:
            ends = [(j.to, (*roles, j.role)) for t, roles in ends for j in self._joins.get(t, ())]
            found = [roles for t, roles in ends if t == to]
            if len(found) > 1:
                raise NotCarried("two_ways", name=to)
            if found:
                return found[0]
            ends = [(t, roles) for t, roles in ends if t not in seen]
            seen |= {t for t, _ in ends}
        raise NotCarried("no_way", name=to)

    def reaches(self, table: str, to: str) -> bool:
        """True when there is a way, if only of no steps."""
        if table == to:
            return True
        try:
            self.way(table, to)
        except NotCarried as error:
            return error.code == "two_ways"
        return True

    def base(self, tables: set[str]) -> str:
        """The one of these tables that leads to all others. Raises NotCarried."""
        found = [t for t in sorted(tables) if all(self.reaches(t, other) for other in tables)]
        if len(found) != 1:
            raise NotCarried("no_way", name=", ".join(sorted(tables)))
        return found[0]

    def clocks(self, entries: Entries) -> dict[str, str]:
        """For tables without a time of their own, that of the one table beside them with one."""
        own = {t: e["time"] for t, e in entries.items() if isinstance(e, dict) and e.get("time")}
        found = {}
        for table in entries.keys() - own.keys():
            beside = {f"{j.role}.{own[j.to]}" for j in self._joins.get(table, ()) if j.to in own}
            if len(beside) == 1:
                found[table] = beside.pop()
        return found

    def _at(self, table: str) -> Entries:
        return self.entities.setdefault(table, {})

    def _free(self, table: str, name: str) -> str:
        taken, made, number = self._at(table), name, 2
        while made in taken:
            made, number = f"{name}_{number}", number + 1
        return made


def _columns(columns: tuple[str, ...]) -> Entry:
    return columns[0] if len(columns) == 1 else list(columns)
