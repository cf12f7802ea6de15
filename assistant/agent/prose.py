"""A model's prose, held to findings: it may say words and `{finding}` references, never a number.

A sentence with a digit, a Chinese or English numeral, a comparison or a link outside of a reference
is dropped whole (a finding says its own direction); the rest is filled with the findings' own text.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.answer import SaidFinding

_SENTENCE = re.compile(r"[^。！？!?\n；;]*?(?:[。！？!?；;\n]|\.(?=\s|$)|$)")
_REFERENCE = re.compile(r"\{([A-Za-z0-9_.]+)\}")
_DIGIT = re.compile(r"[0-9０-９٠-٩%％‰¥￥$€]")
_NUMERAL = re.compile(
    r"[〇零一二三四五六七八九十百千万亿两俩仨壹贰叁肆伍陆柒捌玖拾佰仟廿卅]|半数|一半|倍|翻番|成$"
    r"|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred"
    r"|thousand|million|billion|half|third|quarter|twice|double|triple|first|second)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"[高低多少大小好差快慢强弱]于|比[^如例较]|[较更最]|超过|不足|领先|落后|第[^三]|增长|下降|上升|下滑|上涨|提升|减少|增加"
    r"|涨|跌|持平|占比|大部分|多数|少数|主要|明显|显著"
    r"|\b(?:more|less|fewer|most|least|than|best|worst|top|bottom|highest|lowest|higher|lower|better"
    r"|worse|larger|largest|smaller|smallest|greater|greatest|above|below|over|under|exceed\w*"
    r"|increas\w*|decreas\w*|grew|grow\w*|rose|ris\w*|fell|fall\w*|drop\w*|declin\w*|up|down"
    r"|lead\w*|majority|minority|mainly|significant\w*)\b",
    re.IGNORECASE,
)


_MARKUP = re.compile(r"https?:|www\.|javascript:|data:|[<>\[\]`|\\]|^\s*#", re.IGNORECASE)


def sentences(prose: str) -> list[str]:
    """The sentences of a text, each with its end; the last one may not have come to it yet."""
    return [s for s in _SENTENCE.findall(prose) if s]


def grounded(prose: str, findings: Sequence[SaidFinding] = ()) -> str:
    """The sentences of `prose` that findings carry, with `{id}` filled in; "" when none is left."""
    said = {finding.id: finding for finding in findings}
    kept = [_filled(s, said) for s in sentences(prose) if s.strip() and _holds(s, said)]
    return "".join(kept).strip()


def _holds(sentence: str, said: Mapping[str, SaidFinding]) -> bool:
    """Whether all that a sentence claims stands in findings that it refers to."""
    references = _REFERENCE.findall(sentence)
    if not re.search(r"\w", sentence) or any(r not in said for r in references):
        return False
    bare = _REFERENCE.sub("", sentence)
    claims = (_DIGIT, _NUMERAL, _COMPARISON, _MARKUP)
    return "{" not in bare and "}" not in bare and not any(c.search(bare) for c in claims)


def _filled(sentence: str, said: Mapping[str, SaidFinding]) -> str:
    return _REFERENCE.sub(lambda match: f"{said[match[1]].label} {said[match[1]].text}", sentence)
