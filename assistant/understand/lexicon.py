"""The words of one shop, from its own model and data: every phrase with what it may name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from assistant.understand.forms import alternatives, asked, heads, is_code, plurals
from assistant.understand.normalise import fold, normalise
from assistant.understand.nouns import common_nouns, counted_rows, things
from assistant.understand.reach import reachable
from assistant.understand.roles import Roles, roles_of
from assistant.understand.spans import Member, Target
from assistant.understand.taught import Lesson, target_of
from assistant.understand.time import occasion_patterns
from semantic_layer.model import Dimension, Model
from semantic_layer.versions import Extent

HEAD = 3
_LONGEST, _OWNERS = 60, 3
_SHORT = {"省份": "省", "城市": "市", "地区": "区域"}
_REGION_SUFFIXES = ("省", "市", "州", "区", "县", "自治区")
_KIND_SUFFIXES = tuple(
    "味性类级码款系牌色店仓层型档队组线"
)  # of a value, when its dimension's label has it


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases of a shop (folded) with their targets, and what the planner asks about them.

    `starts` holds for each first character the phrase lengths, longest first. `names` are the
    members of text dimensions for partial names: (dimension, folded names joined by newlines,
    members). `reach` tells which dimension identities a metric can be split by,
    `roles` what verbs of the trade mean here, `popular` which metrics are best known, `extents`
    for which days each has data, `sizes` how many members a dimension is known to have.
    `taught` are the phrases that people taught the shop, `chosen` the metrics that it means by
    terms of several definitions.
    """

    model: Model
    phrases: Mapping[str, tuple[Target, ...]]
    starts: Mapping[str, tuple[int, ...]]
    names: tuple[tuple[str, str, tuple[Member, ...]], ...]
    reach: Mapping[str, frozenset[str]]
    occasions: re.Pattern[str] | None
    tools: frozenset[str] = frozenset()
    homes: Mapping[str, str] = field(default_factory=dict)
    roles: Roles = field(default_factory=lambda: Roles({}, {}))
    popular: tuple[str, ...] = ()
    extents: Mapping[str, Extent] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    taught: Mapping[str, Lesson] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)

    def label(self, dimension: str, lang: str) -> str:
        return self.model.dimensions[dimension].label.get(lang)

    def reaches(self, metric: str, dimension: str) -> bool:
        identity = self.model.dimensions[dimension].identity
        return identity in self.reach.get(metric, frozenset())


def build_lexicon(
    model: Model,
    values: Mapping[str, tuple[object, ...]],
    tools: Iterable[str] = (),
    extents: Mapping[str, Extent] | None = None,
    lessons: Iterable[Lesson] = (),
) -> Lexicon:
    """The lexicon of a shop; `values` are the data values by dimension id (`entity.name`),
    `extents` the days of data by metric, `lessons` the words that people taught the shop."""
    builder = _Builder(model)
    builder.add_metrics()
    builder.add_dimensions()
    builder.add_terms()
    builder.add_saved()
    for dimension, members in values.items():
        if dimension in model.dimensions:
            builder.add_data(model.dimensions[dimension], members)
    for lesson in lessons:
        builder.add_taught(lesson)
    return replace(builder.finish(frozenset(tools)), extents=extents or {})


