"""Draws the catalogue: names, launch days, prices, costs, and their planted changes."""

import numpy as np

from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.catalogue import (
    CATEGORIES1,
    COSMETICS,
    Catalogue,
    Change,
    Skus,
    Spus,
    season_name,
)
from semantic_layer.demo_shop.catalogue_words import (
    BEAUTY_COLOUR,
    BEAUTY_WORDS,
    COLOURS,
    CORE_SIZES,
    FAMILIES,
    LIP_COLOURS,
    PREFIXES,
    SIZE_WEIGHT,
    STYLE_WORDS,
    Family,
)
from semantic_layer.demo_shop.clock import DAYS, NEVER, day_of
from semantic_layer.demo_shop.sampling import Floats, Ints, Rng, stream

SEASON_LAUNCH = {"春": (1, 3), "夏": (3, 5), "秋": (7, 9), "冬": (9, 11), "四季": (1, 11)}


def make_catalogue(seed: int) -> Catalogue:
    """Draw the catalogue."""
    rng = stream(seed, "catalogue")
    spus = _make_spus(rng)
    skus = _make_skus(rng, spus)
    first = np.searchsorted(skus.spu, np.arange(spus.size + 1))
    return Catalogue(spus, skus, first.astype(np.int64))


def _make_spus(rng: Rng) -> Spus:
    family = np.repeat(np.arange(len(FAMILIES)), [f.styles for f in FAMILIES])
    nth = np.concatenate([np.arange(f.styles) for f in FAMILIES])
    pairs = [(FAMILIES[f], int(n)) for f, n in zip(family, nth, strict=True)]
    launched = np.array([_launch_day(rng, one, n) for one, n in pairs])
    return Spus(
        family=family,
        nth=nth,
        item_no=tuple(f"{one.code}-{n + 1:03d}" for one, n in pairs),
        nickname=tuple(_nickname(one, n) for one, n in pairs),
        title=tuple(_title(one, n) for one, n in pairs),
        category1=np.array([CATEGORIES1.index(one.category1) for one, _ in pairs]),
        cluster=np.array([_cluster(one, n) for one, n in pairs]),
        role=np.array([0 if n == 0 else 2 if n >= one.styles * 0.75 else 1 for one, n in pairs]),
        launched=launched,
        delisted=_delist_days(rng, launched, nth),
        list_price=np.array([_list_price(rng, one, n) for one, n in pairs]),
        popularity=_popularity(rng, pairs),
    )


