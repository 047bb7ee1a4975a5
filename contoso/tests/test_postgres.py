"""Pooled connections: one that PostgreSQL has closed is never lent."""

import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from contoso.connections import database

pytestmark = pytest.mark.django_db


@pytest.fixture
def pooled(postgres_url):
    """A connection of Django's, of a pool of its own, closed."""
    handler = ConnectionHandler({"default": database(postgres_url, pool_size=1)})
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


@pytest.fixture
def road(postgres_url):
    """A way to PostgreSQL's socket that a test may break and mend."""
    host = str(conninfo_to_dict(postgres_url).get("host", ""))
    if not host.startswith("/"):
        pytest.skip("PostgreSQL has no socket here")
    with tempfile.TemporaryDirectory() as directory:
        link = Path(directory) / "pg"
        link.symlink_to(host)
        yield link


@pytest.mark.slow
def test_finds_postgres_soon_after_it_is_back(road, postgres_url):
    url = make_conninfo(postgres_url, host=str(road))
    handler = ConnectionHandler({"default": database(url, pool_size=1)})
    served = []

    def ask():
        """One request of many."""
        connection = handler["default"]
        with suppress(OperationalError):
            served.append((number(connection), time.monotonic()))
        connection.close()

    def ask_at_once(seconds):
        """Requests that come in, each in a thread of its own, as in a server."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            threads.append(threading.Thread(target=ask))
            threads[-1].start()
            time.sleep(0.2)

    threads: list[threading.Thread] = []
    ask()
    ((process, _),) = served
    target = road.readlink()
    road.unlink()
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    # The attempts that wait twice as long each time would come at 1, 3 and 7 seconds.
    ask_at_once(3.2)
    assert len(served) == 1
    road.symlink_to(target)
    back = time.monotonic()
    ask_at_once(3)
    for thread in threads:
        thread.join()
    handler["default"].close_pool()  # type: ignore[attr-defined]  # ours
    assert min(when for _, when in served[1:]) - back < 2.2
    # Those that waited were served, too.
    assert len(served) == 1 + len(threads)


def test_cancels_a_statement_that_takes_longer_than_it_may(postgres_url):
    entry = database(postgres_url, pool_size=None, statement_timeout=1)
    connection = ConnectionHandler({"default": entry})["default"]
    with pytest.raises(OperationalError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    assert isinstance(raised.value.__cause__, psycopg.errors.QueryCanceled)
    connection.close()
