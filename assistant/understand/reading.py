"""Reading: the slots of one way to understand a question, and the frame that rules work in."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from assistant.understand.constructs import Constructs
from assistant.understand.lexicon import Lexicon
from assistant.understand.spans import Member, Span, Target
from assistant.understand.time import Clock, Period


@dataclass(slots=True)
class Condition:
    """A filter on a dimension: by members, or by a written text or number."""

    dimension: str
    op: str
    members: tuple[Member, ...] = ()
    values: tuple[Any, ...] = ()

    def spoken(self) -> tuple[str, ...]:
        return tuple(m.text for m in self.members) or tuple(str(v) for v in self.values)

    def raw(self) -> tuple[Any, ...]:
        return tuple(m.value for m in self.members) or self.values


@dataclass(slots=True)
class Threshold:
    """A bound on a metric's value in each group."""

    metric: str
    op: str
    values: tuple[float, ...]


@dataclass(slots=True)
class Base:
    """What is compared with; `period` only for a named range, `instead` only for another member."""

    kind: str
    period: Period | None = None
    words: str = ""
    instead: tuple[Condition, ...] = ()


@dataclass(slots=True)
class Reading:
    """One way to understand a question. `by` holds grains and dimension ids."""

    metrics: list[str] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    where: list[Condition] = field(default_factory=list)
    having: list[Threshold] = field(default_factory=list)
    period: Period | None = None
    period_words: str = ""
    compare: list[Base] = field(default_factory=list)
    share: bool = False
    order_metric: str = ""
    direction: str = ""
    order_change: str = ""
    limit: int | None = None
    chart: str = ""
    trend: bool = False
    total: bool = False
    assumed: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    more: Constructs = field(default_factory=Constructs)


def swap(reading: Reading, old: str, new: str) -> Reading:
    """The reading with one metric in another's place."""
    other = deepcopy(reading)
    other.metrics = list(dict.fromkeys(new if m == old else m for m in reading.metrics))
    other.order_metric = new if reading.order_metric == old else reading.order_metric
    for bound in other.having:
        bound.metric = new if bound.metric == old else bound.metric
    return other


@dataclass(frozen=True, slots=True)
class Block:
    """A construct that was recognised and cannot be answered as asked."""

    construct: str
    word: str
    veto: bool = False


class Frame:
    """The spans of one cut of a text, which rules use up one after the other.

    `tokens` leaves out words that may be dropped. What is not in `used` at the end left no mark in
    the reading. `blocks` are constructs beyond the planner; `demerits` lower its score; `named` is
    what of the shop was called by its name (a scorecard, a saved query); of the metrics of
    `may_mean` the asker must choose one, the first stands in the reading.
    """

    def __init__(self, spans: list[Span], lexicon: Lexicon, clock: Clock, lang: str) -> None:
        self.spans = spans
        self.tokens = [
            s for s in spans if not (s.kind == "cue" and s.cue("soft") and len(s.cues) == 1)
        ]
        self.lexicon = lexicon
        self.clock = clock
        self.lang = lang
        self.used: set[int] = set()
        self.reading = Reading()
        self.blocks: list[Block] = []
        self.demerits = 0.0
        self.options: dict[str, str] = {}
        self.licences: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.may_mean: tuple[str, ...] = ()
        self.named: dict[str, str] = {}

    def free(self, index: int) -> bool:
        """Whether there is such a token and no rule has used it."""
        return 0 <= index < len(self.tokens) and index not in self.used

    def use(self, *indexes: int) -> None:
        self.used.update(indexes)

    def at(self, index: int) -> Span | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def cue(self, index: int, *names: str) -> bool:
        """Whether the token at `index` is a cue of one of these classes."""
        if not 0 <= index < len(self.tokens):
            return False
        span = self.tokens[index]
        return span.kind == "cue" and any(name in names for name, _ in span.cues)

    def cues(self, *names: str) -> list[int]:
        """The tokens that are cues of one of these classes, used or not."""
        wanted = set(names)
        return [
            i for i, span in enumerate(self.tokens)
            if span.kind == "cue" and any(name in wanted for name, _ in span.cues)
        ]  # fmt: skip

    def target(self, index: int, kind: str) -> Target | None:
        span = self.at(index)
        return span.target(kind) if span is not None and span.kind == "shop" else None

    def of_kind(self, kind: str) -> list[int]:
        """Unused tokens that name something of the shop of that kind."""
        return [
            i for i, span in enumerate(self.tokens)
            if span.kind == "shop" and i not in self.used and span.target(kind)
        ]  # fmt: skip

    def skip(self, index: int, step: int, *names: str) -> int:
        """The nearest token from `index` on that is not a cue of these classes."""
        while self.cue(index, *names):
            index += step
        return index

    def block(self, construct: str, *indexes: int, veto: bool = False) -> None:
        """A construct that cannot be answered; with `veto` by a word of its own."""
        word = "".join(self.tokens[i].text for i in indexes)
        self.use(*indexes)
        if construct not in {b.construct for b in self.blocks}:
            self.blocks.append(Block(construct, word, veto))

    def same_dimension(self, first: str, second: str) -> bool:
        dims = self.lexicon.model.dimensions
        return dims[first].identity == dims[second].identity

    def left(self) -> list[Span]:
        """Tokens that did nothing, of the kinds that must do something."""
        return [s for i, s in enumerate(self.tokens) if i not in self.used]
