"""MetricQuery to SQL: names and paths, one aggregated relation per fact, comparison, assembly."""

from semantic_layer.compile.compiler import Compiled, Compiler, compile_query

__all__ = ["Compiled", "Compiler", "compile_query"]
