"""Groups: a dimension or a step of time, only where a word licenses it."""

from assistant.understand.normalise import fold
from assistant.understand.nouns import same_noun
from assistant.understand.reading import Frame
from assistant.understand.words import RANK_GRAINS, STEP_WORDS

_KINDS_OF = ("哪类", "哪一类", "哪几类", "各类", "每类", "哪种类型的")
_LICENCES = ("by", "each", "which")
_SUFFIXES = (
    "split",
    "rank",
    "rank_up",
    "high",
    "low",
    "good",
    "bad",
    "share",
    "sell_top",
    "against",
    "number",
)
MERGED = ("总和", "之和", "加总", "求和", "合计", "combined", "sum")


def groups(frame: Frame) -> None:
    """Licensed dimensions become groups, in the order in which they are said."""
    for index in frame.cues("all_of"):
        if frame.target(index + 1, "dimension"):
            frame.use(index, index + 1)  # across all channels: the total
    for index in frame.cues(*_LICENCES):
        _licensed(frame, index)
    for index, span in enumerate(frame.tokens):
        if span.kind == "limit" and frame.free(index):
            _beside_limit(frame, index)
    _by_suffix(frame)


def _licensed(frame: Frame, index: int) -> None:
    names = [n for n in _LICENCES if frame.cue(index, n)]
    category = _category(frame, index)
    if category in frame.lexicon.model.dimensions:
        _add(frame, category, names[0], index + 1)
        frame.use(index, index + 1)
        return
    place = frame.skip(index + 1, 1, "of", "each", "soft", "howmany", "which", "number")
    started = False
    while _group(frame, place, names[0]):
        started = True
        joined = frame.skip(place + 1, 1, "and", "soft", "each")
        comma = frame.at(place + 1)
        if comma is not None and comma.text in (",", "/"):
            joined = frame.skip(place + 2, 1, "and", "each", "soft")
        if joined == place + 1:
            break
        place = joined
    if started or (frame.cue(place, "grain") and place == index + 1):
        frame.use(
            index, *[i for i in range(index, place) if frame.cue(i, "each", "which", "howmany")]
        )
    if "by" in names and frame.target(place, "metric") and not started:
        frame.licences.setdefault("order", str(place))
        frame.use(index)


def _group(frame: Frame, index: int, licence: str) -> bool:
    if frame.cue(index, "step") and frame.free(index):
        _add(frame, STEP_WORDS[frame.tokens[index].text], "each")
        frame.use(index)
        return True
    target = frame.target(index, "dimension")
    if target is None or not frame.free(index) or _measure_first(frame, index, licence):
        return False
    finer = _of_the_thing_behind(frame, index, target.name)
    if finer:
        _add(frame, finer, licence, index)
        frame.use(index, index + 1)
        return True
    _add(frame, target.name, licence, index)
    frame.use(index)
    return True


