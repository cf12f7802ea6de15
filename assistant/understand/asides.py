"""Short messages about the last answer: export it, undo, why, who are they, without a part of it."""

# ruff: noqa: E501 (tables of words read better whole)

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.understand.arguments import reading_of
from assistant.understand.complete import complete
from assistant.understand.desk import Desk
from assistant.understand.reading import Condition, Reading, Threshold
from assistant.understand.recall import (
    call_before,
    held_slots,
    last_call,
    nth_member,
    place_asked,
    unranked,
)
from assistant.understand.rephrase import rephrase
from assistant.understand.understanding import Call, Understanding
from assistant.understand.why import explained
from semantic_layer.query import TIME_STEPS

_TAIL = r"[\s,.!?~、啊呀呢吗哦哈了吧]*"
_POLITE = r"(?:请|麻烦|帮我|帮忙|给我|能不能|可以|把(?:它|这个|这些|这张表|这个表|数据|结果|表格?)|please |can you |could you )*"
_EXPORT = re.compile(
    rf"{_POLITE}(?:导出|下载|存成|存为|导成|导|输出|要|来|给)?(?:来|一下|下来|一份|个|成|为|到)*(?:它|这个|这些|这张表|数据|结果)?(?:csv|excel|表格文件|xlsx)(?:文件|格式|表)?(?:给我)?{_TAIL}"
    rf"|{_POLITE}(?:导出|下载|导)(?:来|一下|下来|一份|给我|出来)*(?:它|这个|这些|这张表|这个表|表格?|数据|结果|全部|明细表)?(?:给我)?{_TAIL}"
    rf"|{_POLITE}(?:export|download|save)(?:一下|出来|给我)*(?: (?:it|this|that|the (?:table|data|result|results|answer)|them))?(?: (?:as|to|in) (?:a |an )?(?:csv|excel|spreadsheet|file)(?: file)?)?(?: please)?{_TAIL}"
    rf"|{_POLITE}(?:give me |send me |get |as )?(?:the |a )?(?:csv|excel)(?: file)?(?: please)?{_TAIL}"
)
_UNDO = re.compile(
    rf"(?:恢复|还原|撤销|撤回|回退|返回|退回去?|回到上一(?:步|个|问)|上一步|恢复原样|改回(?:来|去)|变回(?:来|去)|还是刚才的?)(?:一下)?(?:刚才的|之前的|原来的)?{_TAIL}"
    rf"|(?:undo|revert|go back|restore|back|reset that|undo that|put it back){_TAIL}"
)
_WHY = re.compile(
    rf"(?:那|那么|这|这个|它|这是|那是)?(?:是)?(?:为什么|为啥|为何|怎么回事|咋回事|什么原因|原因是什么|原因呢|啥原因|为什么会?(?:这样|这么[高低多少])|为(?:什么|啥)(?:会)?(?:突然)?(?:涨|跌|升|降|下降|上涨|下滑|增长|减少|变[高低多少])(?:了|这么多|得这么[多狠快])*){_TAIL}"
    rf"|(?:but |and |so )?(?:why|how come|what(?:'s| is) the reason|what happened)(?: is (?:that|it|this)(?: so \w+)?| did (?:it|that|this) \w+(?: so much)?)?{_TAIL}"
)
_WHO = re.compile(
    rf"(?:那|那么)?(?:[她他它]们|这些人|那些人|这批人|这些(?:客户|买家|会员|顾客|用户)|那些(?:客户|买家|会员|顾客|用户))?(?:都|分别|具体)*(?:是|有)(?:谁|哪些(?:人|客户|买家|会员)?|哪几(?:个|位)(?:人|客户)?|哪些人)(?:呀|啊|呢)?{_TAIL}"
    rf"|(?:and )?(?:who are (?:they|these(?: customers| people| buyers)?|those(?: customers| people| buyers)?)|which customers(?: are (?:they|these|those))?){_TAIL}"
)
_WHOLE = re.compile(
    rf"(?:那|那么)?(?:只?看|要)?(?:总的|总数|总体|整体|合计|汇总|总计)(?:的|看看|就行|是多少)?{_TAIL}|(?:不用?|别|不要)(?:再)?(?:按\S{{1,6}})?(?:拆分?|分组|细分|分)(?:开)?(?:看)?{_TAIL}"
    rf"|(?:and |what about |just |only |show |back to )*(?:the )?(?:total|overall)(?: only)?{_TAIL}|(?:don't|do not|no) (?:split|break ?down|grouping)(?: it)?{_TAIL}"
)
_UNFILTERED = re.compile(
    rf"(?:取消|去掉|清除|清空|不要|不加)(?:所有|全部)?(?:的)?(?:筛选|过滤|条件|限制)(?:条件)?{_TAIL}|不(?:筛选|限制|过滤){_TAIL}"
    rf"|(?:remove|drop|clear|without|no)(?: all)?(?: the)? (?:filters?|conditions?){_TAIL}"
)
_UNCOMPARED = re.compile(
    rf"(?:不用?|别|不要|取消|去掉)(?:再)?(?:对比|比较|比|环比|同比)(?:和(?:环比|同比))?{_TAIL}"
    rf"|(?:remove|drop|without|no)(?: the)? comparison{_TAIL}"
)
_DROP = re.compile(
    rf"(?:把)?(?:去掉|去除|删掉|删除|移除|拿掉|不看|不要|不含|剔除|排除)(?P<a>.+?)(?:吧|了|呢)?{_TAIL}|把?(?P<b>.+?)(?:去掉|拿掉|删掉|剔除|排除|除外|不要)(?:吧|了)?{_TAIL}"
    rf"|(?:drop|remove|take out|leave out|without|exclude|hide|no)(?: the)? (?P<c>.+?){_TAIL}"
)
_BACK = re.compile(
    rf"(?:恢复|加回|补回|放回|把)(?P<a>.+?)(?:也)?(?:加回来|放回来|放回去|补回来)?{_TAIL}|(?P<b>.+?)(?:加回来|放回来|放回去|补回来){_TAIL}"
    rf"|(?:put|add|bring) (?P<c>.+?) back(?: in)?{_TAIL}|include (?P<d>.+?) again{_TAIL}"
)
_OTHERS = re.compile(
    rf"(?:那|那么)?(?:其他|其它|别的|剩下|其余|另外)(?:的)?(?:几个|几家|那些)?(?P<a>\S{{1,6}}?)?(?:的|都)?(?:怎么样|咋样|是多少|多少)?{_TAIL}"
    rf"|(?:and |what about |how about )*the (?:others|rest|other (?P<b>[a-z ]+?)){_TAIL}"
)
_MOST_PEOPLE = 20


