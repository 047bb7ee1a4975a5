"""Numbers beyond 64 bits, and beyond all numbers, in what a query asks and computes."""

import pytest

MOST = 2**63 - 1


class TestComputedIntegers:
    @pytest.mark.parametrize(
        ("query", "factor"),
        [
            ("Orders?$compute=quantity mul {} as d&$select=d&$top=1", 10),
            ("Orders?$apply=compute(quantity mul {} as a)/aggregate(a with max as d)", 10),
            ("Orders?$apply=groupby((quantity))&$compute=quantity mul {} as d", 10),
            ("Tokens?$compute=sequence add 1 mul {} as d&$top=1", 1),
        ],
    )
    def test_are_written_with_all_digits(self, ordered, northwind, query, factor):
        answer = northwind.get(query.format(MOST))
        assert answer.status_code == 200, answer.content
        body = answer.json()["value"][0]
        assert body["d"] >= factor * MOST
        assert type(body["d"]) is int

    def test_of_one_entity_and_of_related_ones(self, ordered, northwind):
        query = f"$compute=quantity mul {MOST} as d"
        assert northwind.get(f"Orders({ordered})?{query}").json()["d"] == 10 * MOST
        nested = f"$compute=minted mul {MOST} as d"
        expanded = northwind.get(f"Orders({ordered})?$expand=catalogItem({nested})").json()
        assert expanded["catalogItem"]["d"] == 100 * MOST


class TestNumbersOfTokens:
    @pytest.mark.parametrize(
        ("condition", "found"),
        [
            ("sequence ge INF", False),
            ("sequence lt INF", True),
            ("sequence gt -INF", True),
            ("sequence le -INF", False),
            ("sequence eq NaN", False),
            ("sequence le NaN", False),
            ("sequence lt 1e39", True),
        ],
    )
    def test_are_compared_with_what_is_no_number(self, ordered, northwind, condition, found):
        mint = northwind.get("Tokens?$top=1").json()["value"][0]["mintRequestId"]
        answer = northwind.get(f"Tokens?$filter={condition} and mintRequestId eq {mint}")
        assert answer.status_code == 200, answer.content
        assert bool(answer.json()["value"]) is found
