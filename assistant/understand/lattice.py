"""All spans that a text may be cut into, and the few best ways to cut it."""

# ruff: noqa: E501 (tables of words read better whole)

import re
from dataclasses import replace

from assistant.understand import words
from assistant.understand.construct_spans import constructed
from assistant.understand.counting import counted, numbered
from assistant.understand.lexicon import Lexicon
from assistant.understand.numerals import AMOUNT, COUNT, amount, count
from assistant.understand.spans import Span, Target
from assistant.understand.time import Clock, find_times

_CUES = words.cues()
_CUE_STARTS: dict[str, tuple[int, ...]] = {
    char: tuple(sorted({len(p) for p in _CUES if p[0] == char}, reverse=True))
    for char in {p[0] for p in _CUES}
}
_FACTORS = {
    "shop": 2.0,
    "time": 2.05,
    "limit": 2.0,
    "threshold": 2.0,
    "counted": 1.95,
    "quoted": 2.0,
    "cue": 1.8,
}
_CUT = 0.8
_KEEP = 3
_RAW = 2  # a raw code of the data gives way to a name of the shop
_WORD = re.compile(r"[a-z0-9][a-z0-9_\-+.]*[a-z0-9]|[a-z0-9]")
_UNIT = r"\s?(?:元|块钱?|单|件|人|个|笔|次|yuan|rmb|cny|usd|dollars)?(?![a-z])"
_MORE = {
    ">": "大于|超过|高于|多于|超|破|>|more than|greater than|over|above|exceeding|exceeds?|bigger than|higher than",
    ">=": "不低于|不少于|不小于|至少|大于等于|达到|满|>=|at least|no less than|not less than",
    "<": "小于|低于|少于|不到|不足|未达到?|<|less than|under|below|fewer than|lower than",
    "<=": "不高于|不超过|不大于|小于等于|至多|最多不超过|<=|at most|no more than|not more than|up to",
    "=": "等于|恰好|正好|exactly",
}  # fmt: skip
_AFTER = {
    ">=": "以上|及以上|起|or more|and above|or above",
    "<=": "以下|及以下|以内|or less|or fewer|and below",
}
_OPERATORS = {word: op for op, row in _MORE.items() for word in row.split("|") if "?" not in word} | {
    "exceed": ">", "exceeds": ">", "未达": "<", "未达到": "<",
}  # fmt: skip
_PREFIX = "|".join(re.escape(w) for w in sorted(_OPERATORS, key=len, reverse=True))
_BETWEEN = re.compile(
    rf"(?:在|介于|between )?\s?(?P<a>{AMOUNT}){_UNIT}\s?(?:到|至|~|-| and )\s?(?P<b>{AMOUNT}){_UNIT}(?:之间)?"
)
_THRESHOLD = re.compile(rf"(?P<op>{_PREFIX})(?:了)?\s?(?P<n>{AMOUNT}){_UNIT}")
_SUFFIX = re.compile(
    rf"(?P<n>{AMOUNT}){_UNIT}(?P<op>{'|'.join(f'{row}' for row in _AFTER.values())})(?![a-z])"
)
_CLASSIFIER = r"(?:大的?|名的?|个的?|款的?|位的?|条|家的?|种|类|强)?"
_HIGH, _LOW = (
    "高|多|好|大|火|猛|热|旺|牛|狠|厉害|火爆|畅销|热销|受欢迎|好卖|能卖|强|贵",
    "低|少|差|小|慢|惨|弱|拉胯|糟糕|便宜",
)
_EN_HIGH = "highest|largest|biggest|best|most|greatest|best[ -]selling|top[ -]selling|most popular"
_EN_LOW = "lowest|smallest|worst|fewest|least"
_LIMITS = tuple(
    (re.compile(pattern), detail)
    for pattern, detail in (
        (rf"(?:排名|排行|排在)?(?:最靠)?前(?:的)?(?P<n>{COUNT}){_CLASSIFIER}(?![天日周月年季小个]|\d)", "high"),
        (rf"(?:排名|排行)?前(?P<n>{COUNT})个(?=月|季|周|天|年)", "high"),
        (rf"(?<![a-z])(?:the )?top[ -]?(?P<n>{COUNT})(?![a-z0-9]){_CLASSIFIER}", "high"),
        (rf"(?<![a-z])(?:the )?bottom[ -]?(?P<n>{COUNT})(?![a-z0-9])", "low"),
        (rf"(?:倒数|最后|末尾|后)(?:的)?(?P<n>{COUNT})(?:名|个|位|款|家)", "low"),
        (rf"倒数(?:前)?(?P<n>{COUNT})", "low"),
        (rf"最(?:{_HIGH})的?(?:前)?(?P<n>{COUNT})(?:个|款|名|家|位|种|类|条|大|天|笔|单|场|次)?", "high"),
        (rf"最(?:{_LOW})的?(?:后|前)?(?P<n>{COUNT})(?:个|款|名|家|位|种|类|条|大|天|笔|单|场|次)?", "low"),
        (rf"(?<![a-z])(?:the )?(?P<n>{COUNT}) (?:{_EN_HIGH})(?![a-z])", "high"),
        (rf"(?<![a-z])(?:the )?(?P<n>{COUNT}) (?:{_EN_LOW})(?![a-z])", "low"),
        (rf"(?<![a-z])(?:the )?(?:{_EN_HIGH}) (?P<n>{COUNT})(?![a-z])", "high"),
        (rf"(?<![a-z])(?:the )?(?:{_EN_LOW}) (?P<n>{COUNT})(?![a-z])", "low"),
    )
)  # fmt: skip
_LICENCE = re.compile(r"^(?:按|各场?|每[场个]?|分|哪场|by |per |each |which )")
_QUOTED = re.compile(r"[\"'](?P<q>[^\"']{1,40})[\"']")


