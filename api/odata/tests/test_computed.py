"""$compute gives the same in SQL and in Python, and of the type that it says."""

import pytest
from hypothesis import given, settings

from api.odata.computed import with_computed
from api.odata.errors import BadRequestError
from api.odata.extras import Extras
from api.odata.model import FLOATS, INTEGERS, EdmType
from api.odata.payload.item import Item
from api.odata.query_options import parse_query
from api.odata.tests.test_warehouse import rows as rows  # noqa: PLC0414  # a fixture
from api.odata.tests.warehouse import ARTICLE, SERVICE
from api.odata.tests.warehouse_strategies import COMPUTED
from api.odata.tests.warehouse_tables import Article, article_columns


def parsed(text):
    return parse_query([("$compute", f"{text} as made")], ARTICLE, SERVICE).compute


def in_sql(compute):
    extras = Extras(compute, (), article_columns())
    found = extras.annotated(Article.objects.order_by("id"))
    values = [{"made": each} for each in found.values_list(extras.names["made"], flat=True)]
    for row in values:
        extras.settle(row)
    return [row["made"] for row in values]


def in_python(compute, rows):
    return [with_computed(Item(row), compute).row["made"] for row in rows]


def is_of(value, kind):
    if value is None:
        return True
    if kind in INTEGERS:
        return type(value) is int
    return not (kind in FLOATS or kind is EdmType.BOOLEAN) or type(value) in {float, bool}


class TestWithComputed:
    def test_gives_what_sql_gives(self, rows, django_db_blocker):
        @settings(max_examples=150, deadline=None, database=None)
        @given(COMPUTED)
        def check(text):
            compute = parsed(text)
            kind = compute[0].property.type
            found = in_sql(compute)
            assert all(is_of(value, kind) for value in found)
            for one, other in zip(found, in_python(compute, rows), strict=True):
                assert one == other or (one != one and other != other)  # noqa: PLR0124 - NaN

        with django_db_blocker.unblock():
            check()

    def test_refuses_what_leaves_the_range_of_dates(self):
        compute = parsed("soldOn add duration'P3000000D'")
        with pytest.raises(BadRequestError, match="out of range"):
            with_computed(Item({"soldOn": parsed("now()")[0].expression.value}), compute)
