"""Common nouns of the trade for what every shop has, in both languages: 店 for whatever the shop calls its stores.

A noun stands for the dimension that the shop has bound to it in its concepts, else for those whose
own name ends in one of its words. It is never heard where the shop uses the word itself.
"""

# ruff: noqa: E501 (a table of words reads better whole)

from collections.abc import Iterator, Mapping

from assistant.understand.normalise import fold, normalise
from assistant.understand.spans import Target
from semantic_layer.model import Dimension, Model

# Slots of concepts (a slot of keys means the readable name of the thing) and words, zh and en.
NOUNS: tuple[tuple[str, str], ...] = (
    ("store.entity", "店 门店 店铺 店家 分店 网点|store|shop|branch|outlet"),
    ("product.entity", "商品 产品 单品 款 货品 款式 宝贝|product|item|goods"),
    ("product.category", "品类 类目 类别 分类 大类 种类|category|product category|product type"),
    ("product.brand", "品牌 牌子|brand"),
    ("customer.entity", "客户 顾客 客人 买家 用户|customer|client|shopper|buyer"),
    ("customer.level", "会员等级 客户等级 会员级别|member level|membership level|membership tier"),
    ("customer.channel", "注册渠道 获客渠道 来源渠道|acquisition channel|acquisition source"),
    ("order.channel", "渠道 销售渠道|channel|sales channel"),
    ("order.platform", "平台|platform"),
    ("refund.reason", "退款原因 退货原因 售后原因|refund reason|return reason|reason for refund"),
    ("live.anchor", "主播|anchor|host|streamer"),
    ("live.room", "直播间|live room"),
    ("creator.entity", "达人 博主 带货达人|creator|influencer|kol"),
    ("creator.tier", "达人等级 达人层级|creator tier"),
    ("warehouse.entity", "仓 仓库|warehouse"),
    ("ad_spend.plan", "计划 推广计划 投放计划|ad plan"),
    ("ad_spend.channel", "投放渠道 广告渠道|ad channel"),
    ("event.device", "设备 终端|device"),
    ("", "渠道 来源渠道|channel"),
    ("", "平台|platform"),
    ("", "国家|country"),
    ("", "省 省份 州 各省|state|province"),
    ("", "城市|city|town"),
    ("", "区域 地区 大区 片区|region|area"),
    ("", "品类 类目 类别 分类|category"),
    ("", "品牌 厂牌|brand|vendor|manufacturer"),
    ("", "供应商 厂商 厂家|supplier|vendor"),
    ("", "颜色|color|colour"),
    ("", "尺码 尺寸 码数|size"),
    ("", "口味|flavor|flavour|taste"),
    ("", "性别|gender|sex"),
    ("", "月龄 月龄段|"),
    ("", "年龄段 年龄 年龄层|age group|age band|age"),
    ("", "等级 级别 层级|level|tier|grade"),
    ("", "支付方式 付款方式 支付渠道|payment method|payment type|payment gateway|gateway"),
    ("", "快递 快递公司 物流公司 承运商|carrier|courier"),
    ("", "配送方式 运输方式 物流方式|shipping method|ship mode|delivery method"),
    ("", "设备 终端|device"),
    ("", "流量来源|traffic source|source"),
    ("", "原因 理由|reason"),
    ("", "状态|status"),
    ("", "团队 小组|team"),
    ("", "部门|department"),
    ("", "销售员 业务员 销售代表|salesperson|sales rep|rep|salesman"),
    ("", "细分市场 客群|segment"),
    ("", "活动 推广活动|campaign"),
    ("", "季节|season"),
    ("", "材质 面料|material|fabric"),
    ("", "宠物 宠物类型|pet|species"),
)  # fmt: skip
_OWNERS = 3
_BESIDE = ("value", "table")  # a store is a store, also where Store is a channel


