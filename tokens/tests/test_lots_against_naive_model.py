"""Random commands leave every token as the naive model has it: state, version, refusals."""

from contextlib import suppress
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tokens.adapters.postgres.history import history
from tokens.adapters.postgres.lot_check import check_lots
from tokens.domain.ids import AccountId, OrderId, PrintJobId
from tokens.domain.minting.commands import VoidMintRequest
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
from tokens.domain.printing.commands import (
    ActivatePrintJob,
    CancelPrintJob,
    DownloadPackage,
    VoidPrintJob,
)
from tokens.domain.printing.errors import (
    PackageGoneError,
    PrintJobCancellationError,
    PrintJobNotReadyError,
)
from tokens.domain.token.commands import (
    ActivateToken,
    DeactivateToken,
    RedeemToken,
    VoidToken,
)
from tokens.domain.token.errors import AccountRequiredError, TokenError
from tokens.domain.token.identifier import TokenId
from tokens.tests.harness import FABRIKAM, NORTHWIND, InMemoryHarness, PostgresHarness
from tokens.tests.naive_model import NaiveModel, describe

accounts = st.sampled_from([NORTHWIND, FABRIKAM])
consumers = st.sampled_from([None, AccountId("ann"), AccountId("bob")])
tokens = st.integers(0, 11)
orders = st.integers(0, 2)
steps = st.one_of(
    st.tuples(st.just("place"), st.integers(1, 8), accounts, st.booleans()),
    st.tuples(st.just("activate"), tokens, accounts),
    st.tuples(st.just("deactivate"), tokens),
    st.tuples(st.just("void"), tokens),
    st.tuples(st.just("redeem"), tokens, consumers),
    st.tuples(st.just("activate order"), orders),
    st.tuples(st.just("deactivate order"), orders),
    st.tuples(st.just("return order"), orders),
    st.tuples(st.just("cancel order"), orders),
    st.tuples(st.just("void order"), orders),
    st.tuples(st.just("print"), st.integers(1, 8), accounts),
    st.tuples(st.just("download"), orders),
    st.tuples(st.just("cancel job"), orders),
    st.tuples(st.just("activate job"), orders),
    st.tuples(st.just("void job"), orders),
    st.tuples(st.just("void mint"), st.integers(0, 1)),
)
histories = st.lists(steps, max_size=14)


