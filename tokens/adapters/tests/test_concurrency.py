"""Real races on PostgreSQL: each is run often enough to fail where it can fail."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from tokens.adapters.tests.threads import run_together, wait_until_one_waits
from tokens.domain.approving.commands import Approve, Request, RequestApproval
from tokens.domain.approving.errors import AlreadyAskedForError, ApprovalAlreadyDecidedError
from tokens.domain.errors import ConcurrencyError
from tokens.domain.ids import AccountId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint, VoidMintRequest
from tokens.domain.ordering.commands import (
    ActivateOrder,
    DeactivateOrder,
    FulfillOrder,
    PlaceOrder,
    ReturnOrder,
    VoidOrder,
)
from tokens.domain.ordering.events import WhenShort
from tokens.domain.token.commands import RedeemToken, VoidToken
from tokens.domain.token.errors import TokenError
from tokens.domain.token.identifier import TokenId
from tokens.tests.harness import NORTHWIND, PostgresHarness

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def harness():
    harness = PostgresHarness()
    yield harness
    # Messages of a failed test must not reach the next.
    connection.cursor().execute("DELETE FROM tokens_message")
    connection.cursor().execute("DELETE FROM tokens_waitingorder")


class TestMinting:
    def test_the_same_twice_at_once_is_one(self, harness):
        for _ in range(20):
            command = Mint(MintRequestId(uuid4()), harness.item, 8)
            begun = []

            def mint(command=command, begun=begun):
                begun.append(harness.execute(command))

            run_together([mint, mint])
            assert [each.id for each in begun] == [command.mint_request_id] * 2

    def test_of_two_who_approve_at_once_one_is_told_that_it_is_decided(self, harness):
        for _ in range(20):
            mint = Request.of(Mint(MintRequestId(uuid4()), harness.item, 8))
            approval_id = harness.execute(RequestApproval("ann", mint, "Christmas")).id
            outcomes = []

            def approve(operator, approval_id=approval_id, outcomes=outcomes):
                try:
                    outcomes.append(harness.execute(Approve(approval_id, operator)).state)
                except ApprovalAlreadyDecidedError as error:
                    outcomes.append(error.code)

            run_together([lambda: approve("bob"), lambda: approve("cy")])
            assert sorted(outcomes) == ["ApprovalAlreadyDecided", "Approved"]

    def test_of_two_who_ask_for_the_same_at_once_one_is_told_of_the_other(self, harness):
        for _ in range(20):
            void = Request.of(VoidOrder(OrderId(uuid4())))
            outcomes = []

            def ask(operator, void=void, outcomes=outcomes):
                try:
                    outcomes.append(harness.execute(RequestApproval(operator, void, "x")).state)
                except AlreadyAskedForError as error:
                    outcomes.append(error.code)

            run_together([lambda: ask("ann"), lambda: ask("bob")])
            assert sorted(outcomes) == ["AlreadyAskedFor", "Pending"]


class TestRedeeming:
    def test_one_token_twice_at_once_succeeds_once(self, harness):
        rounds = 100
        mint = harness.mint(rounds)
        harness.order(rounds)
        for number in range(rounds):
            outcomes = []

            def redeem(consumer, number=number, outcomes=outcomes):
                command = RedeemToken(TokenId(mint, number), account_id=AccountId(consumer))
                try:
                    outcomes.append(harness.execute(command).redeemed_by)
                except TokenError as error:
                    outcomes.append(error.code)

            run_together([lambda: redeem("ann"), lambda: redeem("bob")])
            assert outcomes.count("TokenAlreadyRedeemed") == 1, outcomes
            (winner,) = set(outcomes) - {"TokenAlreadyRedeemed"}
            assert harness.token(mint, number).redeemed_by == winner

    def test_of_different_tokens_of_a_lot_does_not_wait(self, harness):
        mint = harness.mint(4)
        harness.order(4)
        with harness.backend.transaction() as held:
            held.vault.covering([TokenId(mint, 0)])
            redeem = RedeemToken(TokenId(mint, 1))
            run_together([lambda: harness.execute(redeem)])
        assert harness.token(mint, 1).state == "Redeemed"

    def test_while_the_whole_order_is_acted_on(self, harness):
        tokens = 30
        mint = harness.mint(tokens)
        order = harness.order(tokens)
        redeemed = []

        def redeem() -> None:
            for number in range(tokens):
                try:
                    harness.execute(RedeemToken(TokenId(mint, number)))
                    redeemed.append(number)
                except TokenError:
                    continue

        def act() -> None:
            for _ in range(5):
                harness.run(DeactivateOrder(order), ActivateOrder(order))
            harness.run(ReturnOrder(order))

        run_together([redeem, act])
        harness.deliver()
        states = harness.states(mint, tokens)
        assert [n for n, state in enumerate(states) if state == "Redeemed"] == redeemed
        assert set(states) <= {"Redeemed", "Circulated"}


class TestOrdering:
    def test_the_last_stock_goes_to_one(self, harness):
        for _ in range(20):
            mint = harness.mint(5)
            orders = [OrderId(uuid4()), OrderId(uuid4())]
            for order in orders:
                harness.execute(PlaceOrder(order, harness.item, NORTHWIND, 5))
            run_together([harness.deliver, harness.deliver])
            harness.deliver()
            states = sorted(harness.get_order(order).state for order in orders)
            assert states == ["Fulfilled", "Placed"]
            held = {harness.token(mint, n).order_id for n in range(5)}
            assert len(held) == 1
            # The waiting one takes what is released, so the next round begins with nothing.
            harness.run(ReturnOrder(*held))
            assert {harness.get_order(order).state for order in orders} == {"Fulfilled"}

    def test_takes_different_lots_without_waiting(self, harness):
        harness.mint(5)
        harness.mint(5)
        first, second = OrderId(uuid4()), OrderId(uuid4())
        for order in (first, second):
            harness.execute(PlaceOrder(order, harness.item, NORTHWIND, 3))
        with harness.backend.transaction() as held:
            assert held.vault.in_circulation(harness.item, 3)
            run_together([lambda: harness.execute(FulfillOrder(second))])
            assert harness.get_order(second).state == "Fulfilled"

    def test_that_waits_for_another_takes_what_that_one_leaves(self, harness):
        harness.mint(10)
        first, second = OrderId(uuid4()), OrderId(uuid4())
        for order in (first, second):
            harness.execute(PlaceOrder(order, harness.item, NORTHWIND, 3))
        with ThreadPoolExecutor(1) as other:
            with harness.backend.transaction():
                # What is left of the lot becomes a new row, that the waiting one never saw.
                harness.execute(FulfillOrder(first))
                done = other.submit(
                    run_together, [lambda: harness.execute(FulfillOrder(second))]
                )
                wait_until_one_waits()
            done.result()
        assert harness.get_order(second).state == "Fulfilled"

    def test_falls_short_only_of_what_there_is(self, harness):
        harness.mint(100)
        orders = [OrderId(uuid4()) for _ in range(40)]
        for order in orders:
            command = PlaceOrder(order, harness.item, NORTHWIND, 1, when_short=WhenShort.CANCEL)
            harness.execute(command)
        run_together([harness.deliver] * 4)
        harness.deliver()
        assert {harness.get_order(order).state for order in orders} == {"Fulfilled"}

    def test_that_falls_short_while_stock_is_released_misses_nothing(self, harness):
        for _ in range(20):
            mint = harness.mint(5)
            first = harness.order(5)
            second = OrderId(uuid4())
            harness.execute(PlaceOrder(second, harness.item, NORTHWIND, 5))
            run_together([harness.deliver, lambda: harness.run(ReturnOrder(first))])
            harness.deliver()
            assert harness.get_order(second).state == "Fulfilled"
            assert harness.token(mint, 0).order_id == second


class TestWholeMintRequests:
    def test_are_voided_with_what_an_order_leaves_of_a_lot_meanwhile(self, harness):
        mint = harness.mint(10)
        order = OrderId(uuid4())
        harness.execute(PlaceOrder(order, harness.item, NORTHWIND, 3))
        with ThreadPoolExecutor(1) as other:
            with harness.backend.transaction():
                harness.execute(FulfillOrder(order))
                done = other.submit(
                    run_together, [lambda: harness.execute(VoidMintRequest(mint))]
                )
                wait_until_one_waits()
            done.result()
        assert harness.states(mint, 10) == ["Voided"] * 10


class TestOneToken:
    def test_is_voided_or_redeemed_but_not_both_in_ignorance(self, harness):
        for _ in range(20):
            mint = harness.mint(1)
            harness.order(1)
            token = TokenId(mint, 0)
            refused = []

            def attempt(command, refused=refused):
                try:
                    harness.execute(command)
                except (TokenError, ConcurrencyError) as error:
                    refused.append(error)

            run_together(
                [lambda: attempt(RedeemToken(token)), lambda: attempt(VoidToken(token))]
            )
            assert [type(error).__name__ for error in refused] in (
                ["TokenVoidedError"],
                ["TokenAlreadyRedeemedError"],
            )
