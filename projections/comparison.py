"""Comparing a rebuilt projection with the live one, row by row, in the database."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from projections.shadow import Shadow
from projections.tables import columns, table

# Plan: both tables are read and hashed; memory is bounded by work_mem.
COUNT = """
    SELECT count(*) FROM (
        SELECT {columns} FROM {one}.{table} EXCEPT ALL SELECT {columns} FROM {other}.{table}
    ) AS difference
"""


class Difference(NamedTuple):
    """How many rows of a table were missing in the live one, and how many were wrong there.

    A row with a wrong value counts as both.
    """

    table: str
    missing: int
    wrong: int


def compare(shadow: Shadow) -> list[Difference]:
    """Return the tables that differ; both must be at the same position in this snapshot."""
    differences = [_difference(shadow, model) for model in shadow.projection.models]
    return [difference for difference in differences if difference[1:] != (0, 0)]


def _difference(shadow: Shadow, model: type[Model]) -> Difference:
    names = {"table": table(model), "columns": ", ".join(_compared(model))}
    missing = COUNT.format(**names, one=shadow.schema, other=shadow.live)
    wrong = COUNT.format(**names, one=shadow.live, other=shadow.schema)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({missing}), ({wrong})")
        return Difference(table(model), *cursor.fetchone())


def _compared(model: type[Model]) -> list[str]:
    # Where batches end decides about positions of lots and counts.
    return [name for name in columns(model) if name != "position"]
