"""Comparing a rebuilt projection with the live one, row by row, in the database."""

from typing import NamedTuple

from django.db import connection
from django.db.models import AutoField, Model

from projections.shadow import Shadow

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
    table = model._meta.db_table
    columns = ", ".join(_columns(model))
    missing = COUNT.format(columns=columns, table=table, one=shadow.schema, other=shadow.live)
    wrong = COUNT.format(columns=columns, table=table, one=shadow.live, other=shadow.schema)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({missing}), ({wrong})")  # noqa: S608 - our own names
        return Difference(table, *cursor.fetchone())


def _columns(model: type[Model]) -> list[str]:
    # A surrogate key tells nothing, and a position depends on where batches end.
    fields = model._meta.concrete_fields
    return [f.column for f in fields if not isinstance(f, AutoField) and f.name != "position"]
