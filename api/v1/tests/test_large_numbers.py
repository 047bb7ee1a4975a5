"""Numbers beyond 64 bits, and beyond all numbers, in what a query asks and computes."""

import pytest

from api.v1.tests.caller import settle

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


class TestQuotients:
    def test_have_one_scale_wherever_they_are_computed(self, ordered, northwind):
        for entities in ("Orders", "Tokens"):
            query = "$compute=(3 add version sub version) divby 7 as d&$select=d&$top=1"
            text = northwind.get(f"{entities}?{query}").content.decode()
            assert '"d":0.42857142857142857143}' in text

    def test_are_rounded_where_they_are_constant_too(self, ordered, northwind):
        text = northwind.get("Orders?$compute=2 divby 3 as d&$select=d").content.decode()
        assert '"d":0.66666666666666666667}' in text


class TestTexts:
    def test_are_bounded_through_all_transformations(self, ordered, northwind):
        steps = "groupby((catalogId))/compute(concat(catalogId,catalogId) as d0)"
        for number in range(12):
            steps += f"/compute(concat(d{number},d{number}) as d{number + 1})"
            if number == 1:
                answer = northwind.get(f"Orders?$apply={steps}")
                assert answer.json()["value"][0]["d2"] == "card" * 8
        answer = northwind.get(f"Orders?$apply={steps}")
        assert answer.status_code == 400, answer.content
        assert "at most 65536" in answer.json()["error"]["message"]

    def test_that_were_aggregated_keep_their_bound(self, ordered, northwind):
        long = "'" + "x" * 5000 + "'"
        steps = f"compute(concat(catalogId,{long}) as a)/aggregate(a with max as m)"
        twice = northwind.get(f"Orders?$apply={steps}&$compute=concat(m,m) as d")
        assert len(twice.json()["value"][0]["d"]) == 2 * 5004
        more = "concat(concat(concat(m,m),concat(m,m)),concat(concat(m,m),concat(m,m)))"
        answer = northwind.get(f"Orders?$apply={steps}&$compute=concat({more},{more}) as d")
        assert answer.status_code == 400, answer.content


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


class TestOrder:
    @pytest.mark.parametrize("query", ["now()", "now() sub createdOn", "d&$compute=now() as d"])
    def test_is_refused_by_a_moment_that_moves(self, ordered, northwind, query):
        answer = northwind.get(f"Orders?$orderby={query}")
        assert answer.status_code == 501, answer.content
        assert "now()" in answer.json()["error"]["message"]

    @pytest.mark.parametrize(
        "query",
        [
            "$orderby=quantity mul INF",
            "$orderby=quantity mul NaN",
            "$orderby=d&$compute=quantity mul -INF as d",
            "$apply=compute(quantity mul INF as d)/orderby(d)",
        ],
    )
    def test_is_refused_by_what_is_no_finite_number(self, ordered, northwind, query):
        answer = northwind.get(f"Orders?{query}")
        assert answer.status_code == 400, answer.content

    def test_may_compare_with_infinity(self, ordered, northwind):
        assert len(northwind.get("Orders?$orderby=quantity lt INF").json()["value"]) == 1

    def test_goes_on_behind_a_large_number(self, ordered, northwind):
        query = f"$apply=groupby((id,quantity))/compute(quantity mul {MOST} as d)&$orderby=d"
        northwind.created("Orders", {"catalogId": "card", "quantity": 1})
        settle()
        first = northwind.get(f"Orders?{query}", Prefer="maxpagesize=1").json()
        second = northwind.get(first["@odata.nextLink"].partition("/v1/")[2]).json()
        assert first["value"][0]["id"] != second["value"][0]["id"]


class TestNow:
    def test_is_one_moment(self, ordered, northwind):
        answer = northwind.get("Orders?$filter=now() sub now() eq duration'PT0S'")
        assert len(answer.json()["value"]) == 1
        query = "$compute=now() as a,now() as b&$select=a,b&$apply=filter(createdOn lt now())"
        order = northwind.get(f"Orders?{query}").json()["value"][0]
        assert order["a"] == order["b"]


class TestSubqueries:
    NESTED = "tokens/any(t:t/order/tokens/any(u:u/order/tokens/any(v:v/order/quantity gt 1)))"

    def test_are_counted_over_all_options(self, ordered, northwind):
        assert northwind.get(f"Orders?$filter={self.NESTED}").status_code == 200
        five = " or ".join([self.NESTED] * 5)
        answer = northwind.get(f"Orders?$filter={five}")
        assert answer.status_code == 400, answer.content
        assert "30" in answer.json()["error"]["message"]

    def test_that_are_computed_count_wherever_they_are_used(self, ordered, northwind):
        uses = " add ".join(["d"] * 30)
        answer = northwind.get(f"Orders?$compute=tokens/$count as d&$filter={uses} gt 1")
        assert answer.status_code == 400, answer.content
