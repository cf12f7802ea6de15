"""Creators and live sessions: which room is on air when, and the table of their figures."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.channels import (
    CREATOR_LIVE,
    DOUYIN,
    DY01,
    DY02,
    DY03,
    PLATFORMS,
    SCENES,
    SELF_LIVE,
    SHOP_IDS,
    SHOP_PLATFORM,
    STREAM_SCENE,
    STREAM_SHOP,
    STREAMS,
    TM01,
)
from semantic_layer.demo_shop.clock import DAYS, END, FIRST, HOUR, day_of, midnight
from semantic_layer.demo_shop.demand import closed_days
from semantic_layer.demo_shop.sampling import Bools, Floats, Ints, Rng, pick, stream

ROOMS = {
    TM01: "云裳集天猫直播间",
    DY01: "云裳集直播间",
    DY02: "云裳集美妆直播间",
    DY03: "云裳集奥莱直播间",
}
ANCHORS = {
    TM01: ("小满", "阿黎"),
    DY01: ("可可", "小满", "南希"),
    DY02: ("桃子", "米娅"),
    DY03: ("阿乐",),
}
FIRST_CREATOR = 301
TIERS = ("head", "waist", "tail")
CREATOR_NAMES = (
    "穿搭师小林", "一只阿梨", "芒果姐姐", "梨涡学姐", "衣橱日记", "北城小鹿",
    "早八通勤铺", "慢慢穿搭", "圆圆不圆", "法式小姐", "成分党阿布", "护肤课代表",
    "妆前妆后", "敏敏测评", "黄皮星人", "素颜局", "山野阿棉", "大码小幸运",
    "微胖穿搭室", "辣妈衣橱", "周末买手", "橘子汽水", "晚安口红", "海边的裙子",
)  # fmt: skip


@dataclass(frozen=True)
class Sessions:
    """Live sessions in order of time; `creator` -1 = the shop's own."""

    shop: Ints
    scene: Ints
    day: Ints
    start: Ints
    end: Ints
    creator: Ints
    anchor: tuple[str, ...]
    room: tuple[str, ...]
    pull: Floats

    @property
    def ids(self) -> Ints:
        """live_id of each session."""
        return np.arange(len(self.shop)) + 50_001


@dataclass(frozen=True)
class Creators:
    """Creators with commission (ten-thousandths) and slot fee (cents)."""

    tier: Ints
    fans: Ints
    commission: Ints
    slot: Ints
    beauty: Bools

    @property
    def ids(self) -> Ints:
        """creator_id of each creator."""
        return np.arange(len(self.tier)) + FIRST_CREATOR


def make_creators(seed: int) -> Creators:
    """Two dozen creators: three heads, seven in the middle, the rest small."""
    rng = stream(seed, "creators")
    size = len(CREATOR_NAMES)
    tier = np.array([0] * 3 + [1] * 7 + [2] * (size - 10))[rng.permutation(size)]
    fans = (
        (np.array([3_200_000, 620_000, 90_000])[tier] * rng.uniform(0.6, 1.5, size)) // 1000 * 1000
    )
    return Creators(
        tier=tier,
        fans=fans.astype(np.int64),
        commission=np.array([2500, 2000, 1500])[tier] + rng.integers(0, 4, size) * 100,
        slot=np.array([300_000, 60_000, 0])[tier],
        beauty=np.isin(np.arange(size), (10, 11, 12, 13, 14, 15, 22)),
    )


def make_sessions(seed: int, creators: Creators) -> Sessions:
    """All sessions of the two years."""
    rng = stream(seed, "sessions")
    rows = [row for own in ROOMS for row in _self_sessions(rng, own)]
    for own, per_week in ((DY01, 3.0), (DY02, 1.6)):
        rows += _creator_sessions(rng, own, per_week, creators)
    rows.sort(key=lambda row: (row[2], row[3], row[0], row[1]))
    table = np.array(rows, dtype=np.int64)
    shop, scene, day, start, length, creator = (table[:, column] for column in range(6))
    begin = midnight(day) + start + rng.integers(-4, 5, len(rows)) * 60
    pull = np.where(creator >= 0, np.array([2.6, 1.2, 0.6])[creators.tier[creator]], 1.0)
    pull = pull * np.where((creator < 0) & (start < 15 * HOUR), 0.45, 1.0)
    return Sessions(
        shop=shop,
        scene=scene,
        day=day,
        start=begin,
        end=np.minimum(begin + length, END - 1),
        creator=creator,
        anchor=tuple(_anchor(rng, row[0], row[5]) for row in rows),
        room=tuple(_room(row[0], row[5]) for row in rows),
        pull=pull,
    )


def _room(shop: int, creator: int) -> str:
    return ROOMS[shop] if creator < 0 else f"{CREATOR_NAMES[creator]}直播间"


