"""Brings a message into one form: half-width, simplified, without invisible characters.

Case is kept, since short codes match in exact case only; `fold` gives the lower-case twin of
equal length.
"""

import re
import unicodedata

_TRADITIONAL = (
    "萬億銷額單價數佔轉變動進貨訂購買賣點擊率熱門類別種產顧戶會員實際應該哪個這麼樣們與為時間週末當"
    "環同較對於從後與內開關閉發貨達標準總計劃圖線條狀餅趨勢長降幅漲跌東西華廣蘇滬臺灣貓寶雙節慶國際"
    "請問幫給說讓見現無過還將來個幾歲齡範圍區縣鄉鎮鋪店號碼質優劣評論級鑽黃銀藍綠紅黑紫裝鞋襪褲裙"
    "飾護膚潔淨體驗覽詢諮費稅賬帳兩隻雙淘寶抖運輸倉庫缺補斷壓滯爆連帶復購頻頁離載測試結果報導項"
    "傳統簡繁體歷史預測異常僅隻沒從嗎呢誰麵並且據庫換裡裏覺歡聯繫頭腦層網絡遊戲資訊"
    "訪瀏減則處適歸營業務齊獲誤積組織製響檢視氣笑話寫詩間隔約滿值訊註冊親媽帥愛訴麻煩謝"
)
_SIMPLIFIED = (
    "万亿销额单价数占转变动进货订购买卖点击率热门类别种产顾户会员实际应该哪个这么样们与为时间周末当"
    "环同较对于从后与内开关闭发货达标准总计划图线条状饼趋势长降幅涨跌东西华广苏沪台湾猫宝双节庆国际"
    "请问帮给说让见现无过还将来个几岁龄范围区县乡镇铺店号码质优劣评论级钻黄银蓝绿红黑紫装鞋袜裤裙"
    "饰护肤洁净体验览询咨费税账账两只双淘宝抖运输仓库缺补断压滞爆连带复购频页离载测试结果报导项"
    "传统简繁体历史预测异常仅只没从吗呢谁面并且据库换里里觉欢联系头脑层网络游戏资讯"
    "访浏减则处适归营业务齐获误积组织制响检视气笑话写诗间隔约满值讯注册亲妈帅爱诉麻烦谢"
)
_PUNCTUATION = str.maketrans({
    "，": ",", "。": ".", "？": "?", "！": "!", "：": ":", "；": ";", "（": "(", "）": ")",
    "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"',
    "【": "(", "】": ")", "《": '"', "》": '"', "～": "~", "—": "-", "–": "-", "－": "-",
    "…": ".", "％": "%", "￥": "¥", "\u3000": " ", "／": "/", "＞": ">", "＜": "<", "＝": "=",
})  # fmt: skip
_MAP = str.maketrans(dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)))
_CJK = "\u3400-\u9fff\uf900-\ufaff"
_GAP = re.compile(
    rf"(?<=[{_CJK}]) +(?=\d)|(?<=\d) +(?=[{_CJK}])"
    rf"|(?<=[{_CJK}]) +(?=[到至~-])|(?<=[到至~-]) +(?=[{_CJK}])"
)
_HOW_MUCH = re.compile(r"(?<=[,、和及])(?=多少钱(?:[,?.!]|$))")
_ONCE_MORE = re.compile(r"再上一?个?(?=[周月年]|季度|星期|礼拜)")
_POSSESSIVE = re.compile(r"(?<=[a-z]s)'(?= [a-z])")
_SPACES = re.compile(r"\s+")
_LETTER_JOIN = re.compile(r"(?<=[a-z])[-_](?=[a-z])")
_CJK_CHAR = re.compile(f"[{_CJK}]")
_ENGLISH_GLUE = re.compile(r"(?i)\b(?:of|by|last|for|in|the|what|how|show|and|from|with)\b")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def normalise(text: str) -> str:
    """The text in half-width, simplified characters, without invisible ones and needless spaces."""
    text = unicodedata.normalize("NFKC", text)
    kept = (
        " " if c in "\t\r\n\u2028\u2029" or unicodedata.category(c) == "So" else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Cc", "Mn", "Co", "Cs") or c in "\t\r\n"
    )
    text = "".join(kept).translate(_PUNCTUATION).translate(_MAP)
    text = _HOW_MUCH.sub("卖了", _POSSESSIVE.sub("", text))  # 卖了多少件,多少钱: two measures
    text = _ONCE_MORE.sub("上上", text)
    return _GAP.sub("", _SPACES.sub(" ", text)).strip()


def fold(text: str) -> str:
    """Lower case, letters joined by a hyphen or underscore read as two words; same length."""
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _LETTER_JOIN.sub(" ", lowered)


def detect_language(text: str) -> str:
    """`zh` when the text holds Chinese characters, else `en` when it holds words, else `zh`.

    An English sentence that quotes one Chinese name stays English.
    """
    chinese = len(_CJK_CHAR.findall(text))
    words = len(_LATIN_WORD.findall(text))
    if not chinese:
        return "en" if words else "zh"
    return "en" if words >= chinese and _ENGLISH_GLUE.search(text) else "zh"
