"""The rules of null, as OData 4.01 Part 2, 5.1.1.1, states them."""

import pytest

from api.odata.expressions.evaluate import evaluate
from api.odata.expressions.parser import parse_filter
from api.odata.tests.sample import ORDER, SERVICE

ROW = {"accountId": None, "catalogId": "aB", "bonus": None, "quantity": 5, "gift": None}


class TestEvaluate:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("accountId eq null", True),
            ("accountId ne 'a'", True),
            ("not (accountId eq 'a')", True),
            ("bonus gt 1", False),
            ("not (bonus gt 1)", True),
            ("bonus ge null", False),
            ("null in (null)", True),
            ("contains(accountId,'a')", False),
            ("not contains(accountId,'a')", False),
            ("contains(accountId,'a') or true", True),
            ("not (gift and false)", True),
            ("contains(catalogId,'b')", False),
            ("contains(tolower(catalogId),'b')", True),
            ("length(catalogId) eq 2 and quantity in (4,5)", True),
            ("endswith(toupper(catalogId),'B') and startswith(catalogId,'a')", True),
        ],
    )
    def test_follows_the_rules_of_null(self, text, expected):
        assert evaluate(parse_filter(text, ORDER, SERVICE), ROW) is expected
