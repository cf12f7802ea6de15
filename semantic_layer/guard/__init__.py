"""Free SQL, checked before it may run: a tuple of small passes over one statement."""

from semantic_layer.guard.checking import PASSES, checked
from semantic_layer.guard.statement import Checked, Limits, Relation, Statement, Visible

__all__ = ["PASSES", "Checked", "Limits", "Relation", "Statement", "Visible", "checked"]
