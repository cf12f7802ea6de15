"""`standard:` of a shop folder: which standard metrics it wants, and in whose words."""

from collections.abc import Callable
from dataclasses import replace

import yaml

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.model import Model
from semantic_layer.nearest import nearest
from semantic_layer.texts import NO_TEXT
from semantic_layer.vocabulary import Wishes, Words

Report = Callable[..., None]


def read_wishes(reader: Reader, node: yaml.Node, before: Wishes) -> Wishes:
    """`standard: false`, or `{repeat_rate: false, aov: {label: {zh: 单均}}}`."""
    if isinstance(node, yaml.ScalarNode):
        return replace(before, none=before.none or not reader.flag(node))
    off, words = set(before.off), dict(before.words)
    for key, key_node, value in reader.entries(node):
        if isinstance(value, yaml.ScalarNode):
            if not reader.flag(value):
                off.add(str(key))
        else:
            fields = Fields(reader, value, ("label", "synonyms"))
            words[str(key)] = Words(
                fields.get("label", reader.text, NO_TEXT),
                fields.get("synonyms", reader.strings, ()),
            )
        _check_known(reader, key_node, str(key))
    return replace(before, off=frozenset(off), words=words)


def _check_known(reader: Reader, node: yaml.Node, name: str) -> None:
    from semantic_layer.standard.book import RECIPES

    if name not in RECIPES:
        reader.fault(node, "no_such_standard", nearest(name, RECIPES), name=name)


def with_standard(model: Model, wishes: Wishes) -> Model:
    """The model with the metrics that its concepts give; its roles see no more than before."""
    if wishes.none or not model.concepts:
        return model
    from semantic_layer.standard.guarded import guarded
    from semantic_layer.standard.making import with_standard as made

    return guarded(made(model, wishes))
