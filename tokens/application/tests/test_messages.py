"""Messages: due times, retries, dead letters; the same on both storages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.dead_letters import PostgresDeadLetters
from tokens.application import bus as bus_module
from tokens.application.bus import ATTEMPTS, Bus
from tokens.application.handlers import HANDLERS
from tokens.domain.errors import ConcurrencyError
from tokens.domain.ids import MintRequestId, OrderId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import FulfillOrder, PlaceOrder
from tokens.tests.harness import NORTHWIND


class Broken(Exception):  # noqa: N818  # says what the handler is
    pass


def let_orders_fail(harness):
    """The handler of FulfillOrder fails for the orders in the set that is returned."""
    failing = set()

    def fulfill_or_fail(command, *, orders, vault, waiting, send):
        if command.order_id in failing:
            raise Broken(command.order_id)
        HANDLERS[FulfillOrder](command, orders=orders, vault=vault, waiting=waiting, send=send)

    harness.bus = Bus(
        backend=harness.backend,
        clock=harness.clock,
        packages=harness.application.packages,
        order_timeout=timedelta(days=1),
        handlers={**HANDLERS, FulfillOrder: fulfill_or_fail},
    )
    return failing


class TestDelivery:
    @pytest.fixture
    def failing(self, harness):
        return let_orders_fail(harness)

    def place(self, harness):
        order = OrderId(uuid4())
        harness.execute(PlaceOrder(order, harness.item, NORTHWIND, 1))
        return order

    def test_of_a_failing_message_is_tried_again_later(self, harness, failing):
        harness.mint(1)
        order = self.place(harness)
        failing.add(order)
        harness.deliver()
        assert harness.get_order(order).state == "Placed"
        failing.clear()
        assert harness.deliver() == 0
        harness.advance(bus_module.FIRST_DELAY)
        assert harness.get_order(order).state == "Fulfilled"

    def test_ends_as_a_dead_letter_after_some_attempts(self, harness, failing):
        order = self.place(harness)
        failing.add(order)
        harness.deliver()
        for attempt in range(ATTEMPTS - 2):
            harness.advance(bus_module.FIRST_DELAY * 2**attempt)
            assert harness.dead_letters() == []
        harness.advance(bus_module.FIRST_DELAY * 2 ** (ATTEMPTS - 2))
        assert len(harness.dead_letters()) == 1
        assert harness.deliver() == 0

    def test_of_others_goes_on(self, harness, failing):
        harness.mint(2)
        bad, good = self.place(harness), self.place(harness)
        failing.add(bad)
        harness.deliver()
        assert harness.get_order(good).state == "Fulfilled"

    def test_of_a_dead_letter_can_be_repeated(self, on_postgres):
        harness = on_postgres
        failing = let_orders_fail(harness)
        harness.mint(1)
        order = self.place(harness)
        failing.add(order)
        for _ in range(ATTEMPTS):
            harness.advance(timedelta(minutes=1))
        ((message_id, error),) = rows("SELECT message_id, error FROM tokens_deadletter")
        assert "Broken" in error
        failing.clear()
        assert PostgresDeadLetters(lambda: None).replay([message_id]) == 1
        # The message is due by the database's clock, which is ahead of the virtual one.
        harness.advance(timedelta(days=400))
        assert harness.dead_letters() == []

    def test_is_not_before_the_due_time(self, harness):
        order = self.place(harness)
        harness.deliver()
        harness.advance(timedelta(hours=23))
        assert harness.get_order(order).state == "Placed"


class TestBatches:
    def test_deliver_a_thousand_jobs_in_few_transactions(self, on_postgres, monkeypatch):
        harness = on_postgres
        opened = []
        original = harness.backend.transaction
        monkeypatch.setattr(
            harness.backend, "transaction", lambda **how: opened.append(1) or original(**how)
        )
        harness.mint(10**9)
        # The request, all jobs at once, the release, the waiting orders, and nothing more.
        assert len(opened) == 5


def test_a_race_that_is_lost_costs_a_message_nothing(in_memory, monkeypatch):
    harness = in_memory
    losing = iter([True, True, False])
    original = harness.backend.log.append

    def append(events):
        if next(losing, False):
            raise ConcurrencyError(events[0].stream, events[0].version)
        return original(events)

    mint = MintRequestId(uuid4())
    harness.execute(Mint(mint, harness.item, 5))
    monkeypatch.setattr(harness.backend.log, "append", append)
    assert harness.bus.deliver() == 1
    assert harness.get_mint_request(mint).minted == 5
    assert not harness.backend.outbox.dead
