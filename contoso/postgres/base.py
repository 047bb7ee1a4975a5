"""The database backend that the settings name; Django demands that the module is called so.

Django's own check of a pooled connection is a SELECT 1 before every request: an eighth of
the time of a redemption. A server that ends closes its sockets, and a closed socket can be
read; so only a connection that has something to read need be asked.
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Lends no connection that PostgreSQL has closed, as after its restart."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> "Connection[Any]":
        """Return a connection that lives; those that do not are replaced in the pool."""
        found: Connection[Any] = super().get_new_connection(conn_params)
        while self.pool and not _lives(found):
            found.close()
            self.pool.putconn(found)
            found = super().get_new_connection(conn_params)
        return found


def _lives(connection: "Connection[Any]") -> bool:
    idle = select.poll()
    idle.register(connection.fileno(), select.POLLIN)
    if not idle.poll(0):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        return False
    return True
