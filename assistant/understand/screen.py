"""What is turned away before anything is read: statements, markup, injections, other topics, PII."""

# ruff: noqa: E501 (tables of words read better whole)

import re

from assistant.understand.desk import Desk
from assistant.understand.normalise import fold, normalise
from assistant.understand.understanding import Understanding

_STATEMENT = re.compile(
    r"\b(?:drop|truncate|alter)\s+(?:table|database|view|schema)\b|\bdelete\s+from\b|\binsert\s+into\b"
    r"|\bupdate\s+\w+\s+set\b|\bselect\b.+\bfrom\b|\bunion\s+(?:all\s+)?select\b|\b(?:or|and)\s+'?1'?\s*=\s*'?1"
    r"|<\s*/?\s*(?:script|img|iframe|svg|html|body|a|div|style|b|i)\b|javascript:|\bpragma\b|\battach\s+'|\bcopy\s+\w+\s+to\b"
    r"|;\s*--|\$\{|\{\{|import os|os\.system|rm -rf|\bgrant\s+all\b|\bexec\s*\(|删库|(?:删除|删掉|清空|抹掉)(?:所有|全部|测试|这|那|订单|数据|表|客户|商品)"
    r"|把.{1,12}(?:改成|改为|设为|调成|改到)\s?\d|(?:修改|更改|篡改)(?:数据|订单|金额)"
)
_INJECTION = re.compile(
    r"ignore (?:all |the |any |your )*(?:previous|prior|above|earlier)|system prompt|忽略(?:之前|以上|前面|所有)|你的(?:提示词|系统提示)"
    r"|prompt injection|jailbreak|pretend (?:to be|you)|you are now|扮演|developer mode|reveal your|api[_ ]?key|密码|password"
)
_ELSEWHERE = re.compile(
    r"天气|气温|笑话|段子|写(?:一?[首篇段个])?(?:诗|代码|作文|文章|歌|小说|程序|故事|python|sql)|翻译|股价|股票|新闻|彩票|算命|星座|菜谱"
    r"|讲个故事|几点了|今天星期几|你是谁做的|谁是.{0,6}(?:总统|主席)|世界杯|电影|唱(?:首|个)?歌|陪我聊|人生的意义|做饭"
    r"|\bweather\b|\bjokes?\b|\bpoems?\b|\bwrite (?:me )?(?:a |an |some )?(?:python|code|program|script|essay|story|song|email|function)\b"
    r"|\btranslate\b|\brecipe\b|\bstock price\b|\bbitcoin\b|\bnews\b|\bworld cup\b|\bwho won\b|\bcapital of\b|\bpresident of\b|\bmovie\b|\bsing\b|\bmeaning of life\b"
    r"|\bwho (?:is|was) (?:the )?(?:president|ceo|king|queen)\b|\bfootball\b|\bwhat time is it\b|\bpython (?:code|script)\b"
)
_PERSONAL = re.compile(
    r"手机号|电话号|联系电话|联系方式|身份证|银行(?:账|卡)号|收货人|收件人|家庭住址|收货地址|微信号|真实姓名|phone numbers?|email address(?:es)?"
    r"|home address(?:es)?|credit cards?|id cards?|social security|bank accounts?|passport"
)


def screen(text: str, folded: str, desk: Desk) -> Understanding | None:
    """A refusal when the message is no question about the shop's figures, else None."""
    if _STATEMENT.search(folded):
        return desk.refuse("refuse.statement", "policy", desk.examples)
    if _INJECTION.search(folded):
        return desk.refuse("refuse.out_of_scope", "out_of_scope", desk.examples)
    personal = _PERSONAL.search(folded) or _personal_name(folded, desk)
    if personal:
        return desk.refuse("refuse.personal", "policy", desk.examples, words=personal[0])
    return None


def elsewhere(folded: str, desk: Desk) -> Understanding | None:
    """A refusal when a message without any figure of the shop is about something else."""
    if _ELSEWHERE.search(folded):
        return desk.refuse("refuse.out_of_scope", "out_of_scope", desk.examples)
    return None


def _personal_name(folded: str, desk: Desk) -> re.Match[str] | None:
    """The name of a personal dimension, unless it stands inside another word of the shop."""
    for match in _pii(desk).finditer(folded):
        around = folded[max(0, match.start() - 4) : match.end() + 4]
        longer = [w for w in desk.lexicon.phrases if match[0] in w and len(w) > len(match[0])]
        plain = {t.kind for w in longer if w in around for t in desk.lexicon.phrases[w]}
        if "value" not in plain:
            return match
    return None


_NEVER = re.compile(r"(?!)")
_PII_CACHE: dict[int, re.Pattern[str]] = {}


def _pii(desk: Desk) -> re.Pattern[str]:
    """The labels of the shop's own personal dimensions."""
    key = id(desk.lexicon)
    if key not in _PII_CACHE:
        _PII_CACHE.clear()
        words = {
            fold(normalise(word))
            for d in desk.lexicon.model.dimensions.values()
            if d.pii
            for word in (d.label.zh, d.label.en, *d.synonyms)
            if word and len(word) > 1
        }
        inside = "|".join(
            rf"\b{re.escape(w)}s?\b" if w.isascii() else re.escape(w)
            for w in sorted(words, key=len, reverse=True)
        )
        _PII_CACHE[key] = re.compile(inside) if inside else _NEVER
    return _PII_CACHE[key]
