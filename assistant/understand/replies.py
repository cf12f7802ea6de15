"""Answers at once: greetings, thanks, help, what there is, what a metric means, how fresh it is."""

# ruff: noqa: E501 (tables of words read better whole)

import re

from assistant.understand.arguments import reading_of
from assistant.understand.desk import Desk
from assistant.understand.normalise import fold
from assistant.understand.recall import last_call
from assistant.understand.rephrase import rephrase
from assistant.understand.understanding import Understanding
from semantic_layer.definitions import Metric
from semantic_layer.messages import keys, say

_TAIL = r"[\s,.!?~、啊呀呢吗哦哈了吧的啦嘛哟]*"
_GREETING = re.compile(
    rf"(?:你好|您好|哈喽|哈罗|嗨|早上好|上午好|中午好|下午好|晚上好|早安|早|在吗|在不在|有人吗|hi|hello|hey|hi there|hey there|hello there|good (?:morning|afternoon|evening)|morning){_TAIL}(?:问数|小助手|wenshu)?{_TAIL}"
)
_THANKED = r"(?:谢谢|多谢|感谢|谢了|谢啦|谢谢你|谢谢您|辛苦了|辛苦啦|thanks|thank you|thx|thanks a lot|thank you (?:very|so) much|many thanks|much appreciated|cheers)"
_THANKS = re.compile(
    rf"(?:(?:好的?|行|嗯+|可以|ok|okay|great|perfect|got it)[\s,.!]*)?{_THANKED}{_TAIL}(?:{_THANKED}{_TAIL})?"
    rf"|(?:太好了|很好|不错|明白了?|知道了|收到|好的?|行|嗯+|可以了?|懂了|了解了?|没事了?|没问题|算了|不用了|ok|okay|great|got it|cool|nice|perfect|never ?mind|no worries|sure|fine){_TAIL}"
)
_PRAISE = re.compile(
    rf"(?:你)?(?:真|好|太|很|挺)?(?:真?棒|厉害|聪明|牛|赞|优秀|6{{2,}}|给力|好用){_TAIL}|哈+{_TAIL}|(?:good job|well done|awesome|amazing|you(?:'re| are) (?:great|the best|awesome|amazing)|(?:ha)+|lol){_TAIL}"
)
_WRONG = re.compile(
    rf"(?:这个?|那个?|结果|数据?|你)?(?:好像|是不是|都|算|说)?(?:不对|错了|有误|不准|不太对|有问题|不是这个|搞错了?|弄错了?|笨|真笨|好笨|太笨|答非所问){_TAIL}"
    rf"|(?:that(?:'s| is)|this is|it(?:'s| is))? ?(?:wrong|not right|incorrect|not what i (?:asked|meant|wanted)){_TAIL}"
)
_BYE = re.compile(
    rf"(?:{_THANKED}{_TAIL})?(?:再见|拜拜|回见|晚安|下次(?:再)?见|明天见|走了|下班了|bye(?: bye)?|goodbye|good night|see you(?: later| tomorrow)?|that(?:'s| is) all){_TAIL}(?:{_THANKED}{_TAIL})?"
)
_SELF = re.compile(
    rf"你(?:到底)?(?:是谁|叫(?:什么|啥)(?:名字?)?|是(?:什么|啥|哪个)(?:模型|ai|机器人|东西|软件|系统)?|是(?:不是)?(?:gpt|chatgpt|deepseek|机器人|ai|人工智能|真人|人|大模型|文心一言|通义千问|kimi|豆包)|是谁(?:做|开发|创造|造|写|设计)的?(?:出来)?的?|是哪(?:家|个)公司(?:做|开发)?的?|(?:背后)?用的?(?:是)?(?:什么|哪个)(?:大)?模型|的名字(?:是什么)?)(?:吗|还是人)?{_TAIL}"
    rf"|谁(?:做|开发|创造|造|写|设计)(?:了|出)?(?:的)?你(?:的)?{_TAIL}|自我介绍(?:一下)?{_TAIL}"
    rf"|(?:who|what) are you{_TAIL}|what(?:'s| is) your name{_TAIL}|who (?:made|built|created|developed|trained|wrote|owns) you{_TAIL}|are you (?:a |an )?(?:bot|robot|human|person|ai|chatgpt|gpt|llm|language model|real)(?: person)?{_TAIL}|(?:what|which) (?:llm |language |ai )?model (?:are you|do you use){_TAIL}"
)
_HELP = re.compile(
    rf"(?:帮助|help|怎么用|如何使用|使用说明|你(?:都)?(?:能|可以|会)(?:做|干|帮我做|查|问|回答|看)?(?:些)?什么|你会(?:做)?什么|我(?:能|可以)(?:问|查|看)(?:些)?什么|你是干什么的|你是做什么的|有(?:什么|哪些)功能|有什么用|怎么(?:问|提问)|有(?:什么|哪些)数据(?:可以(?:看|查|问))?|"
    rf"能问什么|可以问什么|介绍一下(?:你)?自己|what can you do(?: for me)?|what can i ask(?: you)?|how do(?:es)? (?:this|it|you) work|how (?:to|do i) use(?: this| it| you)?|what do you do|what data do you have){_TAIL}"
)
_METRICS = re.compile(
    rf"(?:请问|你们?|现在|目前|都)*(?:有(?:哪些|什么)(?:可用的?|可查的?)?(?:指标|数据指标)(?:可(?:以)?(?:查|看|问))?|(?:指标|所有指标)(?:列表|清单|有哪些)?|(?:能|可以)(?:查|看|问)(?:哪些|什么)(?:指标|数据)|支持哪些指标|列出(?:所有|全部)?指标"
    rf"|(?:what|which|list|show)(?: all| the| me| available)* metrics(?: (?:are there|do you have|can i (?:use|see|ask)|are available|exist))?|metrics){_TAIL}"
)
_DIMENSIONS = re.compile(
    rf"(?:请问|你们?|现在|目前|都)*(?:有(?:哪些|什么)(?:可用的?)?维度|维度(?:列表|有哪些)?|(?:能|可以)按(?:哪些|什么)(?:维度)?(?:拆|看|分|分析|拆分)?|支持哪些维度|列出(?:所有|全部)?维度"
    rf"|(?:what|which|list|show)(?: all| the| me| available)* dimensions(?: (?:are there|do you have|can i use|are available))?|dimensions){_TAIL}"
)
_FRESH = re.compile(
    rf"(?:数据|报表)?(?:的)?(?:更新|截止|截至|同步)(?:到|至|时间|日期)?(?:是)?(?:哪天|什么时候|哪一天|几号|多久|哪里|何时|了吗){_TAIL}|(?:数据)(?:是)?(?:最新|新鲜|到)(?:到)?(?:哪天|什么时候|哪一天|几号)?{_TAIL}"
    rf"|数据(?:是)?(?:不是)?实时(?:的|更新)?(?:吗|么)?{_TAIL}|(?:最近|最新|现在)的?数据是(?:什么时候|哪天|几号|哪一天)的?{_TAIL}|(?:多久|什么时候|几点)(?:更新|同步)(?:一次)?(?:数据)?{_TAIL}"
    rf"|(?:is (?:the|your) data (?:real[ -]?time|live|up to date|current)|how often is (?:the|your) data updated|when was the last update|what is the latest data){_TAIL}"
    rf"|最新(?:的)?数据(?:是|到)?(?:哪天|什么时候|哪一天|几号){_TAIL}|数据(?:范围|从什么时候开始|有多久|覆盖(?:哪段|什么)时间){_TAIL}"
    rf"|(?:how (?:fresh|recent|up to date|current) is (?:the|your) data|when was the data (?:last )?updated|data (?:until|through|as of) when|what(?:'s| is) the (?:latest|last) (?:date|day)(?: of data| in the data)?|what dates? (?:range )?does the data cover|what is the date range){_TAIL}"
)
_DEFINITION = re.compile(
    r"(?:请问|什么是|啥是|解释(?:一下|下)?|说明(?:一下)?)?(?P<a>.+?)(?:这个?指标)?(?:在电商里)?(?:一般|是|到底|具体)*(?:怎么算(?:的|出来的)?|怎样计算的?|如何计算的?|怎么计算的?|怎么统计的?|如何统计的?|怎么定义的?|如何定义的?"
    r"|的?(?:定义|口径|公式|计算方式|计算口径|统计口径|计算公式|含义|意思)(?:是(?:什么|啥))?|是什么意思|什么意思|是啥意思|是什么(?:指标|口径)?|指什么|怎么理解|如何理解|代表什么)[\s?!.呢啊]*"
    r"|(?:什么是|啥是|什么叫)(?P<b>.+?)[\s?!.呢啊]*"
    r"|(?:what does|how do you define) (?P<c>.+?)(?: mean)?[\s?.!]*|how (?:is|are|do you) (?:the )?(?P<d>.+?) (?:calculated|computed|defined|measured)[\s?.!]*"
    r"|how do you (?:calculate|compute|measure) (?:the )?(?P<f>.+?)[\s?.!]*|(?:what is the |what's the )?(?:definition|meaning|formula) (?:of|for) (?:the )?(?P<e>.+?)[\s?.!]*|define (?P<g>.+?)[\s?.!]*"
)
_DIFFERENCE = re.compile(
    r"(?:请问|解释(?:一下|下)?)?(?P<a>.+?)(?:和|跟|与|同|、)(?P<b>.+?)(?:之间)?(?:到底)?(?:有什么|有啥|有何|的|是什么|啥)?(?:区别|不同|差别|差异|不一样|两样)(?:在哪里?|是什么|是啥|吗)?[\s?!.呢啊]*"
    r"|(?:what(?:'s| is) the difference between|difference between|how do) (?:the )?(?P<c>.+?) (?:and|vs|from) (?:the )?(?P<d>.+?)(?: differ)?[\s?.!]*"
    r"|how (?:is|does) (?:the )?(?P<e>.+?) (?:different|differ) from (?:the )?(?P<f>.+?)[\s?.!]*"
)
_ABOUT = re.compile(
    rf"(?:请问)?(?:有(?:哪些|什么)|(?:能|可以)(?:查|看)(?:哪些|什么)|列出|看看)(?:和|跟|与|关于)?(?P<a>.{{1,10}}?)(?:相关|有关|方面|类)?的?(?:指标|数据指标){_TAIL}|(?:和|跟|与|关于)?(?P<b>.{{1,10}}?)(?:相关|有关|方面|类)?的?指标(?:有(?:哪些|什么)|都有(?:哪些|什么)){_TAIL}"
    rf"|(?:what|which|list|show)(?: all| the| me)* (?P<c>[a-z ]{{2,24}}?) metrics(?: (?:are there|do you have|can i (?:use|see|ask)|are available|exist))?{_TAIL}"
)
_TALK = (
    (_GREETING, "reply.greeting"),
    (_THANKS, "reply.thanks"),
    (_PRAISE, "reply.praise"),
    (_BYE, "reply.bye"),
    (_SELF, "reply.self"),
)