def _self_sessions(rng: Rng, shop: int) -> list[tuple[int, int, int, int, int, int]]:
    closed = closed_days(shop, SELF_LIVE)
    days = np.delete(np.arange(DAYS), np.arange(closed.start, closed.stop))
    if shop == DY03:
        days = days[days >= day_of("2024-09-02")]
    if shop == TM01:
        days = days[(days + FIRST.weekday()) % 7 >= 2]
    evening = {TM01: 20 * HOUR, DY01: 19 * HOUR, DY02: 19 * HOUR + 1800, DY03: 19 * HOUR}[shop]
    rows = [(shop, SELF_LIVE, int(d), evening, int(rng.integers(6, 10)) * 1800, -1) for d in days]
    if shop == DY01:
        rows += [(shop, SELF_LIVE, int(d), 9 * HOUR, 4 * HOUR, -1) for d in days]
    return rows


def _creator_sessions(
    rng: Rng, shop: int, per_week: float, creators: Creators
) -> list[tuple[int, int, int, int, int, int]]:
    days = np.flatnonzero(rng.random(DAYS) < per_week / 7)
    pool = np.flatnonzero(creators.beauty == (shop == DY02))
    chosen = pool[pick(rng, np.array([1.0, 2.0, 1.2])[creators.tier[pool]], len(days))]
    return [
        (shop, CREATOR_LIVE, int(d), 20 * HOUR, 3 * HOUR, int(c))
        for d, c in zip(days, chosen, strict=True)
    ]


def _anchor(rng: Rng, shop: int, creator: int) -> str:
    if creator >= 0:
        return CREATOR_NAMES[creator]
    return str(rng.choice(ANCHORS[shop]))


def has_session(sessions: Sessions) -> Bools:
    """Days x streams: whether the stream's shop has a session of its scene on the day."""
    on_air = np.zeros((DAYS, len(STREAMS)), dtype=bool)
    for number in range(len(STREAMS)):
        mine = (sessions.shop == STREAM_SHOP[number]) & (sessions.scene == STREAM_SCENE[number])
        on_air[sessions.day[mine], number] = True
    return on_air


def assign_sessions(rng: Rng, sessions: Sessions, shop: Ints, scene: Ints, day: Ints) -> Ints:
    """The session in which each order was placed, by its pull; -1 outside live scenes."""
    slots = 3
    key = (sessions.day * len(SHOP_IDS) + sessions.shop) * len(SCENES) + sessions.scene
    order = np.argsort(key, kind="stable")
    found = np.full(len(shop), -1, dtype=np.int64)
    live = np.flatnonzero((scene == SELF_LIVE) | (scene == CREATOR_LIVE))
    wanted = (day[live] * len(SHOP_IDS) + shop[live]) * len(SCENES) + scene[live]
    first = np.searchsorted(key[order], wanted, side="left")
    pulls = np.zeros((len(live), slots))
    for slot in range(slots):
        at = np.minimum(first + slot, len(order) - 1)
        pulls[:, slot] = np.where(key[order][at] == wanted, sessions.pull[order][at], 0.0)
    limit = rng.random(len(live)) * pulls.sum(axis=1)
    chosen = (np.cumsum(pulls, axis=1) <= limit[:, None]).sum(axis=1)
    found[live] = order[np.minimum(first + np.minimum(chosen, slots - 1), len(order) - 1)]
    return found


def live_table(seed: int, sessions: Sessions, orders_in_session: Ints) -> pa.Table:
    """The table `live`; the audience follows from the orders placed in each session."""
    rng = stream(seed, "live")
    size = len(sessions.shop)
    hours = (sessions.end - sessions.start) / HOUR
    clickers = np.ceil(orders_in_session / rng.uniform(0.10, 0.16, size) + hours * 6).astype(
        np.int64
    )
    viewers = np.ceil(clickers / rng.uniform(0.17, 0.26, size)).astype(np.int64)
    views = (viewers * rng.uniform(1.18, 1.42, size)).astype(np.int64)
    return pa.table({
        "live_id": col.big(sessions.ids),
        "platform": col.code(SHOP_PLATFORM[sessions.shop], PLATFORMS),
        "shop_id": col.code(sessions.shop, SHOP_IDS),
        "room": col.text(sessions.room),
        "anchor": col.text(sessions.anchor),
        "creator_id": col.integer_or_null(_creator_ids(sessions.creator)),
        "scene": col.code(sessions.scene, SCENES),
        "start_at": col.time(sessions.start),
        "end_at": col.time(sessions.end),
        "impressions": col.big((viewers / rng.uniform(0.13, 0.24, size)).astype(np.int64)),
        "views": col.big(views),
        "viewers": col.big(viewers),
        "click_viewers": col.big(clickers),
        "stay_seconds": col.big((views * rng.uniform(48, 110, size)).astype(np.int64)),
        "new_followers": col.big((viewers * rng.uniform(0.006, 0.018, size)).astype(np.int64)),
    })  # fmt: skip


def _creator_ids(creator: Ints) -> Ints:
    return np.where(creator < 0, -1, creator + FIRST_CREATOR)


def creators_table(creators: Creators) -> pa.Table:
    """The table `creators`."""
    size = len(creators.tier)
    return pa.table({
        "creator_id": col.integer(creators.ids),
        "creator_name": col.text(CREATOR_NAMES),
        "platform": col.code(np.full(size, DOUYIN), PLATFORMS),
        "tier": col.code(creators.tier, TIERS),
        "fans": col.big(creators.fans),
        "commission_rate": col.rate(creators.commission),
        "slot_fee": col.money(creators.slot),
    })  # fmt: skip
