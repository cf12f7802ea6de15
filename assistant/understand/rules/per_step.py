"""Averages per day, week or month, and days of the week: 日均, 平均每天, 工作日, per day on average.

The mean is of the asked days, empty ones too; the layer says how many there were.
"""

from assistant.understand.reading import Frame
from semantic_layer.query import Defined, Filter

_STEPS = ("day", "week", "month", "quarter", "year")
_DAYS = {"workday": ("<=", 5), "weekend_day": (">=", 6), "weekend": (">=", 6)}
_OF_CALENDAR = {
    "holiday": ("calendar.workday", ("holiday",), "holiday"),
    "day_off": ("calendar.workday", ("weekend", "holiday"), "holiday"),
    "no_campaign": ("calendar.campaign", ("none",), "campaign"),
}
_EACH = ("每", "per ", "each ", "every ", "a ")


def per_step(frame: Frame) -> None:
    """The step that a mean is over; 平均 and 每天 need not stand together."""
    for index in frame.cues("average_per"):
        _set(frame, frame.tokens[index].argument("average_per"), index)
    if "per_step" in frame.named:
        return
    for index in frame.cues("average"):
        step = _step_beside(frame, index)
        if step >= 0:
            _set(frame, frame.tokens[step].argument("grain"), index, step)
            return


def _set(frame: Frame, step: str, *indexes: int) -> None:
    if step in _DAYS:
        only_days(frame, step)
        step = "day"
    frame.named["per_step"] = step
    frame.use(*indexes)


def _step_beside(frame: Frame, index: int) -> int:
    """The step right beside 平均, else the only 每天 of the sentence."""
    beside = (frame.skip(index + 1, 1, "of", "soft"), frame.skip(index - 1, -1, "of", "soft"))
    steps = [i for i in frame.cues("grain") if frame.tokens[i].argument("grain") in _STEPS]
    near = [i for i in beside if i in steps]
    each = [i for i in steps if frame.tokens[i].text.startswith(_EACH)]
    return near[0] if near else each[0] if len(each) == 1 and len(steps) == 1 else -1


def only_days(frame: Frame, kind: str) -> None:
    """Keeps the workdays, weekends or one weekday (`weekday 3`) of the asked days.

    A shop that names its holidays knows its workdays; in any other they are Monday to Friday.
    """
    kinds = {o.kind for o in frame.lexicon.model.occasions}
    holidays = "holiday" in kinds
    said = "weekend_day" if kind == "weekend" else kind
    if kind.startswith("weekday "):
        condition, said = Filter(field="weekday", values=(int(kind[-1]),)), ""
    elif kind in _OF_CALENDAR:
        field, values, needs = _OF_CALENDAR[kind]
        if needs not in kinds:
            frame.block("weekday_part", veto=True)
            return
        condition, said = Filter(field=field, op="in", values=values), ""
    elif kind == "workday" and holidays:
        condition = Filter(field="calendar.workday", values=("workday",))
        said = "workday_of_calendar"
    else:
        op, day = _DAYS[kind]
        condition = Filter(field="weekday", op=op, values=(day,))  # type: ignore[arg-type]
    if condition not in frame.reading.more.conditions:
        frame.reading.more.conditions.append(condition)
        frame.reading.assumed += [(f"assumed.{said}", {})] if said else []


def means(frame: Frame) -> None:
    """Every metric that is said becomes its mean per step; the mean of a ratio is no mean."""
    step, reading = frame.named.get("per_step", ""), frame.reading
    if not step:
        return
    for name in reading.metrics:
        metric = frame.lexicon.model.metrics[name]
        if metric.additive in ("ratio", "reported") or reading.share:
            frame.block("average", veto=True)
            return
        mean = f"{name}_each_{step}"[-64:]
        reading.more.define.append(Defined(name=mean, metric=name, per=step, agg="avg"))
        reading.more.instead[name] = mean
