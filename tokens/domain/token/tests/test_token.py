"""The table of REFERENCE.md, cell by cell, and the two decisions that differ from it."""

from uuid import UUID

import pytest

from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.tests.scenario import given
from tokens.domain.token.errors import (
    ReasonRequiredError,
    TokenAlreadyActivatedError,
    TokenAlreadyRedeemedError,
    TokenNotActivatedError,
    TokenNotInCirculationError,
    TokenReservedError,
    TokenVoidedError,
)
from tokens.domain.token.events import (
    TokenActivated,
    TokenCirculated,
    TokenDeactivated,
    TokenDrawn,
    TokenMinted,
    TokenRedeemed,
    TokenReserved,
    TokenUnreserved,
    TokenVoided,
)
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import TokenState
from tokens.domain.token.token import Token

ITEM = CatalogId("card")
ORDER, OTHER_ORDER = OrderId(UUID(int=1)), OrderId(UUID(int=2))
ACCOUNT, OTHER_ACCOUNT = AccountId("northwind"), AccountId("fabrikam")
ANN, BOB = AccountId("ann"), AccountId("bob")

MINTED = [TokenMinted(ITEM)]
CIRCULATED = [*MINTED, TokenCirculated()]
RESERVED = [*CIRCULATED, TokenReserved(ORDER, ACCOUNT)]
ACTIVATED = [*RESERVED, TokenActivated(ACCOUNT, ORDER, TokenState.RESERVED)]
ACTIVATED_ALONE = [*CIRCULATED, TokenActivated(ACCOUNT, None, TokenState.CIRCULATED)]
REDEEMED = [*ACTIVATED, TokenRedeemed(ANN)]
VOIDED = [*CIRCULATED, TokenVoided(TokenState.CIRCULATED, None)]
ALL = {
    "Minted": MINTED,
    "Circulated": CIRCULATED,
    "Reserved": RESERVED,
    "Activated": ACTIVATED,
    "Redeemed": REDEEMED,
    "Voided": VOIDED,
}


def token(history):
    return given(Token(TokenId(MintRequestId(UUID(int=9)), 7)), *history)


def states(**expected):
    return pytest.mark.parametrize(
        ("history", "outcome"), [(ALL[k], v) for k, v in expected.items()], ids=list(expected)
    )


def check(scenario, outcome):
    if outcome is None:
        scenario.then_nothing()
    elif isinstance(outcome, type):
        scenario.then_refused(outcome)
    else:
        scenario.then(outcome)


class TestCirculate:
    @states(
        Minted=TokenCirculated(),
        Circulated=None,
        Reserved=None,
        Activated=None,
        Redeemed=None,
        Voided=None,
    )
    def test_puts_only_minted_tokens_into_circulation(self, history, outcome):
        check(token(history).when(lambda t: t.circulate()), outcome)


class TestReserve:
    @states(
        Minted=TokenNotInCirculationError,
        Circulated=TokenReserved(ORDER, ACCOUNT),
        Reserved=None,
        Activated=TokenAlreadyActivatedError,
        Redeemed=TokenAlreadyRedeemedError,
        Voided=TokenVoidedError,
    )
    def test_for_the_order(self, history, outcome):
        check(token(history).when(lambda t: t.reserve(ORDER, ACCOUNT)), outcome)

    def test_for_another_order_is_refused(self):
        scenario = token(RESERVED).when(lambda t: t.reserve(OTHER_ORDER, ACCOUNT))
        scenario.then_refused(TokenReservedError)


class TestUnreserve:
    @states(
        Minted=None,
        Circulated=None,
        Reserved=TokenUnreserved(ITEM, ORDER, TokenState.RESERVED),
        Activated=TokenUnreserved(ITEM, ORDER, TokenState.ACTIVATED),
        Redeemed=TokenAlreadyRedeemedError,
        Voided=TokenVoidedError,
    )
    def test_from_its_order(self, history, outcome):
        check(token(history).when(lambda t: t.unreserve(ORDER)), outcome)

    @pytest.mark.parametrize("history", [RESERVED, ACTIVATED])
    def test_from_another_order_does_nothing(self, history):
        token(history).when(lambda t: t.unreserve(OTHER_ORDER)).then_nothing()


