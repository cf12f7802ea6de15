"""Random queries over the small shop that join a few of the constructs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from semantic_layer.query import Band, Compare, Defined, Filter, MetricQuery, TimeRange, Top
from tests.soundness.plain.reading import TEXTS
from tests.soundness.plain.shops import FIRST, LAST

ADDITIVE = ("gmv", "orders", "units", "refunds", "placed", "refunds_of")
RATIOS = ("gmv_per_buyer", "upt", "refund_rate", "tmall_rate", "of_whole")
METRICS = (*ADDITIVE, "buyers", "net", "new_buyers", "of_firsts", "median_amount", *RATIOS)
GROUPS = ("platform", "customer.city", "customer")
STEPS = ("day", "week", "month", "weekday")
COMPARISONS = ("=", "!=", ">", ">=", "<", "<=")


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def plain_filters(
    kinds: tuple[str, ...] = ("platform", "customer.city"),
) -> st.SearchStrategy[Filter]:
    """Conditions on members, empty ones among them."""
    values = {
        "platform": one_of("tmall", "jd", "none", None),
        "customer.city": one_of("上海", "北京", None),
    }
    some = st.sampled_from(kinds).flatmap(
        lambda name: st.builds(
            Filter, field=st.just(name), op=one_of("=", "!=", "in", "not_in"),
            values=st.lists(values[name], min_size=1, max_size=2, unique=True).map(tuple),
        )
    )  # fmt: skip
    none = st.builds(Filter, field=st.sampled_from(kinds), op=one_of("is_null", "not_null"))
    match = st.builds(
        Filter, field=st.just(kinds[0]), op=one_of("contains", "not_contains"),
        values=one_of(("猫",), ("j",), ("dy",)),
    )  # fmt: skip
    return st.one_of(some, some, none, match)


def parts(most: int = 1) -> st.SearchStrategy[tuple[Filter, ...]]:
    return st.lists(plain_filters(("platform",)), max_size=most).map(tuple)


TIMES = st.tuples(st.integers(0, 25), one_of(30, 20, 40, 6, 0)).map(
    lambda pair: TimeRange(
        start=FIRST + timedelta(days=pair[0]), end=FIRST + timedelta(days=sum(pair)), unit="day"
    )
)
SOME_TIMES = st.one_of(st.none(), TIMES)
PER_FILTERS = st.builds(
    Filter, field=one_of("gmv", "orders", "units", "upt", "net", "buyers", "new_buyers"),
    op=one_of(*COMPARISONS), values=one_of((0,), (1,), (50,)), per=one_of(*GROUPS), time=SOME_TIMES,
    given=parts(),
)  # fmt: skip
RANKS = st.builds(
    Filter, field=one_of("gmv", "orders", "refunds", "upt"), op=one_of("top", "bottom"),
    values=one_of((1,), (2,)), per=one_of(*GROUPS), time=SOME_TIMES, given=parts(),
)  # fmt: skip
PERCENTS = st.builds(
    Filter, field=one_of("gmv", "orders", "gmv_per_buyer"), op=one_of("top_percent", "bottom_percent"),
    values=one_of((1,), (34,), (50,), (100,)), per=one_of(*GROUPS), time=SOME_TIMES,
)  # fmt: skip
FILTERS = st.lists(
    st.one_of(plain_filters(), PER_FILTERS, RANKS, PERCENTS, st.sampled_from(sorted(TEXTS))),
    max_size=2,
).map(tuple)
BANDS = st.one_of(
    st.builds(
        Band, name=st.just("spent"), field=one_of("gmv", "orders", "refunds", "upt"),
        per=one_of("customer", "platform", "customer.city"), edges=one_of((0,), (1, 100), (0, 50, 200)),
        time=SOME_TIMES, given=parts(),
    ),
    st.builds(Band, name=st.just("spent"), field=st.just("order.freight"), edges=one_of((5,), (0, 8))),
)  # fmt: skip
OWN = st.just("own")
TEST = st.builds(
    Filter,
    field=one_of("gmv", "orders", "refunds"),
    op=one_of(*COMPARISONS),
    values=one_of((1,), (60,)),
)
HAVING = st.lists(TEST, max_size=1).map(tuple)
DEFINED = st.one_of(
    st.builds(Defined, name=OWN, metric=one_of(*METRICS), given=plain_filters().map(lambda f: (f,))),
    st.builds(Defined, name=OWN, metric=one_of(*ADDITIVE), over=one_of("orders", "gmv", "buyers", "units"),
              given=parts()),
    st.builds(Defined, name=OWN, metric=one_of("gmv", "units", "refunds"), given=parts(),
              agg=one_of("avg", "min", "max", "median", "stddev")),
    st.builds(Defined, name=OWN, field=st.just("order.freight"), of=st.just("orders"), given=parts(),
              agg=one_of("avg", "min", "max", "median", "sum", "count")),
    st.builds(Defined, name=OWN, metric=one_of("gmv", "orders", "units", "upt", "net", "new_buyers"),
              per=one_of(*GROUPS), given=parts(), having=HAVING,
              agg=one_of("avg", "min", "max", "median", "count", "sum", "stddev")),
    st.builds(Defined, name=OWN, metric=one_of("gmv", "orders", "units"), per=one_of(*GROUPS),
              agg=st.just("share"), having=TEST.map(lambda t: (t,))),
    st.builds(Defined, name=OWN, metric=one_of("gmv", "upt"), per=one_of(*GROUPS),
              agg=st.just("percentile"), percentile=st.just(0.7)),
)  # fmt: skip
PER_STEP = st.builds(
    Defined, name=OWN, metric=one_of(*ADDITIVE, "buyers", "upt", "net"), per=one_of("day", "day", "week", "month"),
    agg=one_of("avg", "max", "median", "min"), given=parts(),
)  # fmt: skip


_CHOOSING = {"ranks": st.one_of(RANKS, PERCENTS), "having": PER_FILTERS}
ABOUT = (*_CHOOSING, "top", "members", "bands", "define", "steps", "compare")


@dataclass(frozen=True)
class Frame:
    """What the parts of a query must fit to."""

    metrics: list[str]
    by: list[str]
    time: TimeRange | None

    @property
    def groups(self) -> list[str]:
        return [b for b in self.by if b in GROUPS]

    @property
    def step(self) -> str:
        return next((b for b in self.by if b in STEPS[:3]), "")


@st.composite
def queries(draw: st.DrawFn, about: str = "") -> MetricQuery:
    """A query that joins a few of the constructs; what it is `about` (one of `ABOUT`) is among them."""
    metrics = draw(st.lists(one_of(*METRICS), min_size=1, max_size=3, unique=True))
    by = draw(st.lists(one_of(*GROUPS), max_size=2, unique=True))
    by = by or (["platform"] if about in ("top", "members") else [])
    ads = not about and draw(st.integers(0, 5)) == 0
    if ads:
        metrics, by = ["gmv", draw(one_of("ad_cost", "roas"))], by and ["platform"]
    define: tuple[Defined, ...] = ()
    bands: tuple[Band, ...] = ()
    per_step = about == "steps" or (not about and draw(st.integers(0, 6)) == 0 and not ads)
    if per_step or about == "define" or (not ads and draw(st.booleans())):
        define = (draw(PER_STEP if per_step else DEFINED),)
        metrics, by = [*metrics, "own"], by[:1] if per_step else by
    if "platform" in by and draw(st.integers(0, 5)) == 0:
        metrics.append("of_platform")
    if about == "bands" or (not about and not ads and draw(st.integers(0, 3)) == 0):
        bands = (draw(BANDS),)
        by = [*by[:1], "spent"]
    steps = ["month", "weekday"] if per_step else STEPS
    where = draw(parts() if ads else FILTERS)
    if about in _CHOOSING:
        where = (draw(_CHOOSING[about]), *where[:1])
    if draw(st.booleans()):
        by = [draw(one_of(*steps)), *by[:2]]
    time = draw(TIMES if per_step or about == "compare" else SOME_TIMES)
    frame = Frame(metrics, by, time)
    more = {**_cut(draw, frame, about), **_beside(draw, frame, about), **_wholes(draw, frame)}
    if "top" in more:
        more.pop("all_members", None)
    return MetricQuery(
        metrics=tuple(metrics), by=tuple(by), where=where, time=more.pop("time", time),
        define=define, bands=bands, **more,
    )  # fmt: skip


def _cut(draw: st.DrawFn, frame: Frame, about: str) -> dict[str, Any]:
    """The first members, all members, or every step."""
    kind = {"top": "top", "members": "all"}.get(about) or draw(
        one_of("top", "all", "fill", "", "", "")
    )
    if kind == "top" and frame.groups:
        others = [b for b in frame.by if b != frame.groups[0]]
        within = draw(st.lists(st.sampled_from(others), max_size=1)) if others else []
        top = Top(
            by=frame.groups[0], n=draw(st.integers(1, 2)), metric=draw(one_of("", "orders", "upt")),
            within=tuple(within), bottom=draw(st.booleans()), others=draw(st.booleans()),
        )  # fmt: skip
        return {"top": top}
    fill = bool(frame.step and frame.time)
    if kind == "all" and frame.by and (fill or not frame.step):
        return {"all_members": True, "fill": fill}
    return {"fill": True} if kind == "fill" and fill else {}


def _beside(draw: st.DrawFn, frame: Frame, about: str) -> dict[str, Any]:
    """A comparison; days that have not come yet are left out of it."""
    if not frame.time or (about != "compare" and draw(st.booleans())):
        return {}
    named = {"kind": "range", "time": draw(TIMES)}
    kinds: list[Any] = [{"kind": "previous"}, {"kind": "week"}, {"kind": "year"}, named]
    kinds.append({"kind": "other", "instead": (draw(plain_filters()),)})
    time = frame.time.model_copy(update={"end": min(frame.time.end, LAST)})
    return {"compare": (Compare(**draw(st.sampled_from(kinds))),), "time": time}


def _wholes(draw: st.DrawFn, frame: Frame) -> dict[str, Any]:
    """Shares of the whole, and of groups."""
    if draw(st.integers(0, 3)):
        return {}
    share = tuple(m for m in frame.metrics if m in (*ADDITIVE, "buyers", "new_buyers"))[:1]
    within = (
        (draw(st.sampled_from(frame.by)),) if share and frame.by and draw(st.booleans()) else ()
    )
    return {"share": share, "share_within": within}


@st.composite
def endings(draw: st.DrawFn, query: MetricQuery) -> dict[str, Any]:
    """Conditions on groups, an order and a cut for a query."""
    numbers = [
        *query.metrics,
        *(f"{m}__{c.kind}_diff" for m in query.metrics for c in query.compare),
    ]
    field = draw(st.sampled_from(numbers))
    value = st.builds(
        Filter, field=st.just(field), op=one_of(*COMPARISONS), values=one_of((0,), (1,), (40.5,))
    )
    typical = st.builds(
        Filter,
        field=st.just(field),
        op=one_of(">", ">=", "<", "<="),
        than=one_of("average", "median"),
    )
    made: dict[str, Any] = {}
    if not query.top and draw(st.booleans()):
        made["having"] = (draw(st.one_of(value, typical)),)
    if draw(st.booleans()):
        made["order"] = (draw(one_of("-", "")) + draw(st.sampled_from(numbers)),)
    if draw(st.booleans()):
        made["limit"] = draw(st.integers(1, 3))
    return made
