"""What a column and a table are called for people, in both languages."""

import re

from semantic_layer.concepts.catalogue import CATALOGUE
from semantic_layer.drafting.draft import Planned
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.words import LEAST, plain
from semantic_layer.texts import Text

__all__ = ["column_label", "is_personal", "synonyms", "table_label"]

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PERSONAL = ("phone", "masked_phone", "email", "id_card", "openid")


def column_label(column: Column) -> Text:
    """Her own header in its language, the vocabulary's word in the other."""
    header = " ".join(column.header.split())
    role = column.match.role if column.match and column.match.score == 1.0 else None
    if _CHINESE.search(header):
        return Text(header, role.label.en if role else header)
    english = plain(header) or header
    return Text(role.label.zh if role and not role.generic else english, english)


def synonyms(column: Column) -> list[str]:
    """The vocabulary's words for the column that its label does not say."""
    if not column.match or column.match.score < 1.0 or column.match.role.generic:
        return []
    own, role = column_label(column), column.match.role.label
    return [word for word in (role.zh, role.en) if word not in (own.zh, own.en)]


def table_label(planned: Planned) -> Text:
    """What its rows are."""
    if planned.form is not None and planned.reported:
        return planned.form
    if planned.concept:
        return CATALOGUE[planned.concept].label
    name = planned.known.table.name.replace("_", " ")
    return Text(name, name)


def is_personal(column: Column) -> bool:
    """Whether a column tells who somebody is: by its header, or by what its cells look like."""
    if column.reading.shape in _PERSONAL:
        return True
    return bool(column.match and column.match.score >= LEAST and column.match.role.kind == "pii")
