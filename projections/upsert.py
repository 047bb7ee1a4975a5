"""Writing many rows in one statement, columns as arrays."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def upsert(
    table: str, columns: Mapping[str, str], key: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows, or replace those with the same key; no two of `rows` have the same.

    `columns` gives the PostgreSQL type of each, in the order of the rows' values.
    """
    if not rows:
        return
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    # Every name comes from the constants of the projectors.
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM unnest({arrays}) "  # noqa: S608
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
