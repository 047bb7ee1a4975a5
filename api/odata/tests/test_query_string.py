"""Queries as they stand in URLs."""

import pytest

from api.odata.errors import BadRequestError
from api.odata.query_string import split_query


class TestSplitQuery:
    def test_decodes_once_and_keeps_order_repeats_and_blanks(self):
        assert split_query("%24top=1&$top=&$filter=a%20eq+%27x%252F%2B%C3%A9%27") == [
            ("$top", "1"),
            ("$top", ""),
            ("$filter", "a eq 'x%2F+é'"),
        ]

    @pytest.mark.parametrize(
        ("query", "message"),
        [("a=%ff", "UTF-8"), ("a&" * 51, "more than 50"), ("a" * 20_000, "longer than 16384")],
    )
    def test_refuses_what_cannot_be_read(self, query, message):
        with pytest.raises(BadRequestError, match=message):
            split_query(query)
