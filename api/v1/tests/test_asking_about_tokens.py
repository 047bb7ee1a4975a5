"""Conditions on tokens, from orders and beside them: answered by lots, never one by one."""

import re
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.v1.tests.caller import settle
from projections.models import Lot

BY_ORDER = "filter(order ne null)/groupby((orderId),aggregate($count as n))"


@pytest.fixture
def orders(northwind, minted):  # asked for its effect
    """Orders of two and five tokens; one of the two was redeemed, the five are reserved."""
    two = northwind.created("Orders", {"catalogId": "card", "quantity": 2})["id"]
    five = northwind.created("Orders?reserveOnly=true", {"catalogId": "card", "quantity": 5})[
        "id"
    ]
    settle()
    return two, five


@pytest.fixture
def redeemed(orders, northwind, shop):
    code = northwind.get(f"Orders({orders[0]})/tokens?$top=1").json()["value"][0]["code"]
    answer = shop.post("Tokens/Redeem", {"code": code, "accountId": "a1"})
    assert answer.status_code == 200, answer.content
    settle()
    return answer.json()["id"]


def quantities(caller, query):
    answer = caller.get(f"Orders?{query}")
    assert answer.status_code == 200, answer.content
    return sorted(order["quantity"] for order in answer.json()["value"])


def test_in_a_path(orders, redeemed, operator):
    count = operator.get("Tokens/$filter(state eq 'Redeemed')/$count")
    assert count.content == b"1"
    found = operator.get(f"Orders({orders[0]})/tokens/$filter(state eq 'Redeemed')").json()
    assert [each["id"] for each in found["value"]] == [redeemed]
    few = operator.get("Tokens/$filter(state eq 'Reserved')", Prefer="maxpagesize=2").json()
    assert "Tokens/$filter(state%20eq%20'Reserved')?$skiptoken=" in few["@odata.nextLink"]
    rest = operator.get(few["@odata.nextLink"]).json()["value"]
    assert len(few["value"]) + len(rest) == 5


class TestOrders:
    @pytest.mark.parametrize(
        ("condition", "found"),
        [
            ("tokens/any()", [2, 5]),
            ("tokens/any(t:t/state eq 'Redeemed')", [2]),
            ("tokens/any(t:t/redeemedByAccountId eq 'a1' and t/state eq 'Redeemed')", [2]),
            ("tokens/all(t:t/state eq 'Reserved')", [5]),
            ("tokens/all(t:t/state in ('Activated','Redeemed'))", [2]),
            ("tokens/$count eq 5", [5]),
            ("tokens/$count eq quantity", [2, 5]),
            ("tokens/$count($filter=state eq 'Activated') eq 1", [2]),
            ("tokens/any(t:t/order/quantity eq 5)", [5]),
            ("catalogItem/name eq 'Game card'", [2, 5]),
            ("catalogItem/minted gt 1000", []),
        ],
    )
    def test_are_found_by_their_tokens(self, redeemed, northwind, condition, found):
        assert quantities(northwind, f"$filter={condition}") == found

    def test_are_ordered_by_their_tokens(self, redeemed, operator):
        found = operator.get("Orders?$orderby=tokens/$count desc&$select=quantity").json()
        assert [each["quantity"] for each in found["value"]] == [5, 2]
        query = "$compute=tokens/$count($filter=state eq 'Redeemed') as used&$orderby=used desc"
        found = operator.get(f"Orders?{query}").json()
        assert [each["used"] for each in found["value"]] == [1, 0]

    def test_show_no_tokens_while_they_wait(self, northwind, minted):
        short = {"catalogId": "card", "quantity": 1000}
        assert northwind.post("Orders", short).status_code == 201
        settle()
        assert quantities(northwind, "$filter=quantity eq 1000 and tokens/any()") == []

    def test_do_not_say_whether_a_single_token_is_theirs(self, orders, northwind):
        answer = northwind.get("Orders?$filter=tokens/any(t:t/sequence eq 1)")
        assert answer.status_code == 501
        assert "$filter by sequence" in answer.json()["error"]["message"]
        assert northwind.get("Orders?$filter=tokens/any(t:t/code eq 'x')").status_code == 400

    def test_cost_one_statement_however_large_they_are(self, orders, northwind):
        with CaptureQueriesContext(connection) as counted:
            quantities(northwind, "$filter=tokens/all(t:t/state ne 'Redeemed')")
        about = [q["sql"] for q in counted if "projections_lot" in q["sql"]]
        assert len(about) == 1
        assert "lot_by_order" in _plan(about[0])


