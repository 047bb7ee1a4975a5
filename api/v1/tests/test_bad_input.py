"""Wrong moves: each has its status, its code, and a message that says what to do."""

import pytest

from api.v1.tests.caller import error, recorded
from tokens.models import CatalogItem

TOO_MUCH = 2**40 + 1


def refused(caller, method, path, body=None, **headers):
    """The status and the error of a request that must leave nothing behind."""
    before = recorded()
    answer = caller.send(method, path, body, **headers)
    assert recorded() == before
    return answer.status_code, error(answer)


class TestQuantity:
    @pytest.mark.parametrize(
        "quantity", [0, -1, 1.5, 1e3, "10", True, None, TOO_MUCH, [1], 10**30, ...]
    )
    def test_must_be_a_whole_number_within_bounds(self, quantity, operator, card):
        body = {"catalogId": card} | ({} if quantity is ... else {"quantity": quantity})
        status, told = refused(operator, "POST", "MintRequests", body)
        assert (status, told["code"], told["target"]) == (
            400,
            "InvalidMintQuantity",
            "quantity",
        )
        assert "whole number from 1 to 1099511627776" in told["message"] or quantity is ...
        ordered = body | {"billingAccountId": "nw"}
        status, told = refused(operator, "POST", "Orders", ordered)
        assert (status, told["code"]) == (400, "InvalidOrderQuantity")

    def test_an_order_has_a_smaller_bound(self, northwind, card):
        body = {"catalogId": card, "quantity": 2**31}
        status, told = refused(northwind, "POST", "Orders", body)
        assert (status, told["code"]) == (400, "InvalidOrderQuantity")
        assert "from 1 to 2147483647" in told["message"]


class TestCatalogItem:
    def test_unknown(self, operator, clients):
        body = {"catalogId": "nope", "quantity": 1}
        status, told = refused(operator, "POST", "MintRequests", body)
        assert (status, told["code"], told["target"]) == (400, "InvalidMintItem", "catalogId")
        assert "POST CatalogItems" in told["message"]

    def test_inactive(self, northwind, card):
        CatalogItem.objects.update(active=False)
        body = {"catalogId": card, "quantity": 1}
        status, told = refused(northwind, "POST", "Orders", body)
        assert (status, told["code"], told["target"]) == (400, "InvalidOrderItem", "catalogId")
        assert "PATCH CatalogItems('card')" in told["message"]


class TestBody:
    def test_unknown_property(self, operator, card):
        body = {"catalogId": card, "quantity": 1, "quantitty": 2}
        status, told = refused(operator, "POST", "MintRequests", body)
        assert (status, told["code"], told["target"]) == (400, "UnknownProperty", "quantitty")
        assert "did you mean 'quantity'?" in told["message"]

    def test_several_problems_are_told_at_once(self, operator, card):
        status, told = refused(operator, "POST", "MintRequests", {"quantity": 0, "x": 1})
        assert status == 400
        assert {d["code"] for d in told["details"]} == {
            "InvalidMintQuantity",
            "InvalidMintItem",
            "UnknownProperty",
        }

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ('{"catalogId": "card", ', "not JSON"),
            ("[]", "must be a JSON object"),
            ('{"quantity": 1, "quantity": 2}', "'quantity' twice"),
            ('{"quantity": NaN}', "no JSON number"),
            (b"\xff\xfe", "not UTF-8"),
        ],
    )
    def test_must_be_one_json_object(self, body, message, operator, card):
        status, told = refused(operator, "POST", "MintRequests", body)
        assert status == 400
        assert message in told["message"]

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    def test_must_say_that_it_is_json(self, kind, operator, card):
        body = '{"catalogId": "card", "quantity": 1}'
        status, told = refused(operator, "POST", "MintRequests", body, Content_Type=kind)
        assert (status, told["code"]) == (415, "UnsupportedMediaType")
        assert "application/json" in told["message"]

    @pytest.mark.parametrize("length", [70_000, 2_000_000])
    def test_must_not_be_too_large(self, length, operator, card):
        body = {"catalogId": card, "quantity": 1, "x": "y" * length}
        status, told = refused(operator, "POST", "MintRequests", body)
        assert (status, told["code"]) == (413, "PayloadTooLarge")

    def test_computed_properties_and_annotations_are_ignored(self, operator, card):
        made = operator.created(
            "MintRequests",
            {
                "catalogId": card,
                "quantity": 1,
                "version": 99,
                "state": "Completed",
                "@odata.type": "Contoso.MintRequest",
            },
        )
        assert (made["version"], made["state"]) == (0, "Started")


