"""Creating, acting, canceling: statuses, headers, entity tags and preferences."""

import pytest

from api.v1.tests.caller import ROOT, deliver, error, recorded, settle

HERE = f"http://testserver{ROOT}"
MINT = {"catalogId": "card", "quantity": 100}


class TestCreate:
    def test_answers_201_with_what_a_read_will_show(self, operator, card):
        answer = operator.post("MintRequests", MINT, Client_Request_Id="mine")
        assert answer.status_code == 201
        body = answer.json()
        assert answer.headers["Location"] == f"{HERE}MintRequests({body['id']})"
        assert answer.headers["ETag"] == body["@odata.etag"] == 'W/"0"'
        assert answer.headers["Client-Request-Id"] == "mine"
        assert answer.headers["OData-Version"] == "4.0"
        assert int(answer.headers["Event-Position"]) > 0
        assert body["@odata.context"] == f"{HERE}$metadata#MintRequests/$entity"
        # No worker has run: the read model knows nothing yet, but nobody need wait for it.
        assert operator.get(answer.headers["Location"]).json() == body

    def test_an_order_is_shown_alike_by_both_sides(self, northwind, minted):
        body = {"catalogId": "card", "quantity": 7, "whenShort": "Cancel"}
        made = northwind.created("Orders?reserveOnly=true", body)
        assert (made["activate"], made["whenShort"], made["billingAccountId"]) == (
            False,
            "Cancel",
            "nw",
        )
        written = northwind.get(f"Orders({made['id']})").json()
        settle()
        deliver()
        read = northwind.get(f"Orders({made['id']})").json()
        assert read["state"] == "Fulfilled"
        assert made == written
        moved = {"version", "state", "@odata.etag"}
        assert {k: read[k] for k in made if k not in moved} == {
            k: v for k, v in made.items() if k not in moved
        }

    def test_minimal(self, operator, card):
        answer = operator.post("MintRequests", MINT, Prefer="return=minimal")
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["Preference-Applied"] == "return=minimal"
        assert answer.headers["OData-EntityId"] == answer.headers["Location"]
        assert "Content-Type" not in answer.headers
        assert operator.get(answer.headers["Location"]).status_code == 200

    def test_async_only_where_the_client_prefers_it(self, operator, card):
        answer = operator.post("MintRequests", MINT, Prefer="respond-async")
        assert (answer.status_code, answer.content) == (202, b"")
        assert answer.headers["Preference-Applied"] == "respond-async"
        monitor = answer.headers["Location"]
        waiting = operator.get(monitor)
        assert waiting.status_code == 202
        assert (waiting.headers["Location"], waiting.headers["Retry-After"]) == (monitor, "2")
        settle()
        done = operator.get(monitor)
        assert (done.status_code, done.headers["AsyncResult"]) == (200, "201")
        assert done.json()["state"] == "Completed"
        assert operator.get(done.headers["Location"]).json() == done.json()
        assert operator.get(f"{ROOT}async/Orders").status_code == 404

    def test_an_operators_correlation_id_is_kept_with_the_events(self, operator, card):
        from tokens.models import Event

        operator.post("MintRequests", MINT, Client_Request_Id="trace me")
        assert set(Event.objects.values_list("correlation_id", "actor")[:1]) == {
            ("trace me", "operator")
        }


