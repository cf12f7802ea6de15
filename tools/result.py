"""Result: what every tool returns. Sentences are rendered from its findings and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from semantic_layer.answered import (
    NO_LINEAGE,
    BasePeriod,
    Cell,
    Column,
    Definition,
    Lineage,
    UsedFilter,
)
from semantic_layer.query import TimeRange
from semantic_layer.texts import Text

NO_TEXT = Text("", "")

ChartKind = Literal[
    "bar", "hbar", "line", "pie", "table", "scatter", "heatmap", "funnel", "waterfall"
]


@dataclass(frozen=True, slots=True)
class Chart:
    """A neutral chart: column names of the result by role. Renderers draw it, none is named here.

    `x` is a time or dimension column, `y` one or more numeric ones; `series` splits a y by a
    dimension; `format` is the unit of y. A line's x is a time; an hbar ranks; "table" says that no
    picture is wanted.
    """

    kind: ChartKind
    x: str
    y: tuple[str, ...]
    series: str = ""
    title: Text = NO_TEXT
    format: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that a sentence may say: a value with its label.

    `id` is unique in the result (`gmv`, `gmv.previous_pct`, `row1.gmv`). `label` is the words that
    the value is said under, `value` the number or text itself, `unit` how it is formatted (a unit
    of a column, or text, period, change). `about` lists the members that it speaks of, as
    (dimension label, member) pairs. `words` is how a text value reads in each language, `noun` a
    count's counting word, `decimals` overrides the unit's own, `signed` shows a difference's plus.
    """

    id: str
    label: Text
    value: Cell
    unit: str
    about: tuple[tuple[Text, Text], ...] = ()
    column: str = ""
    words: Text = NO_TEXT
    noun: Text = NO_TEXT
    decimals: int | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message key whose holes are filled by findings (hole, finding id) and by groups of further
    sentences (hole, sentences).

    In the template `{gmv}` is said as label and value (`{gmv:lead}`: as a sentence begins),
    `{gmv:value}` as the bare value, `{gmv:short}` and `{gmv:brief}` as the same, rounded;
    `{items:，}` joins a group's sentences with what follows the colon.
    """

    key: str
    findings: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, tuple["Sentence", ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that a person may confirm; tools only ever propose."""

    action: str
    label: Text
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A tool's answer: a table, the findings in it, a chart, caveats and where it all comes from.

    `next` are complete questions that can be asked next. `words` tells, for the columns whose
    values have labels, how each value reads (`words["platform"]["tmall"]` is 天猫). `full_count` is
    the number of rows before a cut, None when nothing was cut. `governed`: the shop's definitions
    stand behind it.
    """

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    findings: tuple[Finding, ...]
    sentences: tuple[Sentence, ...]
    chart: Chart | None = None
    notes: tuple[Text, ...] = ()
    next: tuple[Text, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    time: TimeRange | None = None
    grain: str = ""
    bases: tuple[BasePeriod, ...] = ()
    filters: tuple[UsedFilter, ...] = ()
    definitions: tuple[Definition, ...] = ()
    sql: tuple[str, ...] = ()
    lineage: Lineage = NO_LINEAGE
    full_count: int | None = None
    currency: str = "CNY"
    words: Mapping[str, Mapping[Cell, Text]] = field(default_factory=dict)
    data_version: str = ""
    data_as_of: date | None = None
    governed: bool = True
    query_ms: float = field(default=0.0, compare=False)
    arguments: dict[str, Any] = field(default_factory=dict, compare=False)
