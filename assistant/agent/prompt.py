"""The prompt for one question: rules, dates, candidates; at most 1,500 tokens by our estimate."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from assistant.agent.candidates import Candidates, reference
from assistant.agent.ground import Ground
from assistant.understand.understanding import Understanding
from prompts import text
from semantic_layer.model import Dimension, Metric, Model
from tools.registry import Tool

MOST_TOKENS = 1500
MOST_VALUE = 40
_NOTHING = {"zh": "无", "en": "none"}


def estimated_tokens(prompt: str) -> int:
    """An upper guess without a tokenizer: a token for every non-ASCII character, two for five
    ASCII characters."""
    ascii_count = sum(c.isascii() for c in prompt)
    return len(prompt) - ascii_count + -(-ascii_count * 2 // 5)


def system_prompt(
    ground: Ground, hint: Understanding, tools: Mapping[str, Tool], lang: str, *, spent: int = 0
) -> str:
    """The system prompt, with candidates left out from the end until it fits beside the `spent`
    tokens of the tools' schemas."""
    found = ground.found
    metrics, dimensions = len(found.metrics), len(found.dimensions)
    while True:
        shown = Candidates(found.metrics[:metrics], found.dimensions[:dimensions], found.values)
        prompt = _filled(ground, shown, hint, tools, lang)
        if estimated_tokens(prompt) + spent <= MOST_TOKENS or metrics <= 3:
            return prompt
        metrics, dimensions = metrics - 1, max(3, dimensions - 1)


def report_prompt(ground: Ground, lang: str, *, spent: int = 0) -> str:
    """The system prompt for planning a report, with as many candidates as fit beside `spent`."""
    found = ground.found
    for left_out in range(len(found.metrics)):
        metrics = found.metrics[: len(found.metrics) - left_out]
        dimensions = found.dimensions[: max(4, len(found.dimensions) - left_out)]
        prompt = _planning(ground, Candidates(metrics, dimensions, found.values), lang)
        if estimated_tokens(prompt) + spent <= MOST_TOKENS:
            break
    return prompt


def _planning(ground: Ground, found: Candidates, lang: str) -> str:
    model, none = ground.model, _NOTHING[lang]
    return text("report", lang).format(
        today=ground.today,
        first_day=ground.first_day,
        last_day=ground.last_day,
        times=", ".join(_times(ground, lang)) or none,
        metrics="\n".join(_metric_line(m, lang) for m in found.metrics),
        dimensions="\n".join(_dimension_line(d, model, lang) for d in found.dimensions),
        values=_members(found, model) or none,
    )


def _members(found: Candidates, model: Model) -> str:
    return "; ".join(
        f"{quoted(v.word)} → {reference(v.dimension, model)} = {quoted(str(v.value))}"
        for v in found.values
    )


def _filled(
    ground: Ground,
    shown: Candidates,
    hint: Understanding,
    tools: Mapping[str, Tool],
    lang: str,
) -> str:
    model, none = ground.model, _NOTHING[lang]
    question, example = _example(model, ground.today, lang)
    return text("agent", lang).format(
        today=ground.today,
        first_day=ground.first_day,
        last_day=ground.last_day,
        times=", ".join(_times(ground, lang)) or none,
        tools="; ".join(f"{name} {tool.label.get(lang)}" for name, tool in tools.items()),
        metrics="\n".join(_metric_line(m, lang) for m in shown.metrics),
        dimensions="\n".join(_dimension_line(d, model, lang) for d in shown.dimensions),
        values=_members(shown, model) or none,
        unknown=", ".join(ground.unknown) or none,
        understood="; ".join(f"{what}: {how}" for what, how in hint.understood) or none,
        previous=_json(ground.previous.arguments) if ground.previous else none,
        example_question=question,
        example=example,
    )


def quoted(said: str, most: int = MOST_VALUE) -> str:
    """A text out of the data: one line, cut, in quotes. It is never more than a value."""
    return json.dumps(" ".join(said.split())[:most], ensure_ascii=False)


def _times(ground: Ground, lang: str) -> list[str]:
    """The question's own time words with their dates, else a few usual ones."""
    named = [f"{period.start}..{period.end}" for period in ground.periods()]
    if named:
        label = "question" if lang == "en" else "本题"
        return [f"{label} {days}" for days in named]
    yesterday = ground.today - timedelta(days=1)
    first = ground.today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    labels = ("yesterday", "last month") if lang == "en" else ("昨天", "上个月")
    return [
        f"{labels[0]} {yesterday}..{yesterday}",
        f"{labels[1]} {before}..{first - timedelta(days=1)}",
    ]


def _metric_line(metric: Metric, lang: str) -> str:
    words = [metric.label.get(lang), *metric.synonyms[:2]]
    return f"{metric.name} {'/'.join(dict.fromkeys(words))}"


def _dimension_line(dimension: Dimension, model: Model, lang: str) -> str:
    values: Sequence[str] = [
        f"{v.value}={v.label.get(lang)}" if str(v.value) != v.label.get(lang) else str(v.value)
        for v in dimension.values[:6]
    ]
    shown = f" ({' '.join(values)})" if values else ""
    return f"{reference(dimension, model)} {dimension.label.get(lang)}{shown}"


def _example(model: Model, today: date, lang: str) -> tuple[str, str]:
    """A worked example in the shop's own names."""
    metric = model.metrics.get(model.default_metric) or next(iter(model.metrics.values()))
    yesterday = (today - timedelta(days=1)).isoformat()
    label = metric.label.get(lang)
    question = f"{label} yesterday by hour" if lang == "en" else f"昨天分小时的{label}"
    arguments = {
        "metrics": [metric.name],
        "by": ["hour"],
        "time": {"start": yesterday, "end": yesterday},
    }
    return question, _json({"tool": "metrics", "arguments": arguments})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
