"""Quarantine: nothing is redeemed until it is released; everything else goes on."""

from uuid import uuid4

import pytest

from tokens.domain.errors import NotFoundError
from tokens.domain.ids import AccountId, MintRequestId
from tokens.domain.quarantine.commands import BeginQuarantine, ReleaseQuarantine
from tokens.domain.quarantine.quarantine import Quarantine, Subject
from tokens.domain.token.commands import ActivateToken, RedeemToken, VoidToken
from tokens.domain.token.errors import (
    ReasonRequiredError,
    TokenAlreadyRedeemedError,
    TokenNotActivatedError,
    TokenQuarantinedError,
)
from tokens.domain.token.identifier import TokenId

ANN = AccountId("ann")


@pytest.fixture
def mint(harness):
    """Six tokens: five of an order, of which the first is redeemed; one in stock."""
    mint = harness.mint(6)
    harness.order(5)
    harness.execute(RedeemToken(TokenId(mint, 0), account_id=ANN))
    return mint


def redeem(harness, mint, number):
    return harness.execute(RedeemToken(TokenId(mint, number), account_id=ANN)).state


def begin(harness, subject):
    harness.execute(BeginQuarantine(subject, "a print file was lost"))


def release(harness, subject):
    harness.execute(ReleaseQuarantine(subject, "it was found, unopened"))


class TestOfAMintRequest:
    def test_nothing_is_redeemed_until_it_is_released(self, harness, mint):
        begin(harness, Subject(mint))
        for _ in range(2):
            with pytest.raises(TokenQuarantinedError):
                redeem(harness, mint, 1)
        release(harness, Subject(mint))
        assert redeem(harness, mint, 1) == "Redeemed"

    def test_what_was_redeemed_stays_so_and_the_same_consumer_is_told(self, harness, mint):
        begin(harness, Subject(mint))
        assert redeem(harness, mint, 0) == "Redeemed"
        with pytest.raises(TokenAlreadyRedeemedError):
            harness.execute(RedeemToken(TokenId(mint, 0), account_id=AccountId("bob")))

    def test_other_commands_and_refusals_go_on(self, harness, mint):
        begin(harness, Subject(mint))
        with pytest.raises(TokenNotActivatedError):
            redeem(harness, mint, 5)
        harness.run(VoidToken(TokenId(mint, 1)), ActivateToken(TokenId(mint, 2)))
        assert harness.token(mint, 1).state == "Voided"

    def test_a_token_with_a_stream_of_its_own_is_held_too(self, harness, mint):
        harness.execute(ActivateToken(TokenId(mint, 5), account_id=AccountId("northwind")))
        begin(harness, Subject(mint))
        with pytest.raises(TokenQuarantinedError):
            redeem(harness, mint, 5)

    def test_other_mint_requests_are_not_held(self, harness, mint):
        other = harness.mint(1)
        # The one that is left of the first, and the new one.
        harness.order(2)
        begin(harness, Subject(mint))
        assert redeem(harness, other, 0) == "Redeemed"

    def test_begins_and_ends_once_each_with_a_reason(self, harness, mint):
        subject = Subject(mint)
        begin(harness, subject)
        begin(harness, subject)
        release(harness, subject)
        release(harness, subject)
        stream = Quarantine(subject).stream
        assert harness.events(stream) == ["Quarantined", "QuarantineReleased"]

    @pytest.mark.parametrize("command", [BeginQuarantine, ReleaseQuarantine])
    def test_needs_a_reason(self, harness, mint, command):
        begin(harness, Subject(mint))
        with pytest.raises(ReasonRequiredError):
            harness.execute(command(Subject(mint), " "))

    def test_needs_a_mint_request(self, harness):
        with pytest.raises(NotFoundError):
            begin(harness, Subject(MintRequestId(uuid4())))
        with pytest.raises(NotFoundError):
            release(harness, Subject(MintRequestId(uuid4())))


class TestOfAnEpoch:
    def test_holds_what_was_minted_in_it_and_nothing_later(self, harness, mint):
        begin(harness, Subject(epoch=0))
        with pytest.raises(TokenQuarantinedError):
            redeem(harness, mint, 1)
        later = harness.mint(5)
        assert harness.application.serials.of(later).epoch == 1
        order = harness.order(6)
        assert harness.get_order(order).state == "Fulfilled"
        numbers = [n for n in range(5) if harness.token(later, n).state == "Activated"]
        assert redeem(harness, later, numbers[0]) == "Redeemed"
        release(harness, Subject(epoch=0))
        assert redeem(harness, mint, 1) == "Redeemed"

    def test_and_of_a_mint_request_in_it_both_must_end(self, harness, mint):
        begin(harness, Subject(epoch=0))
        begin(harness, Subject(mint))
        release(harness, Subject(epoch=0))
        with pytest.raises(TokenQuarantinedError):
            redeem(harness, mint, 1)
        release(harness, Subject(mint))
        assert redeem(harness, mint, 1) == "Redeemed"

    def test_needs_an_epoch(self, harness):
        with pytest.raises(NotFoundError):
            begin(harness, Subject(epoch=7))
