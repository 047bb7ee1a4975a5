"""Whatever a filter says of the warehouse, PostgreSQL finds what the tree says in Python."""

import pytest
from django.db import connection
from hypothesis import given, settings

from api.odata.expressions.evaluate import evaluate
from api.odata.expressions.parser import parse_filter
from api.odata.queryset import as_q, condition
from api.odata.tests.warehouse import ARTICLE, SERVICE
from api.odata.tests.warehouse_strategies import warehouse_filters
from api.odata.tests.warehouse_tables import TABLES, Article, article_columns, fill, read_all


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for table in TABLES:
                editor.create_model(table)
        fill()
        yield read_all()
        with connection.schema_editor() as editor:
            for table in reversed(TABLES):
                editor.delete_model(table)


def parsed(text):
    return parse_filter(text, ARTICLE, SERVICE)


def asked(text):
    found = Article.objects.filter(as_q(condition(parsed(text), article_columns())))
    return sorted(found.values_list("id", flat=True))


def expected(text, rows):
    expression = parsed(text)
    return [row["id"] for row in rows if evaluate(expression, row)]


class TestOracle:
    def test_any_filter_finds_what_the_tree_says(self, rows, django_db_blocker):
        @settings(max_examples=600, deadline=None, database=None)
        @given(warehouse_filters())
        def check(text):
            assert asked(text) == expected(text, rows)

        with django_db_blocker.unblock():
            check()
