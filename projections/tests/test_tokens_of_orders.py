"""The tokens of many orders at once are those of each by itself."""

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.models import Lot
from projections.projectors.tokens import TOKENS
from projections.tests.histories import History, order_id
from projections.tests.strategies import EXAMPLES, histories
from projections.tests.test_token_collection import FILTERS
from projections.tests.test_tokens import clear
from projections.token_collection import TokenCollection
from projections.tokens_of_orders import TokensOfOrders

pytestmark = pytest.mark.django_db
ORDERS = [order_id(number) for number in range(1, 5)]


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    history=histories(),
    condition=st.one_of(st.just((Q(), None)), FILTERS),
    limit=st.sampled_from([1, 2, 3, 100]),
)
def test_are_those_of_each(history, condition, limit):
    clear()
    TOKENS.apply(history.events)
    where = condition[0]
    tokens = TokensOfOrders(ORDERS, where)
    each = {id_: TokenCollection(where & Q(order_id=id_)) for id_ in ORDERS}
    assert tokens.first(limit) == {id_: own.page(None, limit) for id_, own in each.items()}
    assert tokens.counts() == {id_: own.count() for id_, own in each.items()}


def test_the_number_of_statements_stays(django_assert_num_queries):
    history = History()
    mint = history.mint(1000)
    for _ in range(30):
        history.order(10)
    history.redeem(mint, *range(0, 300, 3))
    TOKENS.apply(history.events)
    ids = list(Lot.objects.exclude(order_id=None).values_list("order_id", flat=True).distinct())
    assert len(ids) == 30
    with django_assert_num_queries(3):
        assert {len(found) for found in TokensOfOrders(ids).first(5).values()} == {5}
    with django_assert_num_queries(2):
        assert set(TokensOfOrders(ids).counts().values()) == {10}


def test_a_condition_that_nothing_meets_asks_little():
    assert TokensOfOrders(ORDERS, Q(pk__in=[])).first(5) == {id_: [] for id_ in ORDERS}
