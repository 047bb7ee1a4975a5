"""The projectors of mint requests and orders."""

import pytest

from projections.models import MintRequest, Order
from projections.projectors.mint_requests import MINT_REQUESTS
from projections.projectors.orders import ORDERS
from projections.tests.histories import ACCOUNTS, CARD, History, mint_id, order_id
from tokens.domain.minting.mint_request import mint_request_stream
from tokens.domain.ordering.commands import CancelOrder, ReturnOrder
from tokens.domain.ordering.order import order_stream

pytestmark = pytest.mark.django_db


def last(history, stream):
    return [recorded for recorded in history.events if recorded.stream == stream][-1]


@pytest.mark.parametrize("batch", [1, 2, 1000])
class TestOrders:
    def project(self, history, batch):
        for first in range(0, len(history.events), batch):
            ORDERS.apply(history.events[first : first + batch])

    def test_a_fulfilled_order(self, batch):
        history = History()
        history.mint(100)
        history.order(10)
        self.project(history, batch)
        order = Order.objects.get()
        end = last(history, order_stream(order_id(1)))
        assert (order.id, order.version, order.position) == (
            order_id(1),
            end.version,
            end.position,
        )
        assert (order.catalog_id, order.billing_account_id) == (CARD, ACCOUNTS[0])
        assert (order.quantity, order.state, order.shortage) == (10, "Fulfilled", 0)
        assert (order.activate, order.when_short, order.cancel_reason) == (True, "Wait", None)
        assert order.changed_on == end.recorded_on

    def test_an_order_that_waits(self, batch):
        history = History()
        history.mint(3)
        history.order(10)
        self.project(history, batch)
        order = Order.objects.get()
        assert (order.state, order.shortage, order.version) == ("Placed", 7, 1)

    def test_a_canceled_order(self, batch):
        history = History()
        history.order(10)
        history.do(CancelOrder(order_id(1)))
        self.project(history, batch)
        order = Order.objects.get()
        assert (order.state, order.shortage, order.cancel_reason) == (
            "Canceled",
            0,
            "Requested",
        )

    def test_lot_events_count_as_versions(self, batch):
        history = History()
        history.mint(100)
        history.order(10)
        version = last(history, order_stream(order_id(1))).version
        history.do(ReturnOrder(order_id(1)))
        self.project(history, batch)
        order = Order.objects.get()
        assert (order.state, order.version) == ("Fulfilled", version + 1)


def test_a_mint_request():
    history = History()
    history.mint(100)
    MINT_REQUESTS.apply(history.events)
    row = MintRequest.objects.get()
    end = last(history, mint_request_stream(mint_id(1)))
    assert (row.id, row.version, row.position) == (mint_id(1), end.version, end.position)
    assert (row.quantity, row.minted, row.state) == (100, 100, "Completed")
    assert (row.catalog_id, row.account_id) == (CARD, None)


def test_statements_of_a_batch_do_not_grow_with_it(django_assert_num_queries):
    history = History()
    for _ in range(30):
        history.order(1)
    with django_assert_num_queries(2):
        ORDERS.apply(history.events)
    with django_assert_num_queries(0):
        MINT_REQUESTS.apply(history.events)
