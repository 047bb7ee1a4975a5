"""Conditions on tokens, from orders and beside them: answered by lots, never one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.v1.tests.caller import settle


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
