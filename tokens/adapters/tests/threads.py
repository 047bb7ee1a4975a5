"""Threads that use Django's connection, each its own, and close it."""

import threading
import time
from collections.abc import Callable, Iterable

from django.db import connection


def run_together(work: Iterable[Callable[[], None]]) -> None:
    """Start all at the same instant, wait for all, and raise what any of them raised."""
    jobs = list(work)
    start = threading.Barrier(len(jobs))
    errors: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            job()
        except BaseException as error:  # noqa: BLE001  # raised below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a thread hangs"
    if errors:
        raise errors[0]


def wait_until_one_waits() -> None:
    """Return once another connection waits for a lock. Raises: AssertionError after 10 s."""
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.01)
    message = "nobody waits"
    raise AssertionError(message)