def common_nouns(model: Model, known: Mapping[str, list[Target]]) -> Iterator[tuple[str, str]]:
    """(word, dimension id) for every common noun that the shop has and does not use itself."""
    spoken: set[str] = set()
    for slot, row in NOUNS:
        words = _words(row)
        owners = _bound(model, slot) if slot else _named(model, words)
        if not owners or len(owners) > _OWNERS:
            continue
        for word in words:
            said = known.get(fold(normalise(word)), ())
            others = [
                t for t in said if t.kind not in (_BESIDE if slot.endswith(".entity") else ())
            ]
            if not others and (slot or word not in spoken):
                yield from ((word, owner) for owner in owners)
                spoken.add(word)


def same_noun(word: str) -> tuple[str, ...]:
    """The words of attributes that say the same: 级别 and 层级 for 等级."""
    return tuple(w for slot, row in NOUNS if not slot and word in _words(row) for w in _words(row))


def _words(row: str) -> list[str]:
    chinese, _, english = row.partition("|")
    return [*chinese.split(), *(w for w in english.split("|") if w)]


def _bound(model: Model, slot: str) -> list[str]:
    """The dimension of a concept's slot; of a key, the readable name of the thing."""
    name, _, part = slot.partition(".")
    concept = model.concept(name)
    bound = concept.get(part) if concept else ""
    if bound in model.dimensions:
        return [bound]
    shown = [
        d.id
        for t in model.tables.values()
        if t.primary and bound and t.primary.name == bound
        for d in t.dimensions
        if d.label_of and d.entity == bound and not d.pii
    ]
    return shown if len(shown) == 1 else []


def _named(model: Model, words: list[str]) -> list[str]:
    """The dimensions whose label is one of the words, or ends in one of two letters and more."""
    return [
        d.id
        for d in model.dimensions.values()
        if not (d.is_time or d.pii or d.same_as or d.row_fact) and _says(d, words)
    ]


def _says(dimension: Dimension, words: list[str]) -> bool:
    chinese = dimension.label.zh
    parts = [p for p in chinese.replace("/", " ").split() if p]
    english = fold(dimension.label.en)
    for word in words:
        if word.isascii() and (english == word or english.endswith(f" {word}")):
            return True
        if not word.isascii() and any(
            p == word or (len(word) > 1 and p.endswith(word)) for p in parts
        ):
            return True
    return False


def counted_rows(model: Model, known: Mapping[str, list[Target]]) -> Iterator[tuple[str, str]]:
    """(word, metric) for counts of a table's own rows, by the table's name: 小票数."""
    if "orders" in model.standard and all(t.kind == "table" for t in known.get("订单", ())):
        yield "订单", model.standard["orders"]
    for metric in model.metrics.values():
        measure = metric.measure
        table = model.tables.get(measure.table) if measure else None
        if table is None or measure is None or measure.agg != "count" or metric.hidden:
            continue
        orders = metric.name == model.standard.get("orders")
        if (measure.where and not orders) or measure.time != table.time:
            continue
        zh, en = table.label.zh, table.label.en
        words = [en, f"number of {en}", *([] if zh.isascii() else [zh, f"{zh}数", f"{zh}数量"])]
        yield from ((w, metric.name) for w in words if fold(normalise(w)) not in known)


def things(model: Model, known: Mapping[str, list[Target]]) -> Iterator[tuple[str, str]]:
    """(word, entity) for things of concepts that have no readable name: 会员 where only keys are."""
    for slot, row in NOUNS:
        concept = model.concept(slot.partition(".")[0])
        entity = concept.get("entity") if concept and slot.endswith(".entity") else ""
        if not entity or _bound(model, slot):
            continue
        tables = [t.label for t in model.tables.values() if t.primary and t.primary.name == entity]
        words = [*_words(row), *(w for label in tables for w in (label.zh, label.en))]
        for word in dict.fromkeys(words):
            if all(t.kind == "table" for t in known.get(fold(normalise(word)), ())):
                yield word, entity
