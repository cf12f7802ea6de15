"""Reads a text: its cuts and the choices in them become readings, each with a score."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from assistant.understand.lattice import paths
from assistant.understand.lexicon import HEAD, Lexicon
from assistant.understand.partial import (
    with_lists_of_one_kind,
    with_members_in_lists,
    with_partial_names,
)
from assistant.understand.reach import base_tables, is_balance
from assistant.understand.reading import Block, Frame, Reading
from assistant.understand.rules import RULES
from assistant.understand.rules.measures import step_for
from assistant.understand.siblings import unreached, with_siblings
from assistant.understand.spans import Span, Target
from assistant.understand.time import Clock

_MOST, _FARTHER = 12, 0.5
_UNREACHED, _UNPLACED, _BLOCKED, _VETOED = 3.0, 2.0, 2.5, 0.3


@dataclass(slots=True)
class Candidate:
    """One reading with its score.

    `unplaced` are words that left no mark; `unreached` are dimensions
    that its metrics cannot be split by; `chosen` are the targets picked for ambiguous words."""

    reading: Reading
    frame: Frame
    score: float
    unplaced: tuple[Span, ...]
    blocks: tuple[Block, ...]
    unreached: tuple[str, ...]
    chosen: tuple[Target, ...]

    @property
    def clean(self) -> bool:
        return not (self.unplaced or self.blocks or self.unreached)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A normalised text with its folded twin and what it is read against."""

    text: str
    folded: str
    lexicon: Lexicon
    clock: Clock
    lang: str


def candidates(sentence: Sentence) -> list[Candidate]:
    """All readings of a sentence, best first."""
    found: list[Candidate] = []
    cuts = paths(sentence.text, sentence.folded, sentence.lexicon, sentence.clock)
    cuts = [with_partial_names(cut, sentence.folded, sentence.lexicon) for cut in cuts]
    cuts = [with_lists_of_one_kind(cut, sentence.lexicon) for cut in cuts]
    cuts = [with_members_in_lists(cut, sentence.lexicon) for cut in cuts]
    cuts = [[_terms_resolved(span, sentence.lexicon) for span in cut] for cut in cuts]
    best = sum(s.weight for s in cuts[0]) if cuts else 0.0
    for cut in cuts:
        behind = best - sum(s.weight for s in cut)
        for spans, chosen in islice(_choices(cut), _MOST):
            found.append(_read(sentence, spans, chosen, behind))
    return sorted(found, key=lambda c: -c.score)


def _terms_resolved(span: Span, lexicon: Lexicon) -> Span:
    """A term stands for its choices; it beats a metric that has the same word."""
    terms = {t.name for t in span.targets if t.kind == "term"}
    if not terms:
        return span
    named = [t for t in span.targets if t.kind not in ("term", "metric")]
    for term in (t for t in lexicon.model.terms if t.name in terms):
        known = [c for c in term.choices if c in lexicon.model.metrics]
        known = [lexicon.chosen[term.name]] if term.name in lexicon.chosen else known
        named += [Target("metric", choice, term=term.name) for choice in known]
        named += [] if known else [Target("undefined", term.name)]
    return replace(span, targets=tuple(named))


def _choices(cut: list[Span]) -> Iterator[tuple[list[Span], tuple[Target, ...]]]:
    """Every way to settle words that may name several things of one kind."""
    open_spans = [(i, kind) for i, s in enumerate(cut) for kind in _open_kinds(s)]
    pools = [[t for t in cut[i].targets if t.kind == kind] for i, kind in open_spans]
    pools = [sorted(pool, key=lambda t: t.rank)[:6] for pool in pools]
    for picks in product(*pools):
        spans = list(cut)
        for (index, kind), pick in zip(open_spans, picks, strict=True):
            kept = tuple(t for t in spans[index].targets if t.kind != kind or t == pick)
            spans[index] = replace(spans[index], targets=kept)
        yield spans, picks


def _open_kinds(span: Span) -> list[str]:
    kinds = [t.kind for t in span.targets]
    return [k for k in dict.fromkeys(kinds) if kinds.count(k) > 1]


def _read(
    sentence: Sentence, spans: list[Span], chosen: tuple[Target, ...], behind: float
) -> Candidate:
    frame = Frame(spans, sentence.lexicon, sentence.clock, sentence.lang)
    for rule in RULES:
        rule(frame)
    reading = frame.reading
    reading.by = [step_for(reading.period) if b == "" else b for b in reading.by]
    _settle_balances(reading, sentence.lexicon)
    unplaced = tuple(frame.left())
    swapped = with_siblings(frame.reading, sentence.lexicon, sentence.lang)
    frame.demerits += 0.5 * (swapped is not frame.reading)
    reading = frame.reading = swapped
    missed = unreached(reading, sentence.lexicon)
    score = -behind - frame.demerits - _UNREACHED * len(missed)
    score -= _FARTHER * _far_heads(frame, chosen)
    score -= _UNPLACED * len(unplaced)
    score -= sum(_VETOED if b.veto else _BLOCKED for b in frame.blocks)
    return Candidate(reading, frame, score, unplaced, tuple(frame.blocks), missed, chosen)


def _settle_balances(reading: Reading, lexicon: Lexicon) -> None:
    """上月底的库存: its last day and its last ten days end alike."""
    model, period = lexicon.model, reading.period
    metrics = [model.metrics[m] for m in reading.metrics if m in model.metrics]
    if period is None or not period.unsure or reading.by:
        return
    if metrics and all(is_balance(model, m) for m in metrics):
        reading.period = replace(period, start=period.end, unit="day", unsure=False)


def _far_heads(frame: Frame, chosen: tuple[Target, ...]) -> int:
    """How many short names (原因) were taken for dimensions away from the metrics' own tables."""
    model = frame.lexicon.model
    tables = {t for m in frame.reading.metrics for t in base_tables(model, model.metrics[m])}
    heads = [t.name for t in chosen if t.kind == "dimension" and t.rank == HEAD]
    return sum(1 for name in heads if model.dimensions[name].table not in tables)