class TestTokens:
    @pytest.mark.parametrize(
        ("query", "number"),
        [
            ("$filter=order/quantity eq 5", 5),
            ("$filter=order eq null", 93),
            ("$filter=order/quantity gt 1 and state eq 'Redeemed'", 1),
            ("$filter=catalogItem/active and mintRequest/quantity eq 100", 100),
            ("$filter=startswith(catalogId,'ca') and version add 1 gt 1", 100),
            ("$search=CARD", 100),
            ("$search=NOT card", 0),
            ("$filter=mintRequest/id eq mintRequestId and order/id ne null", 7),
            ("$filter=order/id eq 3f2504e0-4f89-11d3-9a0c-0305e82c3301", 0),
        ],
    )
    def test_are_counted_by_what_lots_carry(self, redeemed, operator, query, number):
        assert operator.get(f"Tokens/$count?{query}").content == str(number).encode()

    def test_are_computed_with(self, orders, operator):
        query = "$compute=sequence mul 2 as twice&$select=twice&$top=3"
        found = operator.get(f"Tokens?{query}").json()["value"]
        assert [each["twice"] for each in found] == [0, 2, 4]
        refused = operator.get("Tokens?$compute=order/quantity as n&$top=1")
        assert refused.status_code == 501

    def test_of_others_are_not_told_of(self, orders, fabrikam, shop):
        assert fabrikam.get("Tokens/$count?$filter=order ne null").content == b"0"
        assert shop.get("Tokens/$count?$filter=order/quantity gt 0").status_code == 403


def _plan(sql):
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


class TestManyTokens:
    def test_are_added_up_without_being_looked_at(self, minted, operator):
        lot = Lot.objects.get()
        Lot.objects.filter(pk=lot.pk).update(stop=lot.start + 10**9)
        query = "Tokens?$apply=groupby((state,catalogId),aggregate($count as n))"
        began = perf_counter()
        (found,) = operator.get(query).json()["value"]
        assert (found["n"], found["catalogId"]) == (10**9, "card")
        assert perf_counter() - began < 1


