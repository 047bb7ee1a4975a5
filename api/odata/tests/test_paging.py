"""Pages planned, cut and linked; places in any order."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.expressions.evaluate import evaluate
from api.odata.expressions.nodes import Comparator, Comparison, Literal, PropertyValue
from api.odata.expressions.order import OrderItem
from api.odata.model import EdmType
from api.odata.option_names import COLLECTION
from api.odata.paging import PageLimits, PagePlan, after, full_order, next_link
from api.odata.query_options import parse_query
from api.odata.tests.sample import ORDER, SERVICE, declared
from api.odata.tests.strategies import orders

LIMITS = PageLimits(default=10, maximum=20)


def plan(*pairs, preferred=None):
    return PagePlan.of(parse_query(pairs, ORDER, SERVICE), LIMITS, preferred)


class TestPagePlan:
    @pytest.mark.parametrize(
        ("top", "preferred", "take", "fetch"),
        [
            (None, None, 10, 11),
            (None, 5, 5, 6),
            (None, 1000, 20, 21),
            ("3", None, 3, 3),
            ("10", None, 10, 10),
            ("11", None, 10, 11),
            ("0", None, 0, 0),
        ],
    )
    def test_reads_one_row_more_where_it_tells_of_another_page(
        self, top, preferred, take, fetch
    ):
        found = plan(*([("$top", top)] if top else []), preferred=preferred)
        assert (found.take, found.fetch) == (take, fetch)

    def test_cuts_the_row_that_tells(self):
        found = plan(preferred=2)
        assert found.cut("abc") == ("ab", True)
        assert found.cut("ab") == ("ab", False)

    def test_skips_on_the_first_page_only(self):
        assert plan(("$skip", "3")).skip == 3
        assert plan(("$skip", "3"), ("$skiptoken", "x")).skip == 0


class TestNextLink:
    def test_carries_everything_on_but_skip_and_counts_top_down(self):
        pairs = [
            ("$filter", "catalogId eq 'a&b+é'"),
            ("top", "15"),
            ("$SKIP", "3"),
            ("@x", "1"),
            ("api-version", "1.0"),
        ]
        options = parse_query(
            pairs, ORDER, SERVICE, allowed=COLLECTION, custom=frozenset({"api-version"})
        )
        link = next_link("http://x/Orders", options, PagePlan.of(options, LIMITS, None), "T")
        assert dict(parse_qsl(urlsplit(link).query)) == {
            "$filter": "catalogId eq 'a&b+é'",
            "@x": "1",
            "api-version": "1.0",
            "$top": "5",
            "$skiptoken": "T",
        }


class TestAfter:
    def test_a_key_alone_is_one_comparison(self):
        key = declared("version")
        place = after([OrderItem.by(key)], [7])
        operand = PropertyValue(key, EdmType.INT32)
        assert place == Comparison(Comparator.GT, operand, Literal(7, EdmType.INT32))

    @given(
        orders(),
        st.lists(
            st.fixed_dictionaries(
                {
                    "catalogId": st.sampled_from("ab"),
                    "accountId": st.sampled_from(["a", "b", None]),
                    "bonus": st.sampled_from([None, 1, 2]),
                    "total": st.sampled_from([None, 1, 2]),
                    "price": st.sampled_from([None, 1]),
                    "gift": st.sampled_from([None, False, True]),
                    "state": st.sampled_from(["Placed", "Canceled"]),
                    "placedOn": st.none(),
                }
            ),
            min_size=1,
            max_size=12,
        ),
    )
    def test_splits_any_order_at_every_row(self, text, rows):
        rows = [{**row, "id": number} for number, row in enumerate(rows)]
        options = parse_query([("$orderby", text)], ORDER, SERVICE)
        order = full_order(options.order_by, ORDER)
        for item in reversed(order):
            name = item.declared.name
            rows.sort(
                key=lambda row: (
                    (row[name] is not None, row[name] or 0)
                    if not isinstance(row[name], str)
                    else (True, row[name])
                ),
                reverse=item.descending,
            )
        for index, row in enumerate(rows):
            place = after(order, [row[item.declared.name] for item in order])
            assert [r for r in rows if evaluate(place, r)] == rows[index + 1 :]


class TestFullOrder:
    def test_ends_with_the_key(self):
        assert full_order([], ORDER) == (OrderItem.by(declared("id")),)
        by_key = (OrderItem.by(declared("id"), descending=True),)
        assert full_order(by_key, ORDER) == by_key

    def test_ends_with_the_ties_of_a_source_that_has_its_own(self):
        bonus = declared("bonus")
        assert full_order([], ORDER, [bonus]) == (OrderItem.by(bonus),)
