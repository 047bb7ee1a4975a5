"""Filters and pages asked of real rows, compared with what the tree says of each in Python."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.evaluate import evaluate
from api.odata.expressions.order import OrderItem
from api.odata.expressions.parser import parse_filter
from api.odata.paging import (
    PageLimits,
    PagePlan,
    after,
    full_order,
    next_link,
    order_values,
    wanted,
)
from api.odata.payload.item import row_reader
from api.odata.query_options import parse_query
from api.odata.query_string import split_query
from api.odata.queryset import as_q, condition, ordering
from api.odata.skip_tokens import decode_skip_token, encode_skip_token
from api.odata.sources import Column, Constant, Derived, Truth, columns_of
from api.odata.tests.sample import ORDER, SERVICE, declared
from api.odata.tests.sample_table import SampleOrder, sample_rows
from api.odata.tests.strategies import filters, orders

COLUMNS = columns_of(ORDER)


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(SampleOrder)
        SampleOrder.objects.bulk_create(sample_rows())
        read = row_reader(ORDER)
        yield [read(each) for each in SampleOrder.objects.all()]
        with connection.schema_editor() as editor:
            editor.delete_model(SampleOrder)


def parsed(text):
    return parse_filter(text, ORDER, SERVICE)


def asked(expression, columns=COLUMNS):
    found = SampleOrder.objects.filter(as_q(condition(expression, columns)))
    return set(found.values_list("id", flat=True))


def expected(expression, rows):
    return {row["id"] for row in rows if evaluate(expression, row)}


class TestCondition:
    @pytest.mark.parametrize(
        "text",
        [
            "accountId eq null",
            "accountId ne null",
            "accountId ne 'aA'",
            "accountId gt 'a'",
            "not (accountId eq 'aA')",
            "not (accountId gt 'a')",
            "not contains(accountId,'A')",
            "contains(accountId,'A') eq false",
            "contains(accountId,'A') ne true",
            "contains(catalogId,'%')",
            "contains(catalogId,'''')",
            "startswith(catalogId,accountId)",
            "catalogId eq accountId",
            "catalogId ne accountId",
            "not (catalogId le accountId)",
            "bonus eq total",
            "bonus in (5,null)",
            "not (bonus in (5,null))",
            "accountId in ('aA',null)",
            "not (accountId in ('aA',null))",
            "not (accountId in ('aA'))",
            "bonus in (5,7,5.5,99999999999)",
            "price in (5.5,7,null)",
            "not (state in ('Placed'))",
            "placedOn in (2026-01-01T00:00:00Z)",
            "accountId in ()",
            "tolower(accountId) in ('aa')",
            "length(accountId) gt 1",
            "length(toupper(accountId)) lt 1.5",
            "bonus gt 4.5",
            "bonus le 5.5",
            "bonus eq 5.5",
            "bonus ne 5.5",
            "bonus lt 9999999999",
            "not (bonus lt 9999999999)",
            "bonus gt 9999999999",
            "price eq 7",
            "price gt 5.49",
            "gift",
            "not gift",
            "gift eq false",
            "gift ne true or true",
            "null",
            "not (null)",
            "total eq 9007199254740993",
            "placedOn ge 2026-03-01T00:00:00+02:00",
            "state in ('Placed') and quantity lt 3",
        ],
    )
    def test_finds_what_the_tree_says(self, table, django_db_blocker, text):
        expression = parsed(text)
        with django_db_blocker.unblock():
            assert asked(expression) == expected(expression, table)

    def test_finds_what_the_tree_says_for_any_filter(self, table, django_db_blocker):
        @settings(max_examples=300, deadline=None, database=None)
        @given(filters())
        def check(text):
            expression = parsed(text)
            assert asked(expression) == expected(expression, table)

        with django_db_blocker.unblock():
            check()

    def test_settles_constants_without_sql(self):
        columns = {**COLUMNS, "accountId": Constant(None), "state": Constant("Placed")}
        assert condition(parsed("accountId eq null and state eq 'Placed'"), columns) is True
        assert condition(parsed("accountId eq 'a' or state ne 'Placed'"), columns) is False
        assert condition(parsed("contains(tolower(accountId),'a')"), columns) is False

    def test_constants_answer_as_columns_of_that_value(self, table, django_db_blocker):
        columns = {**COLUMNS, "accountId": Constant("aA")}
        rows = [{**row, "accountId": "aA"} for row in table]
        expression = parsed("catalogId eq accountId or startswith(accountId,'b') or bonus gt 5")
        with django_db_blocker.unblock():
            assert asked(expression, columns) == expected(expression, rows)

    def test_asks_a_derived_property_to_compare_itself(self):
        seen = []

        def compare(operator, value):
            seen.append((operator, value))
            return Truth(when_true=True, when_false=False)

        columns = {**COLUMNS, "catalogId": Derived(compare)}
        assert condition(parsed("'x' lt catalogId"), columns) is True
        assert condition(parsed("catalogId ne 'x'"), columns) is False
        assert seen == [("gt", "x"), ("eq", "x")]
        with pytest.raises(NotImplementedFeatureError):
            condition(parsed("contains(catalogId,'x')"), columns)

    def test_encodes_values_as_the_column_stores_them(self, table, django_db_blocker):
        stored = Column("quantity", encode=lambda state: 1 if state == "Placed" else 2)
        expression = parsed("state in ('Placed','Canceled') and not (state eq 'Canceled')")
        with django_db_blocker.unblock():
            found = asked(expression, {**COLUMNS, "state": stored})
        assert found == {row["id"] for row in table if row["quantity"] == 1}


class TestOrdering:
    def test_has_null_first_ascending_and_last_descending(self, table, django_db_blocker):
        bonus = declared("bonus")
        with django_db_blocker.unblock():
            for descending in (False, True):
                order = ordering([OrderItem.by(bonus, descending=descending)], COLUMNS)
                found = [o.bonus for o in SampleOrder.objects.order_by(*order)]
                key = sorted(found, key=lambda v: (v is not None, v), reverse=descending)
                assert found == key

    def test_says_nothing_of_nulls_where_there_are_none(self):
        (order,) = ordering([OrderItem.by(declared("id"))], COLUMNS)
        assert order.nulls_first is None


class TestPages:
    def test_visit_every_row_once_in_order(self, table, django_db_blocker):
        @settings(max_examples=60, deadline=None, database=None)
        @given(orders(), st.integers(7, 30))
        def check(text, size):
            options = parse_query([("$orderby", text)], ORDER, SERVICE)
            order = full_order(options.order_by, ORDER)
            every = list(SampleOrder.objects.order_by(*ordering(order, COLUMNS)))
            assert _walk(order, size) == [each.id for each in every]

        with django_db_blocker.unblock():
            check()

    @pytest.mark.parametrize("top", [None, 17, 14, 7, 3, 99])
    def test_follow_by_their_links_until_top_is_used_up(self, table, django_db_blocker, top):
        link = "http://x/Orders?$filter=bonus%20ne%200%20and%20gift%20ne%20null&$skip=0"
        link += "&orderby=accountId%20desc,bonus" + (f"&$top={top}" if top else "")
        seen = []
        with django_db_blocker.unblock():
            while link:
                page, link = _answer(link)
                assert 0 < len(page) <= 7
                seen += page
        found = len(expected(parsed("bonus ne 0 and gift ne null"), table))
        assert len(seen) == len(set(seen)) == min(top or found, found)


def _answer(link):
    """A page as a view would answer it."""
    url, _, query = link.partition("?")
    options = parse_query(split_query(query), ORDER, SERVICE)
    order = full_order(options.order_by, ORDER)
    plan = PagePlan.of(options, PageLimits(), 7)
    rows = SampleOrder.objects.filter(as_q(condition(wanted(options, order), COLUMNS)))
    ordered = rows.order_by(*ordering(order, COLUMNS))
    page, more = plan.cut(list(ordered[plan.skip : plan.skip + plan.fetch]))
    token = encode_skip_token(order, order_values(order, row_reader(ORDER)(page[-1])))
    return [each.id for each in page], more and next_link(url, options, plan, token)


def _walk(order, size):
    read = row_reader(ORDER)
    seen, token = [], None
    while True:
        rows = SampleOrder.objects.order_by(*ordering(order, COLUMNS))
        if token:
            place = after(order, decode_skip_token(token, order))
            rows = rows.filter(as_q(condition(place, COLUMNS)))
        page = list(rows[:size])
        seen += [each.id for each in page]
        if len(page) < size:
            return seen
        token = encode_skip_token(order, order_values(order, read(page[-1])))
