"""Partial names: an unknown stretch that occurs in the names of members, and near names."""

from dataclasses import replace

from rapidfuzz import fuzz, process

from assistant.understand.lexicon import Lexicon
from assistant.understand.spans import Member, Span, Target

_FEW = 6
_MANY = 20
_COVERS = 0.6
_BACK, _AHEAD = 6, 8


def with_partial_names(cut: list[Span], folded: str, lexicon: Lexicon) -> list[Span]:
    """The cut with unknown stretches that are parts of members' names made into those members."""
    for index, span in enumerate(cut):
        if span.kind == "unknown" and len(span.text) > 1 and span.text[0].isalnum():
            found = _longest(cut, index, folded, lexicon)
            if found:
                return with_partial_names(found, folded, lexicon)
    return cut


def _longest(cut: list[Span], index: int, folded: str, lexicon: Lexicon) -> list[Span] | None:
    """Widens the stretch over its neighbours as far as a name still holds it."""
    for first in range(max(0, index - 2), index + 1):
        for final in range(min(len(cut) - 1, index + 2), index - 1, -1):
            start, end = cut[first].start, cut[final].end
            word = folded[start:end].strip()
            if not _worth(word) or any(
                s.kind in ("time", "limit", "threshold") for s in cut[first : final + 1]
            ):
                continue
            members = _holding(word, lexicon) or _holding(word.removesuffix("s"), lexicon)
            if members:
                targets = tuple(Target("value", m.dimension, 1, m) for m in members)
                span = Span(start, end, "shop", word, weight=cut[index].weight + 1, targets=targets)
                return [*cut[:first], replace(span, detail="partial"), *cut[final + 1 :]]
    return None


def with_lists_of_one_kind(cut: list[Span], lexicon: Lexicon) -> list[Span]:
    """货架、自播、短视频: a name in a list is of the dimension that the rest of it is of."""
    cut = list(cut)
    for run in _lists(cut):
        dims = [t.member.dimension for i in run if (t := cut[i].target("value")) and t.member]
        kind = max(dims, key=dims.count) if dims else ""
        if dims.count(kind) < 2 or dims.count(kind) == len(run):
            continue
        joined, members = next(((j, m) for d, j, m in lexicon.names if d == kind), ("", ()))
        names = joined.split("\n")
        for index in run:
            own = any(t.member and t.member.dimension == kind for t in cut[index].targets)
            held = [m for n, m in zip(names, members, strict=True) if n.startswith(cut[index].text)]
            if not own and len(held) == 1:
                target = Target("value", kind, 1, held[0])
                cut[index] = replace(cut[index], targets=(target,))
    return cut


def with_members_in_lists(cut: list[Span], lexicon: Lexicon) -> list[Span]:
    """小程序和门店, 新客和老客: a word that names something else too is the member, in a list."""
    cut = list(cut)
    for index, span in enumerate(cut):
        if not (span.target("dimension") or span.target("term")):
            continue
        for step in (-1, 1):
            other = _over_and(cut, index + step, step)
            value = other.target("value") if other else None
            member = _of_kind(span, value.name, lexicon) if value else None
            if member and value:
                cut[index] = replace(span, targets=(Target("value", value.name, 1, member),))
    return cut


def _of_kind(span: Span, dimension: str, lexicon: Lexicon) -> Member | None:
    """The one member of a dimension that a word names, or begins."""
    own = next((t for t in span.targets if t.kind == "value" and t.name == dimension), None)
    if own:
        return own.member
    members = next((m for d, _, m in lexicon.names if d == dimension), ())
    found = [m for m in members if len(span.text) > 1 and m.text.lower().startswith(span.text)]
    return found[0] if len(found) == 1 else None


def _over_and(cut: list[Span], index: int, step: int) -> Span | None:
    """The neighbour behind a joining word; none when nothing joins."""
    joined = False
    while (
        0 <= index < len(cut)
        and cut[index].kind == "cue"
        and cut[index].cue("and", "soft", "against")
    ):
        joined |= cut[index].cue("and", "against")
        index += step
    return cut[index] if joined and 0 <= index < len(cut) else None


def _lists(cut: list[Span]) -> list[list[int]]:
    """The runs of members that only joining words stand between."""
    runs: list[list[int]] = [[]]
    for index, span in enumerate(cut):
        if span.kind == "shop" and span.target("value"):
            runs[-1].append(index)
        elif not (span.kind == "cue" and span.cue("and", "soft") and runs[-1]):
            runs.append([])
    return [run for run in runs if len(run) > 2]


def _worth(word: str) -> bool:
    return len(word) >= (4 if word.isascii() else 2)


def _holding(word: str, lexicon: Lexicon) -> list[Member]:
    """The members whose names hold the word, of the first dimension that has any; with those of
    small dimensions whose names end in it, since a litter may be a kind of goods too."""
    found = _in_names(word, lexicon)
    dims = lexicon.model.dimensions
    kinds = [
        member
        for dimension, joined, members in lexicon.names
        if found and word in joined and len(members) < _MANY and not dims[dimension].label_of
        for member in members
        if _ends_in(member.text.lower(), word)
    ]
    return [*found, *kinds]


def _ends_in(name: str, word: str) -> bool:
    return name.endswith(f" {word}" if word.isascii() else word) and name != word


def _in_names(word: str, lexicon: Lexicon) -> list[Member]:
    for dimension, joined, members in lexicon.names:
        named = bool(lexicon.model.dimensions[dimension].label_of)
        if not (named or len(members) >= _MANY) or word not in joined:
            continue
        found: list[Member] = []
        at = joined.find(word)
        while at >= 0 and len(found) <= _FEW:
            found.append(members[joined.count("\n", 0, at)])
            at = joined.find(word, joined.find("\n", at) if "\n" in joined[at:] else len(joined))
        kept = [m for m in dict.fromkeys(found) if named or len(word) >= _COVERS * len(m.text)]
        if kept:
            return kept
    return []


def nearest(word: str, lexicon: Lexicon, count: int = 3) -> tuple[str, ...]:
    """The shop's words nearest to an unknown one; one for each thing that they name."""
    chinese = not word.isascii()
    cutoff = 50 if chinese and len(word) == 2 else 60 if chinese else 74
    if len(word) < 2:
        return ()
    holding = [m.text for _, _, members in lexicon.names for m in members if word in m.text.lower()]
    if holding:
        return tuple(dict.fromkeys(holding))[:count]
    found = process.extract(
        word, lexicon.phrases.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=cutoff
    )
    near: dict[object, str] = {}
    for name, _, _ in found:
        if name != word and not (
            chinese and len(word) == 2 and (len(name) != 2 or name[0] != word[0])
        ):
            near.setdefault(lexicon.phrases[name][0], name)
    return tuple(near.values())[:count]
