"""Which questions are open: they want a review of how things stand, not one figure."""

import re

from assistant.agent.ground import Ground, metrics_said, stands

_REVIEW = re.compile(
    r"复盘|[周月日季年]报|简报|汇报|报告|总结|小结|经营分析"
    r"|\b(?:recap|debrief|post.?mortem|summary|summari[sz]e|(?:weekly|monthly|daily|business) report"
    r"|(?:business|performance|monthly|weekly) review|report on)\b",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"怎么样|怎样|咋样|如何|什么情况|概况|情况"
    r"|\bhow (?:did|do|does|are|is|was|were|has|have)\b|\bhow'?s\b|\boverview\b",
    re.IGNORECASE,
)


def is_open(ground: Ground) -> bool:
    """True for a review by name, and for "how did it go" where no metric or group is named."""
    text = ground.folded
    if _REVIEW.search(text):
        return True
    return bool(_HOW.search(text)) and not metrics_said(ground) and not _group_named(ground)


def _group_named(ground: Ground) -> bool:
    return any(
        stands(word, ground)
        for dimension in ground.found.dimensions
        for word in (dimension.label.zh, dimension.label.en, *dimension.synonyms)
        if word
    )
