"""Says which concepts a shop lacks, with the YAML that would bind them."""

from collections.abc import Iterable, Mapping

from semantic_layer import concept_messages  # noqa: F401  (adds the texts)
from semantic_layer.concepts.catalogue import CATALOGUE
from semantic_layer.concepts.slots import Kind, Slot
from semantic_layer.errors import ConceptError
from semantic_layer.messages import say
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Concept

_LANGS = ("zh", "en")


def missing(names: Iterable[str], bound: Mapping[str, Concept]) -> ConceptError:
    """The error for what is not bound of `names` (`order`, `order.customer`).

    Raises KeyError for a name that is in no catalogue: a mistake of the tool, not of the shop.
    """
    lacking: dict[str, list[Slot]] = {}
    for name in names:
        concept, _, wanted = name.partition(".")
        kind = CATALOGUE[concept]
        slots = [s for s in kind.slots if s.name == wanted] if wanted else []
        if wanted and not slots:
            raise KeyError(name)
        known = bound.get(concept)
        slots += kind.required if known is None else ()
        new = [s for s in slots if known is None or s.name not in known]
        lacking.setdefault(concept, []).extend(new)
    lacking = {name: slots for name, slots in lacking.items() if slots}
    return ConceptError("missing_concept", what=_what(lacking, bound), yaml=example(lacking))


def _what(lacking: Mapping[str, list[Slot]], bound: Mapping[str, Concept]) -> Text:
    said = {lang: [_part(n, s, n in bound, lang) for n, s in lacking.items()] for lang in _LANGS}
    return Text(*(say("concept.and", lang).join(said[lang]) for lang in _LANGS))


def _part(name: str, slots: list[Slot], bound: bool, lang: str) -> str:
    label = CATALOGUE[name].label.get(lang)
    if not bound:
        return say("concept.whole", lang, concept=label)
    parts = say("concept.and", lang).join(s.label.get(lang) for s in slots)
    return say("concept.part", lang, concept=label, parts=parts)


def example(lacking: Mapping[str, list[Slot]]) -> Text:
    """The YAML that binds these slots, with what each is said beside it."""
    return Text(*("\n".join(_yaml(lacking, lang)) for lang in _LANGS))


def _yaml(lacking: Mapping[str, list[Slot]], lang: str) -> list[str]:
    lines = ["concepts:"]
    for name, slots in lacking.items():
        wanted = [s for s in CATALOGUE[name].slots if s in slots]
        rows = [f"    {s.name}: {_quoted(s)}" for s in wanted]
        width = max(len(row) for row in rows)
        pairs = zip(rows, wanted, strict=True)
        lines.append(f"  {name}:")
        lines += [f"{row:<{width}}  # {slot.label.get(lang)}" for row, slot in pairs]
    return lines


def _quoted(slot: Slot) -> str:
    plain = slot.kind in ("values", "metrics") or slot.example.replace(".", "_").isidentifier()
    return slot.example if plain else f'"{slot.example}"'


def whole(kind: Kind) -> Text:
    """The YAML that binds a concept with every slot that it has."""
    return example({kind.name: list(kind.slots)})
