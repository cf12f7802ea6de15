"""When a member that is said is no condition: part of another name, a kind of thing, a time, a code."""

from assistant.understand.normalise import fold
from assistant.understand.reach import base_tables
from assistant.understand.reading import Frame
from assistant.understand.rules.grouping import is_thing
from assistant.understand.spans import Target

_DAYS_OF = ("期间", "当天", "那天", "那几天", "前后")
_KINDS = ("券", "优惠券", "红包", "广告", "达人", "coupon", "voucher")


def said_already(frame: Frame, index: int, target: Target, beside: bool) -> bool:
    """Whether what stands around says the member already, so that it adds nothing."""
    if _names_the_place(frame, index):
        return True
    return not beside and (
        _names_the_last(frame, index, target) or _in_the_metric(frame, index, target)
    )


def no_condition(frame: Frame, index: int, target: Target) -> bool:
    """Whether the member, by itself, may mean something else than a condition: it is asked back."""
    return (
        _needs_its_dimension(frame, index, target)
        or _names_a_kind(frame, index, target)
        or _as_a_time(frame, index, target)
    )


def _needs_its_dimension(frame: Frame, index: int, target: Target) -> bool:
    """A single character, or a raw code that is an ordinary word (paid, card), by itself."""
    said = frame.tokens[index].text
    raw = target.rank == 2 and said.isascii() and said.isalpha()
    dims = frame.lexicon.model.dimensions
    entity = dims[target.member.dimension].entity if target.member else ""
    for place in (index - 1, index + 1):
        named, thing = frame.target(place, "dimension"), frame.target(place, "thing")
        if entity in (named and dims[named.name].entity, thing and thing.name):
            return False
    return raw or len(said) == 1


def _names_the_last(frame: Frame, index: int, target: Target) -> bool:
    """Gold members: the word is in the name of the dimension that `gold` is a level of."""
    before = frame.target(index - 1, "value")
    if before is None or before.member is None or target.member is None:
        return False
    label = frame.lexicon.model.dimensions[before.member.dimension].label
    word = frame.tokens[index].text
    named = word in label.zh or word.rstrip("s") in label.en.lower()
    return named and before.member.dimension != target.member.dimension


def _names_the_place(frame: Frame, index: int) -> bool:
    """成都的门店 where Store is a channel too: the thing that the member right before is of."""
    named = frame.target(index, "dimension")
    before = frame.target(frame.skip(index - 1, -1, "of"), "value")
    if named is None or before is None or before.member is None:
        return False
    dims = frame.lexicon.model.dimensions
    same = dims[before.member.dimension].entity == dims[named.name].entity
    return same and is_thing(frame, named.name)


def _in_the_metric(frame: Frame, index: int, target: Target) -> bool:
    """直播涨粉数: a word of the metric's own name, where the metric knows no such members."""
    lexicon, word = frame.lexicon, frame.tokens[index].text
    named = frame.target(index + 1, "metric")
    metric = lexicon.model.metrics.get(named.name) if named else None
    if (
        metric is None
        or target.member is None
        or lexicon.reaches(metric.name, target.member.dimension)
    ):
        return False
    return any(
        fold(name).startswith(word) for name in (metric.label.zh, metric.label.en, *metric.synonyms)
    )


def _as_a_time(frame: Frame, index: int, target: Target) -> bool:
    """会员日期间: the days of a campaign are not its orders."""
    campaign = frame.lexicon.model.concept("campaign")
    dims = frame.lexicon.model.dimensions
    if not campaign or target.member is None:
        return False
    if dims[target.member.dimension].entity != campaign.get("entity"):
        return False
    end = frame.tokens[index].end
    return any(s.start == end and s.text.startswith(_DAYS_OF) for s in frame.spans)


def _names_a_kind(frame: Frame, index: int, target: Target) -> bool:
    """会员券核销率: members' coupons are a kind of coupon, not the coupons of members."""
    span, following = frame.tokens[index], frame.at(index + 1)
    named = frame.target(index + 1, "metric")
    if not (named and following and target.member and following.start == span.end):
        return False
    if not following.text.startswith(_KINDS):
        return False
    model = frame.lexicon.model
    home = model.dimensions[target.member.dimension]
    tables = base_tables(model, model.metrics[named.name])
    return home.table not in tables and home.identity == home.id
