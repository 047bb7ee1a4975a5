"""The runner on PostgreSQL: order, fence, crashes."""

import threading

import pytest
from django.db import connection, transaction

from projections import checkpoints, runner
from projections.models import Order, Token
from projections.projectors import PROJECTIONS
from projections.projectors.orders import ORDERS
from projections.projectors.tokens import TOKENS
from projections.runner import Step
from projections.tests.histories import History, ListedLog
from projections.tests.test_tokens import expected, seen

pytestmark = pytest.mark.django_db(transaction=True)


class Recording:
    """A projection that writes down what it is given."""

    name = "recording"
    models = ()

    def __init__(self):
        self.positions = []

    def apply(self, events):
        self.positions += [event.position for event in events]


class CountedLog(ListedLog):
    reads = 0

    def read(self, after, limit):
        self.reads += 1
        return super().read(after, limit)


def test_brings_all_projections_to_the_end(history):
    assert runner.catch_up(PROJECTIONS, history.log) == len(PROJECTIONS)
    end = history.events[-1].position
    assert checkpoints.slowest([p.name for p in PROJECTIONS]) == end
    assert seen() == expected(history.events)
    assert Order.objects.count() == 3


def test_goes_on_where_it_stopped(history):
    log = ListedLog(history.events[:20])
    runner.catch_up(PROJECTIONS, log, batch=7)
    log.events = history.events
    runner.catch_up(PROJECTIONS, log, batch=7)
    assert seen() == expected(history.events)


def test_projections_at_one_position_share_what_was_read(history):
    log = CountedLog(history.events)
    runner.catch_up(PROJECTIONS, log)
    assert log.reads == 1 + len(PROJECTIONS)


def test_holes_in_the_positions_are_harmless(history):
    log = ListedLog([e._replace(position=e.position * 10) for e in history.events])
    runner.catch_up([TOKENS], log, batch=3)
    assert seen() == expected(history.events)


def test_a_crash_leaves_neither_the_batch_nor_the_checkpoint(history, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(checkpoints, "advance", crash)
    with pytest.raises(KeyboardInterrupt):
        runner.step(TOKENS, history.log)
    assert checkpoints.position(TOKENS.name) == 0
    assert not Token.objects.exists()
    monkeypatch.undo()
    runner.catch_up([TOKENS], history.log)
    assert seen() == expected(history.events)


def in_thread(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_who_finds_another_at_it_leaves_it_to_that_one(history):
    checkpoints.make(ORDERS.name)
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            checkpoints.lock(ORDERS.name)
            held.set()
            done.wait(10)

    thread = in_thread(hold)
    held.wait(10)
    assert runner.step(ORDERS, history.log) is Step.BUSY
    done.set()
    thread.join()
    assert runner.step(ORDERS, history.log) is Step.APPLIED
    assert runner.step(ORDERS, history.log) is Step.IDLE


def test_workers_that_race_apply_each_event_once():
    history = History()
    mint = history.mint(200)
    history.order(200)
    history.redeem(mint, *range(100))
    recording = Recording()
    start = threading.Barrier(4)

    def work():
        start.wait(10)
        while checkpoints.position(recording.name) < history.events[-1].position:
            runner.catch_up([recording, TOKENS], history.log, batch=5)

    for thread in [in_thread(work) for _ in range(4)]:
        thread.join()
    runner.catch_up([TOKENS], history.log)
    assert recording.positions == [event.position for event in history.events]
    assert seen() == expected(history.events)
