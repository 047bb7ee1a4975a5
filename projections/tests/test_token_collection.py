"""The collection of tokens against one object a token."""

from unittest.mock import patch

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections import token_collection
from projections.models import Lot
from projections.projectors.tokens import TOKENS
from projections.tests.histories import ACCOUNTS, ACTORS, History, mint_id, naive, order_id
from projections.tests.strategies import EXAMPLES, histories
from projections.tests.test_tokens import clear
from projections.token_collection import Span, TokenCollection, TokenRow
from tokens.domain.token.identifier import TokenId

pytestmark = pytest.mark.django_db

STATES = ("Minted", "Circulated", "Reserved", "Activated", "Redeemed", "Voided")
TERMS = st.one_of(
    st.tuples(st.just("state"), st.sampled_from(STATES)),
    st.tuples(st.just("version"), st.integers(0, 6)),
    st.tuples(st.just("catalog_id"), st.sampled_from(["card", "game", "none"])),
    st.tuples(st.just("order_id"), st.integers(1, 4).map(order_id)),
    st.tuples(st.just("mint_request_id"), st.integers(1, 3).map(mint_id)),
    st.tuples(st.just("reserved_by_billing_account_id"), st.sampled_from([*ACCOUNTS, None])),
    st.tuples(st.just("redeemed_by_account_id"), st.sampled_from(["joe", None])),
    st.tuples(st.just("redeemed_via"), st.sampled_from([*ACTORS, None])),
)
# A filter as Django's Q and as a function of a row.
FILTERS = st.recursive(
    TERMS.map(lambda term: (_q(*term), lambda row: row[term[0]] == term[1])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(
            lambda two: (two[0][0] & two[1][0], lambda row: two[0][1](row) and two[1][1](row))
        ),
        st.tuples(inner, inner).map(
            lambda two: (two[0][0] | two[1][0], lambda row: two[0][1](row) or two[1][1](row))
        ),
        inner.map(lambda one: (~one[0], lambda row: not one[1](row))),
    ),
    max_leaves=3,
)


def _q(name, value):
    return Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})


def expanded(events):
    for token_id, told in sorted(naive(events).items()):
        token = told.token
        yield TokenRow(
            token_id,
            token.version,
            token.state,
            token.catalog_id,
            token.order_id,
            token.account_id,
            token.redeemed_by,
            told.redeemed_via,
        )


def named(row):
    return {
        "state": row.state,
        "version": row.version,
        "catalog_id": row.catalog_id,
        "order_id": row.order_id,
        "mint_request_id": row.id.mint_request_id,
        "reserved_by_billing_account_id": row.reserved_by,
        "redeemed_by_account_id": row.redeemed_by,
        "redeemed_via": row.redeemed_via,
    }


def pages(collection, limit):
    rows, after = [], None
    while page := collection.page(after, limit):
        assert len(page) <= limit
        rows += page
        after = page[-1].id
    return rows


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    history=histories(),
    condition=st.one_of(st.just((Q(), lambda _: True)), FILTERS),
    within=st.one_of(
        st.none(),
        st.builds(
            lambda mint, start, size: Span(mint_id(mint), start, start + size),
            *(st.integers(1, 2), st.integers(0, 11), st.integers(0, 8)),
        ),
    ),
    limit=st.sampled_from([1, 2, 3, 5, 100]),
    few=st.sampled_from([1, 2, token_collection.FEW]),
)
def test_is_the_expansion(history, condition, within, limit, few):
    clear()
    TOKENS.apply(history.events)
    q, holds = condition
    wanted = [row for row in expanded(history.events) if holds(named(row))]
    if within:
        wanted = [
            row
            for row in wanted
            if row.id.mint_request_id == within.mint_request_id
            and within.start <= row.id.sequence < within.stop
        ]
    collection = TokenCollection(q, within)
    with patch.object(token_collection, "FEW", few):
        assert pages(collection, limit) == wanted
    assert collection.count() == len(wanted)
    for number in range(12):
        token_id = TokenId(mint_id(1), number)
        found = next((row for row in wanted if row.id == token_id), None)
        assert collection.get(token_id) == found


class TestStatements:
    @pytest.fixture(autouse=True)
    def _history(self):
        history = History()
        self.mint = history.mint(1000)
        for _ in range(30):
            history.order(10)
        history.redeem(self.mint, *range(0, 300, 3))
        TOKENS.apply(history.events)
        assert Lot.objects.count() > 30

    def test_of_a_page(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            assert len(TokenCollection().page(None, 50)) == 50
        with django_assert_num_queries(4):
            assert len(TokenCollection().page(TokenId(self.mint, 99), 200)) == 200

    def test_of_a_page_that_meets_no_drawn_tokens(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            assert len(TokenCollection().page(TokenId(self.mint, 500), 50)) == 50

    def test_of_a_count(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            assert TokenCollection().count() == 1000
        with django_assert_num_queries(2):
            assert TokenCollection(Q(state="Redeemed")).count() == 100

    def test_of_one_token(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            assert TokenCollection().get(TokenId(self.mint, 1))


@pytest.mark.django_db(transaction=True)
def test_a_page_of_its_own_sees_one_moment(django_assert_num_queries):
    with django_assert_num_queries(5):
        TokenCollection().page(None, 50)