def paths(text: str, folded: str, lexicon: Lexicon, clock: Clock) -> list[list[Span]]:
    """The best cuts of a text, best first; soft words and spaces are left in, as cues."""
    spans = _all(text, folded, lexicon, clock)
    return _best(folded, spans)


def _all(text: str, folded: str, lexicon: Lexicon, clock: Clock) -> dict[int, list[Span]]:
    found: list[Span] = [*_times(folded, lexicon, clock), *_numbers(folded)]
    found += [*counted(folded), *numbered(folded), *constructed(folded)]
    found += _quotes(text, folded, lexicon)
    for start in range(len(folded)):
        if folded[start] != " ":
            found += _shop_words(text, folded, start, lexicon)
            found += _cue_words(folded, start, lexicon)
    table: dict[int, list[Span]] = {}
    for span in found:
        table.setdefault(span.start, []).append(_weighed(span))
    return table


def _weighed(span: Span) -> Span:
    ascii_share = 0.5 if span.text.isascii() else 1.0
    factor = _FACTORS[span.kind]
    if span.kind == "cue":
        factor = 2.2 if _compares(span) else 1.7 if span.cue("cohort") else factor
        factor = 1.6 if span.cue("soft") else 3.0 if span.cue("edge", "bare_sum") else factor
    elif span.targets and all(t.kind == "value" and t.rank == _RAW for t in span.targets):
        factor = 1.5
    return replace(span, weight=(span.end - span.start) * ascii_share * factor - _CUT)


def _compares(span: Span) -> bool:
    """同比去年 is one word, no 同比 with a year beside it."""
    return span.cue("yoy", "mom") and len(span.text) > 3


def _bounded(folded: str, start: int, end: int) -> bool:
    """A Latin word may not begin or end inside another."""
    first, final = folded[start], folded[end - 1]
    if _latin(first) and start and _latin(folded[start - 1]):
        return False
    return not (_latin(final) and end < len(folded) and _latin(folded[end]))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _shop_words(text: str, folded: str, start: int, lexicon: Lexicon) -> list[Span]:
    found = []
    for length in lexicon.starts.get(folded[start], ()):
        end = start + length
        targets = lexicon.phrases.get(folded[start:end]) if end <= len(folded) else None
        if targets and _bounded(folded, start, end):
            kept = tuple(t for t in targets if _counts(t, text, start, end))
            if any(t.kind != "value" for t in kept):
                kept = tuple(t for t in kept if t.kind != "value" or t.rank < _RAW)
            if kept:
                found.append(Span(start, end, "shop", folded[start:end], targets=kept))
    return found


def _counts(target: Target, text: str, start: int, end: int) -> bool:
    """Short codes count in their own case; bare figures and single characters never as a value."""
    if target.exact and text[start:end] != target.exact:
        return False
    word = text[start:end]
    return not (target.kind == "value" and (word.isdigit() and len(word) < 5))


def _names_dimension(word: str, lexicon: Lexicon) -> bool:
    """哪款 and 各店 end in a word that is a dimension of this shop."""
    rest = word.lstrip("哪各每一个分")
    targets = lexicon.phrases.get(rest, ()) if rest != word else ()
    return any(t.kind == "dimension" for t in targets)