def reply(folded: str, desk: Desk) -> Understanding | None:
    """The ready answer to a message that asks for no figures, else None."""
    for pattern, key in _TALK:
        if pattern.fullmatch(folded):
            return desk.reply(key, shop=_shop(desk), example=desk.examples[0])
    if _WRONG.fullmatch(folded):
        return _wrong(desk)
    if _HELP.fullmatch(folded):
        return _help(desk)
    if _METRICS.fullmatch(folded):
        return desk.reply("reply.metrics", names=_metric_names(desk))
    if _DIMENSIONS.fullmatch(folded):
        return desk.reply("reply.dimensions", names=_dimension_names(desk))
    if _FRESH.fullmatch(folded):
        return desk.reply("reply.freshness", **_dates(desk))
    return _about(folded, desk) or _difference(folded, desk) or _definition(folded, desk)


def _wrong(desk: Desk) -> Understanding:
    """Something was not right: what was read, and how to change it."""
    turn = last_call(desk)
    if turn is None or turn.call is None:
        return desk.reply("reply.wrong", example=desk.examples[0])
    read = rephrase(reading_of(turn.call.arguments, desk.lexicon), desk.lexicon, desk.lang)
    return desk.reply("reply.wrong_before", question=read)


def _about(folded: str, desk: Desk) -> Understanding | None:
    """有哪些退款指标: the metrics of that group, or with that word in a name."""
    match = _ABOUT.fullmatch(folded)
    word = next((g for g in match.groups() if g), "").strip() if match else ""
    shown = [m for m in desk.lexicon.model.metrics.values() if not m.hidden]
    named = [m for m in shown if word and _of_group(word, m.group, desk)]
    named = named or [m for m in shown if word and any(word in fold(w) for w in _words(m))]
    return desk.reply("reply.metrics", names=_listed(named, desk)) if named else None