def _of_the_thing_behind(frame: Frame, index: int, named: str) -> str:
    """各等级达人: the level of the creators, whatever else has levels; 哪类商品 is their category."""
    dims, following = frame.lexicon.model.dimensions, frame.target(index + 1, "dimension")
    if (
        following is None
        or dims[following.name].entity == dims[named].entity
        or not frame.free(index + 1)
    ):
        return ""
    entity, word = dims[following.name].entity, frame.tokens[index].text
    if not is_thing(frame, following.name):
        return ""
    alike = (word, *same_noun(word))
    found = [
        d.id for d in dims.values()
        if d.entity == entity and not d.same_as and not d.is_time
        and any(fold(d.label.zh).endswith(w) or fold(d.label.en).endswith(f" {w}") for w in alike)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else ""


def _category(frame: Frame, index: int) -> str:
    """哪类商品: the category that the shop has bound to its products; else it is asked back."""
    product = frame.lexicon.model.concept("product")
    named = frame.target(index + 1, "dimension")
    goods = product.get("entity") if product else ""
    if not named or frame.tokens[index].text not in _KINDS_OF or not is_thing(frame, named.name):
        return ""
    own = frame.lexicon.model.dimensions[named.name].entity == goods
    return product.get("category") if own and product else ""


def _measure_first(frame: Frame, index: int, licence: str) -> bool:
    """In a list after 各渠道的, a word that is a metric as well is the metric."""
    return licence == "list" and frame.target(index, "metric") is not None


def _add(frame: Frame, dimension: str, licence: str, index: int = -1) -> None:
    if dimension not in frame.reading.by:
        frame.reading.by.append(dimension)
        frame.licences[dimension] = licence
        if index >= 0:
            frame.places[dimension] = index


def _beside_limit(frame: Frame, index: int) -> None:
    """前10商品, 品牌top3, top 5 products, 前3个月."""
    if frame.cue(index + 1, "step") and frame.free(index + 1):
        _add(frame, STEP_WORDS[frame.tokens[index + 1].text], "limit")
        frame.use(index + 1)
        return
    after = frame.skip(index + 1, 1, "of", "soft", "sell", "sell_top", "good", "which")
    target = frame.target(after, "dimension")
    if target and frame.free(after):
        _add(frame, target.name, "limit")
        frame.use(after)
        return
    before = frame.skip(index - 1, -1, "of", "soft")
    target = frame.target(before, "dimension")
    if target and frame.free(before) and not frame.target(before, "metric"):
        _add(frame, target.name, "limit")
        frame.use(before)


def _by_suffix(frame: Frame) -> None:
    """A word of rank, split or share licenses the one dimension that stands free."""
    if not frame.reading.by:
        _list_before_split(frame)
    free = [i for i in frame.of_kind("dimension") if not _other_use(frame, i)]
    if not free or frame.reading.by:
        return
    cues = [i for i in frame.cues(*_SUFFIXES) if _licenses(frame, i)]
    cues += _poor_or_rich(frame, free)
    bounds = [i for i, s in enumerate(frame.tokens) if s.kind in ("limit", "threshold")]
    if len(free) == 1 and (cues or bounds):
        target = frame.target(free[0], "dimension")
        if target is not None:
            _add(frame, target.name, "rank")
            frame.use(free[0])


def _poor_or_rich(frame: Frame, free: list[int]) -> list[int]:
    """客单价低的渠道: the dimension right behind the comparative of a metric."""
    return [
        i for i in frame.cues("higher", "lower")
        if frame.skip(i + 1, 1, "of") in free and frame.target(frame.skip(i - 1, -1, "soft"), "metric")
    ]  # fmt: skip


def _list_before_split(frame: Frame) -> None:
    """平台和渠道两个维度, channel and platform breakdown: the whole list is the group."""
    for index in frame.cues("split"):
        places = []
        place = frame.skip(index - 1, -1, "soft", "of")
        while (
            frame.target(place, "dimension")
            and frame.free(place)
            and not frame.target(place, "metric")
        ):
            places.append(place)
            joined = frame.skip(place - 1, -1, "and")
            if joined == place - 1:
                break
            place = joined
        for place in reversed(places) if len(places) > 1 else ():
            _group(frame, place, "by")


def _licenses(frame: Frame, index: int) -> bool:
    """Comparison licenses a group only when it compares neither periods nor members."""
    if not frame.cue(index, "against") or frame.cue(index, *_SUFFIXES[:-1]):
        return True
    periods = bool(frame.reading.compare)
    return (
        not periods
        and not frame.of_kind("value")
        and frame.tokens[index].text in ("对比", "比较", "compare", "comparison", "comparing")
    )


def _other_use(frame: Frame, index: int) -> bool:
    """A metric as well, or the name of the dimension of a member right beside it."""
    ranks = frame.cues(*_SUFFIXES[1:7]) or any(s.kind == "limit" for s in frame.tokens)
    if frame.target(index, "metric") or (frame.target(index, "value") and not ranks):
        return True  # 直播间 that is a channel too, 门店 that is one
    named = frame.target(index, "dimension")
    if named and frame.target(index - 1, "value") and is_thing(frame, named.name):
        shares = frame.cues("share", "share_of")
        if shares and not frame.cues(*_SUFFIXES[:6]):
            return True  # 月结客户占多少: the share of those, not of each
    for place in (
        frame.skip(index - 1, -1, "of"),
        frame.skip(index + 1, 1, "is", "of", "not", "contains"),
    ):
        value = frame.target(place, "value")
        if (
            value
            and value.member
            and named
            and frame.same_dimension(named.name, value.member.dimension)
        ):
            adjacent = place in (index - 1, index + 1) or place > index
            if adjacent:
                return True
    return False


def grains(frame: Frame) -> None:
    """Steps of time license themselves: 每天, 按月, weekly."""
    for index in frame.cues("grain"):
        if not frame.free(index):
            continue
        span = frame.tokens[index]
        grain = span.argument("grain")
        frame.use(index)
        if frame.cue(index - 1, "by", "each", "which"):
            frame.use(index - 1)
        if grain not in frame.reading.by:
            place = sum(
                1 for b in frame.reading.by if b in ("day", "week", "month", "quarter", "year")
            )
            frame.reading.by.insert(place, grain)
        _listed_after(frame, index)
        which = span.text in RANK_GRAINS and grain not in frame.licences
        frame.licences[grain] = "which" if which else frame.licences.get(grain, "each")


def _listed_after(frame: Frame, index: int) -> None:
    """by year and region: the list goes on after the step."""
    place = frame.skip(index + 1, 1, "and", "each", "by")
    if place > index + 1:
        _group(frame, place, "list")


def is_thing(frame: Frame, dimension: str) -> bool:
    """A dimension that names its entity: the key itself or its readable label."""
    dims, found = frame.lexicon.model.dimensions, frame.lexicon.model.dimensions[dimension]
    table = frame.lexicon.model.tables[found.table]
    keys = {c for e in table.entities if e.kind == "primary" for c in e.columns}
    return (
        bool(found.label_of)
        or found.expr in keys
        or any(d.label_of == found.name for d in dims.values())
    )


def members_side_by_side(frame: Frame) -> None:
    """天猫和京东: several members of one dimension are its groups, never one merged number."""
    free = [i for i in frame.cues("against") if frame.free(i)]
    several = [c for c in frame.reading.where if c.op == "in" and len(c.members) > 1]
    merged = any(frame.tokens[i].text in MERGED for i in frame.cues("bare_sum", "soft"))
    for condition in () if merged and not free else several:
        if frame.licences.get(condition.dimension) == "range":
            continue  # 金卡以上 is one group of customers
        if condition.dimension not in frame.reading.by:
            frame.reading.by.append(condition.dimension)
            frame.licences[condition.dimension] = "members"
        frame.use(*free)
    if several:
        frame.use(*[i for i in frame.cues("each", "split") if frame.free(i)])
    if any(licence in ("rank", "each", "by") for licence in frame.licences.values()):
        frame.use(*free)
