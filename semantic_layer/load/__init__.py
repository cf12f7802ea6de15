"""Shop folder to Model: every error with file, line, column and the nearest name."""

from semantic_layer.load.folder import load

__all__ = ["load"]
