"""Streams with an event that cannot be projected."""

import pytest
from django.db import OperationalError

from projections import checkpoints, parking, runner
from projections.lag import lag
from projections.models import Order, ParkedStream
from projections.projectors.orders import ORDERS, OrderProjection
from projections.tests.histories import order_id
from tokens.domain.ordering.commands import ReturnOrder
from tokens.domain.ordering.events import OrderFulfilled
from tokens.domain.ordering.order import order_stream

pytestmark = pytest.mark.django_db(transaction=True)

POISONED = order_stream(order_id(1))


class Poisoned(OrderProjection):
    """Cannot digest that the first order is fulfilled, until it is cured."""

    cured = False

    def apply(self, events):
        super().apply(events)
        for recorded in events:
            bad = recorded.stream == POISONED and isinstance(recorded.event, OrderFulfilled)
            if bad and not self.cured:
                raise ValueError(recorded.position)


def rows():
    return list(Order.objects.order_by("id").values())


@pytest.fixture
def poisoned(history):
    projection = Poisoned()
    runner.catch_up([projection], history.log, batch=8)
    return projection


def test_parks_the_stream_and_goes_on(poisoned, history):
    parked = ParkedStream.objects.get()
    bad = next(e for e in history.events if isinstance(e.event, OrderFulfilled))
    assert (parked.projection, parked.stream) == ("orders", POISONED)
    assert parked.position == bad.position
    assert "ValueError" in parked.error
    assert checkpoints.position("orders") == history.events[-1].position
    states = Order.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["Processing", "Fulfilled", "Placed"]
    assert [one.parked for one in lag([poisoned], history.log)] == [1]


def test_later_events_of_the_stream_are_passed_over(poisoned, history):
    version = Order.objects.get(pk=order_id(1)).version
    history.do(ReturnOrder(order_id(1)))
    runner.catch_up([poisoned], history.log)
    assert Order.objects.get(pk=order_id(1)).version == version
    assert ParkedStream.objects.count() == 1


def test_a_retry_replays_it_from_where_it_stopped(poisoned, history):
    history.do(ReturnOrder(order_id(1)))
    runner.catch_up([poisoned], history.log)
    poisoned.cured = True
    assert parking.retry(poisoned, POISONED, history.log)
    assert not ParkedStream.objects.exists()
    told = rows()
    Order.objects.all().delete()
    ORDERS.apply(history.events)
    assert told == rows()


def test_a_retry_that_fails_parks_it_again(poisoned, history):
    before = ParkedStream.objects.get()
    assert not parking.retry(poisoned, POISONED, history.log)
    after = ParkedStream.objects.get()
    assert (after.stream, after.position) == (before.stream, before.position)


def test_a_database_that_fails_is_no_poison(history, monkeypatch):
    def fail(*_):
        raise OperationalError

    monkeypatch.setattr(OrderProjection, "apply", fail)
    with pytest.raises(OperationalError):
        runner.step(ORDERS, history.log)
    assert not ParkedStream.objects.exists()
    assert checkpoints.position("orders") == 0
