"""Other people's models as shop folders, with a report of what could not be carried."""

from semantic_layer.importers.report import Left, Report

__all__ = ["Left", "Report"]