def aside(folded: str, desk: Desk) -> Understanding | None:
    """The answer to a message that only makes sense after another; None for any other message."""
    found = next((act for pattern, act in _ACTS if pattern.fullmatch(folded)), None)
    place = place_asked(folded)
    if found is None and place is None:
        return _edited(folded, desk)
    if last_call(desk) is None:
        return None
    if place is not None:
        return _nth(place, desk)
    return found(folded, desk) if found else None


def _last(desk: Desk) -> Reading:
    turn = last_call(desk)
    return reading_of(turn.call.arguments if turn and turn.call else {}, desk.lexicon)


def _again(call: Call, desk: Desk, **more: str) -> Understanding:
    reading = reading_of(call.arguments, desk.lexicon)
    plain = complete(reading, desk, confidence=0.95)
    return replace(plain, calls=(call,), then=None, **more) if plain.calls else plain  # type: ignore[arg-type]


def _export(folded: str, desk: Desk) -> Understanding | None:
    """The table of the last answer as a file."""
    turn = last_call(desk)
    return _again(turn.call, desk, show="csv") if turn and turn.call else None


def _undo(folded: str, desk: Desk) -> Understanding | None:
    """The call that stood before the last change."""
    call = call_before(desk)
    if call is None or call.tool != "metrics":
        return desk.ask("ask.nothing_before", desk.examples)
    again = _again(call, desk)
    return replace(again, assumed=(*again.assumed, ("assumed.restored", ())))