def _of_group(word: str, group: str, desk: Desk) -> bool:
    known = (group, _group(group, desk).lower())
    return bool(group) and word.removesuffix("s") in (k.removesuffix("s") for k in known)


def _words(metric: Metric) -> tuple[str, ...]:
    return (metric.label.zh, metric.label.en, *metric.synonyms)


def _group(group: str, desk: Desk) -> str:
    """The name of a group of metrics; the shop's own word for one that has none."""
    key = f"group.{group}"
    return say(key, desk.lang) if key in keys() else group


def _listed(metrics: list[Metric], desk: Desk) -> str:
    comma = "、" if desk.lang == "zh" else ", "
    return comma.join(m.label.get(desk.lang) for m in metrics)


def _difference(folded: str, desk: Desk) -> Understanding | None:
    """客单价和笔单价有什么区别: both definitions."""
    match = _DIFFERENCE.fullmatch(folded)
    words = [g.strip() for g in match.groups() if g] if match else []
    names = [name for word in words for name in _named(word, desk)]
    return _texts(" / ".join(words), names, desk) if len(set(names)) > 1 else None


def _shop(desk: Desk) -> str:
    return desk.lexicon.model.label.get(desk.lang)


def _dates(desk: Desk) -> dict[str, str]:
    clock = desk.clock
    return {"first": str(clock.first_day), "last": str(clock.last_day), "today": str(clock.today)}


