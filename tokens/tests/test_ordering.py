from datetime import timedelta
from uuid import uuid4

import pytest

from tokens.domain.errors import (
    InvalidCatalogItemError,
    InvalidQuantityError,
    NotFoundError,
    VersionMismatchError,
)
from tokens.domain.ids import CatalogId, OrderId
from tokens.domain.ordering.commands import (
    ActivateOrder,
    CancelOrder,
    DeactivateOrder,
    PlaceOrder,
    ReturnOrder,
    VoidOrder,
)
from tokens.domain.ordering.errors import OrderNotFulfilledError
from tokens.domain.ordering.events import WhenShort
from tokens.domain.ordering.order import order_stream
from tokens.domain.token.commands import DeactivateToken, RedeemToken, VoidToken
from tokens.domain.token.identifier import TokenId
from tokens.tests.harness import FABRIKAM, NORTHWIND


class TestPlacing:
    def test_leaves_the_tokens_activated_at_version_3(self, harness):
        mint = harness.mint(10)
        order = harness.order(4)
        assert harness.get_order(order).state == "Fulfilled"
        assert harness.states(mint, 10) == ["Activated"] * 4 + ["Circulated"] * 6
        token = harness.token(mint, 0)
        assert (token.version, token.order_id, token.account_id) == (3, order, NORTHWIND)

    def test_only_reserves_when_asked(self, harness):
        mint = harness.mint(10)
        harness.order(4, activate=False)
        assert harness.states(mint, 5) == ["Reserved"] * 4 + ["Circulated"]
        assert harness.token(mint, 0).version == 2

    def test_records_few_events_whatever_the_quantity(self, harness):
        harness.mint(3_000_000)
        order = harness.order(2_500_000)
        assert harness.events(order_stream(order)) == [
            "OrderPlaced",
            "TokensReserved",
            "TokensActivated",
            "OrderFulfilled",
        ]

    @pytest.mark.parametrize("quantity", [0, -1, 2**31])
    def test_refuses_a_quantity_out_of_bounds(self, harness, quantity):
        with pytest.raises(InvalidQuantityError):
            harness.order(quantity)

    def test_refuses_an_unknown_catalog_item(self, harness):
        with pytest.raises(InvalidCatalogItemError, match="does not exist"):
            harness.execute(PlaceOrder(OrderId(uuid4()), CatalogId("nothing"), NORTHWIND, 1))

    def test_of_the_same_id_happens_once(self, harness):
        mint = harness.mint(10)
        command = PlaceOrder(OrderId(uuid4()), harness.item, NORTHWIND, 2)
        harness.run(command, command)
        assert harness.states(mint, 10).count("Activated") == 2


class TestShortage:
    def test_waits_and_is_fulfilled_by_the_next_mint(self, harness):
        harness.mint(3)
        order = harness.order(5)
        assert harness.get_order(order).state == "Placed"
        assert harness.get_order(order).shortage == 2
        harness.mint(2)
        assert harness.get_order(order).state == "Fulfilled"
        assert harness.get_order(order).shortage == 0

    def test_is_over_at_once_when_the_order_says_so(self, harness):
        harness.mint(3)
        order = harness.order(5, when_short=WhenShort.CANCEL)
        assert harness.get_order(order).state == "Canceled"
        assert harness.get_order(harness.order(3)).state == "Fulfilled"

    def test_times_out_after_a_day(self, harness):
        order = harness.order(5)
        harness.advance(timedelta(hours=23, minutes=59))
        assert harness.get_order(order).state == "Placed"
        harness.advance(timedelta(minutes=1))
        assert harness.get_order(order).state == "Canceled"
        mint = harness.mint(5)
        assert harness.states(mint, 5) == ["Circulated"] * 5

    def test_is_served_first_come_first_served(self, harness):
        first, second, third = harness.order(4), harness.order(4), harness.order(4)
        harness.mint(8)
        states = [harness.get_order(order).state for order in (first, second, third)]
        assert states == ["Fulfilled", "Fulfilled", "Placed"]

    def test_of_a_large_order_does_not_hold_up_a_small_one(self, harness):
        large, small = harness.order(100), harness.order(2)
        harness.mint(3)
        assert harness.get_order(small).state == "Fulfilled"
        assert harness.get_order(large).state == "Placed"
        assert harness.get_order(large).shortage == 99

    def test_ends_when_another_order_is_returned(self, harness):
        harness.mint(5)
        first, second = harness.order(5), harness.order(3)
        harness.run(ReturnOrder(first))
        assert harness.get_order(second).state == "Fulfilled"

    def test_is_not_served_once_it_is_canceled(self, harness):
        order = harness.order(5)
        harness.run(CancelOrder(order))
        mint = harness.mint(5)
        assert harness.states(mint, 5) == ["Circulated"] * 5


