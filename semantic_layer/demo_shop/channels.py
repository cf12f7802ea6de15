"""Platforms, shops, scenes and channels, and which share of the orders each of them brings."""

from dataclasses import dataclass

import numpy as np

from semantic_layer.demo_shop.sampling import Floats, Ints

PLATFORMS = ("tmall", "jd", "douyin")
TMALL, JD, DOUYIN = range(3)
LINES = ("apparel", "beauty", "outlet")
APPAREL, BEAUTY, OUTLET = range(3)
SCENES = ("shelf", "self_live", "creator_live", "short_video")
SHELF, SELF_LIVE, CREATOR_LIVE, SHORT_VIDEO = range(4)


@dataclass(frozen=True)
class Shop:
    """One shop on one platform."""

    id: str
    name: str
    platform: int
    line: int
    manager: str
    opened: str


SHOPS = (
    Shop("tm01", "云裳集天猫旗舰店", TMALL, APPAREL, "周岚", "2019-03-08"),
    Shop("tm02", "云裳集天猫美妆店", TMALL, BEAUTY, "许知夏", "2020-09-01"),
    Shop("jd01", "云裳集京东旗舰店", JD, APPAREL, "方磊", "2020-05-20"),
    Shop("jd02", "云裳集京东美妆店", JD, BEAUTY, "方磊", "2021-06-01"),
    Shop("dy01", "云裳集抖音旗舰店", DOUYIN, APPAREL, "沈一诺", "2021-08-18"),
    Shop("dy02", "云裳集抖音美妆号", DOUYIN, BEAUTY, "沈一诺", "2022-04-01"),
    Shop("dy03", "云裳集抖音奥莱店", DOUYIN, OUTLET, "郭晓峰", "2024-09-02"),
)
SHOP_IDS = tuple(shop.id for shop in SHOPS)
TM01, TM02, JD01, JD02, DY01, DY02, DY03 = range(7)
SHOP_PLATFORM: Ints = np.array([shop.platform for shop in SHOPS])
SHOP_LINE: Ints = np.array([shop.line for shop in SHOPS])

CHANNELS = ("search", "recommend", "live", "video", "member", "direct", "social")
SUB_CHANNELS = (
    "search_organic", "search_ads", "rec_feed", "rec_ads", "live_self", "live_creator",
    "video_self", "video_creator", "member_wecom", "member_sms", "direct_cart", "direct_shop",
    "social_xhs", "social_weibo",
)  # fmt: skip
SUB = {name: number for number, name in enumerate(SUB_CHANNELS)}
CHANNEL_OF_SUB: Ints = np.array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])

# How readily a visit from each channel ends in an order; divides the order mix into the visit mix.
CONVERSION = np.array([1.25, 1.0, 0.65, 0.5, 0.72, 0.8, 0.8, 0.7, 2.0, 1.3, 2.4, 1.3, 0.35, 0.3])

# jd's visits end in an order less often than its channels alone would say, douyin's more often.
VISITS_OF_PLATFORM = np.array([1.08, 1.30, 0.90])


@dataclass(frozen=True)
class Stream:
    """Orders of one scene in one shop: share of the first orders, growth over two years."""

    shop: int
    scene: int
    share: float
    growth: float


STREAMS = (
    Stream(TM01, SHELF, 0.280, 1.12),
    Stream(TM01, SELF_LIVE, 0.045, 1.30),
    Stream(TM02, SHELF, 0.115, 1.25),
    Stream(JD01, SHELF, 0.110, 1.05),
    Stream(JD02, SHELF, 0.060, 1.15),
    Stream(DY01, SELF_LIVE, 0.205, 1.75),
    Stream(DY01, CREATOR_LIVE, 0.038, 1.60),
    Stream(DY01, SHORT_VIDEO, 0.022, 1.60),
    Stream(DY01, SHELF, 0.020, 2.20),
    Stream(DY02, SELF_LIVE, 0.036, 1.80),
    Stream(DY02, CREATOR_LIVE, 0.016, 1.60),
    Stream(DY02, SHORT_VIDEO, 0.010, 1.60),
    Stream(DY02, SHELF, 0.012, 2.00),
    Stream(DY03, SELF_LIVE, 0.022, 1.50),
    Stream(DY03, SHELF, 0.012, 1.50),
)
STREAM_SHOP: Ints = np.array([s.shop for s in STREAMS])
STREAM_SCENE: Ints = np.array([s.scene for s in STREAMS])

_SHELF_MIX: dict[int, dict[str, float]] = {
    TMALL: {"search_organic": 0.29, "search_ads": 0.18, "rec_feed": 0.16, "rec_ads": 0.11,
            "member_wecom": 0.07, "member_sms": 0.04, "direct_cart": 0.08, "direct_shop": 0.05,
            "social_xhs": 0.015, "social_weibo": 0.005},
    JD: {"search_organic": 0.42, "search_ads": 0.20, "rec_feed": 0.12, "rec_ads": 0.05,
         "member_sms": 0.04, "direct_cart": 0.11, "direct_shop": 0.05, "social_xhs": 0.01},
    DOUYIN: {"search_organic": 0.40, "rec_feed": 0.28, "rec_ads": 0.16, "direct_shop": 0.15,
             "social_xhs": 0.01},
}  # fmt: skip
_SCENE_MIX: dict[int, dict[str, float]] = {
    SELF_LIVE: {"live_self": 1.0},
    CREATOR_LIVE: {"live_creator": 1.0},
    SHORT_VIDEO: {"video_self": 0.6, "video_creator": 0.4},
}


def order_mix() -> Floats:
    """Share of each sub-channel in the orders of each stream (streams x sub-channels)."""
    mix = np.zeros((len(STREAMS), len(SUB_CHANNELS)))
    for row, item in enumerate(STREAMS):
        shares = _SCENE_MIX.get(item.scene) or _SHELF_MIX[SHOPS[item.shop].platform]
        for name, share in shares.items():
            mix[row, SUB[name]] = share
    return mix


def visit_mix() -> Floats:
    """Relative number of visits by stream and sub-channel."""
    found: Floats = (
        order_mix() / CONVERSION * VISITS_OF_PLATFORM[SHOP_PLATFORM[STREAM_SHOP]][:, None]
    )
    return found