def _help(desk: Desk) -> Understanding:
    model = desk.lexicon.model
    shown = sum(1 for m in model.metrics.values() if not m.hidden)
    homes = sum(1 for d in model.dimensions.values() if not d.same_as and not d.pii)
    return desk.reply(
        "reply.help", shop=_shop(desk), metrics=str(shown), dimensions=str(homes),
        example=desk.examples[0], **_dates(desk),
    )  # fmt: skip


def _metric_names(desk: Desk) -> str:
    """All metrics, a line for each group."""
    shown = [m for m in desk.lexicon.model.metrics.values() if not m.hidden]
    groups = list(dict.fromkeys(m.group for m in shown))
    if len(groups) < 2:
        return _listed(shown, desk)
    colon = "：" if desk.lang == "zh" else ": "
    lines = (
        _group(g, desk) + colon * bool(g) + _listed([m for m in shown if m.group == g], desk)
        for g in groups
    )
    return "\n" + "\n".join(lines)


def _dimension_names(desk: Desk) -> str:
    comma = "、" if desk.lang == "zh" else ", "
    dims = desk.lexicon.model.dimensions.values()
    names = [d.label.get(desk.lang) for d in dims if not d.same_as and not d.pii and not d.is_time]
    return comma.join(dict.fromkeys(names))


def _definition(folded: str, desk: Desk) -> Understanding | None:
    match = _DEFINITION.fullmatch(folded)
    word = next((g for g in match.groups() if g), "").strip() if match else ""
    names = _named(word, desk)
    return _texts(word, names, desk) if names else None


def _named(word: str, desk: Desk) -> list[str]:
    """The metrics that a word may mean."""
    targets = desk.lexicon.phrases.get(word.strip("\"' "), ())
    names = list(dict.fromkeys(t.name for t in targets if t.kind == "metric"))
    for term in (t for t in targets if t.kind == "term"):
        names += [c for c in _choices(desk, term.name) if c not in names]
    return names


def _texts(word: str, names: list[str], desk: Desk) -> Understanding:
    metrics = [desk.lexicon.model.metrics[n] for n in names]
    if len(metrics) == 1:
        metric = metrics[0]
        formula = metric.formula if metric.formula.zh or metric.formula.en else metric.description
        return desk.reply(
            "reply.definition",
            label=metric.label.get(desk.lang),
            formula=formula.get(desk.lang),
            metric=metric.name,
        )
    texts = "\n".join(f"{m.label.get(desk.lang)}：{m.formula.get(desk.lang)}" for m in metrics)
    return desk.reply("reply.definition", label=word, formula="\n" + texts, metric=",".join(names))


def _choices(desk: Desk, name: str) -> list[str]:
    model = desk.lexicon.model
    term = next(t for t in model.terms if t.name == name)
    return [c for c in term.choices if c in model.metrics]
