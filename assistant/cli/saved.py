"""`wenshu query --saved`: the queries and scorecards that a shop keeps, and one of them filled in."""

from collections.abc import Iterable, Sequence

from assistant.cli.session import BadUsage, Session
from assistant.messages import say
from semantic_layer.errors import WenshuError
from semantic_layer.policy import role_of, sees_metric
from semantic_layer.vocabulary import Parameter

__all__ = ["LIST", "list_saved", "saved_query"]

LIST = "--list"  # what follows `--saved` when the names are asked for


def list_saved(session: Session) -> int:
    """Name the saved queries and scorecards that the role may ask, with their parameters."""
    model, lang = session.desk.shop.model, session.language
    role = role_of(model, session.role)

    def seen(metrics: Iterable[str]) -> bool:
        return all(sees_metric(role, model.metrics[m]) for m in metrics if m in model.metrics)

    for saved in model.queries.values():
        if seen(saved.query.metrics):
            given = " ".join(_written(p) for p in saved.parameters.values())
            print("\t".join((saved.name, saved.label.get(lang), given)))
    for card in model.scorecards.values():
        if seen(card.metrics):
            given = say("cli.scorecard", lang) + (f" [{' | '.join(card.of)}=…]" if card.of else "")
            print("\t".join((card.name, card.label.get(lang), given)))
    return 0


def _written(parameter: Parameter) -> str:
    """`city=…`, in brackets where it may be left out."""
    default = ",".join(str(v) for v in parameter.default) or "…"
    said = f"{parameter.name}={default}"
    return said if parameter.required else f"[{said}]"


def saved_query(session: Session, name: str, settings: Sequence[str]) -> str:
    """The arguments of a saved query or scorecard as JSON; BadUsage for a setting that does not fit.

    A setting of a scorecard is the dimension with the member that it shall describe.
    """
    shop, given = session.desk.shop, {}
    for setting in settings:
        key, sign, value = setting.partition("=")
        if not sign or not key.strip():
            raise BadUsage(say("cli.bad_setting", session.language, setting=setting))
        given[key.strip()] = value.strip()
    today = session.today.date() if session.today else shop.today
    try:
        if name in shop.model.scorecards and name not in shop.model.queries:
            of, member = next(iter(given.items()), ("", None))
            query = shop.scorecard(name, member, of=of, today=today)
        else:
            query = shop.saved(name, today=today, **given)
    except WenshuError as error:
        text = error.sentence(session.language)
        if error.choices:
            text += say("cli.nearest", session.language, names=", ".join(error.choices))
        raise BadUsage(text) from error
    return query.model_dump_json(exclude_defaults=True)
