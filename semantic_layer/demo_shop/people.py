"""The customers, and the table `customers` with its obviously invented personal data."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.catalogue_words import CLUSTERS
from semantic_layer.demo_shop.channels import (
    CHANNELS,
    DOUYIN,
    PLATFORMS,
    SHOP_IDS,
    SHOP_PLATFORM,
    TMALL,
)
from semantic_layer.demo_shop.places import (
    CITIES,
    CITY_PROVINCE,
    CITY_TIER,
    CITY_WEIGHT,
    ESTATES,
    PROVINCES,
    ROADS,
    TIERS,
)
from semantic_layer.demo_shop.sampling import Bools, Ints, Rng, chance, pick, stream

FIRST_CUSTOMER = 10_001
GENDERS = ("F", "M")
AGES = ("18-24", "25-29", "30-34", "35-39", "40-49", "50+")
AGE_WEIGHT = np.array([
    [20, 27, 22, 14, 12, 5],
    [14, 25, 25, 17, 14, 5],
    [22, 22, 18, 14, 16, 8],
])  # fmt: skip
LEVELS = ("normal", "silver", "gold", "black")
LEVEL_YUAN = (600, 1_800, 5_000)
TWO_PLATFORM_PEOPLE = 1_200
FULL_PHONES = 10_000
REGISTRATION_MIX = np.array([
    [34, 22, 10, 4, 12, 14, 4],
    [50, 18, 0, 0, 8, 22, 2],
    [12, 16, 48, 18, 0, 5, 1],
])  # fmt: skip
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = (
    "子涵", "雨桐", "欣怡", "诗琪", "梦洁", "思远", "佳宁", "晓燕", "雅静",
    "婷婷", "一凡", "若曦", "丽娟", "海燕", "文静", "可馨", "语嫣", "慧敏",
    "秀英", "芳菲", "乐瑶", "春梅", "小雨", "安琪", "明轩", "志强",
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """All customers; `city` -1 = unknown; `twin` = the same person's other customer, or -1."""

    platform: Ints
    gender: Ints
    age: Ints
    city: Ints
    member: Bools
    cluster: Ints
    channel: Ints
    name: Ints
    twin: Ints

    @property
    def size(self) -> int:
        """Number of customers."""
        return len(self.platform)

    @property
    def province(self) -> Ints:
        """Province of each customer, -1 = unknown."""
        return np.where(self.city < 0, -1, CITY_PROVINCE[self.city])


def make_people(seed: int, platform: Ints) -> People:
    """Draw everything about the customers that does not depend on what they order."""
    rng = stream(seed, "people")
    size = len(platform)
    gender = np.where(chance(rng, 0.86, size), 0, 1)
    twin = _twins(rng, platform)
    drawn = {
        "gender": np.where(chance(rng, 0.07, size), -1, gender),
        "age": np.where(chance(rng, 0.09, size), -1, _ages(rng, platform)),
        "city": np.where(chance(rng, 0.022, size), -1, pick(rng, CITY_WEIGHT, size)),
        "cluster": rng.integers(0, CLUSTERS, size),
        "name": rng.integers(0, len(SURNAMES) * len(GIVEN), size),
    }
    second = np.flatnonzero((twin >= 0) & (twin < np.arange(size)))
    for values in drawn.values():
        values[second] = values[twin[second]]
    member = chance(rng, 0.32, size) | (twin >= 0)
    return People(
        platform=platform, member=member, twin=twin, channel=_registered_by(rng, platform), **drawn
    )


def _ages(rng: Rng, platform: Ints) -> Ints:
    ages = np.zeros(len(platform), dtype=np.int64)
    for number in range(len(PLATFORMS)):
        mine = platform == number
        ages[mine] = pick(rng, AGE_WEIGHT[number], int(mine.sum()))
    return ages


def _registered_by(rng: Rng, platform: Ints) -> Ints:
    channels = np.zeros(len(platform), dtype=np.int64)
    for number in range(len(PLATFORMS)):
        mine = platform == number
        channels[mine] = pick(rng, REGISTRATION_MIX[number], int(mine.sum()))
    return channels


