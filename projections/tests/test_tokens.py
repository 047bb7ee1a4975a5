"""The projector of tokens against one object a token."""

from collections import Counter

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.models import CatalogItemCounts, Lot, Token
from projections.projectors.tokens import TOKENS
from projections.tests.histories import ACCOUNTS, History, naive
from projections.tests.strategies import EXAMPLES, histories
from tokens.domain.lots.events import TokensMinted
from tokens.domain.token.commands import ActivateToken, DeactivateToken
from tokens.domain.token.identifier import TokenId

pytestmark = pytest.mark.django_db


def project(events, batch=1000):
    for first in range(0, len(events), batch):
        TOKENS.apply(events[first : first + batch])


def clear():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM projections_lot")
        cursor.execute("DELETE FROM projections_token")
        cursor.execute("DELETE FROM projections_catalogitemcounts")


def seen():
    """Expand the read model; a token that both tables show is an error."""
    drawn = {
        row.token_id: (
            row.version,
            row.state,
            row.catalog_id,
            row.order_id,
            row.reserved_by_billing_account_id,
            row.redeemed_by_account_id,
            row.redeemed_via,
        )
        for row in Token.objects.all()
    }
    covered: dict[TokenId, tuple[object, ...]] = {}
    for lot in Lot.objects.all():
        account = lot.reserved_by_billing_account_id
        facts = (lot.version, lot.state, lot.catalog_id, lot.order_id, account, None, None)
        token_ids = [lot_token(lot, number) for number in range(lot.start, lot.stop)]
        free = [token_id for token_id in token_ids if token_id not in drawn]
        assert len(token_ids) - len(free) == lot.drawn < len(token_ids)
        assert not covered.keys() & set(free)
        covered.update(dict.fromkeys(free, facts))
    return drawn | covered


def lot_token(lot, number):
    return TokenId(lot.mint_request_id, number)


def expected(events):
    return {
        token_id: (
            told.token.version,
            told.token.state,
            told.token.catalog_id,
            told.token.order_id,
            told.token.account_id,
            told.token.redeemed_by,
            told.redeemed_via,
        )
        for token_id, told in naive(events).items()
    }


def counts_expected(events):
    counts: Counter[tuple[str, str]] = Counter()
    for told in naive(events).values():
        counts[told.token.catalog_id, told.token.state.lower()] += 1
    minted: Counter[str] = Counter()
    for recorded in events:
        if isinstance(recorded.event, TokensMinted):
            minted[recorded.event.each.catalog_id] += sum(r.size for r in recorded.event.ranges)
    states = ("circulated", "reserved", "activated", "redeemed", "voided")
    return {
        item: {"minted": minted[item], **{state: counts[item, state] for state in states}}
        for item in minted
    }


def counts_seen():
    fields = ("minted", "circulated", "reserved", "activated", "redeemed", "voided")
    return {
        row.pop("catalog_id"): row
        for row in CatalogItemCounts.objects.values("catalog_id", *fields)
    }


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories(), batch=st.sampled_from([1, 2, 3, 7, 1000]))
def test_tells_every_token_once_and_as_it_is(history, batch):
    clear()
    project(history.events, batch)
    assert seen() == expected(history.events)
    assert counts_seen() == counts_expected(history.events)


def test_drawing_from_an_order_leaves_its_lot_whole():
    history = History()
    mint = history.mint(100)
    history.order(100)
    history.redeem(mint, 3, 50)
    project(history.events)
    (lot,) = Lot.objects.all()
    assert (lot.start, lot.stop, lot.drawn) == (0, 100, 2)
    assert Token.objects.count() == 2


def test_a_lot_whose_tokens_are_all_drawn_is_not_kept():
    history = History()
    mint = history.mint(2)
    history.order(2)
    history.redeem(mint, 0, 1)
    project(history.events)
    assert not Lot.objects.exists()
    assert Token.objects.count() == 2


def test_a_token_that_returns_to_circulation_is_a_lot_again():
    history = History()
    mint = history.mint(3)
    token = TokenId(mint, 1)
    history.do(ActivateToken(token, account_id=ACCOUNTS[0]))
    history.do(DeactivateToken(token))
    project(history.events)
    assert [(lot.start, lot.stop, lot.version) for lot in Lot.objects.order_by("start")] == [
        (0, 1, 1),
        (1, 2, 3),
        (2, 3, 1),
    ]
    assert not Token.objects.exists()


@pytest.mark.parametrize("batch", [1, 1000])
def test_a_token_that_is_drawn_again_goes_on(batch):
    history = History()
    token = TokenId(history.mint(3), 1)
    history.do(ActivateToken(token, account_id=ACCOUNTS[0]))
    history.do(DeactivateToken(token))
    history.do(ActivateToken(token, account_id=ACCOUNTS[1]))
    project(history.events, batch)
    assert [(row.token_id, row.version) for row in Token.objects.all()] == [(token, 4)]
    assert seen() == expected(history.events)


@pytest.mark.parametrize("batch", [1, 1000])
def test_statements_of_a_batch_do_not_grow_with_it(batch, django_assert_max_num_queries):
    history = History()
    mint = history.mint(100)
    history.order(100)
    history.redeem(mint, *range(50))
    project(history.events[:-100])
    with django_assert_max_num_queries(5):
        TOKENS.apply(history.events[-100:])