class TestApply:
    """Groups of tokens are added up from lots, whatever they hold."""

    @pytest.mark.parametrize(
        ("apply", "found"),
        [
            ("aggregate($count as n)", [{"n": 100}]),
            (
                "groupby((state),aggregate($count as n))",
                [
                    {"state": "Activated", "n": 1},
                    {"state": "Circulated", "n": 93},
                    {"state": "Redeemed", "n": 1},
                    {"state": "Reserved", "n": 5},
                ],
            ),
            (
                f"{BY_ORDER}/aggregate(n with max as most,n with sum as all)",
                [{"most": 5, "all": 7}],
            ),
            ("aggregate(catalogId with countdistinct as k)", [{"k": 1}]),
            ("aggregate(order/quantity with sum as q)", [{"q": 2 * 2 + 5 * 5}]),
            (
                "aggregate(order/quantity with average as mean,version with min as least)",
                [{"mean": 29 / 7, "least": 1}],
            ),
            ("groupby((catalogId,mintRequestId))/aggregate($count as n)", [{"n": 1}]),
        ],
    )
    def test_adds_up_lots(self, redeemed, operator, apply, found):
        with CaptureQueriesContext(connection) as asked:
            body = operator.get(f"Tokens?$apply={apply}").json()
        values = body["value"]
        assert [{k: v for k, v in each.items() if "@" not in k} for each in values] == found
        assert len([q for q in asked if "projections_token" in q["sql"]]) == 1

    def test_is_of_what_the_caller_may_see(self, redeemed, fabrikam, northwind, shop):
        query = "Tokens?$apply=aggregate($count as n)"
        counts = [c.get(query).json()["value"][0]["n"] for c in (fabrikam, northwind, shop)]
        assert counts == [0, 7, 1]

    def test_is_of_an_order_too(self, redeemed, orders, northwind):
        path = f"Orders({orders[0]})/tokens?$apply=groupby((state),aggregate($count as n))"
        found = northwind.get(path).json()["value"]
        assert [(each["state"], each["n"]) for each in found] == [
            ("Activated", 1),
            ("Redeemed", 1),
        ]

    @pytest.mark.parametrize(
        "apply",
        ["topcount(1,version)", "top(5)", "filter(sequence gt 1)/aggregate($count as n)"],
    )
    def test_does_not_look_at_single_tokens(self, orders, operator, apply):
        assert operator.get(f"Tokens?$apply={apply}").status_code == 501

    def test_filters_like_filter(self, redeemed, operator):
        path = "Tokens?$apply=filter(state eq 'Redeemed')&$count=true&$select=state"
        body = operator.get(path).json()
        assert (body["@odata.count"], len(body["value"])) == (1, 1)


class TestOrder:
    @pytest.mark.parametrize("order", ["state", "state desc", "n,state"])
    def test_of_groups_is_by_whatever_they_have(self, redeemed, northwind, order):
        query = f"Tokens?$apply=groupby((state),aggregate($count as n))&$orderby={order}"
        answer = northwind.get(query)
        assert answer.status_code == 200, answer.content
        states = [each["state"] for each in answer.json()["value"]]
        assert len(states) > 1
        if order != "n,state":
            assert states == sorted(states, reverse="desc" in order)

    @pytest.mark.parametrize("key", ["catalogId", "orderId"])
    def test_of_groups_by_other_keys(self, redeemed, northwind, key):
        answer = northwind.get(f"Tokens?$apply=groupby(({key}))&$orderby={key} desc")
        assert answer.status_code == 200, answer.content

    def test_by_a_count_follows_the_rules_of_filters_within(self, redeemed, northwind):
        order = "tokens/$count($filter=state eq 'Redeemed') desc"
        answer = northwind.get(f"Orders?$orderby={order}")
        assert answer.status_code == 200, answer.content
        assert [each["quantity"] for each in answer.json()["value"]] == [2, 5]


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "name", "option"),
        [
            ("Tokens?$filter=sequence add 1 gt 2", "sequence", "$filter"),
            ("Tokens?$filter=state eq 'Minted' and contains(id,'a')", "id", "$filter"),
            ("Tokens?$apply=groupby((sequence))", "sequence", "$apply"),
            ("Tokens?$apply=filter(length(id) gt 2)/aggregate($count as n)", "id", "$apply"),
            ("Orders?$filter=tokens/any(t:length(t/id) gt 3)", "id", "$filter"),
            ("Orders?$orderby=tokens/$count($filter=length(id) gt 3)", "id", "$orderby"),
            ("Orders?$compute=tokens/$count($filter=length(id) gt 3) as n", "id", "$compute"),
        ],
    )
    def test_name_the_property_and_the_option(self, orders, northwind, query, name, option):
        answer = northwind.get(query)
        assert answer.status_code == 501, answer.content
        told = answer.json()["error"]
        assert option in told["message"]
        assert re.search(rf"\b{name}\b", told["message"])

    @pytest.mark.parametrize("option", ["$orderby=code", "$filter=code eq 'a'"])
    def test_say_that_codes_are_known_but_not_asked_about(self, orders, northwind, option):
        told = northwind.get(f"Tokens?{option}").json()["error"]["message"]
        assert "code at 0 cannot be used in" in told
