"""Pooled connections: one that PostgreSQL has closed is never lent."""

import psycopg
import pytest
from django.db.utils import ConnectionHandler

from contoso.connections import database

pytestmark = pytest.mark.django_db


@pytest.fixture
def pooled(postgres_url):
    """A connection of Django's, of a pool of its own, closed."""
    handler = ConnectionHandler({"default": database(postgres_url, pool_size=2)})
    connection = handler["default"]
    yield connection
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # ours


def number(connection) -> int:
    """The number of the server's process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_lends_the_same_connection_again(pooled):
    first = number(pooled)
    pooled.close()
    assert number(pooled) == first


def test_lends_another_where_the_server_hung_up(pooled, postgres_url):
    first = number(pooled)
    pooled.close()
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    assert number(pooled) != first