class TestPath:
    @pytest.mark.parametrize(
        "path", ["Orders(abc)", "Orders('x')", "Orders(", "Orders()", "Tokens('0OIl')"]
    )
    def test_malformed_key(self, path, operator):
        status, told = refused(operator, "GET", path)
        assert status == 400
        assert told["message"]

    @pytest.mark.parametrize(
        ("path", "hint"), [("Ordrs", "'Orders'"), ("Nowhere", ""), ("Orders/$foo", "")]
    )
    def test_names_nothing(self, path, hint, operator):
        status, told = refused(operator, "GET", path)
        assert (status, told["code"]) == (404, "NotFound")
        assert hint in told["message"]

    @pytest.mark.parametrize(
        ("method", "path", "allow"),
        [
            ("DELETE", "Orders", "GET, POST, HEAD"),
            ("PATCH", "Orders({id})", "GET, DELETE, HEAD"),
            ("PUT", "Orders({id})", "GET, DELETE, HEAD"),
            ("PATCH", "MintRequests({id})", "GET, DELETE, HEAD"),
            ("PATCH", "Tokens('{id}')", "GET, DELETE, HEAD"),
            ("DELETE", "CatalogItems('card')", "GET, PATCH, HEAD"),
            ("POST", "Lots", "GET, HEAD"),
            ("GET", "Orders({id})/Contoso.Activate", "POST"),
            ("GET", "Orders({id})/VOID", "POST"),
            ("POST", "Orders({id})/state", "GET, HEAD"),
            ("OPTIONS", "Orders", "GET, POST, HEAD"),
        ],
    )
    def test_another_method(self, method, path, allow, operator):
        key = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
        answer = operator.send(method, path.format(id=key), {})
        assert answer.status_code == 405
        assert answer.headers["Allow"] == allow
        assert error(answer)["code"] == "MethodNotAllowed"

    @pytest.mark.parametrize("method", ["TRACE", "BREW"])
    def test_a_method_that_nobody_knows(self, method, operator):
        answer = operator.send(method, "Orders")
        assert answer.status_code == 405
        error(answer)

    def test_a_missing_one(self, operator):
        key = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
        for name in ("Orders", "MintRequests"):
            status, told = refused(operator, "GET", f"{name}({key})")
            assert (status, told["code"]) == (404, "NotFound")
            assert key in told["message"]


class TestHeaders:
    @pytest.mark.parametrize("given", ["x" * 129, "a\tb\x01"])
    def test_a_client_request_id_is_short_text(self, given, operator):
        status, told = refused(operator, "GET", "Orders", Client_Request_Id=given)
        assert (status, told["code"]) == (400, "InvalidClientRequestId")
        assert "128" in told["message"]

    @pytest.mark.parametrize(
        ("name", "value", "status"),
        [
            ("OData_MaxVersion", "3.0", 400),
            ("OData_Version", "5.0", 400),
            ("Accept", "application/atom+xml", 406),
            ("Event_Position", "soon", 400),
        ],
    )
    def test_what_cannot_be_met(self, name, value, status, operator):
        assert refused(operator, "GET", "Orders", **{name: value})[0] == status

    def test_a_client_that_accepts_no_answer_gets_nothing_done(self, operator, card):
        body = {"catalogId": card, "quantity": 1}
        assert refused(operator, "POST", "MintRequests", body, Accept="text/html")[0] == 406


class TestQuery:
    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("$filter=nope eq 1", 400),
            ("$filter=quantity eq 'x'", 400),
            ("$orderby=nope", 400),
            ("$select=nope", 400),
            ("$top=-1", 400),
            ("$foo=1", 400),
            ("foo=1", 400),
            ("$top=1&$top=2", 400),
            ("$skiptoken=abc", 400),
            ("$expand=nothing", 400),
            ("$filter=billing_account__secret eq 'x'", 400),
        ],
    )
    def test_options_are_checked(self, query, status, operator):
        assert refused(operator, "GET", f"Orders?{query}")[0] == status
