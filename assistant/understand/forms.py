"""Forms of a word that name the same: plurals, how many …, the parts and the head of a label; short codes."""

import re

from assistant.understand.normalise import fold, normalise
from assistant.understand.words import LANGUAGE
from semantic_layer.model import Dimension

_CODE = re.compile(r"[A-Za-z]{1,3}")
_ASCII = re.compile(r"[\x00-\x7f]+")


def is_code(word: str) -> bool:
    """One to three letters count in their own case only; Dog and Cat are words."""
    return bool(_CODE.fullmatch(word)) and (
        len(word) < 3 or not word.istitle() or word.lower() in LANGUAGE
    )


def alternatives(label: str) -> list[str]:
    """省 and 自治区 of 省/自治区; 部门 of 部门（组）."""
    parts = [p.strip() for p in re.split(r"[/、()（）]", label)]
    return [p for p in parts if p] if len(parts) > 1 and not label.isascii() else []


def heads(dimension: Dimension) -> list[str]:
    chinese, english = dimension.label.zh, fold(normalise(dimension.label.en)).split()
    heads = [chinese[-2:]] if len(chinese) >= 4 and not chinese.isascii() else []
    return heads + (english[-1:] if len(english) > 1 and len(english[-1]) > 3 else [])


def asked(phrase: str) -> tuple[str, ...]:
    """How a count is asked for: 多少客户 for 客户数, how many orders for number of orders."""
    if phrase.startswith("number of "):
        return ("how many " + phrase.removeprefix("number of "),)
    stem = phrase.removesuffix("数")
    if stem == phrase or len(stem) < 2 or phrase.endswith(("件数", "人数", "单数", "次数")):
        return ()
    return f"多少{stem}", f"有多少{stem}", f"多少个{stem}"


def plurals(phrase: str) -> tuple[str, ...]:
    """Other numbers of an English phrase: its plural, or the singular of a plural."""
    if not _ASCII.fullmatch(phrase) or not phrase[-1].isalpha() or len(phrase) < 4:
        return ()
    if phrase.endswith("ies"):
        return (phrase[:-3] + "y",)
    if phrase.endswith("s") and not phrase.endswith("ss"):
        return (phrase[:-1],)
    if phrase.endswith("y") and phrase[-2] not in "aeiou":
        return (phrase[:-1] + "ies",)
    return (phrase + ("es" if phrase.endswith(("ss", "ch", "sh", "x")) else "s"),)
