"""Styles (spus) and SKUs as arrays, and how their prices, costs and popularity change with time."""

from dataclasses import dataclass

import numpy as np

from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.catalogue_words import CLUSTERS, FAMILIES
from semantic_layer.demo_shop.channels import APPAREL, BEAUTY, LINES, OUTLET
from semantic_layer.demo_shop.clock import NEVER, WEEKS, day_of
from semantic_layer.demo_shop.sampling import Bools, Floats, Ints

FIRST_SPU = 1001
SAMPLE_BELOW = 4_000
CATEGORIES1 = ("女装", "美妆", "配饰")
WOMEN, COSMETICS, ACCESSORIES = range(3)
ROLES = ("traffic", "profit", "image")


@dataclass(frozen=True)
class Spus:
    """All styles, one array entry each; days as day numbers, prices in cents."""

    family: Ints
    nth: Ints
    item_no: tuple[str, ...]
    nickname: tuple[str, ...]
    title: tuple[str, ...]
    category1: Ints
    cluster: Ints
    role: Ints
    launched: Ints
    delisted: Ints
    list_price: Ints
    popularity: Floats

    @property
    def size(self) -> int:
        """Number of styles."""
        return len(self.family)

    @property
    def ids(self) -> Ints:
        """spu_id of each style."""
        return np.arange(self.size) + FIRST_SPU

    def number(self, item_no: str) -> int:
        """Position of the style with an item number."""
        return self.item_no.index(item_no)

    def of_category3(self, name: str) -> Ints:
        """Positions of the styles of one third-level category."""
        wanted = [number for number, one in enumerate(FAMILIES) if one.category3 == name]
        return np.flatnonzero(np.isin(self.family, wanted))

    def active(self, day: int) -> Bools:
        """Styles launched and not yet delisted on a day."""
        found: Bools = (self.launched <= day) & ((self.delisted == NEVER) | (self.delisted > day))
        return found


@dataclass(frozen=True)
class Change:
    """From a day on, a SKU's price or cost has another value (cents)."""

    sku: int
    day: int
    value: int


@dataclass(frozen=True)
class Skus:
    """All SKUs; prices and costs are those of the first day, changes in order of time."""

    spu: Ints
    number: Ints
    colour: tuple[str, ...]
    size: tuple[str, ...]
    core: Bools
    weight: Floats
    list_price: Ints
    unit_cost: Ints
    price_changes: tuple[Change, ...]
    cost_changes: tuple[Change, ...]

    @property
    def ids(self) -> Ints:
        """sku_id of each SKU."""
        return (self.spu + FIRST_SPU) * 100 + self.number

    def price_on(self, sku: Ints, day: Ints) -> Ints:
        """List price of each SKU on each day."""
        return _valued(self.list_price[sku], sku, day, self.price_changes)

    def cost_on(self, sku: Ints, day: Ints) -> Ints:
        """Unit cost of each SKU on each day."""
        return _valued(self.unit_cost[sku], sku, day, self.cost_changes)


def _valued(start: Ints, sku: Ints, day: Ints, changes: tuple[Change, ...]) -> Ints:
    values = start.copy()
    for change in changes:
        values[(sku == change.sku) & (day >= change.day)] = change.value
    return values


@dataclass(frozen=True)
class Catalogue:
    """Styles and SKUs. The SKUs of style s are first_sku[s] … first_sku[s + 1] - 1."""

    spus: Spus
    skus: Skus
    first_sku: Ints

    def stocked_everywhere(self) -> Bools:
        """Styles kept in all warehouses: the most popular and the samples."""
        order = np.argsort(-self.spus.popularity, kind="stable")
        wide = self.spus.list_price < SAMPLE_BELOW
        wide[order[:80]] = True
        return wide

    def sku_weights(self) -> Floats:
        """Weight of each nth SKU within its style (styles x most SKUs of a style)."""
        widest = int(np.diff(self.first_sku).max())
        weights = np.zeros((self.spus.size, widest))
        weights[self.skus.spu, self.skus.number - 1] = self.skus.weight
        return weights

    def weekly_weights(self) -> Floats:
        """How often each style is bought in each line and week (lines x weeks x styles)."""
        spus = self.spus
        monday = np.arange(WEEKS)[:, None] * 7
        age = monday - spus.launched[None, :]
        gone = (spus.delisted != NEVER) & (monday >= spus.delisted)
        fresh = 0.75 + 0.6 * np.exp(-np.maximum(age, 0) / 60.0)
        weights = np.where((age >= 0) & ~gone, fresh * _season_by_week(spus), 0.0)
        weights = weights * spus.popularity[None, :]
        rise = day_of(planted.PRICE_RISE_DAY) // 7
        weights[rise:, spus.number(planted.PRICE_RISE_ITEM)] *= planted.PRICE_RISE_VOLUME
        return weights[None] * _carried(spus, age)

    def cluster_weights(self) -> Floats:
        """The same within each cluster of taste (lines x clusters x weeks x styles)."""
        mine = self.spus.cluster[None, :] == np.arange(CLUSTERS)[:, None]
        found: Floats = self.weekly_weights()[:, None] * mine[None, :, None, :]
        return found


def _carried(spus: Spus, age: Ints) -> Floats:
    """What each line carries: the outlet sells what is at least half a year old."""
    women, cosmetics = spus.category1 == WOMEN, spus.category1 == COSMETICS
    carried = np.zeros((len(LINES), *age.shape))
    carried[APPAREL] = np.where(cosmetics, 0.04, 1.0)
    carried[BEAUTY] = np.where(cosmetics, 1.0, 0.0)
    carried[OUTLET] = (women & (age > 180)) + 0.02 * ~cosmetics
    return carried


# Demand of the twelve months for what is made for a season.
SEASONS: dict[str, tuple[float, ...]] = {
    "春": (0.5, 1.1, 1.6, 1.6, 1.1, 0.5, 0.3, 0.3, 0.4, 0.4, 0.3, 0.3),
    "夏": (0.15, 0.2, 0.5, 1.1, 1.8, 2.0, 1.8, 1.3, 0.6, 0.25, 0.15, 0.12),
    "秋": (0.4, 0.5, 0.6, 0.5, 0.35, 0.25, 0.35, 0.9, 1.7, 1.9, 1.4, 0.7),
    "冬": (1.5, 0.8, 0.35, 0.15, 0.1, 0.08, 0.1, 0.2, 0.5, 1.2, 2.0, 2.1),
    "四季": (1.0,) * 12,
}


def season_name(seasons: str) -> str:
    """The one season that a style is filed under."""
    return seasons if seasons == "四季" else seasons[0]


def _season_by_week(spus: Spus) -> Floats:
    curves = np.array([season_curve(one.seasons) for one in FAMILIES])
    months = (np.datetime64("2024-01-01") + np.arange(WEEKS) * 7 + 3).astype("datetime64[M]")
    return curves[spus.family][:, months.astype(np.int64) % 12].T


def season_curve(seasons: str) -> Floats:
    """Demand by month of a style for one season, or for several (the mean)."""
    names = [seasons] if seasons == "四季" else list(seasons)
    found: Floats = np.mean([SEASONS[name] for name in names], axis=0)
    return found