class Comparison:
    """Does the same to the application and to the naive model."""

    def __init__(self, harness) -> None:
        self.harness = harness
        self.naive = NaiveModel()
        self.mints = [harness.mint(7), harness.mint(5)]
        for mint, quantity in zip(self.mints, (7, 5), strict=True):
            self.naive.mint(mint, harness.item, quantity)
        self.orders: list[OrderId] = []
        self.jobs: list[PrintJobId] = []

    def do(self, step) -> None:
        name, *arguments = step
        getattr(self, "do_" + name.replace(" ", "_"))(*arguments)

    def token_id(self, number: int) -> TokenId:
        return list(self.naive.tokens)[number]

    def single(self, command, act) -> None:
        refused = expected = None
        try:
            self.harness.run(command)
        except TokenError as error:
            refused = type(error)
        try:
            act(self.naive.tokens[command.token_id])
        except TokenError as error:
            expected = type(error)
        assert refused == expected

    def do_place(self, quantity, account, activate) -> None:
        enough = quantity <= self.naive.stock()
        order_id = OrderId(uuid4())
        self.harness.run(
            PlaceOrder(
                order_id, self.harness.item, account, quantity, activate, WhenShort.CANCEL
            )
        )
        self.orders.append(order_id)
        self.transfer(order_id, account, quantity if enough else 0, activate=activate)

    def transfer(self, order_id, account, quantity, *, activate) -> None:
        """Which tokens were taken, the application says; that they were free, the model."""
        taken = [
            token_id
            for token_id in self.naive.tokens
            if self.token(token_id).order_id == order_id
        ]
        assert len(taken) == quantity
        for token_id in taken:
            self.naive.transfer(token_id, order_id, account, activate=activate)

    def do_activate(self, number, account) -> None:
        command = ActivateToken(self.token_id(number), account_id=account)
        self.single(command, lambda token: token.activate(account))

    def do_deactivate(self, number) -> None:
        self.single(DeactivateToken(self.token_id(number)), lambda token: token.deactivate())

    def do_void(self, number) -> None:
        self.single(VoidToken(self.token_id(number)), lambda token: token.void())

    def do_redeem(self, number, consumer) -> None:
        command = RedeemToken(self.token_id(number), account_id=consumer)
        self.single(command, lambda token: token.redeem(consumer))

    def whole(self, index, command, act) -> None:
        if index >= len(self.orders):
            return
        order_id = self.orders[index]
        try:
            self.harness.run(command(order_id))
        except OrderNotFulfilledError:
            assert self.harness.get_order(order_id).state == "Canceled"
            return
        self.naive.of_order(order_id, act)

    def do_activate_order(self, index) -> None:
        self.whole(index, ActivateOrder, lambda token: token.activate(token.account_id))

    def do_deactivate_order(self, index) -> None:
        self.whole(index, DeactivateOrder, lambda token: token.deactivate())

    def do_return_order(self, index) -> None:
        self.whole(index, ReturnOrder, lambda token: token.unreserve(token.order_id))

    def do_cancel_order(self, index) -> None:
        self.whole(index, CancelOrder, lambda token: token.unreserve(token.order_id))

    def do_void_order(self, index) -> None:
        self.whole(index, VoidOrder, lambda token: token.void())

    def do_print(self, quantity, account) -> None:
        # One that waits would be served later, by what the model does not know of.
        if quantity <= self.naive.stock():
            self.jobs.append(self.harness.print(quantity, account))
            self.transfer(OrderId(self.jobs[-1]), account, quantity, activate=False)

    def of_job(self, index, command, act) -> None:
        if index >= len(self.jobs):
            return
        job_id = self.jobs[index]
        state = self.harness.get_print_job(job_id).state
        try:
            self.harness.run(command(job_id))
        except PrintJobCancellationError:
            assert state == "Printing"
        except PrintJobNotReadyError:
            assert state == "Canceled"
        else:
            self.naive.of_order(OrderId(job_id), act)

    def do_download(self, index) -> None:
        if index < len(self.jobs):
            with suppress(PackageGoneError):
                self.harness.run(DownloadPackage(self.jobs[index], 0, 1))

    def do_cancel_job(self, index) -> None:
        self.of_job(index, CancelPrintJob, lambda token: token.unreserve(token.order_id))

    def do_activate_job(self, index) -> None:
        self.of_job(index, ActivatePrintJob, lambda token: token.activate(token.account_id))

    def do_void_job(self, index) -> None:
        self.of_job(index, VoidPrintJob, lambda token: token.void())

    def do_void_mint(self, index) -> None:
        mint = self.mints[index]
        self.harness.run(VoidMintRequest(mint))
        self.naive.each(
            lambda token: token.id.mint_request_id == mint, lambda token: token.void()
        )

    def token(self, token_id):
        return self.harness.token(token_id.mint_request_id, token_id.sequence)

    def check_on_postgres(self) -> None:
        """The log alone gives the same lots, and the whole history of every token."""
        assert not check_lots()
        for token_id, token in self.naive.tokens.items():
            told = [(entry.version, entry.event) for entry in history(token_id)]
            assert told == [(version, event) for version, event in token.pending]

    def check(self) -> None:
        actual = {token_id: describe(self.token(token_id)) for token_id in self.naive.tokens}
        assert actual == self.naive.facts()
        assert self.harness.dead_letters() == []


def compare(harness, steps) -> Comparison:
    comparison = Comparison(harness)
    for step in steps:
        comparison.do(step)
    comparison.check()
    return comparison


class TestRandomCommands:
    @given(histories)
    def test_in_memory(self, steps):
        compare(InMemoryHarness(), steps)

    @given(histories)
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_on_postgres(self, db, steps):
        compare(PostgresHarness(), steps).check_on_postgres()

    def test_activating_a_circulated_token_names_an_account(self, harness):
        mint = harness.mint(1)
        with pytest.raises(AccountRequiredError):
            harness.run(ActivateToken(TokenId(mint, 0)))
