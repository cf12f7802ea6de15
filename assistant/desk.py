"""The desk that questions come to: a shop, its words, the conversations, what was answered before.

One desk serves many threads at once. Conversations and cached results are bounded: the ones not
used for longest are forgotten.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from assistant.answer import Answer, Identity, Question
from assistant.settings import Settings, read_settings
from assistant.traces import Traces
from assistant.trust.audit import Audit
from assistant.understand.lexicon import Lexicon
from assistant.understand.taught import Lesson
from assistant.understand.understanding import Turn
from assistant.words import Words
from semantic_layer.model import Metric, Model
from semantic_layer.policy import role_of, sees_dimension, sees_metric
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop, open_shop
from semantic_layer.texts import Text
from semantic_layer.versions import Extent
from tools import registry
from tools.result import Result

__all__ = ["Conversation", "Desk", "Forgetful", "Kept"]

OWNER = "owner"
MOST_CONVERSATIONS = 500
MOST_RESULTS = 200
MOST_TURNS = 30
MOST_CACHED_ROWS = 5_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Forgetful(Generic[K, V]):
    """A thread-safe mapping that keeps the `most` values used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, key: K, value: V) -> V:
        """Keep a value, or the one that stands under the key already."""
        with self._lock:
            found = self._kept.setdefault(key, value)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return found

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)


@dataclass(frozen=True, slots=True)
class Kept(Generic[V]):
    """Something that was computed, and when."""

    value: V
    at: datetime


@dataclass(slots=True)
class Conversation:
    """The turns of one thread of one asker; its lock keeps them in order."""

    turns: list[Turn] = field(default_factory=list)
    last_trace: str = ""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def thread(self) -> tuple[Turn, ...]:
        """The turns so far, oldest first."""
        return tuple(self.turns)

    def add(self, turn: Turn, trace: str) -> None:
        self.turns.append(turn)
        del self.turns[:-MOST_TURNS]
        self.last_trace = trace


class Desk:
    """Everything that answering needs, shared by all doors of a process."""

    def __init__(
        self,
        shop: Shop,
        settings: Settings | None = None,
        after: "Desk | None" = None,
        words: Words | None = None,
    ) -> None:
        """A desk for a shop; one that comes `after` another goes on with its conversations.

        `words` are those that people taught the shop, by default what its state folder keeps.
        """
        self.shop = shop
        self.words = words if words is not None else Words(shop.state)
        self.settings = settings or read_settings()
        self.traces = Traces(shop.state)
        self.audit = Audit(shop.state)
        self._conversations: Forgetful[tuple[str, str, str], Conversation] = (
            after._conversations if after else Forgetful(MOST_CONVERSATIONS)
        )
        self._results: Forgetful[str, Kept[Result]] = Forgetful(MOST_RESULTS)
        self._answers: Forgetful[str, Kept[Answer]] = Forgetful(MOST_RESULTS)
        self._lexicons: dict[str, Lexicon] = {}
        self._words_known: tuple[int, ...] = ()
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path | None = None, data: Path | None = None) -> "Desk":
        """A desk for a shop folder (none: `WENSHU_SHOP`, or the demo shop). Raises ShopError."""
        return cls(open_shop(folder, data))

    def lexicon(self, role: str) -> Lexicon:
        """The words that a role may know of. Raises PolicyError for an unknown role."""
        with self._lock:
            stamp = self.words.stamp()
            if stamp != self._words_known:
                self._lexicons.clear()
                self._words_known = stamp
            if role not in self._lexicons:
                self._lexicons[role] = self._learn(role)
            return self._lexicons[role]

    def teach(self, lesson: Lesson, who: Identity) -> str:
        """Keep a word or a choice for the shop; the key of what stands against it, else empty.

        A word that means something already, to whatever role, is not taught.
        """
        from assistant.understand.taught import unfit

        if lesson.kind != "choice":
            why = unfit(lesson.word, self.lexicon(OWNER))
            if why:
                return why
        try:
            self.words.teach(lesson, who)
        except OSError:
            return "taught.not_kept"
        return ""

    def forget(self, word: str) -> None:
        """Take a taught word or a choice away; what cannot be written stays."""
        with suppress(OSError):
            self.words.forget(word)

    def roles(self) -> tuple[str, ...]:
        """The roles that have asked so far."""
        with self._lock:
            return tuple(self._lexicons)

    def today(self, question: Question) -> date:
        return question.today or self.shop.today

    def conversation(self, question: Question) -> Conversation:
        """The asker's conversation; a question without a thread starts one of its own."""
        if not question.thread:
            return Conversation()
        key = (question.identity.user, question.identity.role, question.thread)
        return self._conversations.get(key) or self._conversations.put(key, Conversation())

    def cached(self, key: str) -> "Kept[Result] | None":
        """The result under a key, with when it was computed."""
        return self._results.get(key)

    def cache(self, key: str, result: Result) -> None:
        """Keep a result unless it is large."""
        if len(result.rows) <= MOST_CACHED_ROWS:
            self._results.put(key, Kept(result, self.now()))

    def cached_answer(self, key: str) -> "Kept[Answer] | None":
        """What the language model's help came to for the same question before."""
        return self._answers.get(key)

    def cache_answer(self, key: str, answer: Answer) -> None:
        """Keep an answer of the language model unless it is large."""
        if answer.result is None or len(answer.result.rows) <= MOST_CACHED_ROWS:
            self._answers.put(key, Kept(answer, self.now()))

    def now(self) -> datetime:
        """The moment, in the shop's own time."""
        return datetime.now(ZoneInfo(self.shop.model.time_zone)).replace(microsecond=0)

    def result_key(self, tool: str, arguments: Mapping[str, Any], role: str, today: date) -> str:
        """What decides a result: the call, the data it runs on, who may see it, and the day."""
        call = json.dumps(arguments, ensure_ascii=False, sort_keys=True, default=str)
        return f"{tool}|{call}|{self.shop.data_version}|{role}|{today}"

    def _learn(self, role: str) -> Lexicon:
        from assistant.understand.lexicon import build_lexicon

        model = visible_model(self.shop.model, role)
        values = {k: v for k, v in self.shop.values(role).items() if k in model.dimensions}
        days = {m: d for m in model.metrics if (d := days_with_data(self.shop, m)) is not None}
        return build_lexicon(model, values, registry.names(), days, self.words.lessons())