def _why(folded: str, desk: Desk) -> Understanding | None:
    turn = last_call(desk)
    shown = explained(_last(desk), folded, desk, turn.change if turn else 0)
    return (
        replace(shown, then=turn.call, kept=("metrics", "where", "time"))
        if shown and turn
        else None
    )


def _who(folded: str, desk: Desk) -> Understanding | None:
    """The customers behind the last figure, one line each."""
    reading = _last(desk)
    people = _people(reading.metrics[0], desk) if reading.metrics else ""
    if not people:
        return desk.ask("ask.this", (rephrase(reading, desk.lexicon, desk.lang),), words=folded)
    model = desk.lexicon.model
    counted = reading.metrics[0]
    default = model.default_metric
    also = (
        [default]
        if default and default != counted and desk.lexicon.reaches(default, people)
        else []
    )
    unranked(reading)
    reading.metrics = [*also, counted]
    reading.by, reading.compare, reading.share, reading.chart = [people], [], False, ""
    reading.having = [Threshold(counted, ">", (0,))]
    reading.limit, reading.direction, reading.order_metric = (
        _MOST_PEOPLE,
        "-",
        (also or [counted])[0],
    )
    label = desk.lexicon.label(people, desk.lang)
    reading.assumed.append(("assumed.people", {"members": label}))
    return complete(reading, desk, confidence=0.85, kept=("where", "time"))


def _people(metric: str, desk: Desk) -> str:
    """The dimension that names the shop's customers one by one, where the metric reaches it."""
    concept = desk.lexicon.model.concept("customer")
    entity = concept.get("entity") if concept else ""
    for dimension in desk.lexicon.model.dimensions.values():
        entities = desk.lexicon.model.tables[dimension.table].entities
        keys = {c for e in entities if e.kind == "primary" and e.name == entity for c in e.columns}
        if dimension.expr in keys and desk.lexicon.reaches(metric, dimension.id):
            return dimension.id
    return ""


def _nth(place: int, desk: Desk) -> Understanding:
    reading = nth_member(place, desk)
    if reading is not None:
        return complete(reading, desk, confidence=0.85, kept=("metrics", "where", "time"))
    return desk.ask("ask.no_such_place", (_question(_last(desk), desk),), number=str(abs(place)))


def _question(reading: Reading, desk: Desk) -> str:
    return rephrase(reading, desk.lexicon, desk.lang)


def _whole(folded: str, desk: Desk) -> Understanding | None:
    reading = _last(desk)
    reading.by, reading.share, reading.having, reading.chart = [], False, [], ""
    unranked(reading)
    return _changed(reading, "by", desk)


def _unfiltered(folded: str, desk: Desk) -> Understanding | None:
    reading = _last(desk)
    reading.where = []
    return _changed(reading, "where", desk)


def _uncompared(folded: str, desk: Desk) -> Understanding | None:
    reading = _last(desk)
    reading.compare = []
    if reading.order_change:
        unranked(reading)
    return _changed(reading, "compare", desk)


def _changed(reading: Reading, slot: str, desk: Desk) -> Understanding:
    kept = tuple(s for s in held_slots(reading) if s != slot)
    return complete(reading, desk, confidence=0.9, kept=kept)


def _edited(folded: str, desk: Desk) -> Understanding | None:
    """去掉退款率, drop JD, 京东加回来: one part of the last question goes or comes back."""
    if last_call(desk) is None:
        return None
    for pattern, act in ((_DROP, _without), (_BACK, _with_again), (_OTHERS, _others)):
        match = pattern.fullmatch(folded)
        word = next((g for g in match.groups() if g), "").strip() if match else ""
        done = act(word, desk) if match and (word or act is _others) else None
        if done is not None:
            return done
    return None


