"""$expand on the service: the tokens of orders without their codes, and what is whose."""

import pytest

from api.v1.tests.caller import ROOT, codes, error, settle
from projections.models import Lot

HERE = f"http://testserver{ROOT}"


@pytest.fixture
def orders(northwind, minted):  # asked for its effect
    """Three orders of 1, 2 and 3 tokens."""
    made = [
        northwind.created("Orders", {"catalogId": "card", "quantity": number})["id"]
        for number in (1, 2, 3)
    ]
    settle()
    return made


def shown(caller, query):
    answer = caller.get(f"Orders?$orderby=quantity&{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["value"]


class TestTokensOfOrders:
    def test_are_shown_without_codes(self, northwind, orders):
        secret = codes(northwind, orders[2])
        answer = northwind.get("Orders?$orderby=quantity&$expand=tokens")
        found = answer.json()["value"]
        assert [len(order["tokens"]) for order in found] == [1, 2, 3]
        assert all(
            "code" not in token and token["hash"] for o in found for token in o["tokens"]
        )
        assert not any(code in answer.content.decode() for code in secret)
        assert found[2]["tokens"][0]["orderId"] == orders[2]

    def test_take_options(self, northwind, orders):
        query = "$select=quantity&$expand=tokens($top=1;$skip=1;$count=true;$select=sequence)"
        found = shown(northwind, query)
        assert [order["tokens@odata.count"] for order in found] == [1, 2, 3]
        assert [len(order["tokens"]) for order in found] == [0, 1, 1]
        counted = shown(northwind, "$expand=tokens/$count($filter=state eq 'Redeemed')")
        assert [order["tokens@odata.count"] for order in counted] == [0, 0, 0]
        named = shown(northwind, "$expand=tokens/$ref")[0]["tokens"]
        assert list(named[0]) == ["@odata.id"]

    def test_go_on_where_they_were_cut(self, northwind, orders):
        path = f"Orders?$filter=id eq {orders[2]}&$expand=tokens($select=sequence)"
        first = northwind.get(path, Prefer="maxpagesize=2").json()["value"][0]
        assert len(first["tokens"]) == 2
        rest = northwind.get(first["tokens@odata.nextLink"])
        assert len(rest.json()["value"]) == 1
        assert rest.headers["Cache-Control"] == "no-store"

    def test_of_an_order_that_waits_are_none(self, northwind, minted):
        placed = northwind.created("Orders", {"catalogId": "card", "quantity": 1000})
        assert placed["state"] == "Placed"
        settle()
        (order,) = shown(northwind, "$expand=tokens($count=true)")
        assert (order["tokens"], order["tokens@odata.count"]) == ([], 0)

    def test_cost_the_same_however_many(self, operator, northwind, card):
        operator.created("MintRequests", {"catalogId": card, "quantity": 5_000_000})
        settle()
        for number in (1, 5, 2_000_000):
            northwind.created("Orders", {"catalogId": "card", "quantity": number})
        settle()
        before = Lot.objects.count()
        found = shown(northwind, "$expand=tokens($top=5;$count=true)")
        assert [order["tokens@odata.count"] for order in found] == [1, 5, 2_000_000]
        assert [len(order["tokens"]) for order in found] == [1, 5, 5]
        assert Lot.objects.count() == before

    def test_take_a_number_of_statements_that_stays(
        self, northwind, orders, django_assert_num_queries
    ):
        query = "$expand=tokens($top=2;$count=true),catalogItem"
        shown(northwind, query)
        # The caller, the orders, how far they are, whether tokens are as far, two counts,
        # drawn tokens, lots, catalog items.
        with django_assert_num_queries(9):
            shown(northwind, query)

    @pytest.mark.parametrize(
        ("options", "status"),
        [
            ("$select=code", 400),
            ("$filter=code ne null", 400),
            ("$orderby=state", 400),
            ("$filter=sequence gt 5", 501),
            ("$skip=100000", 400),
            ("$compute=order/quantity add 1 as n", 501),
        ],
    )
    def test_what_is_not_offered_is_refused(self, options, status, northwind, orders):
        answer = northwind.get(f"Orders?$expand=tokens({options})")
        assert answer.status_code == status, answer.content
        error(answer)

    def test_they_are_computed_with_and_asked_about_their_order(self, northwind, orders):
        options = "$compute=sequence add 1 as n;$select=sequence,n;$filter=order/quantity gt 0"
        found = northwind.get(f"Orders?$expand=tokens({options})").json()["value"]
        tokens = [each for order in found for each in order["tokens"]]
        assert tokens
        assert all(each["n"] == each["sequence"] + 1 for each in tokens)
        every = northwind.get("Orders?$expand=tokens($compute=version add 1 as n)").json()
        tokens = [each for order in every["value"] for each in order["tokens"]]
        assert all(each["n"] == each["version"] + 1 and "code" not in each for each in tokens)


class TestLevels:
    def test_multiply_up_to_a_bound_that_the_refusal_names(self, northwind, minted):
        order = northwind.created("Orders", {"catalogId": "card", "quantity": 100})["id"]
        settle()
        twice = f"Orders({order})?$expand=tokens($expand=order($expand=tokens"
        assert northwind.get(f"{twice}))").status_code == 200
        # A page of 50, 50 times their order, 2,500 tokens, and so on.
        answer = northwind.get(f"{twice}($expand=order($expand=tokens))))")
        assert answer.status_code == 400
        assert error(answer)["code"] == "TooExpensive"
        message = error(answer)["message"]
        assert all(each in message for each in ("10000", "$top", "nextLink"))
        fewer = northwind.get(f"{twice}($expand=order($expand=tokens($top=1)))))")
        assert fewer.status_code == 200


class TestWhatIsWhose:
    def test_orders_of_others_are_neither_shown_nor_counted(self, fabrikam, orders):
        assert shown(fabrikam, "$expand=tokens($count=true)") == []
        one = fabrikam.get(f"Orders({orders[0]})?$expand=tokens")
        other = fabrikam.get(f"Orders({orders[0]})")
        assert one.status_code == other.status_code == 404
        assert error(one)["message"] == error(other)["message"]

    def test_the_order_of_a_token_is_its_owners(self, operator, northwind, fabrikam, orders):
        path = "Tokens?$filter=state eq 'Activated'&$expand=order,catalogItem"
        found = northwind.get(path).json()["value"]
        assert {token["order"]["id"] for token in found} == set(orders)
        assert {token["catalogItem"]["id"] for token in found} == {"card"}
        assert fabrikam.get(path).json()["value"] == []
        free = operator.get("Tokens?$filter=state eq 'Circulated'&$top=1&$expand=order")
        assert free.json()["value"][0]["order"] is None
        id_ = found[0]["id"]
        assert northwind.get(f"Tokens('{id_}')/order").json()["id"] in orders
        assert fabrikam.get(f"Tokens('{id_}')/order").status_code == 404
        assert northwind.get(f"Tokens('{id_}')/order/tokens").status_code == 200
        assert fabrikam.get(f"Tokens('{id_}')/order/tokens").status_code == 404
        assert fabrikam.get(f"Tokens('{id_}')/order/tokens/$count").status_code == 404

    def test_roles_hold_on_the_way(self, northwind, shop, orders):
        (id_,) = [each["tokens"][0]["id"] for each in shown(northwind, "$top=1&$expand=tokens")]
        code = codes(northwind, orders[0])[0]
        redeemed = shop.post("Tokens/Redeem", {"code": code, "accountId": "ada"})
        assert redeemed.status_code == 200
        settle()
        for way in ("order", "mintRequest", "catalogItem"):
            assert shop.get(f"Tokens('{id_}')/{way}").status_code == 403
            assert shop.get(f"Tokens('{id_}')?$expand={way}").status_code == 403
        assert shop.get(f"Tokens('{id_}')/order/tokens").status_code == 403
        assert shop.get(f"Tokens('{id_}')/order/state/$value").status_code == 403
        assert northwind.get(f"Tokens('{id_}')/mintRequest/catalogItem").status_code == 403
        everything = shop.get(f"Tokens('{id_}')?$expand=*").json()
        assert not {"order", "mintRequest", "catalogItem"} & everything.keys()
        assert "order" in northwind.get(f"Tokens('{id_}')?$expand=*").json()

    def test_actions_reach_what_a_navigation_leads_to(self, northwind, fabrikam, orders):
        (id_,) = [each["tokens"][0]["id"] for each in shown(northwind, "$top=1&$expand=tokens")]
        path = f"Tokens('{id_}')/order"
        assert fabrikam.post(f"{path}/Contoso.Return", If_Match="*").status_code == 404
        done = northwind.post(f"{path}/Contoso.Return", If_Match="*")
        assert done.status_code == 200, done.content

    def test_who_unlinks_an_order_does_not_cancel_it(self, northwind, orders):
        (id_,) = [each["tokens"][0]["id"] for each in shown(northwind, "$top=1&$expand=tokens")]
        path = f"Tokens('{id_}')/order"
        before = northwind.get(path).json()
        for method in ("DELETE", "PATCH", "PUT", "POST"):
            refused = northwind.send(method, path, {}, If_Match="*")
            assert refused.status_code == 405, method
            assert refused.headers["Allow"] == "GET, HEAD"
        assert northwind.get(path).json() == before
