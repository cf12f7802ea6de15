"""Numbers that constructs need: the edges of classes (0-99、100-299、300以上) and 前20%."""

import re
from collections.abc import Iterator

from assistant.understand.numerals import COUNT, amount, count
from assistant.understand.spans import Span

_AMOUNT = r"\d+(?:\.\d+)?(?:\s?[万千k](?![a-z]))?"
_UNIT = r"\s?(?:元|块钱?|单|件|人|个|笔|次|分|岁|天|yuan|dollars)?"
_TO = r"\s?(?:-|~|到|至|—| to )\s?"
_OVER = r"(?:及?以上|起|\+| and (?:over|above|more|up)| or (?:more|over|above)|-?plus)"
_RANGE = (
    rf"(?:{_AMOUNT}{_UNIT}{_TO}{_AMOUNT}{_UNIT}|{_AMOUNT}{_UNIT}{_OVER}|{_AMOUNT}{_UNIT}(?:及?以[下内])"
    rf"|(?:under|below|over|above|less than|more than)\s{_AMOUNT}|[<>]=?\s?{_AMOUNT})"
)
_LIST = re.compile(rf"(?<![\d.]){_RANGE}(?:\s?(?:、|,|/|;|和|, and | and )\s?{_RANGE})+")
_ONE = re.compile(
    rf"(?P<a>{_AMOUNT}){_UNIT}{_TO}(?P<b>{_AMOUNT})|(?P<over>{_AMOUNT}){_UNIT}{_OVER}"
    rf"|(?P<under>{_AMOUNT}){_UNIT}及?以[下内]|(?P<word>under|below|less than|<=?|over|above|more than|>=?)"
    rf"\s?(?P<n>{_AMOUNT})"
)
_PERCENT = re.compile(
    rf"(?:排名)?前(?:的)?百分之(?P<zh>{COUNT})|前(?P<a>\d+(?:\.\d+)?)%"
    rf"|(?<![a-z])(?:the )?top (?P<b>\d+(?:\.\d+)?)\s?(?:%|percent)"
)
_TIMES = re.compile(
    rf"(?P<n>{COUNT})(?:次|单|回)(?P<m>及?以上)?"
    rf"|(?<![a-z])(?P<l>at least )?(?:(?P<w>once|twice)|(?P<e>{COUNT}) times)(?: or more)?(?![a-z])"
)


def constructed(folded: str) -> Iterator[Span]:
    """Cues of the classes `edges` (numbers parted by commas) and `top_percent` (a number)."""
    for match in _LIST.finditer(folded):
        found = edges(match[0])
        if found:
            said = ",".join(f"{n:g}" for n in found)
            yield Span(match.start(), match.end(), "cue", match[0], cues=(("edges", said),))
    for match in _PERCENT.finditer(folded):
        said = str(count(match["zh"]) if match["zh"] else match["a"] or match["b"])
        yield Span(match.start(), match.end(), "cue", match[0], cues=(("top_percent", said),))
    yield from times(folded)


def times(folded: str) -> Iterator[Span]:
    """Cues of the class `times`: how often something was done (买过两次以上, bought twice)."""
    for match in _TIMES.finditer(folded):
        number = {"once": 1, "twice": 2}.get(match["w"] or "") or count(
            match["n"] or match["e"] or ""
        )
        more = match["m"] or match["l"]
        if number:
            said = f"{'>=' if more else '='}:{number}"
            yield Span(match.start(), match.end(), "cue", match[0], cues=(("times", said),))


def edges(text: str) -> list[float]:
    """Where classes begin; none where they leave gaps or lie over each other.

    0-99、100-299 and 0-100、100-300 say the same: a class takes its lower edge and not its upper.
    """
    starts: list[float] = []
    ends: list[float] = []
    for match in _ONE.finditer(text):
        low, high = _ends(match)
        starts += [] if low is None else [low]
        ends += [] if high is None else [high]
    joined = [s for s in starts if any(0 <= s - end <= 1 for end in ends)]
    open_below = [s for s in starts if s not in joined]
    met = [e for e in ends if any(0 <= s - e <= 1 for s in starts)]
    open_above = [e for e in ends if e not in met]
    if starts != sorted(set(starts)) or len(open_below) > 1 or len(open_above) > 1:
        return []
    return sorted({*starts, *(_next(end) for end in open_above)})


def _next(end: float) -> float:
    """Where the class after the last one begins: 999 is followed by 1000, 1000 by itself."""
    return end + 1 if end == int(end) and str(int(end)).endswith("9") else end


def _ends(match: re.Match[str]) -> tuple[float | None, float | None]:
    if match["a"]:
        return _number(match["a"]), _number(match["b"])
    if match["over"]:
        return _number(match["over"]), None
    if match["under"]:
        return None, _number(match["under"])
    value = _number(match["n"])
    below = match["word"].startswith(("under", "below", "less", "<"))
    return (None, value) if below else (value, None)


def _number(text: str) -> float | None:
    found = amount(text)
    return float(found) if found is not None else None
