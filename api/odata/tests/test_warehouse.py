"""Whatever a filter says of the warehouse, PostgreSQL finds what the tree says in Python."""

import pytest
from django.db import DataError, connection
from hypothesis import given, settings

from api.odata.errors import NotImplementedFeatureError, ODataError
from api.odata.expressions.evaluate import evaluate
from api.odata.expressions.parser import parse_filter
from api.odata.expressions.tests.test_fuzz import mutated
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

    def test_whatever_is_read_can_be_asked(self, rows, django_db_blocker):
        @settings(max_examples=400, deadline=None, database=None)
        @given(mutated())
        def check(text):
            try:
                parsed(text)
            except ODataError:
                return
            try:
                found = asked(text)
            except (NotImplementedFeatureError, DataError):
                return
            assert found == expected(text, rows)

        with django_db_blocker.unblock():
            check()


class TestExtremes:
    @pytest.mark.parametrize(
        "text",
        [
            "serial mul serial mul serial gt 0",
            "substring(label,serial) eq ''",
            "substring(label,0,serial) eq label",
            "count div (count sub count) eq null",
            "cast(serial,Edm.Int32) eq null",
            "serial add 0.5 gt 0",
            "-serial gt 0",
            "cast(name,Edm.Guid) eq null",
            "length(" + "substring(" * 30 + "label" + ",0)" * 30 + ") gt 1",
            "length(" + "concat(" * 50 + "label" + ",name)" * 50 + ") gt 50",
            "count" + " add count" * 60 + " gt 100",
        ],
    )
    def test_no_value_in_a_row_fails_the_request(self, rows, django_db_blocker, text):
        with django_db_blocker.unblock():
            assert asked(text) == expected(text, rows)

    def test_comparisons_of_comparisons_end_before_they_grow_without_bound(self):
        nested = "fragile"
        for _ in range(5):
            nested = f"(not contains(name,'a') or {nested} eq contains(label,'b')) ne fragile"
        with pytest.raises(NotImplementedFeatureError, match="so deeply"):
            condition(parsed(nested), article_columns())
