"""$orderby by anything, and pages through it: every row once, in the order of the oracle."""

from functools import cmp_to_key

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from api.odata.expressions.evaluate import compare, value_of
from api.odata.expressions.nodes import Comparator
from api.odata.extras import Extras
from api.odata.paging import full_order, order_values
from api.odata.payload.item import row_reader
from api.odata.query_options import parse_query
from api.odata.queryset import as_q, following, ordering
from api.odata.skip_tokens import decode_skip_token, encode_skip_token
from api.odata.sources import columns_of
from api.odata.tests.test_warehouse import rows as rows  # noqa: PLC0414  # a fixture
from api.odata.tests.warehouse import ARTICLE, SERVICE
from api.odata.tests.warehouse_tables import Article, article_columns

EXPRESSIONS = (
    "name",
    "count",
    "price desc",
    "weight",
    "fragile desc",
    "soldOn",
    "madeOn desc",
    "opens",
    "lasts desc",
    "length(name)",
    "tolower(label) desc",
    "count mod 3",
    "price mul count desc",
    "spare divby 4",
    "parts/$count desc",
    "parts/$count($filter=amount gt 1)",
    "shelf/space",
    "owner/row desc",
    "shelf/articles/$count",
    "count gt 4 desc",
    "fragile and count gt 4",
    "case(count gt 5:name,true:label)",
    "year(soldOn) desc",
    "5",
    "null",
)


def orders():
    return st.lists(st.sampled_from(EXPRESSIONS), min_size=1, max_size=3, unique=True)


def parsed(items):
    options = parse_query([("$orderby", ",".join(items))], ARTICLE, SERVICE)
    return full_order(options.order_by, ARTICLE)


def sorted_by(order, every):
    def compared(one, other):
        for item in order:
            left, right = value_of(item.expression, one), value_of(item.expression, other)
            if left == right:
                continue
            first = left is None or (right is not None and compare(Comparator.LT, left, right))
            return 1 if first is item.descending else -1
        return 0

    return [row["id"] for row in sorted(every, key=cmp_to_key(compared))]


def walked(order, size):
    columns = article_columns()
    extras, read = Extras((), order, columns), row_reader(ARTICLE)

    def computed(entity):
        return {name: getattr(entity, path) for name, path in extras.names.items()}

    seen, token = [], None
    while True:
        found = Article.objects.order_by(*ordering(order, columns))
        if token:
            place = decode_skip_token(token, order)
            found = found.filter(as_q(following(order, place, columns)))
        page = [read(each) | computed(each) for each in extras.annotated(found)[:size]]
        seen += [row["id"] for row in page]
        if len(page) < size:
            return seen
        token = encode_skip_token(order, order_values(order, page[-1]))


class TestPages:
    def test_visit_every_row_once_in_the_order_of_the_oracle(self, rows, django_db_blocker):
        @settings(max_examples=40, deadline=None, database=None)
        @given(orders(), st.integers(7, 30))
        def check(items, size):
            order = parsed(items)
            assert walked(order, size) == sorted_by(order, rows)

        with django_db_blocker.unblock():
            check()


class TestFollowing:
    @pytest.mark.parametrize(
        ("items", "text"),
        [
            ((), '"id" > 5'),
            (
                ("count", "id"),
                'ROW("odata_tests_article"."count", "odata_tests_article"."id") >',
            ),
            (("count desc", "id desc"), "<"),
        ],
    )
    def test_compares_columns_of_one_direction_as_a_row(self, items, text):
        order = parsed(items) if items else full_order((), ARTICLE)
        place = (5,) if len(order) == 1 else (3, 5)
        found = Article.objects.filter(as_q(following(order, place, columns_of(ARTICLE))))
        assert text in str(found.query)

    @pytest.mark.parametrize("items", [("id",), ("count", "id"), ("count desc", "id desc")])
    def test_enters_the_index_at_the_place(self, rows, django_db_blocker, items):
        order, columns = parsed(items), article_columns()
        place = (30,) if len(order) == 1 else (9, 30)
        found = Article.objects.filter(as_q(following(order, place, columns)))
        found = found.order_by(*ordering(order, columns))[:3]
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS by_count ON odata_tests_article (count, id)"
            )
            cursor.execute("SET enable_seqscan = off; SET enable_sort = off")
            plan = found.explain()
            cursor.execute("RESET enable_seqscan; RESET enable_sort")
        assert "Index Cond" in plan
        assert "Filter" not in plan
        assert "Sort" not in plan