def days_with_data(shop: Shop, metric: str) -> Extent | None:
    """The days for which any part of a metric has data."""
    parts = shop.model.metrics[metric].parts
    found = [days_with_data(shop, p.metric) for p in parts] if parts else [shop.extent(metric)]
    known = [e for e in found if e is not None]
    if not known:
        return None
    return Extent(min(e.first for e in known), max(e.last for e in known))


def visible_model(model: Model, role: str) -> Model:
    """The model without the metrics and dimensions that a role may not see."""
    from dataclasses import replace

    seen = role_of(model, role)
    if "*" in seen.metrics and "*" in seen.dimensions and len(seen.metrics + seen.dimensions) == 2:
        return model
    metrics = {k: m for k, m in model.metrics.items() if sees_metric(seen, m)}
    dimensions = {
        k: d for k, d in model.dimensions.items() if sees_dimension(model, seen, d.identity)
    }
    terms = tuple(t for t in model.terms if all(c in metrics for c in t.choices))
    default = model.default_metric if model.default_metric in metrics else ""
    hidden = {w for k, m in model.metrics.items() if k not in metrics for w in _words(m)}
    hidden -= {w for m in metrics.values() for w in _words(m)}
    questions = tuple(q for q in model.questions if not _says(q, hidden))
    queries = {k: q for k, q in model.queries.items() if _sees_all(q.query, set(metrics))}
    return replace(
        model,
        metrics=metrics,
        dimensions=dimensions,
        terms=terms,
        default_metric=default,
        questions=questions,
        queries=queries,
    )


def _words(metric: Metric) -> list[str]:
    named = (metric.label.zh, metric.label.en, *metric.synonyms)
    return [word.lower() for word in named if len(word) > 1]


def _sees_all(query: MetricQuery, metrics: set[str]) -> bool:
    """Whether a saved query shows and bounds nothing that is hidden."""
    bounds = {h.field for h in query.having if not isinstance(h, str)}
    return {*query.metrics, *bounds} <= metrics


def _says(question: Text, words: set[str]) -> bool:
    said = f"{question.zh}\n{question.en}".lower()
    return any(word in said for word in words)