class TestActions:
    def test_on_a_whole_order(self, harness):
        mint = harness.mint(6)
        order = harness.order(3, activate=False)
        harness.run(ActivateOrder(order))
        assert harness.states(mint, 4) == ["Activated"] * 3 + ["Circulated"]
        harness.run(DeactivateOrder(order))
        assert harness.states(mint, 4) == ["Reserved"] * 3 + ["Circulated"]
        harness.run(VoidOrder(order, None, "lost"))
        assert harness.states(mint, 4) == ["Voided"] * 3 + ["Circulated"]
        assert harness.token(mint, 0).version == 5

    def test_reach_the_tokens_that_were_drawn(self, harness):
        mint = harness.mint(6)
        order = harness.order(4)
        harness.run(RedeemToken(TokenId(mint, 1)), DeactivateToken(TokenId(mint, 2)))
        harness.run(ReturnOrder(order))
        assert harness.states(mint, 6) == ["Circulated", "Redeemed"] + ["Circulated"] * 4
        assert harness.token(mint, 2).version == 5
        again = harness.order(5, FABRIKAM)
        assert harness.get_order(again).state == "Fulfilled"
        assert harness.token(mint, 2).account_id == FABRIKAM
        harness.run(RedeemToken(TokenId(mint, 2)))
        assert harness.token(mint, 2).state == "Redeemed"

    def test_cancel_reverses_a_fulfilled_order(self, harness):
        mint = harness.mint(6)
        order = harness.order(4)
        harness.run(RedeemToken(TokenId(mint, 0)), CancelOrder(order))
        assert harness.get_order(order).state == "Canceled"
        assert harness.states(mint, 6) == ["Redeemed"] + ["Circulated"] * 5

    def test_are_refused_before_it_is_fulfilled(self, harness):
        order = harness.order(4)
        for action in (ActivateOrder, DeactivateOrder, ReturnOrder, VoidOrder):
            with pytest.raises(OrderNotFulfilledError):
                harness.execute(action(order))

    def test_are_refused_with_an_old_version(self, harness):
        harness.mint(4)
        order = harness.order(4)
        with pytest.raises(VersionMismatchError) as refused:
            harness.execute(ActivateOrder(order, expected_version=0))
        assert refused.value.actual == 3

    def test_are_refused_of_an_unknown_order(self, harness):
        with pytest.raises(NotFoundError):
            harness.execute(CancelOrder(OrderId(uuid4())))

    def test_act_on_more_drawn_tokens_than_fit_in_one_message(self, harness, monkeypatch):
        monkeypatch.setattr("tokens.application.tokens.DRAWN_AT_ONCE", 2)
        mint = harness.mint(7)
        order = harness.order(7)
        for n in range(5):
            harness.execute(DeactivateToken(TokenId(mint, n)))
        harness.run(VoidToken(TokenId(mint, 6)), ActivateOrder(order))
        assert harness.states(mint, 7) == ["Activated"] * 6 + ["Voided"]
