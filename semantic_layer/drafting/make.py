"""The whole of it: files to a draft, a draft to a shop folder."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from semantic_layer.drafting.binding import bind_concepts
from semantic_layer.drafting.draft import Draft
from semantic_layer.drafting.planning import plan_tables
from semantic_layer.drafting.survey import Step, survey

__all__ = ["make_draft"]


def make_draft(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], on_step: Step = lambda _: None
) -> Draft:
    """What the files of a shop are; ReadError when one cannot be read."""
    draft = plan_tables(survey(connection, paths, on_step))
    bind_concepts(draft)
    return draft