class _Builder:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.phrases: dict[str, list[Target]] = {}
        self.members: dict[str, list[Member]] = {}
        self.labels: dict[tuple[str, object], Member] = {}
        self.taught: dict[str, Lesson] = {}
        self.chosen: dict[str, str] = {}
        self.homes = {d.id: self._home(d) for d in model.dimensions.values()}

    def _home(self, dimension: Dimension) -> str:
        return dimension.same_as if dimension.same_as in self.model.dimensions else dimension.id

    def add(self, word: str, target: Target, plural: bool = False) -> None:
        phrase = fold(normalise(word))
        if not phrase or len(phrase) > _LONGEST:
            return
        forms = (phrase, *plurals(phrase)) if plural else (phrase,)
        for form in (*forms, *asked(phrase)) if target.kind in ("metric", "term") else forms:
            known = self.phrases.setdefault(form, [])
            if not any(t.kind == target.kind and t.name == target.name
                       and t.member == target.member for t in known):  # fmt: skip
                known.append(target)

    def add_metrics(self) -> None:
        for metric in self.model.metrics.values():
            if metric.hidden:
                continue
            for word in (metric.label.zh, metric.label.en):
                self.add(word, Target("metric", metric.name, 0), plural=True)
            for word in (metric.name, metric.name.replace("_", " "), *metric.synonyms):
                self.add(word, Target("metric", metric.name, 1), plural=True)

    def add_dimensions(self) -> None:
        for dimension in self.model.dimensions.values():
            home = self.homes[dimension.id]
            if dimension.is_time and not dimension.pii:
                for word in (dimension.label.zh, dimension.label.en, *dimension.synonyms):
                    self.add(word, Target("moment", dimension.id, 1))
            if home != dimension.id or dimension.is_time:
                continue
            for word in (dimension.label.zh, dimension.label.en):
                self.add(word, Target("dimension", home, 0), plural=True)
            for word in (dimension.name.replace("_", " "), *dimension.synonyms):
                self.add(word, Target("dimension", home, 1), plural=True)
            words = {*dimension.synonyms, dimension.label.zh}
            for word in words & _SHORT.keys():
                self.add(_SHORT[word], Target("dimension", home, 1))
            for part in alternatives(dimension.label.zh):
                self.add(part, Target("dimension", home, 1))
            self._add_labels(dimension)
        self._add_tables()

    def _add_tables(self) -> None:
        """A table's own name means its readable key: 商品 groups by the product's name."""
        for table in self.model.tables.values():
            key = table.primary
            shown = [d for d in table.dimensions if d.label_of and key and d.entity == key.name]
            for word in (table.label.zh, table.label.en):
                self.add(word, Target("table", table.name, 2), plural=True)
            for word in (table.label.zh, table.label.en) if len(shown) == 1 else ():
                self.add(word, Target("dimension", self.homes[shown[0].id], 2), plural=True)

    def _add_labels(self, dimension: Dimension) -> None:
        for label in dimension.values:
            text = label.label.zh or label.label.en or str(label.value)
            member = Member(dimension.id, label.value, text)
            self.labels[dimension.id, label.value] = member
            if dimension.row_fact is not None:
                continue  # 天猫 is a platform, not the first platform of a customer
            self.members.setdefault(dimension.id, []).append(member)
            for word in (label.label.zh, label.label.en):
                self._add_value(word, member, 0)
            for word in label.synonyms:
                self._add_value(word, member, 1)
            self._add_kinds(member, dimension)
            if not isinstance(label.value, bool):
                self._add_value(str(label.value), member, 2)

    def add_data(self, dimension: Dimension, values: Iterable[object]) -> None:
        """The data values of one dimension; those with a label are known already."""
        home = self.homes[dimension.id]
        suffixes = [s for s in _REGION_SUFFIXES if s in dimension.label.zh]
        for value in values:
            if not isinstance(value, (str, int, float)) or (home, value) in self.labels:
                continue
            member = Member(home, value, str(value))
            self.members.setdefault(home, []).append(member)
            self._add_value(member.text, member, 0)
            self._add_kinds(member, dimension)
            for suffix in suffixes:
                trimmed = member.text.removesuffix(suffix)
                if len(trimmed) > 1:
                    self._add_value(trimmed, member, 2)
                    self._add_value(trimmed + suffix, member, 1)

    def _add_kinds(self, member: Member, dimension: Dimension) -> None:
        """办公用品类, A级, L码: a member with the character that its dimension's label ends it with."""
        label = dimension.label.zh
        for suffix in _KIND_SUFFIXES:
            if suffix in label and not member.text.endswith(suffix):
                exact = member.text + suffix if is_code(member.text) else ""
                target = Target("value", member.dimension, 1, member, exact)
                self.add(member.text + suffix, target)

    def _add_value(self, word: str, member: Member, rank: int) -> None:
        word = word.strip()
        exact = word if is_code(word) else ""
        if word:
            plural = not exact and word.isascii() and len(word) > 3
            self.add(word, Target("value", member.dimension, rank, member, exact), plural)

    def add_terms(self) -> None:
        for term in self.model.terms:
            for word in term.words:
                self.add(word, Target("term", term.name, 0))
                if word.isascii() and not self._owns(f"number of {word}"):
                    self.add(f"number of {word}", Target("term", term.name, 0))

    def _add_nouns(self) -> None:
        """Words that the shop does not use itself, for what it has."""
        for word, metric in list(counted_rows(self.model, self.phrases)):
            self.add(word, Target("metric", metric, 2), plural=True)
        for word, dimension in list(common_nouns(self.model, self.phrases)):
            self.add(word, Target("dimension", self.homes[dimension], HEAD), plural=True)
        for word, entity in list(things(self.model, self.phrases)):
            self.add(word, Target("thing", entity, HEAD), plural=True)

    def _owns(self, phrase: str) -> bool:
        """Whether the shop itself, no standard metric, says the phrase of a metric."""
        metrics = self.model.metrics
        said = [t.name for t in self.phrases.get(phrase, ()) if t.kind == "metric"]
        return any(metrics[name].origin != "standard" for name in said)

    def add_saved(self) -> None:
        """Scorecards and saved queries go by their labels and other words."""
        for card in self.model.scorecards.values():
            for word in (card.label.zh, card.label.en, *card.synonyms):
                self.add(word, Target("card", card.name, 0))
        for saved in self.model.queries.values():
            for word in (saved.label.zh, saved.label.en, *saved.synonyms):
                self.add(word, Target("saved", saved.name, 0))

    def add_taught(self, lesson: Lesson) -> None:
        """A word that was taught; a name of the shop is stronger, and what the role cannot see
        is not taught to it."""
        if lesson.kind == "choice":
            choices = next((t.choices for t in self.model.terms if t.name == lesson.word), ())
            if lesson.name in choices and lesson.name in self.model.metrics:
                self.chosen[lesson.word] = lesson.name
            return
        seen = self.model.metrics if lesson.kind == "metric" else self.model.dimensions
        phrase = fold(normalise(lesson.word))
        if lesson.name not in seen or phrase in self.phrases:
            return
        target = target_of(lesson, self.members.get(lesson.name, ()))
        if target is not None:
            self.add(lesson.word, target)
            self.taught[phrase] = lesson

    def _add_heads(self) -> None:
        """The last word of a dimension's label, where few share it: 原因 of 退款原因."""
        owned: dict[str, set[str]] = {}
        for dimension in self.model.dimensions.values():
            if self.homes[dimension.id] == dimension.id and not (
                dimension.is_time or dimension.pii
            ):
                for head in heads(dimension):
                    owned.setdefault(head, set()).add(dimension.id)
        for head, owners in owned.items():
            if len(owners) <= _OWNERS and head not in self.phrases:
                for owner in sorted(owners):
                    self.add(head, Target("dimension", owner, HEAD), plural=True)

    def finish(self, tools: frozenset[str]) -> Lexicon:
        self._add_nouns()
        self._add_heads()
        starts: dict[str, set[int]] = {}
        for phrase in self.phrases:
            starts.setdefault(phrase[0], set()).add(len(phrase))
        names = tuple(
            (dimension, "\n".join(fold(normalise(m.text)) for m in members), tuple(members))
            for dimension, members in self.members.items()
        )
        return Lexicon(
            model=self.model,
            phrases={phrase: tuple(targets) for phrase, targets in self.phrases.items()},
            starts={char: tuple(sorted(lengths, reverse=True)) for char, lengths in starts.items()},
            names=names,
            reach=reachable(self.model),
            occasions=occasion_patterns(self.model.occasions),
            tools=tools,
            homes=self.homes,
            roles=roles_of(self.model, self.phrases),
            popular=self._popular(),
            sizes={dimension: len(found) for dimension, found in self.members.items()},
            taught=self.taught,
            chosen=self.chosen,
        )

    def _popular(self) -> tuple[str, ...]:
        """The default metric, then those that the shop's own example questions name."""
        model = self.model
        said = "\n".join(fold(normalise(f"{q.zh}\n{q.en}")) for q in model.questions)
        words = {
            m.name: [fold(normalise(w)) for w in (m.label.zh, m.label.en, *m.synonyms) if w]
            for m in model.metrics.values()
            if not m.hidden
        }
        places = {
            n: min((said.find(w) for w in f if w in said), default=-1) for n, f in words.items()
        }
        first = [model.default_metric] if model.default_metric else []
        named = sorted((n for n, at in places.items() if at >= 0), key=lambda n: places[n])
        return tuple(dict.fromkeys((*first, *named)))
