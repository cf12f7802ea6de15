"""Concepts: what tools ask a shop for, in one catalogue, and what a shop has not bound."""

from semantic_layer.concepts.catalogue import CATALOGUE
from semantic_layer.concepts.slots import Kind, Slot

__all__ = ["CATALOGUE", "Kind", "Slot"]
