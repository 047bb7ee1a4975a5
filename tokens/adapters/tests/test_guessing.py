"""Commands to single tokens without reading: what was met before may not hold any more."""

import pytest
from django.db import connection

from tokens.adapters.postgres import remembered_lots
from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.remembered_lots import RememberedLots
from tokens.domain.errors import VersionMismatchError
from tokens.domain.ids import AccountId
from tokens.domain.lots.lot import Lot
from tokens.domain.ordering.commands import DeactivateOrder, ReturnOrder, VoidOrder
from tokens.domain.token.commands import ActivateToken, RedeemToken, VoidToken
from tokens.domain.token.errors import (
    TokenAlreadyRedeemedError,
    TokenNotActivatedError,
    TokenVoidedError,
)
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import Facts, TokenState
from tokens.tests.harness import FABRIKAM, PostgresHarness

pytestmark = pytest.mark.django_db(transaction=True)

ANN, BOB = AccountId("ann"), AccountId("bob")


@pytest.fixture
def harness():
    harness = PostgresHarness()
    yield harness
    # Messages of a failed test must not reach the next.
    connection.cursor().execute("DELETE FROM tokens_message")


@pytest.fixture
def sold(harness):
    """A mint request of ten tokens, all of an order, whose lot was met already."""
    mint = harness.mint(10)
    harness.order(10)
    harness.execute(RedeemToken(TokenId(mint, 0), account_id=ANN))
    return mint


def only_order(harness):
    ((order_id,),) = {(lot.facts.order_id,) for lot in harness.lots() if lot.facts.order_id}
    return order_id


def test_a_redemption_is_one_statement(harness, sold, django_assert_num_queries):
    with django_assert_num_queries(1):
        redeemed = harness.execute(RedeemToken(TokenId(sold, 1), account_id=ANN))
    assert redeemed.state == "Redeemed"
    assert harness.token(sold, 1).redeemed_by == ANN
    assert harness.token(sold, 1).version == 4


def test_a_token_drawn_before_is_read(harness, sold):
    with pytest.raises(TokenAlreadyRedeemedError):
        harness.execute(RedeemToken(TokenId(sold, 0), account_id=BOB))
    again = harness.execute(RedeemToken(TokenId(sold, 0), account_id=ANN))
    assert (again.redeemed_by, again.version) == (ANN, 4)


def test_nothing_to_do_is_not_believed_unread(harness, sold):
    harness.execute(VoidToken(TokenId(sold, 1)))
    with pytest.raises(TokenVoidedError):
        # The lot says that it is active for this account already.
        harness.execute(ActivateToken(TokenId(sold, 1)))


def test_a_refusal_is_not_believed_unread(harness, sold):
    harness.run(DeactivateOrder(only_order(harness)))
    with pytest.raises(TokenNotActivatedError):
        harness.execute(RedeemToken(TokenId(sold, 1)))
    harness.execute(ActivateToken(TokenId(sold, 1)))
    assert harness.execute(RedeemToken(TokenId(sold, 1))).state == "Redeemed"


def test_a_stale_entity_tag_is_refused(harness, sold):
    with pytest.raises(VersionMismatchError) as refused:
        harness.execute(RedeemToken(TokenId(sold, 1), expected_version=2))
    assert refused.value.actual == 3


@pytest.mark.parametrize(
    ("change", "refusal"),
    [(VoidOrder, TokenVoidedError), (DeactivateOrder, TokenNotActivatedError)],
)
def test_what_another_process_did_to_the_lot_is_noticed(harness, sold, change, refusal):
    other = PostgresHarness()
    other.run(change(only_order(harness)))
    for _ in range(2):
        with pytest.raises(refusal):
            harness.execute(RedeemToken(TokenId(sold, 1)))


def test_a_token_sold_anew_is_its_new_owners(harness, sold):
    other = PostgresHarness()
    other.item = harness.item
    other.run(ReturnOrder(only_order(harness)))
    other.order(9, account=FABRIKAM)
    redeemed = harness.execute(RedeemToken(TokenId(sold, 1), account_id=BOB))
    assert (redeemed.account_id, redeemed.version) == (FABRIKAM, 7)


def test_within_a_larger_transaction_too(harness, sold, django_assert_num_queries):
    from django.db.transaction import atomic

    with atomic(), django_assert_num_queries(1):
        harness.execute(RedeemToken(TokenId(sold, 1), account_id=ANN))
    assert harness.token(sold, 1).redeemed_by == ANN


def test_within_a_larger_transaction_a_wrong_guess_undoes_only_itself(harness, sold):
    from django.db.transaction import atomic

    with atomic():
        harness.execute(RedeemToken(TokenId(sold, 1), account_id=ANN))
        with pytest.raises(TokenAlreadyRedeemedError):
            harness.execute(RedeemToken(TokenId(sold, 0), account_id=BOB))
        harness.execute(RedeemToken(TokenId(sold, 2), account_id=ANN))
    assert harness.states(sold, 10) == ["Redeemed"] * 3 + ["Activated"] * 7


def test_no_sequence_can_bring_the_id_of_a_lot_back(harness, sold):
    """A standby that took over may have an older value; what a process remembers stays."""
    ids = [row_id for (row_id,) in rows("SELECT id FROM tokens_lot")]
    assert rows("SELECT pg_get_serial_sequence('tokens_lot', 'id')") == [(None,)]
    assert max(ids) - min(ids) > 2**40


class TestRememberedLots:
    def lot(self, sold, start, stop, version=3):
        return Lot(sold, start, stop, version, Facts(TokenState.ACTIVATED, "card"))

    def test_the_newest_takes_the_place_of_those_it_overlaps(self, sold):
        lots = RememberedLots()
        old, new = self.lot(sold, 0, 10), self.lot(sold, 5, 8, 4)
        lots.remember(old, 1)
        lots.remember(new, 2)
        assert lots.covering(TokenId(sold, 6)) == (new, 2)
        assert lots.covering(TokenId(sold, 1)) is None

    def test_never_grow_without_bound(self, sold, monkeypatch):
        monkeypatch.setattr(remembered_lots, "MOST", 3)
        lots = RememberedLots()
        for number in range(4):
            lots.remember(self.lot(sold, number, number + 1), number)
        assert lots.covering(TokenId(sold, 0)) is None
        assert lots.covering(TokenId(sold, 3)) == (self.lot(sold, 3, 4), 3)
