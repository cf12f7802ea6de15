"""What an OSI document says for people and models, and in extensions, about its things."""

import json
from dataclasses import dataclass, field

from semantic_layer.importers.entries import Entries
from semantic_layer.importers.taking import Taking

__all__ = ["VENDOR", "Words", "words_of"]

VENDOR = "WENSHU"
_FEW_WORDS = 4


@dataclass(slots=True)
class Words:
    """What is said for people and models about a thing."""

    description: str = ""
    synonyms: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    own: Entries = field(default_factory=dict)


def words_of(node: Taking) -> Words:
    """Description, AI context and extensions; what has no place is reported."""
    words = Words(" ".join(node.text("description").split()))
    context = node.raw("ai_context")
    if isinstance(context, dict):
        part = node.part("ai_context")
        words.synonyms += part.texts("synonyms")
        words.examples += part.texts("examples")
        _say_more(words, " ".join(part.text("instructions").split()), part)
        part.done()
    elif context is not None:
        _plain_context(words, " ".join(str(context).split()), node)
    for extension in node.parts("custom_extensions", "extension"):
        _extension(extension, words)
    label = words.own.get("label")
    labels = label.values() if isinstance(label, dict) else ()
    words.synonyms = [s for s in words.synonyms if s not in labels]
    return words


def _plain_context(words: Words, said: str, node: Taking) -> None:
    """A list of short terms is one of synonyms; anything else is told."""
    pieces = [p.strip() for p in said.split(",") if p.strip()]
    if pieces and all(len(p.split()) <= _FEW_WORDS for p in pieces):
        words.synonyms += pieces
    else:
        _say_more(words, said, node)


def _say_more(words: Words, said: str, node: Taking) -> None:
    if said and not words.description:
        words.description = said
    elif said:
        node.report.leave(node.file, f"{node.what}: {said[:80]}", "no_place")


def _extension(node: Taking, words: Words) -> None:
    vendor, data = node.text("vendor_name"), node.text("data")
    node.done()
    if vendor.upper() == VENDOR:
        try:
            own = json.loads(data)
        except ValueError:
            own = None
        if isinstance(own, dict):
            words.own |= own
            return
    node.report.leave(node.file, f"{node.what} {vendor} {data[:80]}", "extension")
