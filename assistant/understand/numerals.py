"""Numbers as people write them: 1.5万, 三百, 10k, 5,000, 20%, two."""

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_SCALE = {
    "万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, "十": 10, "k": 1e3, "w": 1e4, "m": 1e6, "mn": 1e6,
    "million": 1e6, "thousand": 1e3, "billion": 1e9, "bn": 1e9, "b": 1e9,
}  # fmt: skip
ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip

_EN = "|".join(ENGLISH)
COUNT = rf"(?:\d+|[一二两三四五六七八九十百]+|(?:{_EN})(?![a-z]))"
AMOUNT = (
    r"(?:[¥$]\s?)?(?:\d[\d,]*(?:\.\d+)?|[零一二两三四五六七八九十百千]+(?=[万亿元块单件人个%千百]|以))"
    r"(?:\s?(?:million|thousand|billion|bn|mn|万亿|千万|百万|[万亿千百kwmb])(?![a-z]))?"
    r"(?:\s?%|个百分点)?"
)
_AMOUNT = re.compile(
    r"[¥$]?\s?(?P<n>[\d.,]+|[零一二两三四五六七八九十百千]+?)\s?"
    r"(?P<s>million|thousand|billion|bn|mn|万亿|千万|百万|[万亿千百kwmb])?\s?(?P<p>%|个百分点)?"
)


def count(word: str) -> int | None:
    """The whole number that `word` says, in digits, Chinese or English; None when it says none."""
    word = word.strip()
    if word.isdigit():
        return int(word)
    if word in ENGLISH:
        return ENGLISH[word]
    return _chinese(word)


def _chinese(word: str) -> int | None:
    total, digit = 0, 0
    for char in word:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char] if digit and char not in _SMALL else _DIGITS[char]
        elif char in _SMALL:
            total += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            return None
    return total + digit if word else None


def amount(text: str) -> int | float | None:
    """The amount that `text` says, scaled by its unit; percents become fractions."""
    match = _AMOUNT.fullmatch(text.strip().lower())
    if match is None:
        return None
    written = match["n"].replace(",", "")
    try:
        value = float(written)
    except ValueError:
        spelled = _chinese(written)
        if spelled is None:
            return None
        value = float(spelled)
    for unit in _units(match["s"] or ""):
        value *= _SCALE[unit]
    if match["p"]:
        value = round(value / 100, 12)
    return int(value) if value == int(value) else value


def _units(scale: str) -> tuple[str, ...]:
    return (scale,) if scale in _SCALE else tuple(scale)