def _is_of_the_shop(word: str, cues: tuple[tuple[str, str], ...], lexicon: Lexicon) -> bool:
    """按活动, by campaign: what the calendar calls so gives way to a dimension of the shop's own."""
    if not any(detail.startswith("calendar.") for _, detail in cues):
        return False
    rest = _LICENCE.sub("", word)
    return any(t.kind in ("dimension", "metric") for t in lexicon.phrases.get(rest, ()))


def _cue_words(folded: str, start: int, lexicon: Lexicon) -> list[Span]:
    found = []
    for length in _CUE_STARTS.get(folded[start], ()):
        end = start + length
        cues = _CUES.get(folded[start:end]) if end <= len(folded) else None
        if (
            cues
            and _bounded(folded, start, end)
            and not _names_dimension(folded[start:end], lexicon)
            and not _is_of_the_shop(folded[start:end], cues, lexicon)
        ):
            found.append(Span(start, end, "cue", folded[start:end], cues=cues))
    return found


def _times(folded: str, lexicon: Lexicon, clock: Clock) -> list[Span]:
    return [
        Span(t.start, t.end, "time", folded[t.start : t.end], period=t.period)
        for t in find_times(folded, clock, lexicon.occasions)
    ]


def _numbers(folded: str) -> list[Span]:
    found = []
    for pattern, detail in _LIMITS:
        for match in pattern.finditer(folded):
            number = count(match["n"])
            if number:
                whole = _span(match, "limit", number, detail)
                bare = replace(
                    whole, end=match.end("n"), text=folded[match.start() : match.end("n")]
                )
                found += [whole, bare] if bare.end != whole.end else [whole]
    for match in _THRESHOLD.finditer(folded):
        found.append(_span(match, "threshold", amount(match["n"]), _OPERATORS[match["op"]]))
    for match in _SUFFIX.finditer(folded):
        op = next(op for op, row in _AFTER.items() if match["op"] in row.split("|"))
        found.append(_span(match, "threshold", amount(match["n"]), op))
    return [span for span in found if span.number is not None]


def _span(match: re.Match[str], kind: str, number: float | None, detail: str) -> Span:
    return Span(match.start(), match.end(), kind, match[0], number=number, detail=detail)  # type: ignore[arg-type]


def _quotes(text: str, folded: str, lexicon: Lexicon) -> list[Span]:
    found = []
    for match in _QUOTED.finditer(folded):
        targets = lexicon.phrases.get(match["q"].strip(), ())
        kind = "shop" if targets else "quoted"
        word = text[match.start("q") : match.end("q")].strip()
        found.append(Span(match.start(), match.end(), kind, word, targets=targets))  # type: ignore[arg-type]
    return found


Path = tuple[float, tuple[Span, ...]]


def _best(folded: str, spans: dict[int, list[Span]]) -> list[list[Span]]:
    size = len(folded)
    best: list[list[Path]] = [[] for _ in range(size + 1)]
    best[0] = [(0.0, ())]
    for start in range(size):
        here = sorted(best[start], key=lambda p: -p[0])[:_KEEP]
        for span in spans.get(start, ()) if here else ():
            best[span.end] += [(score + span.weight, (*done, span)) for score, done in here]
        if here:
            gap = _gap(folded, start)
            best[gap.end] += [(score + gap.weight, (*done, gap)) for score, done in here]
    final = sorted(best[size], key=lambda p: -p[0])[:_KEEP]
    return [_joined(folded, path) for _, path in final]


def _gap(folded: str, start: int) -> Span:
    """What stands at `start` when nothing that is known does: a space, a word, a character."""
    if folded[start] == " " or not folded[start].isalnum():
        kind = "cue" if folded[start] == " " else "unknown"
        cues = (("soft", ""),) if kind == "cue" else ()
        return Span(start, start + 1, kind, folded[start], -0.1, cues=cues)  # type: ignore[arg-type]
    word = _WORD.match(folded, start)
    end = word.end() if word else start + 1
    return Span(start, end, "unknown", folded[start:end], -2.0 * (2 if word else 1))


def _joined(folded: str, path: tuple[Span, ...]) -> list[Span]:
    """Unknown neighbours become one unknown stretch."""
    merged: list[Span] = []
    for span in path:
        before = merged[-1] if merged else None
        if before and before.kind == span.kind == "unknown" and span.text.isalnum():
            text = folded[before.start : span.end]
            merged[-1] = replace(
                before, end=span.end, text=text, weight=before.weight + span.weight
            )
        else:
            merged.append(span)
    return merged
