"""The demo shop 云裳集: two years of an apparel-and-beauty shop, made from a seed.

SCHEMA.md describes its tables, planted.yml what was planted in them on purpose.
"""

from semantic_layer.demo_shop.making import make
from semantic_layer.demo_shop.planted import Fact, facts

__all__ = ["Fact", "facts", "make"]