def _twins(rng: Rng, platform: Ints) -> Ints:
    """Pair some tmall customers with douyin customers: one person, two customer ids."""
    twin = np.full(len(platform), -1, dtype=np.int64)
    tmall, douyin = np.flatnonzero(platform == TMALL), np.flatnonzero(platform == DOUYIN)
    count = min(TWO_PLATFORM_PEOPLE, len(tmall) // 8, len(douyin) // 8)
    first = rng.choice(tmall, count, replace=False)
    second = rng.choice(douyin, count, replace=False)
    twin[first], twin[second] = second, first
    return twin


def customer_ids(registered: Ints) -> Ints:
    """customer_id of each customer: numbered in order of registration."""
    ids = np.empty(len(registered), dtype=np.int64)
    ids[np.argsort(registered, kind="stable")] = np.arange(len(registered)) + FIRST_CUSTOMER
    return ids


def customers_table(
    seed: int, people: People, ids: Ints, registered: Ints, shop: Ints, spent: Ints
) -> pa.Table:
    """The table `customers`; `spent` is what each has paid in cents, which makes the level."""
    rng = stream(seed, "personal data")
    order = np.argsort(ids)
    phones, full = _phones(rng, people, ids)
    level = np.searchsorted(np.array(LEVEL_YUAN) * 100, spent, side="right")
    city, province = people.city, people.province
    personal = _personal(rng, people, full)
    table = pa.table({
        "customer_id": col.big(ids),
        "platform": col.code(people.platform, PLATFORMS),
        "shop_id": col.code(shop, SHOP_IDS),
        "registered_at": col.time(registered),
        "registration_channel": col.code(people.channel, CHANNELS),
        "gender": col.code(people.gender, GENDERS),
        "age_band": col.code(people.age, AGES),
        "province": col.code(province, PROVINCES),
        "city": col.code(city, CITIES),
        "city_tier": col.code(np.where(city < 0, -1, CITY_TIER[city]), TIERS),
        "level": col.code(level, LEVELS),
        "is_member": col.flag(people.member),
        "name": col.text(personal[0]),
        "phone": col.text(phones),
        "email": col.text(personal[1]),
        "address": col.text(personal[2]),
        "openid": col.text([f"o{number:011x}" for number in people.platform * 16**10 + ids * 7919]),
    })  # fmt: skip
    return table.take(pa.array(order))


def _phones(rng: Rng, people: People, ids: Ints) -> tuple[list[str], Bools]:
    """Full numbers for members, masked ones for the others; a person's two customers share one."""
    person = np.where(
        people.twin >= 0, np.minimum(np.arange(people.size), people.twin), np.arange(people.size)
    )
    rank = np.where(people.twin >= 0, ids - 10**9, np.where(people.member, ids, 10**12))
    best = np.full(people.size, 10**12)
    np.minimum.at(best, person, rank)
    heads = np.flatnonzero((best < 10**12) & (person == np.arange(people.size)))
    heads = heads[np.argsort(best[heads], kind="stable")][:FULL_PHONES]
    number = np.full(people.size, -1)
    number[heads] = rng.permutation(FULL_PHONES)[: len(heads)]
    mine = number[person]
    tail = rng.integers(0, 10_000, people.size)
    phones = [
        f"1990000{n:04d}" if n >= 0 else f"199****{t:04d}" for n, t in zip(mine, tail, strict=True)
    ]
    return phones, mine >= 0


def _personal(
    rng: Rng, people: People, full: Bools
) -> tuple[list[str], list[str | None], list[str | None]]:
    """Names, e-mail addresses and postal addresses; strangers' names are masked (王**)."""
    size = people.size
    roads, houses = rng.integers(0, len(ROADS), size), rng.integers(1, 400, size)
    names: list[str] = []
    mails: list[str | None] = []
    places: list[str | None] = []
    for i, (word, known, city) in enumerate(zip(people.name, full, people.city, strict=True)):
        surname, given = SURNAMES[word % len(SURNAMES)], GIVEN[word // len(SURNAMES)]
        names.append(surname + given if known else surname + "**")
        mails.append(f"user{i:06d}@example.com" if known and i % 3 == 0 else None)
        street = f"{ROADS[roads[i]]}{houses[i]}号{ESTATES[i % len(ESTATES)]}"
        places.append(
            f"{PROVINCES[CITY_PROVINCE[city]]}{CITIES[city]}{street}" if city >= 0 else None
        )
    return names, mails, places


def home_shop(rng: Rng, platform: Ints) -> Ints:
    """A shop of the platform for those who never ordered."""
    weights = (SHOP_PLATFORM[None, :] == np.arange(len(PLATFORMS))[:, None]).astype(float)
    shops = np.zeros(len(platform), dtype=np.int64)
    for number in range(len(PLATFORMS)):
        mine = platform == number
        shops[mine] = pick(rng, weights[number], int(mine.sum()))
    return shops