class TestActivate:
    @states(
        Minted=TokenNotInCirculationError,
        Circulated=TokenActivated(ACCOUNT, None, TokenState.CIRCULATED),
        Reserved=TokenActivated(ACCOUNT, ORDER, TokenState.RESERVED),
        Activated=None,
        Redeemed=TokenAlreadyRedeemedError,
        Voided=TokenVoidedError,
    )
    def test_for_the_account(self, history, outcome):
        check(token(history).when(lambda t: t.activate(ACCOUNT)), outcome)

    @states(Reserved=TokenReservedError, Activated=TokenAlreadyActivatedError)
    def test_for_another_account_is_refused(self, history, outcome):
        check(token(history).when(lambda t: t.activate(OTHER_ACCOUNT)), outcome)

    def test_of_another_order_is_refused(self):
        scenario = token(RESERVED).when(lambda t: t.activate(ACCOUNT, OTHER_ORDER))
        scenario.then_refused(TokenReservedError)


class TestDeactivate:
    @states(
        Minted=None,
        Circulated=None,
        Reserved=None,
        Activated=TokenDeactivated(ITEM, ORDER),
        Redeemed=TokenAlreadyRedeemedError,
        Voided=None,
    )
    def test_takes_the_activation_back(self, history, outcome):
        check(token(history).when(lambda t: t.deactivate()), outcome)

    def test_of_another_order_does_nothing(self):
        token(ACTIVATED).when(lambda t: t.deactivate(OTHER_ORDER)).then_nothing()

    def test_of_a_token_that_was_never_reserved_makes_it_stock_again(self):
        token(ACTIVATED_ALONE).when(lambda t: t.deactivate()).then(TokenDeactivated(ITEM, None))
        again = token([*ACTIVATED_ALONE, TokenDeactivated(ITEM, None)]).aggregate
        assert (again.state, again.account_id) == ("Circulated", None)

    def test_leaves_it_reserved_where_it_was(self):
        again = token([*ACTIVATED, TokenDeactivated(ITEM, ORDER)]).aggregate
        assert (again.state, again.order_id, again.account_id) == ("Reserved", ORDER, ACCOUNT)


class TestRedeem:
    @states(
        Minted=TokenNotActivatedError,
        Circulated=TokenNotActivatedError,
        Reserved=TokenNotActivatedError,
        Activated=TokenRedeemed(ANN),
        Redeemed=None,
        Voided=TokenVoidedError,
    )
    def test_by_a_consumer(self, history, outcome):
        check(token(history).when(lambda t: t.redeem(ANN)), outcome)

    def test_by_another_consumer_is_refused(self):
        token(REDEEMED).when(lambda t: t.redeem(BOB)).then_refused(TokenAlreadyRedeemedError)

    def test_by_nobody_known_is_refused_the_second_time(self):
        history = [*ACTIVATED, TokenRedeemed(None)]
        token(history).when(lambda t: t.redeem(None)).then_refused(TokenAlreadyRedeemedError)

    def test_of_an_activated_token_counts_to_version_4(self):
        redeemed = token(ACTIVATED).aggregate
        redeemed.redeem(ANN)
        assert redeemed.version == 4


class TestVoid:
    @states(
        Minted=TokenVoided(TokenState.MINTED, "lost"),
        Circulated=TokenVoided(TokenState.CIRCULATED, "lost"),
        Reserved=TokenVoided(TokenState.RESERVED, "lost"),
        Activated=TokenVoided(TokenState.ACTIVATED, "lost"),
        Redeemed=TokenAlreadyRedeemedError,
        Voided=None,
    )
    def test_makes_it_worthless(self, history, outcome):
        check(token(history).when(lambda t: t.void("lost")), outcome)

    def test_of_a_redeemed_token_is_forced_with_a_reason(self):
        scenario = token(REDEEMED).when(lambda t: t.void("fraud", force=True))
        scenario.then(TokenVoided(TokenState.REDEEMED, "fraud"))

    @pytest.mark.parametrize("reason", [None, "", "  "])
    def test_by_force_without_a_reason_is_refused(self, reason):
        scenario = token(REDEEMED).when(lambda t: t.void(reason, force=True))
        scenario.then_refused(ReasonRequiredError)


class TestHistory:
    def test_may_jump_where_a_token_was_drawn_again(self):
        drawn = Token(TokenId(MintRequestId(UUID(int=9)), 7))
        drawn.inherit(token(ACTIVATED).aggregate.facts, 9)
        assert (drawn.version, drawn.state, drawn.order_id) == (9, "Activated", ORDER)
        drawn.redeem(ANN)
        assert drawn.pending == [(10, TokenRedeemed(ANN))]
        assert not any(isinstance(event, TokenDrawn) for _, event in drawn.pending)
