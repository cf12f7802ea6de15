"""Provinces, cities and city tiers with rough weights of buyers; the warehouses."""

import numpy as np

from semantic_layer.demo_shop.sampling import Ints

TIERS = ("一线", "新一线", "二线", "三线", "四线及以下")

# province: weight, then cities as name:tier (index into TIERS) in falling weight.
_PLACES = """
广东 11.5 广州:0 深圳:0 东莞:1 佛山:2 惠州:2 中山:2 汕头:3 湛江:3 梅州:4
江苏 9.6 苏州:1 南京:1 无锡:2 常州:2 南通:2 徐州:2 盐城:3 宿迁:4
浙江 9.2 杭州:1 宁波:1 温州:2 金华:2 嘉兴:2 绍兴:2 湖州:3 丽水:4
山东 7.0 青岛:1 济南:2 烟台:2 潍坊:2 临沂:2 济宁:3 德州:4
河南 5.6 郑州:1 洛阳:3 南阳:3 新乡:3 周口:4
四川 5.8 成都:1 绵阳:3 南充:3 泸州:4 达州:4
上海 5.2 上海:0
北京 4.6 北京:0
湖北 4.5 武汉:1 襄阳:3 宜昌:3 荆州:3 黄冈:4
湖南 4.2 长沙:1 株洲:3 衡阳:3 岳阳:3 怀化:4
福建 4.0 厦门:2 福州:2 泉州:2 漳州:3 龙岩:4
安徽 3.7 合肥:1 芜湖:3 阜阳:3 安庆:3 宿州:4
河北 3.6 石家庄:2 唐山:3 保定:2 邯郸:3 衡水:4
陕西 2.9 西安:1 咸阳:3 宝鸡:4 汉中:4
重庆 2.8 重庆:1
江西 2.6 南昌:2 赣州:3 九江:3 宜春:4
辽宁 2.5 沈阳:2 大连:2 鞍山:3 锦州:4
广西 2.2 南宁:2 柳州:3 桂林:3 玉林:4
云南 1.9 昆明:2 曲靖:3 大理:4
山西 1.7 太原:2 临汾:3 大同:4
天津 1.6 天津:1
贵州 1.6 贵阳:2 遵义:3 毕节:4
黑龙江 1.3 哈尔滨:2 齐齐哈尔:4 大庆:4
吉林 1.0 长春:2 吉林:3 延边:4
内蒙古 0.9 呼和浩特:3 包头:3 赤峰:4
甘肃 0.8 兰州:2 天水:4
新疆 0.7 乌鲁木齐:3 喀什:4
海南 0.6 海口:3 三亚:3
宁夏 0.35 银川:3
青海 0.2 西宁:4
西藏 0.1 拉萨:4
"""

_LINES = [line.split() for line in _PLACES.split("\n") if line]
PROVINCES = tuple(line[0] for line in _LINES)
_CITIES = [
    (number, city.split(":")[0], city.split(":")[1], position)
    for number, line in enumerate(_LINES)
    for position, city in enumerate(line[2:])
]
CITIES = tuple(name for _, name, _, _ in _CITIES)
CITY_PROVINCE: Ints = np.array([province for province, _, _, _ in _CITIES])
CITY_TIER: Ints = np.array([int(tier) for _, _, tier, _ in _CITIES])
# Weights of the cities, scaled so that each province keeps its own weight.
_RAW = np.array([1 / (1 + 0.9 * position) for _, _, _, position in _CITIES])
_OWN = np.array([float(line[1]) for line in _LINES])
CITY_WEIGHT = _RAW * (_OWN / np.bincount(CITY_PROVINCE, weights=_RAW))[CITY_PROVINCE]

WAREHOUSES = (
    ("wh_hz", "杭州仓", "浙江", "杭州"),
    ("wh_gz", "广州仓", "广东", "广州"),
    ("wh_cd", "成都仓", "四川", "成都"),
)
WAREHOUSE_IDS = tuple(one[0] for one in WAREHOUSES)
HANGZHOU, GUANGZHOU, CHENGDU = range(3)
_SOUTH = ("广东", "广西", "海南", "福建", "湖南", "江西")
_WEST = (
    "四川",
    "重庆",
    "云南",
    "贵州",
    "陕西",
    "甘肃",
    "新疆",
    "西藏",
    "青海",
    "宁夏",
    "湖北",
    "河南",
    "山西",
)
PROVINCE_WAREHOUSE: Ints = np.array(
    [GUANGZHOU if p in _SOUTH else CHENGDU if p in _WEST else HANGZHOU for p in PROVINCES]
)
REMOTE: Ints = np.array([PROVINCES.index(p) for p in ("新疆", "西藏", "青海", "内蒙古", "宁夏")])
ROADS = ("学府路", "人民路", "建设大道", "文汇街", "梧桐路", "滨江路", "青年路", "中山路")
ESTATES = ("样例花园", "示范小区", "虚构公寓", "演示家园")


def provinces_named(names: tuple[str, ...]) -> Ints:
    """Positions of provinces."""
    return np.array([PROVINCES.index(name) for name in names])
