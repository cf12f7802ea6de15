"""Vectorised draws and groupings that every part of the generator uses."""

import zlib
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Rng: TypeAlias = np.random.Generator

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Columns = TypeVar("Columns", bound=DataclassInstance)
else:
    Columns = TypeVar("Columns")


def stream(seed: int, name: str) -> Rng:
    """An independent generator for one named part, so that parts do not disturb each other."""
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(name.encode())]))


def pick(rng: Rng, weights: Sequence[float] | NDArray[Any], size: int) -> Ints:
    """Draw `size` indexes with the given weights."""
    cumulated = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn = np.searchsorted(cumulated, rng.random(size) * cumulated[-1], side="right")
    found: Ints = np.minimum(drawn, len(cumulated) - 1).astype(np.int64)
    return found


def pick_by_row(rng: Rng, weights: Floats, rows: Ints) -> Ints:
    """For each entry of `rows` draw a column of `weights` (rows x columns), all at once.

    The cumulated rows are laid end to end, row r between r and r + 1, and searched in one pass.
    """
    cumulated = np.cumsum(weights, axis=1)
    totals = np.maximum(cumulated[:, -1:], 1e-300)
    flat = (cumulated / totals + np.arange(len(weights))[:, None]).ravel()
    places = np.searchsorted(flat, rows + rng.random(len(rows)), side="right")
    columns = weights.shape[1]
    found: Ints = np.clip(places - rows * columns, 0, columns - 1).astype(np.int64)
    return found


def chance(rng: Rng, probability: Floats | float, size: int) -> Bools:
    """True with the given probability, for each of `size` entries."""
    return np.asarray(rng.random(size) < probability)


def spread(rng: Rng, intensity: Floats, total: int) -> Ints:
    """Distribute exactly `total` over the cells of `intensity`; same shape."""
    share = intensity.ravel() / intensity.sum()
    return rng.multinomial(total, share).reshape(intensity.shape).astype(np.int64)


def position_in_group(sorted_groups: Ints) -> Ints:
    """0, 1, 2 … within each run of equal values."""
    if len(sorted_groups) == 0:
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    lengths = np.diff(np.r_[starts, len(sorted_groups)])
    return np.arange(len(sorted_groups)) - np.repeat(starts, lengths)


def sum_by(groups: Ints, values: NDArray[Any], size: int) -> Ints:
    """Sum of integer values in each of `size` groups, exact below 2**53."""
    return np.bincount(groups, weights=values, minlength=size).astype(np.int64)


def share_out(groups: Ints, parts: Ints, totals: Ints) -> Ints:
    """Split each group's total over its parts in proportion, exact to the unit.

    `groups` is sorted and numbers the groups from 0. Rounds the running sum, so the pieces add up.
    """
    whole = sum_by(groups, parts, len(totals))
    running = np.cumsum(parts)
    before = running - parts
    base = (np.cumsum(whole) - whole)[groups]
    divisor = np.maximum(whole, 1)[groups]
    upper = totals[groups] * (running - base) // divisor
    lower = totals[groups] * (before - base) // divisor
    return upper - lower


def choose_from(rng: Rng, pool: Ints, size: int) -> Ints:
    """At most `size` different members of a pool, in ascending order."""
    return np.sort(rng.choice(pool, size=min(size, len(pool)), replace=False))


def take(columns: Columns, rows: Ints) -> Columns:
    """Some rows of a dataclass of equally long arrays."""
    return type(columns)(**{f.name: getattr(columns, f.name)[rows] for f in fields(columns)})


def concatenate(parts: Sequence[Columns]) -> Columns:
    """Dataclasses of arrays, one after the other."""
    names = [f.name for f in fields(parts[0])]
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return type(parts[0])(**joined)
