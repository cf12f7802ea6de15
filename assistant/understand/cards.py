"""How is X doing: the scorecard that the shop declares for such a member, or for the whole shop."""

from copy import deepcopy

from assistant.understand.desk import Desk
from assistant.understand.lexicon import Lexicon
from assistant.understand.normalise import normalise
from assistant.understand.read import Candidate
from assistant.understand.reading import Reading
from assistant.understand.rules.cards import bases_of
from assistant.understand.rules.period import named_period
from assistant.understand.siblings import used_dimensions
from assistant.understand.understanding import Understanding
from semantic_layer.model import Model
from semantic_layer.vocabulary import Scorecard

_HOW = (
    "怎么样", "咋样", "如何", "情况", "状况", "表现", "概况", "什么样", "how", "doing", "overview",
    "performance", "perform", "复盘", "周报", "月报", "日报", "报告", "总结", "分析", "recap", "summary",
    "report", "review", "business", "tell me about",
)  # fmt: skip
_OWN_DAYS = {
    "周报": "last_week", "weekly report": "last_week", "月报": "last_month",
    "monthly report": "last_month", "日报": "yesterday", "daily report": "yesterday",
}  # fmt: skip
_MOST = 3


def scorecard_of(best: Candidate, desk: Desk) -> Reading | None:
    """The reading of a question that names no metric but a member of a scorecard's dimension, or
    that asks how things stand; None where the shop declares no scorecard for it."""
    reading, model = best.reading, desk.lexicon.model
    shaped = (reading.by, reading.having, reading.limit, reading.share, reading.trend)
    counted = best.frame.cues("perform") and best.frame.cues("howmany")  # how many reports
    unfit = bool(best.unplaced or counted or reading.more)
    if unfit or any(shaped) or not model.scorecards:
        return None
    said_all = "".join(span.text for span in best.frame.spans)
    asked = any(word in said_all for word in _HOW)
    cards = _cards(reading, model, asked)
    if len(cards) != 1:
        return None
    said = (days for word, days in _OWN_DAYS.items() for s in best.frame.spans if word in s.text)
    return _filled(reading, cards[0], desk, next(said, cards[0].period))


def _cards(reading: Reading, model: Model, asked: bool) -> list[Scorecard]:
    """The cards of the members that are said, else those of the whole shop."""
    members = [c.dimension for c in reading.where if c.op == "in" and len(c.members) == 1]
    homes = {model.dimensions[d].identity for d in members}
    own = [c for c in model.scorecards.values() if homes & _identities(model, c)]
    if own or not asked:
        return own
    return [c for c in model.scorecards.values() if not c.of][:1]


def _identities(model: Model, card: Scorecard) -> set[str]:
    return {d.identity for name in card.of for d in model.dimensions_named(name)}


def _filled(reading: Reading, card: Scorecard, desk: Desk, days: str) -> Reading:
    """The scorecard over the members and days that were asked for; `days` where none were."""
    reading, model = deepcopy(reading), desk.lexicon.model
    used = used_dimensions(reading, desk.lexicon)
    reached = [m for m in card.metrics if all(desk.lexicon.reaches(m, d) for d in used)]
    reading.metrics = [m for m in reached if m in model.metrics]
    reading.compare = reading.compare or bases_of(card)
    told = [("assumed.card", {"card": card.label.get(desk.lang)})]
    left = [m for m in card.metrics if m not in reached and m in model.metrics]
    if left:
        comma = "、" if desk.lang == "zh" else ", "
        names = comma.join(model.metrics[m].label.get(desk.lang) for m in left)
        told.append(("assumed.card_without", {"metrics": names}))
    if reading.period is None and days:
        reading.period = named_period(days, desk.clock)
        ends = {"start": str(reading.period.start), "end": str(reading.period.end)}
        told.append(("assumed.default_period", ends))
    reading.assumed += told
    return reading


def missing_parameter(best: Candidate, desk: Desk) -> Understanding:
    """Which value a saved query still needs; its first members make the choices."""
    named, model = best.frame.named, desk.lexicon.model
    saved = model.queries[named["saved"]]
    parameter = saved.parameters.get(named.get("missing", ""))
    label = parameter.label.get(desk.lang) if parameter else saved.label.get(desk.lang)
    said = "".join(s.text for s in best.frame.spans) if desk.lang == "zh" else named["saved_word"]
    options: tuple[str, ...] = ()
    if parameter and parameter.dimension:
        members = _members_of(parameter.dimension, desk.lexicon)
        join = "{0}的{1}" if desk.lang == "zh" else "{1} for {0}"
        options = tuple(join.format(m, said) for m in members)
    elif parameter and parameter.type == "date":
        periods = ("上周", "上个月") if desk.lang == "zh" else ("last week", "last month")
        join = "{0}的{1}" if desk.lang == "zh" else "{1} {0}"
        options = tuple(join.format(p, said) for p in periods)
    query = saved.label.get(desk.lang)
    return desk.ask("ask.saved_parameter", options, query=query, parameter=label)


def _members_of(dimension: str, lexicon: Lexicon) -> list[str]:
    homes = {d.id for d in lexicon.model.dimensions_named(dimension)}
    named = (members for d, _, members in lexicon.names if d in homes)
    return [normalise(m.text) for m in next(named, ())[:_MOST]]
