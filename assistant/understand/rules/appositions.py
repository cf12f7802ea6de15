"""Words that name what a member or group is of, and ask for nothing more: 金卡会员, 女装商品, client segment."""

from assistant.understand.reading import Frame
from assistant.understand.rules.grouping import is_thing


def _behind_members(frame: Frame) -> None:
    """金卡会员 where members have no readable name: the word adds nothing to the member."""
    dims, model = frame.lexicon.model.dimensions, frame.lexicon.model
    customer = model.concept("customer")
    buyer = customer.get("entity") if customer else ""
    for index in frame.of_kind("thing"):
        place = frame.skip(index - 1, -1, "edge")
        thing, before = frame.target(index, "thing"), frame.target(place, "value")
        before = before or frame.target(place, "dimension")
        if thing and before and place in frame.used:
            about = before.member.dimension if before.member else before.name
            if thing.name in (buyer, dims[about].entity):
                frame.use(index)
        after = frame.target(index + 1, "dimension")
        if thing and after and dims[after.name].entity == thing.name and index + 1 in frame.used:
            frame.use(index)  # client segment


def appositions(frame: Frame) -> None:
    """年龄段客户, 女装商品: the name of the thing that a member or group is of adds nothing."""
    _behind_members(frame)
    for index in frame.of_kind("dimension"):
        named = frame.target(index, "dimension")
        before = frame.at(index - 1)
        if named is None or before is None or frame.target(index, "metric"):
            continue
        rest = frame.cue(index - 1, "rest") and any(
            c.op == "not_in" and frame.same_dimension(c.dimension, named.name)
            for c in frame.reading.where
        )
        if rest or _adds_nothing(frame, index, named.name):
            frame.use(index)


def _adds_nothing(frame: Frame, index: int, named: str) -> bool:
    """Whether the word names what the member or group before it is of."""
    place = index - 1
    if frame.cue(place, "of") and _buyer(frame, named):
        place = frame.skip(place, -1, "of")  # 来源为老带新的用户
    value = frame.target(place, "value")
    other = value or frame.target(place, "dimension")
    if other is None or place not in frame.used or (place < index - 1 and value is None):
        return False
    about, dims = (
        other.member.dimension if other.member else other.name,
        frame.lexicon.model.dimensions,
    )
    if is_thing(frame, named) and dims[about].entity == dims[named].entity:
        return True
    return value is not None and (
        _kind_of(frame, about, named) or _buyer(frame, named) or _of_goods(frame, about, named)
    )


def _of_goods(frame: Frame, about: str, named: str) -> bool:
    """黑色款: the things sold, said beside a member of what is known of goods, ask for no group."""
    model = frame.lexicon.model
    product = model.concept("product")
    if not product or model.dimensions[named].entity != product.get("entity"):
        return False
    goods = {c.get("entity") for n in ("product", "sku", "line") if (c := model.concept(n))}
    return is_thing(frame, named) and model.dimensions[about].entity in goods


def _kind_of(frame: Frame, finer: str, named: str) -> bool:
    """小红书渠道: a 二级渠道 is a 渠道."""
    one, two = (frame.lexicon.model.dimensions[d].label for d in (finer, named))
    zh = bool(two.zh) and one.zh.endswith(two.zh)
    return one != two and (zh or one.en.lower().endswith(two.en.lower()))


def _buyer(frame: Frame, named: str) -> bool:
    """安卓用户, Tmall customers: whoever buys, said beside a member, asks for no group."""
    concept = frame.lexicon.model.concept("customer")
    entity = concept.get("entity") if concept else ""
    found = frame.lexicon.model.dimensions[named]
    return entity == found.id or (entity == found.entity and is_thing(frame, named))
