"""Rows of Django's connection, and keys of advisory locks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper

Hint = Callable[[], None]
"""Called after a commit: there is something to look for."""
Parameters = Sequence[Any] | Mapping[str, Any]

ORDER_OF_STOCK = 0x544C
RECIPIENTS = 0x544D
SERIALS = 0x544E
CERTIFICATES = 0x544F
SLOW_MESSAGES = 0x5451
"""Marks (16 bits) of this application's advisory locks; the log's own is 0x544b."""


def rows(sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Execute a statement and return its rows."""
    with _cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def execute(sql: str, parameters: Parameters = ()) -> None:
    """Execute a statement that returns no rows."""
    with _cursor() as cursor:
        cursor.execute(sql, parameters)


@contextmanager
def connection_lock(key: int) -> Iterator[bool]:
    """Try to hold an advisory lock until the end of the block; tell whether it was had.

    It is the connection's and no transaction's: gone with it, whatever becomes of the process.
    """
    ((held,),) = rows("SELECT pg_try_advisory_lock(%s)", [key])
    try:
        yield bool(held)
    finally:
        if held:
            rows("SELECT pg_advisory_unlock(%s)", [key])


def _cursor() -> CursorWrapper:
    # Django's cursors put values into the text, so every statement is planned anew; these
    # send them apart, and statements that come often are planned once a connection.
    connection.ensure_connection()
    cursor: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    if connection.queries_logged:
        return connection.make_debug_cursor(cursor)
    return connection.make_cursor(cursor)


def lock_key(mark: int, name: str) -> int:
    """Return the key of an advisory lock: 16 bits of mark and 47 of the name's hash."""
    digest = int.from_bytes(blake2b(name.encode(), digest_size=6).digest(), "big")
    return mark << 48 | digest