def _launch_day(rng: Rng, family: Family, nth: int) -> int:
    """A Monday: even styles before the first day, odd ones before a season of the two years."""
    if family.category3 == planted.OVERSTOCK_CATEGORY:
        return day_of("2025-03-03")
    if nth % 2 == 0:
        return -7 * int(rng.integers(6, 95))
    low, high = SEASON_LAUNCH[season_name(family.seasons)]
    year, month = 2024 + int(rng.integers(0, 2)), int(rng.integers(low, high + 1))
    return (day_of(f"{year}-{month:02d}-08") // 7) * 7


def _delist_days(rng: Rng, launched: Ints, nth: Ints) -> Ints:
    old = (launched < -100) & (nth > 2) & (rng.random(len(nth)) < 0.45)
    days = rng.integers(20, DAYS // 7 - 16, len(nth)) * 7
    return np.where(old, days, NEVER)


def _list_price(rng: Rng, family: Family, nth: int) -> int:
    if f"{family.code}-{nth + 1:03d}" == planted.PRICE_RISE_ITEM:
        return planted.PRICE_BEFORE
    low, high = family.low, family.high
    yuan = 0.72 * low + 0.66 * (high - low) * float(rng.beta(1.5, 2.8))
    return (int(yuan) // 10 * 10 + 9) * 100


def _popularity(rng: Rng, pairs: list[tuple[Family, int]]) -> Floats:
    """A long tail: Zipf within the family, times the family's own weight."""
    ranks = np.array([n + 1.0 for _, n in pairs])
    weight = np.array([one.popularity for one, _ in pairs])
    return weight * ranks**-0.9 * np.exp(rng.normal(0, 0.25, len(pairs)))


def _nickname(family: Family, nth: int) -> str:
    prefixes = PREFIXES[family.category1]
    shift = len(family.short) + ord(family.short[0])
    if f"{family.code}-{nth + 1:03d}" == planted.PRICE_RISE_ITEM:
        return "白桃衬衫"
    if f"{family.code}-{nth + 1:03d}" == planted.COST_CHANGE_ITEM:
        return "玫瑰精华"
    skip = {"YS-CS": "白桃", "HJ-JH": "玫瑰"}.get(family.code)
    words = [word for word in prefixes if word != skip]
    return words[(nth + shift) % len(words)] + family.short


def _cluster(family: Family, nth: int) -> int:
    words = BEAUTY_WORDS if family.category1 == "美妆" else STYLE_WORDS
    return (nth + sum(map(ord, family.code))) % len(words)


def _title(family: Family, nth: int) -> str:
    words = BEAUTY_WORDS if family.category1 == "美妆" else STYLE_WORDS
    word = words[_cluster(family, nth)]
    season = "" if family.seasons == "四季" else season_name(family.seasons) + "季"
    return f"{_nickname(family, nth)} {word}{season}{family.category3}"


def _make_skus(rng: Rng, spus: Spus) -> Skus:
    rows = [
        (spu, number + 1, colour, size)
        for spu in range(spus.size)
        for number, (colour, size) in enumerate(_variants(spus, spu))
    ]
    spu = np.array([row[0] for row in rows])
    size = tuple(row[3] for row in rows)
    factor = np.array([1.35 if s in ("50ml", "10片") else 1.0 for s in size])
    price = (spus.list_price[spu] * factor).astype(np.int64) // 1000 * 1000 + 900
    cost_rate = np.array([FAMILIES[f].cost for f in spus.family]) * rng.uniform(0.9, 1.1, spus.size)
    cost = (price * cost_rate[spu]).astype(np.int64) // 10 * 10
    cost[spu == spus.number(planted.COST_CHANGE_ITEM)] = planted.COST_BEFORE
    return Skus(
        spu=spu,
        number=np.array([row[1] for row in rows]),
        colour=tuple(row[2] for row in rows),
        size=size,
        core=np.array([s in CORE_SIZES or spus.category1[p] == COSMETICS
                       for s, p in zip(size, spu, strict=True)]),
        weight=np.array([SIZE_WEIGHT.get(s, 1.0) for s in size]) * rng.uniform(0.7, 1.3, len(rows)),
        list_price=price,
        unit_cost=cost,
        price_changes=_price_changes(rng, spus, spu, price),
        cost_changes=_cost_changes(rng, spus, spu, cost),
    )  # fmt: skip


def _variants(spus: Spus, spu: int) -> list[tuple[str, str]]:
    family, nth = FAMILIES[spus.family[spu]], int(spus.nth[spu])
    sizes = family.sizes.split(",")
    return [(colour, size) for colour in _colours(family, nth) for size in sizes]


def _colours(family: Family, nth: int) -> list[str]:
    if family.code == "HJ-KH":
        return list(LIP_COLOURS[:3])
    if family.category1 == "美妆":
        return [BEAUTY_COLOUR]
    count = 2 if nth < 5 or family.sizes == "均码" else 1
    return [COLOURS[(nth * 3 + step * 4) % len(COLOURS)] for step in range(count)]


def _price_changes(rng: Rng, spus: Spus, spu: Ints, price: Ints) -> tuple[Change, ...]:
    """The planted rise, and small changes of a few styles nobody asks about."""
    planted_spu = spus.number(planted.PRICE_RISE_ITEM)
    rise = day_of(planted.PRICE_RISE_DAY)
    changes = [
        Change(int(s), rise, planted.PRICE_AFTER) for s in np.flatnonzero(spu == planted_spu)
    ]
    others = np.setdiff1d(np.flatnonzero(spus.nth >= 3), [planted_spu])
    for style in rng.choice(others, 12, replace=False):
        day = int(rng.integers(8, 95)) * 7
        skus = np.flatnonzero(spu == style)
        if day > spus.launched[style]:
            changes += [Change(int(s), day, int(price[s]) + 1_000) for s in skus]
    return tuple(sorted(changes, key=lambda change: (change.day, change.sku)))


def _cost_changes(rng: Rng, spus: Spus, spu: Ints, cost: Ints) -> tuple[Change, ...]:
    planted_spu = spus.number(planted.COST_CHANGE_ITEM)
    middle = day_of(planted.COST_CHANGE_DAY)
    skus = np.flatnonzero(spu == planted_spu)
    changes = [Change(int(s), middle, planted.COST_AFTER) for s in skus]
    others = np.setdiff1d(np.arange(spus.size), [planted_spu])
    for style in rng.choice(others, 40, replace=False):
        day, factor = int(rng.integers(40, DAYS - 20)), float(rng.uniform(0.94, 1.12))
        skus = np.flatnonzero(spu == style)
        if day > spus.launched[style]:
            changes += [Change(int(s), day, int(cost[s] * factor) // 10 * 10) for s in skus]
    return tuple(sorted(changes, key=lambda change: (change.day, change.sku)))
