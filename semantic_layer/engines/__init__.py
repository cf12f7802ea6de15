"""Engines behind a small protocol. Import the module of an engine to load its driver."""

from semantic_layer.engines.protocol import Cancel, Engine, Rows

__all__ = ["Cancel", "Engine", "Rows"]
