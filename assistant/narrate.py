"""Sentences from findings, and from nothing else.

Templates come from the message table; a hole is filled with a finding's label and value, so a
number cannot land under another label. `stray_numbers` holds a text against its findings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.answer import SaidFinding
from assistant.formats import Style, clean, said
from assistant.messages import say
from tools.result import Finding, Result, Sentence

__all__ = ["Told", "narrate", "stray_numbers", "tell"]

_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_HOLE = re.compile("\x02(.*?)\x03(.*?)\x04", re.DOTALL)
_CLAUSE = re.compile(r"[，。；：、,;.!?！？()（）“”\"'\n]")


@dataclass(frozen=True, slots=True)
class Told:
    """A text with every finding of the result as it was, or would be, said."""

    text: str
    findings: tuple[SaidFinding, ...]


def narrate(result: Result, lang: str) -> Told:
    """The result's sentences in `lang`, and its findings in the words that they were said in."""
    teller = _Teller(result, Style(lang, result.currency))
    between = "" if lang == "zh" else " "
    text = between.join(teller.sentence(s) for s in result.sentences)
    return Told(text, tuple(teller.said(f) for f in result.findings))


def tell(key: str, lang: str, values: Mapping[str, Any] | None = None) -> Told:
    """A message whose values are findings too: each is labelled with the words in front of it."""
    marked = {k: f"\x02{k}\x03{_flat(v)}\x04" for k, v in (values or {}).items()}
    text = say(key, lang, **marked)
    found, plain, done = [], "", 0
    for hole in _HOLE.finditer(text):
        before = text[done : hole.start()]
        plain += before
        name, value = hole.groups()
        if re.search(r"\d", value):
            label = _CLAUSE.split(before)[-1].strip()
            found.append(SaidFinding(f"value.{name}", label, value, "text", value))
        plain += value
        done = hole.end()
    return Told(plain + text[done:], tuple(found))


def stray_numbers(text: str, findings: tuple[SaidFinding, ...]) -> list[str]:
    """The numbers of a text that no finding carries under the label right before them."""
    covered = [False] * len(text)
    for finding in findings:
        words = re.escape(finding.label) + r"[\s:：，,（(]{0,2}" + re.escape(finding.text)
        for match in re.finditer(words, text):
            covered[match.start() : match.end()] = [True] * (match.end() - match.start())
    return [
        m.group()
        for m in re.finditer(r"\d+(?:[,.]\d+)*", text)
        if not all(covered[slice(*m.span())])
    ]


@dataclass(slots=True)
class _Teller:
    """Fills templates for one result and remembers in which form each finding was said."""

    result: Result
    style: Style
    forms: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def sentence(self, sentence: Sentence) -> str:
        holes: dict[str, _Hole | _Group] = {
            hole: _Hole(self, self._finding(id)) for hole, id in sentence.findings
        }
        for name, parts in sentence.groups:
            holes[name] = _Group([self.sentence(part) for part in parts])
        return say(sentence.key, self.style.lang, **holes)

    def value(self, finding: Finding, *, brief: bool) -> str:
        self.forms[finding.id] = said(finding, self.style, brief=brief)
        return self.forms[finding.id]

    def label(self, finding: Finding, *, lead: bool = False) -> str:
        label = self.labels.get(finding.id) or clean(finding.label.get(self.style.lang))
        if lead:
            label = self.labels[finding.id] = label[:1].upper() + label[1:]
        return label

    def said(self, finding: Finding) -> SaidFinding:
        text = self.forms.get(finding.id) or said(finding, self.style)
        about = tuple(
            (clean(d.get(self.style.lang)), clean(m.get(self.style.lang))) for d, m in finding.about
        )
        value = _plain_value(finding, self.style.lang)
        return SaidFinding(finding.id, self.label(finding), value, finding.unit, text, about)

    def _finding(self, id: str) -> Finding:
        return next(f for f in self.result.findings if f.id == id)


@dataclass(frozen=True, slots=True)
class _Hole:
    """A finding in a template: what the format spec asks of it."""

    teller: _Teller
    finding: Finding

    def __format__(self, spec: str) -> str:
        value = self.teller.value(self.finding, brief=spec in ("short", "brief"))
        if spec in ("value", "brief"):
            return value
        label = self.teller.label(self.finding, lead=spec == "lead")
        if spec == "lead" and self.teller.style.lang == "en":
            return f"{label}: {value}"
        tight = _CJK.match(label[-1:]) and _CJK.match(value[:1])
        return f"{label}{value}" if tight else f"{label} {value}"


@dataclass(frozen=True, slots=True)
class _Group:
    """Sentences in a template, joined by the format spec."""

    parts: list[str]

    def __format__(self, spec: str) -> str:
        return spec.join(self.parts)


def _plain_value(finding: Finding, lang: str) -> Any:
    if finding.unit == "text":
        return finding.words.get(lang) or finding.value
    return finding.value


def _flat(value: Any) -> str:
    if isinstance(value, date | datetime | Decimal):
        return str(value)
    return str(value).replace("\x02", "").replace("\x03", "").replace("\x04", "")
