"""The embedded planner: words to a call, from the shop's own model, with no key and no network."""

from assistant.understand.lexicon import Lexicon, build_lexicon
from assistant.understand.normalise import detect_language
from assistant.understand.planner import understand
from assistant.understand.understanding import Call, Turn, Understanding

__all__ = [
    "Call",
    "Lexicon",
    "Turn",
    "Understanding",
    "build_lexicon",
    "detect_language",
    "understand",
]
