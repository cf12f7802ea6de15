"""Lists of rows: 昨天的订单明细，带收货城市; the latest 10 reviews."""

from assistant.understand.arguments import reference
from assistant.understand.reading import Frame
from semantic_layer.model import Dimension, Model, Table

MOST = 100
_SHARED = ("by", "each", "share", "trend", "grain", "perform")


def lists(frame: Frame) -> None:
    """A word for rows, or the latest so many, beside a table's name lists its rows."""
    asked = [i for i in frame.cues("rows") if frame.free(i)]
    latest = _latest(frame)
    noun = _noun(frame, asked)
    if noun < 0 or not (asked or latest) or frame.cues(*_SHARED) or _measured(frame, noun):
        return
    table = _table(frame, noun)
    frame.reading.more.of = home(table)
    frame.named["rows"] = table.name
    frame.use(*([noun] if frame.target(noun, "table") else []), *asked, *latest)
    frame.use(*frame.cues("listing"))
    _said_columns(frame)
    _ordered(frame, latest, table)
    _limited(frame)


def home(table: Table) -> str:
    return table.home or table.name


def _latest(frame: Frame) -> list[int]:
    """最新的5条: a word for the newest, with a number right behind it."""
    return [i for i in frame.cues("latest") if _count_at(frame, i + 1) >= 0]


def _count_at(frame: Frame, index: int) -> int:
    index = frame.skip(index, 1, "of", "soft") if not frame.cue(index, "number") else index
    return index if frame.cue(index, "number") else -1


def _noun(frame: Frame, asked: list[int]) -> int:
    """The table that is named nearest to the word for rows."""
    named = [i for i in range(len(frame.tokens)) if frame.free(i) and frame.target(i, "table")]
    named = [i for i in named if not _column(frame, i)]
    near = asked[0] if asked else 0
    if named:
        return min(named, key=lambda i: abs(i - near))
    members = [i for i in frame.of_kind("value") if _of_a_thing(frame, i)]
    return members[0] if asked and len(members) == 1 else -1


def _column(frame: Frame, index: int) -> bool:
    """带客户: what comes after 带 is a column, not what is listed."""
    return any(frame.cue(i, "also_shown") for i in range(index))


def _table(frame: Frame, index: int) -> Table:
    model = frame.lexicon.model
    target = frame.target(index, "table")
    if target:
        return model.tables[target.name]
    value = frame.target(index, "value")
    assert value is not None
    assert value.member is not None
    return model.tables[model.dimensions[value.member.dimension].table]


def _of_a_thing(frame: Frame, index: int) -> bool:
    """黑卡会员 is a kind of customer: its table is of things, and has no rows of facts."""
    value = frame.target(index, "value")
    model = frame.lexicon.model
    dimension = model.dimensions[value.member.dimension] if value and value.member else None
    concept = model.concept("customer")
    return bool(dimension and concept and dimension.entity == concept.get("entity"))


def _measured(frame: Frame, noun: int) -> bool:
    """A metric beside the rows is another question; the noun itself may be one too."""
    others = (i for i in range(len(frame.tokens)) if i != noun)
    return any(
        frame.target(i, "metric") and not frame.target(i, "table") and not frame.target(i, "value")
        for i in others
    )


def _said_columns(frame: Frame) -> None:
    """带主播和直播间: behind 带 a word that may be a member as well is a column."""
    starts = frame.cues("also_shown")
    for index in range(starts[0] + 1 if starts else len(frame.tokens), len(frame.tokens)):
        target = frame.target(index, "dimension")
        if target and frame.target(index, "value") and target.name not in frame.reading.by:
            frame.reading.by.append(target.name)
            frame.use(index)


def _ordered(frame: Frame, latest: list[int], table: Table) -> None:
    """The newest come first by themselves; the oldest when they are asked for."""
    clock = table.time.rpartition(".")[2]
    for index in latest:
        if frame.tokens[index].argument("latest") == "" and clock:
            frame.reading.more.order = [clock]


def _limited(frame: Frame) -> None:
    limits = [i for i, s in enumerate(frame.tokens) if s.kind == "limit" and frame.free(i)]
    numbers = [i for i in frame.cues("number") if frame.free(i)]
    for index in limits[:1]:
        frame.reading.limit = int(frame.tokens[index].number or 0) or None
    for index in [] if limits else numbers[:1]:
        frame.reading.limit = int(frame.tokens[index].argument("number") or 0) or None
    frame.use(*limits[:1], *([] if limits else numbers[:1]))


def columns(frame: Frame) -> None:
    """Every dimension that is named beside the list is a column of it, the key first."""
    table = frame.lexicon.model.tables.get(frame.named.get("rows", ""))
    reading = frame.reading
    if table is None:
        return
    dims = frame.lexicon.model.dimensions
    for index in range(len(frame.tokens)):
        target = frame.target(index, "dimension") or frame.target(index, "moment")
        if target and frame.free(index) and dims[target.name].id not in reading.by:
            reading.by.append(target.name)
            frame.use(index)
    frame.use(*frame.cues("also_shown", "name", "contains"))
    if reading.by:
        first = [k for k in (key_of(frame.lexicon.model, table),) if k]
        reading.more.columns = [_named(frame, k) for k in first if k not in reading.by]
    reading.limit = reading.limit or MOST


def rows_alone(frame: Frame) -> None:
    """退款的客户名单: rows beside a metric of theirs are no plain list."""
    if frame.reading.more.of and frame.reading.metrics:
        frame.reading.more.of, frame.reading.limit = "", None
        frame.block("list", veto=True)


def _named(frame: Frame, key: str) -> str:
    return reference(key, frame.lexicon) if key in frame.lexicon.model.dimensions else key


def key_of(model: Model, table: Table) -> str:
    """What a row of the table is known by: its name, its key as a dimension, or its entity."""
    key = table.primary
    if key is None:
        return ""
    own = [d for d in model.dimensions.values() if d.table == table.name and not d.pii]
    named = [d for d in own if d.label_of]
    keyed = [d for d in own if d.expr in key.columns and len(key.columns) == 1]
    found: list[Dimension] = named or keyed
    return found[0].id if found else key.name


def ranked_rows(frame: Frame) -> None:
    """金额最高的10笔订单: the rows of a table by a metric are groups by its key."""
    for index, span in enumerate(frame.tokens):
        after = frame.skip(index + 1, 1, "of", "soft")
        table = frame.target(after, "table")
        if span.kind != "limit" or table is None or frame.target(after, "dimension"):
            continue
        key = key_of(frame.lexicon.model, frame.lexicon.model.tables[table.name])
        others = [i for i in range(len(frame.tokens)) if i != after and frame.target(i, "metric")]
        if key in frame.lexicon.model.dimensions and (others or frame.cues("money")):
            frame.reading.by.append(key)
            frame.licences[key] = "limit"
            frame.use(after)
