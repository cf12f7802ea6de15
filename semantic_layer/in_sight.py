"""What of the data a role's row rules leave in sight, in words: an answer must say it."""

from collections.abc import Iterable

from sqlglot import exp

from semantic_layer.expressions import parse_expression
from semantic_layer.messages import say
from semantic_layer.model import Model, Table
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Role

__all__ = ["in_sight"]


def in_sight(model: Model, role: Role, tables: Iterable[str]) -> Text | None:
    """The role's row rules on the tables that were read; None where it sees all of their rows."""
    rules = {t: role.rows[t] for t in tables if t in role.rows}
    said = tuple(dict.fromkeys(_said(model.tables[t], rule) for t, rule in rules.items()))
    if not said:
        return None
    return Text("，".join(s.zh for s in said), ", ".join(s.en for s in said))


def _said(table: Table, rule: str) -> Text:
    """A rule `column = 'value'` in the words of its dimension; any other as it is written."""
    tree = parse_expression(rule)
    if isinstance(tree, exp.EQ) and isinstance(tree.expression, exp.Literal):
        names = (tree.this.name,)
        found = next((d for d in table.dimensions if d.expr in names or d.name in names), None)
        if found is not None:
            value = str(tree.expression.this)
            label = next((v.label for v in found.values if str(v.value) == value), None)
            return Text(*(_pair(found.label, label or Text(value, value), n) for n in ("zh", "en")))
    return Text(rule, rule)


def _pair(field: Text, value: Text, lang: str) -> str:
    return say("filter.=", lang, field=field.get(lang), values=value.get(lang))
