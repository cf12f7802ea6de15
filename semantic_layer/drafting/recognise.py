"""Which concept the rows of a table are, by the names of its columns and by what they hold."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from semantic_layer.drafting.platforms import signature_of
from semantic_layer.drafting.profile import TableProfile
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.recipes import RECIPES, TIME, Recipe
from semantic_layer.drafting.words import plain

__all__ = ["Known", "Reading", "assign", "know", "nearly", "recognise"]

_NOT_CLOCKS = frozenset(
    ["birthday", "launched_at", "registered_at", "expires_at", "start_date", "end_date"]
)
_SURE = 0.85
_NAMED = 2.0
_SIGNED = 3.0


@dataclass(frozen=True, slots=True)
class Known:
    """A table with the role of each column, generic words read by what the table is called."""

    table: TableProfile
    key: tuple[str, ...]
    roles: Mapping[str, str]

    def first(self, *wanted: str) -> Column | None:
        """The column of the first of these roles that there is; TIME is any column of times."""
        for role in wanted:
            found = [c for c in self.table.columns if self._is(c, role)]
            if found:
                return min(found, key=self._distance)
        return None

    def all(self, role: str) -> list[Column]:
        """All columns of a role."""
        return [c for c in self.table.columns if self._is(c, role)]

    def _is(self, column: Column, role: str) -> bool:
        filled = self.table.counted[column.name].filled > 0
        if role == TIME:
            timed = column.reading.type in ("date", "time")
            return timed and filled and self.roles[column.name] not in _NOT_CLOCKS
        if self.roles[column.name] != role or not filled:
            return False
        kind = column.match.role.kind if column.match else ""
        return not (kind == "time" and column.reading.type not in ("date", "time"))

    def _distance(self, column: Column) -> float:
        return -(column.match.score if column.match else 0.0)

    @property
    def has(self) -> frozenset[str]:
        """The roles of columns that hold anything."""
        found = {self.roles[c.name] for c in self.table.columns if self._is(c, self.roles[c.name])}
        times = {TIME} if self.first(TIME) else set()
        return frozenset(found - {""} | times)


@dataclass(frozen=True, slots=True)
class Reading:
    """A concept that a table may be, with its score; the best is taken, a near second is a doubt."""

    recipe: Recipe
    score: float


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    text = (Path(__file__).parent / "words" / "tables.yml").read_text(encoding="utf-8")
    return {name: tuple(map(str, told)) for name, told in yaml.safe_load(text).items()}


def _named(table: TableProfile) -> frozenset[str]:
    """The concepts that a file's or sheet's name speaks of."""
    told = " ".join([plain(table.name), plain(table.form.sheet)])
    words = set(re.findall(r"[a-z0-9]+", told))
    return frozenset(
        concept
        for concept, names in _words().items()
        if any(name in told if not name.isascii() else set(name.split()) <= words for name in names)
    )


def know(table: TableProfile, key: tuple[str, ...]) -> Known:
    """A table's columns with their roles: `id` of a table of customers is the customer's."""
    form = signature_of(c.header for c in table.columns)
    meant = form.roles if form is not None else {}
    roles = {c.name: meant.get(plain(c.header), c.role) for c in table.columns}
    spoken = _named(table)
    for recipe in RECIPES:
        if recipe.concept not in spoken or not recipe.key:
            continue
        if set(recipe.key) & set(roles.values()):
            continue
        for name, role in roles.items():
            if role == "any_id" and key == (name,):
                return Known(table, key, {**roles, name: recipe.key[0]})
    return Known(table, key, roles)


def recognise(known: Known) -> list[Reading]:
    """The concepts that a table may be, the likeliest first."""
    spoken, has = _named(known.table), known.has
    form = signature_of(c.header for c in known.table.columns)
    found = []
    for recipe in RECIPES:
        if not _fits(recipe, known, has):
            continue
        score = len(recipe.needs) + 0.5 * len(has & set(recipe.more))
        score += _SIGNED * (form is not None and form.concept == recipe.concept)
        found.append(Reading(recipe, score + _NAMED * (recipe.concept in spoken)))
    return sorted(found, key=lambda r: -r.score)


def _fits(recipe: Recipe, known: Known, has: frozenset[str]) -> bool:
    if not all(has & set(group) for group in recipe.needs):
        return False
    if any(_surely(known, role) for role in recipe.never):
        return False
    if len(has & set(recipe.more)) < recipe.least:
        return False
    if recipe.of.get("experiment") and "experiment_name" not in has:
        return False
    keys = {known.roles[name] for name in known.key} if len(known.key) == 1 else set()
    if recipe.unique is True:
        return bool(keys & set(recipe.key))
    return not (recipe.unique is False and keys == {"order_id"})


def nearly(known: Known) -> tuple[str, tuple[str, ...]] | None:
    """The concept of which all but one need is there, with the roles of which one is missing."""
    spoken, has = _named(known.table), known.has
    found = []
    for recipe in RECIPES:
        missing = [group for group in recipe.needs if not has & set(group)]
        if len(missing) != 1 or any(_surely(known, role) for role in recipe.never):
            continue
        met = [group for group in recipe.needs if has & set(group) and group != (TIME,)]
        told = len(met) + 0.5 * len(has & set(recipe.more)) + _NAMED * (recipe.concept in spoken)
        if met and told >= 2 and recipe.unique is not True:
            found.append((-told, recipe.concept, missing[0]))
    return min(found)[1:] if found else None


def _surely(known: Known, role: str) -> bool:
    return any(c.match and c.match.score >= _SURE for c in known.all(role))


def assign(tables: Iterable[Known]) -> dict[str, tuple[Known, Reading]]:
    """The table of each concept: the likeliest, then the one with the most rows."""
    wishes = [(known, recognise(known)) for known in tables]
    given: dict[str, tuple[Known, Reading]] = {}
    ranked = sorted(
        (
            (r.score, k.table.rows, k.table.name, k, r)
            for k, readings in wishes
            for r in readings[:2]
        ),
        key=lambda t: (-t[0], -t[1], t[2]),
    )
    taken: set[str] = set()
    for _, _, name, known, reading in ranked:
        if name not in taken and reading.recipe.concept not in given:
            given[reading.recipe.concept] = (known, reading)
            taken.add(name)
    return given
