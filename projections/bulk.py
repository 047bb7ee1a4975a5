"""Writing many rows at once. Every name in these statements is a projector's constant."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

Columns = Mapping[str, str]
"""The PostgreSQL type of each column, in the order of a row's values."""


def array(values: Iterable[int | UUID]) -> str:
    """Return values as PostgreSQL writes arrays.

    The driver would look into every one for quotes, which took longer than the query.
    """
    return f"{{{','.join(map(str, values))}}}"


def copy(table: str, columns: Columns, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, none of which is there yet."""
    if not rows:
        return
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        stream.set_types(list(columns.values()))
        for row in rows:
            stream.write_row(row)


def upsert(
    table: str, columns: Columns, key: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows, or replace those with the same key; no two of `rows` have the same."""
    if not rows:
        return
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM unnest({arrays}) "  # noqa: S608
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