class TestPreconditions:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("DELETE", "Orders({})"),
            ("POST", "Orders({})/Activate"),
            ("POST", "Orders({})/Void"),
        ],
    )
    def test_of_an_order(self, method, path, northwind, ordered):
        path = path.format(ordered)
        tag = northwind.get(f"Orders({ordered})").headers["ETag"]
        before = recorded()
        without = northwind.send(method, path)
        assert (without.status_code, without.headers["ETag"]) == (428, tag)
        assert f"If-Match: {tag}" in error(without)["message"]
        assert error(without)["code"] == "InvalidEntityTag"
        for stale in ('W/"0"', '"0"', 'W/"0", W/"99"', 'W/"abc"', 'W/"007007"'):
            other = northwind.send(method, path, If_Match=stale)
            assert (other.status_code, other.headers["ETag"]) == (412, tag), stale
            assert error(other)["code"] == "InvalidEntityTag"
        malformed = northwind.send(method, path, If_Match="7")
        assert (malformed.status_code, error(malformed)["code"]) == (400, "InvalidEntityTag")
        assert northwind.send(method, path, If_None_Match="*").status_code == 412
        assert recorded() == before
        assert northwind.send(method, path, If_Match=f'W/"0", {tag}').status_code < 300

    def test_of_a_token(self, northwind, ordered):
        token = northwind.get(f"Orders({ordered})/Tokens").json()["value"][0]
        path = f"Tokens('{token['id']}')"
        without = northwind.delete(path)
        assert (without.status_code, without.headers["ETag"]) == (428, token["@odata.etag"])
        stale = northwind.post(f"{path}/Deactivate", If_Match='W/"1"')
        assert (stale.status_code, stale.headers["ETag"]) == (412, token["@odata.etag"])
        done = northwind.post(f"{path}/Deactivate", If_Match=token["@odata.etag"])
        assert (done.json()["state"], done.headers["ETag"]) == ("Reserved", 'W/"4"')
        assert northwind.delete(path, If_Match='W/"4"').status_code == 204

    def test_of_another_partner_is_not_found_rather_than_wanting(self, fabrikam, ordered):
        assert fabrikam.delete(f"Orders({ordered})").status_code == 404
        assert fabrikam.delete(f"Orders({ordered})", If_Match="*").status_code == 404

    def test_a_tag_answers_a_repeated_read(self, northwind, ordered):
        first = northwind.get(f"Orders({ordered})")
        again = northwind.get(f"Orders({ordered})", If_None_Match=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        other = northwind.get(f"Orders({ordered})", If_None_Match='"other"')
        assert other.status_code == 200


class TestOrder:
    def test_actions_change_all_its_tokens(self, northwind, ordered):
        for action, state in [
            ("Deactivate", "Reserved"),
            ("Contoso.Activate", "Activated"),
            ("contoso.void", "Voided"),
        ]:
            done = northwind.post(f"Orders({ordered})/{action}", If_Match="*")
            assert done.status_code == 200, done.content
            settle()
            path = f"Orders({ordered})/Tokens/$count?$filter=state eq '{state}'"
            assert northwind.get(path).content == b"10"

    def test_is_returned(self, northwind, ordered, operator):
        assert northwind.post(f"orders/{ordered}/RETURN", If_Match="*").status_code == 200
        settle()
        assert northwind.get(f"Orders({ordered})/Tokens").json()["value"] == []
        item = operator.get("CatalogItems('card')").json()
        assert (item["circulated"], item["reserved"], item["activated"]) == (100, 0, 0)

    def test_is_canceled(self, northwind, ordered):
        prefer = "return=representation"
        done = northwind.delete(f"Orders({ordered})", If_Match="*", Prefer=prefer)
        assert (done.status_code, done.headers["Preference-Applied"]) == (200, prefer)
        assert (done.json()["state"], done.json()["cancelReason"]) == ("Canceled", "Requested")
        settle()
        assert northwind.get(f"Orders({ordered})").json() == done.json()
        again = northwind.delete(f"Orders({ordered})", If_Match="*")
        assert (again.status_code, again.content) == (204, b"")
        assert int(again.headers["Event-Position"]) > 0

    def test_that_is_not_fulfilled_refuses(self, northwind, card):
        order = northwind.created("Orders", {"catalogId": card, "quantity": 5})
        path = f"Orders({order['id']})"
        refused = northwind.post(f"{path}/Activate", If_Match="*")
        assert (refused.status_code, error(refused)["code"]) == (409, "OrderNotFulfilled")
        settle()
        waiting = northwind.get(path).json()
        assert (waiting["state"], waiting["shortage"]) == ("Placed", 5)

    def test_a_property_named_like_an_action_is_read(self, northwind, ordered):
        assert northwind.get(f"Orders({ordered})/activate").json()["value"] is True
        assert northwind.post(f"Orders({ordered})/activate", If_Match="*").status_code == 200


class TestMintRequest:
    def test_is_canceled_while_it_runs(self, operator, card):
        made = operator.created("MintRequests", MINT)
        path = f"MintRequests({made['id']})"
        assert operator.delete(path, If_Match=made["@odata.etag"]).status_code == 204
        settle()
        assert operator.get(path).json()["state"] == "Canceled"

    def test_completed_is_voided_and_not_canceled(self, operator, minted):
        path = f"MintRequests({minted})"
        refused = operator.post(f"{path}/Cancel", If_Match="*")
        assert (refused.status_code, error(refused)["code"]) == (
            409,
            "MintRequestAlreadyCompleted",
        )
        assert (
            operator.post(f"{path}/Void", {"reason": "leaked"}, If_Match="*").status_code == 200
        )
        settle()
        assert operator.get("CatalogItems('card')").json()["voided"] == 100


class TestToken:
    @pytest.fixture
    def token(self, operator, minted):
        """A token in circulation."""
        listed = operator.get(f"Tokens?$filter=mintRequestId eq {minted}&$top=1").json()
        return listed["value"][0]["id"]

    def test_in_stock_is_activated_for_an_account(self, operator, token):
        path = f"Tokens('{token}')/Activate"
        without = operator.post(path, If_Match="*")
        assert (without.status_code, error(without)["code"]) == (400, "AccountRequired")
        done = operator.post(path, {"accountId": "nw"}, If_Match="*").json()
        assert (done["state"], done["reservedByBillingAccountId"]) == ("Activated", "nw")
        other = operator.post(path, {"accountId": "fk"}, If_Match="*")
        assert (other.status_code, error(other)["code"]) == (409, "TokenAlreadyActivated")

    def test_redeemed_is_voided_by_force_with_a_reason(self, operator, northwind, ordered):
        first = northwind.get(f"Orders({ordered})/Tokens").json()["value"][0]
        assert operator.post("Tokens/Redeem", {"code": first["code"]}).status_code == 200
        path = f"Tokens('{first['id']}')"
        plain = operator.delete(path, If_Match="*")
        assert (plain.status_code, error(plain)["code"]) == (409, "TokenAlreadyRedeemed")
        forced = operator.post(f"{path}/Void", {"force": True}, If_Match="*")
        assert (forced.status_code, error(forced)["code"]) == (400, "ReasonRequired")
        body = {"force": True, "reason": "chargeback"}
        assert operator.post(f"{path}/Void", body, If_Match="*").json()["state"] == "Voided"


class TestCatalogItem:
    def test_is_created_and_patched(self, operator, clients):
        body = {"id": "a-1", "name": "A", "description": None, "active": None}
        made = operator.created("CatalogItems", body)
        assert (made["active"], made["description"], made["minted"]) == (True, "", 0)
        path = "CatalogItems('a-1')"
        assert operator.patch(path, {"active": False}).status_code == 428
        done = operator.patch(path, {"active": False}, If_Match=made["@odata.etag"])
        assert (done.status_code, done.json()["active"], done.json()["version"]) == (
            200,
            False,
            2,
        )
        stale = operator.patch(path, {"name": "B"}, If_Match=made["@odata.etag"])
        assert (stale.status_code, stale.headers["ETag"]) == (412, 'W/"2"')
        assert operator.patch("CatalogItems('no')", {}, If_Match="*").status_code == 412
        assert operator.patch("CatalogItems('no')", {}).status_code == 404

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"id": "card", "name": "Again"}, 409, "CatalogItemExists"),
            ({"id": "a b", "name": "A"}, 400, "InvalidValue"),
            ({"id": "a", "name": ""}, 400, "InvalidValue"),
            ({"id": "a"}, 400, "MissingProperty"),
            ({"id": "a", "name": "A", "active": "yes"}, 400, "InvalidValue"),
        ],
    )
    def test_is_checked(self, body, status, code, operator, card):
        answer = operator.post("CatalogItems", body)
        assert (answer.status_code, error(answer)["code"]) == (status, code)