def _without(word: str, desk: Desk) -> Understanding | None:
    """Without a metric, a group or a member of the last question."""
    reading, targets = _last(desk), desk.lexicon.phrases.get(word, ())
    terms = {t.name for t in targets if t.kind == "term"}
    names = {t.name for t in targets if t.kind == "metric"}
    names |= {c for t in desk.lexicon.model.terms if t.name in terms for c in t.choices}
    gone = [m for m in reading.metrics if m in names]
    if gone and len(reading.metrics) > len(gone):
        reading.metrics = [m for m in reading.metrics if m not in names]
        reading.having = [t for t in reading.having if t.metric not in names]
        reading.order_metric = "" if reading.order_metric in names else reading.order_metric
        return _changed(reading, "metrics", desk)
    groups = {t.name for t in targets if t.kind == "dimension"}
    if groups & set(reading.by):
        reading.by = [b for b in reading.by if b not in groups]
        return _changed(reading, "by", desk)
    return _without_member(reading, word, desk)


def _without_member(reading: Reading, word: str, desk: Desk) -> Understanding | None:
    found = [t.member for t in desk.lexicon.phrases.get(word, ()) if t.kind == "value" and t.member]
    held = [c for c in reading.where if c.op == "in" and any(m in c.members for m in found)]
    if held:
        _take(held[0], found, reading)
        return _changed(reading, "where", desk)
    grouped = [m for m in found if m.dimension in reading.by]
    chosen = (grouped or found) if len({m.dimension for m in grouped or found}) == 1 else []
    if not chosen:
        return None
    metric, home = reading.metrics[0] if reading.metrics else "", chosen[0].dimension
    if not metric or not all(desk.lexicon.reaches(m, home) for m in reading.metrics):
        return None
    old = next((c for c in reading.where if (c.dimension, c.op) == (home, "not_in")), None)
    members = (*(old.members if old else ()), chosen[0])
    reading.where = [c for c in reading.where if c is not old]
    reading.where.append(Condition(home, "not_in", tuple(dict.fromkeys(members))))
    return _changed(reading, "where", desk)


def _with_again(word: str, desk: Desk) -> Understanding | None:
    """A member that was left out comes back."""
    reading = _last(desk)
    found = [t.member for t in desk.lexicon.phrases.get(word, ()) if t.kind == "value" and t.member]
    held = [c for c in reading.where if c.op == "not_in" and any(m in c.members for m in found)]
    if not held:
        return None
    _take(held[0], found, reading)
    return _changed(reading, "where", desk)


def _others(word: str, desk: Desk) -> Understanding | None:
    """那其他渠道呢: all members but the one that was asked for, side by side."""
    reading = _last(desk)
    targets = desk.lexicon.phrases.get(word, ()) if word else ()
    named = {t.name for t in targets if t.kind == "dimension"}
    held = [c for c in reading.where if c.op == "in" and c.dimension not in reading.by]
    held = [c for c in held if c.dimension in named or not word]
    if len(held) != 1:
        return None
    reading.where = [c for c in reading.where if c is not held[0]]
    reading.where.append(replace(held[0], op="not_in"))
    reading.by = [*[b for b in reading.by if b in TIME_STEPS], held[0].dimension]
    return _changed(reading, "where", desk)


def _take(condition: Condition, members: list, reading: Reading) -> None:  # type: ignore[type-arg]
    """Takes members out of a condition, and the condition itself when none is left."""
    left = tuple(m for m in condition.members if m not in members)
    reading.where = [c for c in reading.where if c is not condition]
    if left:
        reading.where.append(replace(condition, members=left))


_Act = Callable[[str, Desk], Understanding | None]
_ACTS: tuple[tuple[re.Pattern[str], _Act], ...] = (
    (_EXPORT, _export),
    (_UNDO, _undo),
    (_WHY, _why),
    (_WHO, _who),
    (_WHOLE, _whole),
    (_UNFILTERED, _unfiltered),
    (_UNCOMPARED, _uncompared),
)
