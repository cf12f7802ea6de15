"""Counted things in a text: 多少件, 几场, how many customers, and numbers beside a noun: 七个店."""

import re
from collections.abc import Iterator

from assistant.understand.numerals import ENGLISH, count
from assistant.understand.spans import Span

# A measure word and the counting word of a metric that it may stand for.
MEASURES = {
    "件": "件", "双": "件", "套": "件", "瓶": "件", "盒": "件", "支": "件", "包": "件", "箱": "件",
    "单": "单", "笔": "单", "人": "人", "个人": "人", "位": "人", "名": "人", "场": "场",
    "次": "次", "张": "张", "款": "款", "条": "条", "杯": "件", "袋": "件", "罐": "件", "桶": "件",
    "份": "件", "台": "件", "把": "件", "本": "件", "只": "件", "根": "件", "颗": "件", "束": "件",
    "units": "件", "items": "件", "pieces": "件", "pcs": "件", "unit": "件",
    "orders": "单", "transactions": "单", "purchases": "单",
    "people": "人", "customers": "人", "buyers": "人", "shoppers": "人", "users": "人",
    "clients": "人", "persons": "人", "live sessions": "场", "sessions": "场", "streams": "场",
    "人数": "人", "数": "人", "小时": "小时", "hours": "小时", "多久": "小时", "多长时间": "小时",
    "多少时间": "小时", "几个小时": "小时",
    "多少小时": "小时", "多少个小时": "小时", "how long": "小时", "how much time": "小时",
}  # fmt: skip
_ZH = "|".join(
    sorted((m for m in MEASURES if not m.isascii() and m != "数"), key=len, reverse=True)
)
_EN = "|".join(sorted((m for m in MEASURES if m.isascii()), key=len, reverse=True))
_COUNTED = re.compile(
    rf"(?:有)?(?:多少|几)(?P<zh>{_ZH})(?:货|东西|单子|订单|子)?(?!价|均|率)"
    r"|(?:有)?(?:多少|几)个?(?P<zh2>小时)(?!内)|(?<![a-z])how many (?P<en2>hours)(?![a-z])"
    r"|(?P<zr>单|人|件)(?=最[多少])|(?P<zs>单|笔|件|场|张)数(?![据字码])"
    r"|(?:会员|客户|顾客|用户|买家)(?P<zp>人?数)(?![据字码])"
    r"|(?P<hz>多久|多长时间|多少时间|几个小时|多少个?小时)(?!内)"
    r"|(?<![a-z])(?P<he>how long|how much time)(?![a-z])"
    rf"|(?<![a-z])(?:how many|number of) (?P<en>{_EN})(?![a-z])"
)
_NUMBERED = re.compile(
    r"[这那]?(?:(?P<zh>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:大|个|款|家|位|名|种|类|条)|几(?:大|个|款|家|位|种|类))"
    rf"|(?<![a-z0-9.,-])(?P<en>\d{{1,2}}|{'|'.join(ENGLISH)})(?= [a-z])"
)


def counted(folded: str) -> Iterator[Span]:
    """Spans of kind `counted`; `detail` is the counting word that a metric would have."""
    for match in _COUNTED.finditer(folded):
        word = next(g for g in match.groups() if g)
        yield Span(match.start(), match.end(), "counted", match[0], detail=MEASURES[word])


def numbered(folded: str) -> Iterator[Span]:
    """Cues of the class `number` with the number; 0 for 几个."""
    for match in _NUMBERED.finditer(folded):
        said = match["zh"] or match["en"]
        number = count(said) if said else 0
        if number is not None:
            yield Span(match.start(), match.end(), "cue", match[0], cues=(("number", str(number)),))
