"""Order and limit: 前10, 最高的, 倒数, 排名, best, worst, and which metric orders."""

from assistant.understand.reading import Frame
from assistant.understand.words import GRAINS

_WORDS = ("high", "low", "good", "bad", "rank", "rank_up", "sell_top")
_GRAINS = tuple(GRAINS)
_SINGULAR = (
    "哪个",
    "哪家",
    "哪款",
    "哪一",
    "哪位",
    "哪种",
    "哪类",
    "谁",
    "是哪",
    "which",
    "what",
    "哪里",
    "who",
)
_MANY = 10
_HANDFUL = 12


def ranking(frame: Frame) -> None:
    """Reads limit and direction, and blocks ranks that one query cannot say."""
    limits = [i for i, s in enumerate(frame.tokens) if s.kind == "limit" and frame.free(i)]
    words = frame.cues(*_WORDS)
    words = [i for i in words if not frame.cue(i, "unsupported")]
    if not limits and not words:
        _which_without_rank(frame)
        return
    if len({_direction(frame, i) for i in words if not frame.cue(i, "rank")}) > 1:
        frame.block("best_worst", *words)
        return
    frame.reading.order_metric = _order_metric(frame, (limits or words)[0])
    frame.reading.direction = _overall(frame, limits, words)
    _by_change(frame, limits + words)
    frame.use(*limits, *words)
    _set_limit(frame, limits, words)
    _per_group(frame)


def _by_change(frame: Frame, ranks: list[int]) -> None:
    """同比增长率最高, grew the most: the change orders, not the value."""
    beside = {j for i in ranks for j in (frame.skip(i - 1, -1, "of"), frame.skip(i + 1, 1, "of"))}
    changes = [
        i for i in beside if frame.cue(i, "growth", "mom", "yoy", "wow", "change", "difference")
    ]
    if not changes:
        return
    words = "".join(frame.tokens[i].text for i in changes) + frame.tokens[ranks[0]].text
    if len(frame.reading.compare) != 1:
        frame.block("order_by_change", *changes)
        return
    rate = any(mark in words for mark in ("率", "幅", "速", "快", "rate", "fast", "percent", "%"))
    frame.reading.order_change = "pct" if rate or "同比" in words or "环比" in words else "diff"
    if any(mark in words for mark in ("降", "跌", "减", "下滑", "drop", "decreas", "fell")):
        frame.reading.direction = "" if frame.reading.direction == "-" else "-"


def _which_without_rank(frame: Frame) -> None:
    """有哪些渠道 asks for members, not for a rank."""


def _direction(frame: Frame, index: int) -> str:
    return "low" if frame.cue(index, "low", "bad") else "high"


def _overall(frame: Frame, limits: list[int], words: list[int]) -> str:
    """`-` for descending. The best of a metric that should be small is its smallest."""
    metric = frame.lexicon.model.metrics.get(frame.reading.order_metric)
    down = metric is not None and metric.better == "down"
    if limits:
        said, low = frame.tokens[limits[0]].text, frame.tokens[limits[0]].detail == "low"
        judged = any(word in said for word in ("好", "差", "best", "worst"))
        return "" if low != (judged and down) else "-"
    for index in words:
        if frame.cue(index, "rank_up"):
            return ""
        if frame.cue(index, "good", "bad"):
            return "" if frame.cue(index, "bad") != down else "-"
        if frame.cue(index, "low"):
            return ""
    return "-"


def _order_metric(frame: Frame, index: int) -> str:
    """The metric right before the rank word, else the one after 按, else the nearest one."""
    by = frame.licences.get("order")
    target = frame.target(int(by), "metric") if by else None
    if target is None:
        around = sorted(
            (
                i
                for i in range(len(frame.tokens))
                if frame.target(i, "metric") and i not in frame.used
            ),
            key=lambda i: (abs(i - index), i > index),
        )
        before = [i for i in around if i < index and index - i <= 3]
        chosen = before or around
        target = frame.target(chosen[0], "metric") if chosen else None
    return target.name if target else ""


def _set_limit(frame: Frame, limits: list[int], words: list[int]) -> None:
    if limits:
        frame.reading.limit = int(frame.tokens[limits[0]].number or 0)
        if len(limits) > 1:
            frame.block("best_worst", *limits)
        return
    if not any(frame.cue(i, "high", "low", "good", "bad", "sell_top") for i in words):
        return
    if not _all_shown(frame):
        frame.reading.limit = _usual(frame)


def _usual(frame: Frame) -> int | None:
    """One where one is asked for, ten of many; a handful is shown whole, the best one first."""
    if not _asks_one(frame):
        return (
            None if frame.reading.by in (["month"], ["quarter"], ["year"], ["weekday"]) else _MANY
        )
    dimension = frame.reading.by[0] if len(frame.reading.by) == 1 else ""
    known = next((len(m) for d, _, m in frame.lexicon.names if d == dimension), 0)
    return None if 0 < known <= _HANDFUL else 1


