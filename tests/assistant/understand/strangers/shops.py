"""Seven shops of names and concepts only, which nobody wrote synonyms for, with their members."""

from functools import cache
from pathlib import Path

from assistant.understand import Lexicon, build_lexicon
from semantic_layer.load import load

HERE = Path(__file__).parent
NAMES = ("bakery", "pets", "livewear", "paper", "mother", "home", "gym")
_VALUES: dict[str, dict[str, str]] = {
    "bakery": {
        "ticket.staff": "陈静 王芳 林志远",
        "item.item_code": "BK001 BK002 CF101 CF102",
        "item.item_name": "可颂 海盐卷 全麦吐司 北海道吐司 巴斯克蛋糕 提拉米苏 美式咖啡 燕麦拿铁 冰拿铁 桂花酒酿奶茶",
        "item.family": "面包 蛋糕 咖啡 茶饮",
        "item.temperature": "热 冷 常温",
        "store.store_name": "湖滨银泰店 西溪印象城店 人民广场店 徐家汇店 新街口店",
        "store.city": "杭州 上海 南京",
        "store.district": "湖滨 西溪 人民广场 徐家汇 新街口",
        "member.age_band": "18-25岁 26-35岁 36-45岁 46岁以上",
        "voucher.voucher_batch": "开业满减 生日券 会员日五折",
        "refund.reason": "做错单 口味不符 等太久",
    },
    "pets": {
        "order.source_name": "web|pos|wholesale|instagram",
        "order.shipping_country": "United States|Canada|Mexico",
        "order.shipping_state": "California|Texas|Oregon|Ontario|Jalisco",
        "order.gateway": "shopify_payments|paypal|afterpay",
        "order.discount_code": "WELCOME10|FALLPAWS|VIP20",
        "order.financial_status": "paid|refunded|partially_refunded|pending",
        "variant.sku": "WB-SAL-2|WB-CHK-2|CL-10|DT-RED-S",
        "variant.flavor": "Salmon|Chicken|Duck",
        "variant.size": "S|M|L|2 lb|10 lb",
        "product.title": "Whisker Bites|Clean Paws Litter|Duck Jerky Strips|Rope Tug Toy|Cozy Cat Cave",
        "product.vendor": "Northtail|Purrfect|Bark & Son",
        "product.product_type": "Cat Food|Cat Litter|Dog Treats|Dog Toys|Cat Furniture",
        "product.species": "Cat|Dog",
        "customer.acquisition_source": "google|instagram|referral|store",
        "refund.refund_reason": "Damaged|Wrong item|Changed mind",
        "event.event_name": "page_view|add_to_cart|begin_checkout|purchase",
        "event.device": "mobile|desktop|tablet",
        "event.utm_source": "google|facebook|newsletter|direct",
        "ad_day.ad_platform": "Google Ads|Meta",
        "ad_day.campaign_name": "Litter Launch|Fall Treats|Brand Search",
    },
    "livewear": {
        "trade.province": "浙江 江苏 广东 四川 上海",
        "trade.express": "顺丰 中通 圆通 京东物流",
        "trade_item.color": "黑色 白色 雾霾蓝 焦糖色",
        "trade_item.size": "S M L XL",
        "style.style_no": "LY2401 LY2402 LY2511 LY2512",
        "style.style_name": "羊毛大衣 双面呢大衣 碎花连衣裙 针织连衣裙 直筒牛仔裤 短款羽绒服",
        "style.category": "大衣 连衣裙 牛仔裤 羽绒服",
        "style.season": "春夏 秋冬",
        "live.room": "鹿野官方直播间 鹿野女装直播间",
        "live.anchor": "小鹿 阿棠 米粒",
        "creator.creator_name": "穿搭师Amy 大美衣橱 北北在路上",
        "buyer.buyer_city_tier": "一线 新一线 二线 三线及以下",
        "after_sale.why": "尺码不合适 色差 质量问题 不喜欢",
        "ad.plan": "大衣种草 羽绒服冲量 直播间引流",
        "ad.ad_channel": "千川 巨量 小红书聚光",
    },
    "paper": {
        "订单.省份": "广东 广西 浙江 江苏 河北 黑龙江 内蒙古自治区",
        "订单.大区": "华东 华北 华南 东北 西北 西南",
        "订单.装运模式": "一级 二级 标准级 当日",
        "订单.结算方式": "月结 现结 预付",
        "产品.产品名称": "得力订书机 齐心订书机 办公椅S1 三星复印机 彩色信封 A4复印纸",
        "产品.类别": "办公用品 家具 技术",
        "产品.子类别": "椅子 桌子 复印机 信封 纸张 装订机",
        "产品.制造商": "得力 齐心 三星 晨光",
        "客户.客户名称": "宏达贸易 新源科技 蓝天文具店 市第一中学",
        "客户.细分": "公司 消费者 小型企业",
        "客户.客户评级": "A B C",
        "业务员.业务员姓名": "张伟 李娜 王强",
        "业务员.团队": "一队 二队",
        "退货.退货原因": "破损 发错货 不想要",
        "库存日.仓库": "佛山仓 昆山仓",
    },
    "mother": {
        "good.barcode": "690001 690002",
        "good.good_name": "启赋奶粉3段 爱他美奶粉2段 花王纸尿裤L码 好奇拉拉裤XL 贝亲奶瓶 babycare湿巾 婴儿推车Pro",
        "good.big_class": "奶粉 纸尿裤 洗护 喂养 出行 玩具",
        "good.mid_class": "进口奶粉 国产奶粉 拉拉裤 纸尿片 湿巾 奶瓶 推车",
        "good.brand_name": "启赋 爱他美 花王 好奇 贝亲 babycare",
        "good.stage": "1段 2段 3段 4段",
        "shop.shop_title": "万象城店 大悦城店 龙湖天街店 世纪金源店",
        "shop.area": "城东片区 城西片区 城南片区",
        "shop.shop_city": "成都 重庆 绵阳",
        "guide.guide_name": "刘敏 赵倩 周小燕",
        "guide.post": "店长 育婴顾问 实习导购",
        "vip.baby_age": "孕期 0-6个月 7-12个月 1-3岁",
        "vip.reg_from": "门店扫码 公众号 老带新 抖音",
        "activity.act_name": "会员日 奶粉节 周年庆",
        "refund.rf_reason": "临期 破损 买错 不想要了",
    },
    "home": {
        "sale.channel": "Web|Store|Marketplace",
        "sale.country": "Germany|France|Italy|Spain",
        "sale.payment_type": "Card|PayPal|Invoice",
        "sale.delivery_option": "Standard|White Glove|Click and Collect",
        "article.article_name": "Fjord Sofa|Fjord Armchair|Oslo Dining Table|Lyng Bookcase|Nord Bed 160",
        "article.room": "Living Room|Bedroom|Dining Room|Office",
        "article.range_name": "Fjord|Oslo|Lyng|Nord",
        "article.material": "Oak|Walnut|Steel|Linen",
        "article.colour": "Natural|Black|White|Green",
        "article.supplier": "Holzwerk|Ateliers Dumas|Bianchi",
        "outlet.outlet_name": "Berlin Mitte|Paris Bercy|Milano Centro|Hamburg Altona",
        "outlet.outlet_city": "Berlin|Paris|Milan|Hamburg",
        "client.segment": "Private|Business|Designer",
        "client.loyalty_tier": "Basic|Plus|Premium",
        "return.return_reason": "Damaged|Too large|Colour differs",
        "level.depot": "Leipzig|Lyon",
    },
    "gym": {
        "order.store": "铁岭健旗舰店 铁岭健工厂店 铁岭健官方直播间",
        "order.prov": "广东 浙江 江苏 四川 辽宁",
        "sku.sku_code": "WP5-CH WP5-VA CR300 YM-8",
        "sku.sku_name": "乳清蛋白5磅巧克力 乳清蛋白5磅香草 肌酸300g 瑜伽垫8mm",
        "sku.taste": "巧克力 香草 草莓 原味",
        "sku.spec": "2磅装 5磅装 300g 8mm",
        "spu.spu_name": "乳清蛋白粉经典款 一水肌酸 防滑瑜伽垫 可调节哑铃",
        "spu.cate": "蛋白粉 补剂 器械",
        "spu.subcate": "乳清蛋白 植物蛋白 肌酸 瑜伽垫 哑铃",
        "spu.brand": "铁岭健 岭上",
        "user.age": "18-24岁 25-30岁 31-40岁",
        "user.user_from": "搜索 直播 达人种草 老带新",
        "refund.cause": "口味不好 包装破损 七天无理由",
        "promo_day.plan_name": "蛋白粉拉新 双11冲刺 搜索卡位",
        "promo_day.crowd": "健身人群 拉新人群",
        "behav.b_type": "浏览 收藏 加购 支付",
        "behav.terminal": "无线端 PC端",
        "behav.flow_from": "自然搜索 付费推广 直播间 购物车",
        "snap.wh": "嘉兴仓 沈阳仓",
    },
}


@cache
def stranger(name: str) -> Lexicon:
    """The lexicon of one of the shops."""
    values = {d: tuple(_split(members)) for d, members in _VALUES[name].items()}
    return build_lexicon(load(HERE / name), values)


def _split(members: str) -> list[str]:
    return members.split("|") if "|" in members else members.split()
