"""Waiting for a position, and measuring the distance to it."""

import threading
import time

import pytest
from django.utils import timezone

from projections import runner
from projections.lag import lag
from projections.projectors import PROJECTIONS
from projections.projectors.orders import ORDERS
from projections.tests.histories import ListedLog
from projections.tests.test_runner import in_thread
from projections.wait import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_waits_for_the_slowest(history):
    end = history.events[-1].position
    runner.catch_up([ORDERS], history.log)
    assert wait_until(["orders"], end, 0)
    started = time.monotonic()
    assert not wait_until(["orders", "tokens"], end, 0.1)
    assert 0.1 <= time.monotonic() - started < 1


def test_returns_soon_after_the_position_is_reached(history):
    end = history.events[-1].position
    begun = threading.Event()

    def project():
        begun.wait(10)
        time.sleep(0.05)
        runner.catch_up(PROJECTIONS, history.log)

    thread = in_thread(project)
    begun.set()
    assert wait_until([p.name for p in PROJECTIONS], end, 10)
    thread.join()


def test_lag_counts_what_is_not_projected(history):
    now = timezone.now()
    log = ListedLog([e._replace(recorded_on=now) for e in history.events])
    behind = lag([ORDERS], log)[0]
    assert (behind.projection, behind.position, behind.parked) == ("orders", 0, 0)
    assert behind.events == behind.head == len(history.events)
    assert 0 <= behind.seconds < 10
    runner.catch_up([ORDERS], log)
    done = lag([ORDERS], log)[0]
    assert (done.position, done.events, done.seconds) == (done.head, 0, 0.0)