def _all_shown(frame: Frame) -> bool:
    """按仓看一下，哪个仓最低: every group was asked for before the best one was."""
    spoken = [d for d in frame.reading.by if frame.licences.get(d) in ("by", "each", "members")]
    few = bool(spoken) and len(spoken) == len(frame.reading.by)
    asked = [s for s in frame.tokens if s.cue("which") and s.text.startswith(_SINGULAR)]
    listed = any(frame.tokens[i].text.startswith("几") for i in frame.cues("number"))
    return listed or (few and bool(asked))


def numbers(frame: Frame) -> None:
    """七个店 counts what is there; the most …'s 3个达人 is how many to show."""
    for index in frame.cues("number"):
        number = int(frame.tokens[index].argument("number"))
        beside = frame.skip(index + 1, 1, "of", "soft", "sell", "sell_top", "good", "bad")
        named = frame.target(beside, "dimension")
        if named is None or not frame.free(index):
            continue
        ranked = any(frame.cue(i, *_WORDS[:4], "sell_top") for i in frame.used)
        if number and ranked and named.name in frame.reading.by:
            frame.reading.limit = number
            frame.use(index)
        elif not number or number in _sizes(frame, named.name):
            frame.use(index)


def _sizes(frame: Frame, dimension: str) -> set[int]:
    """How many members of a dimension there are, and how many are said."""
    known = next((len(m) for d, _, m in frame.lexicon.names if d == dimension), 0)
    said = [len(c.members) for c in frame.reading.where if c.dimension == dimension]
    return {known, *said}


def comparatives(frame: Frame) -> None:
    """哪个投产比高, who sells better: the members or groups in order, all of them shown."""
    words = [i for i in frame.cues("higher", "lower") if frame.free(i)]
    if words and frame.reading.compare and not frame.reading.by:
        frame.use(*words)
    if not words or not frame.reading.by or frame.reading.direction or frame.reading.limit:
        return
    licensed = {"members", "rank"} & set(frame.licences.values())
    if not (frame.cues("which") or licensed):
        return
    frame.reading.order_metric = _order_metric(frame, words[0])
    metric = frame.lexicon.model.metrics.get(frame.reading.order_metric)
    low = any(frame.cue(i, "lower") for i in words)
    judged = any(w in frame.tokens[words[0]].text for w in ("好", "差", "better", "worse"))
    down = metric is not None and metric.better == "down" and judged
    frame.reading.direction = "" if low != down else "-"
    frame.use(*words)


def _asks_one(frame: Frame) -> bool:
    if any(licence == "which" and dim in _GRAINS for dim, licence in frame.licences.items()):
        return True
    asking = [s.text for s in frame.tokens if s.kind == "cue" and s.cue("which")]
    if not any(text.startswith(_SINGULAR) for text in asking):
        return False
    return not any(_plural(frame, dim) for dim in frame.reading.by)


def _plural(frame: Frame, dimension: str) -> bool:
    """Which products …: the dimension was said in the plural."""
    return any(
        s.text.isascii() and s.text.endswith("s") and not s.text.endswith("ss")
        for i, s in enumerate(frame.tokens)
        if (t := frame.target(i, "dimension")) and t.name == dimension
    )


def _per_group(frame: Frame) -> None:
    """A top within each group is not one query; no group at all leaves nothing to rank."""
    ranked = [b for b in frame.reading.by if frame.licences.get(b) in ("rank", "limit", "which")]
    within = [b for b in frame.reading.by if frame.licences.get(b) in ("each", "by")]
    free = [i for i in frame.of_kind("dimension") if not frame.target(i, "metric")]
    after = [i for i in free if frame.cue(frame.skip(i - 1, -1, "of"), *_WORDS)]
    if frame.reading.limit is not None and within and (ranked or after):
        frame.block("top_per_group", *after)
    if not frame.reading.by and not _of_members(frame):
        frame.block("extreme")


def _of_members(frame: Frame) -> bool:
    """前三的口红: the things that the member right behind the rank is a kind of."""
    dims = frame.lexicon.model.dimensions
    for index, span in enumerate(frame.tokens):
        if span.kind != "limit" and not frame.cue(index, *_WORDS):
            continue
        value = frame.target(frame.skip(index + 1, 1, "of", "soft"), "value")
        entity = dims[value.member.dimension].entity if value and value.member else ""
        named = [d for d in dims.values() if d.entity == entity and d.label_of and not d.same_as]
        if len(named) == 1:
            frame.reading.by.append(named[0].id)
            frame.licences[named[0].id] = "limit"
            return True
    return _of_the_metric(frame)


def _of_the_metric(frame: Frame) -> bool:
    """达人GMV前10: the metric's own name begins with what is ranked."""
    phrases = frame.lexicon.phrases
    for index, span in enumerate(frame.tokens):
        if span.kind != "limit" or not (named := frame.target(index - 1, "metric")):
            continue
        word = frame.tokens[index - 1].text
        heads = [
            t.name
            for end in range(2, len(word))
            for t in phrases.get(word[:end], ())
            if t.kind == "dimension"
        ]
        heads = [d for d in dict.fromkeys(heads) if frame.lexicon.reaches(named.name, d)]
        if len(heads) == 1:
            frame.reading.by.append(heads[0])
            frame.licences[heads[0]] = "limit"
            return True
    return False
