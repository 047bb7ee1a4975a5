"""Reading: query options, pages, counts, single values, and the service document."""

import xml.etree.ElementTree as ET
from uuid import UUID

import pytest

from api.v1.tests.caller import ROOT, error, settle
from tokens.domain.token.identifier import TokenId

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
HERE = f"http://testserver{ROOT}"


@pytest.fixture
def orders(northwind, minted):  # asked for its effect
    """Seven orders of 1, 2 … 7 tokens; the odd ones are reserved only."""
    made = [
        northwind.created(
            f"Orders?reserveOnly={'true' if number % 2 else 'false'}",
            {"catalogId": "card", "quantity": number},
        )["id"]
        for number in range(1, 8)
    ]
    settle()
    return made


def quantities(caller, query):
    answer = caller.get(f"Orders?{query}")
    assert answer.status_code == 200, answer.content
    return [order["quantity"] for order in answer.json()["value"]]


class TestOrders:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("$orderby=quantity", [1, 2, 3, 4, 5, 6, 7]),
            ("$orderby=quantity desc&$top=2&$skip=1", [6, 5]),
            ("$filter=quantity gt 5&orderby=quantity", [6, 7]),
            ("$filter=activate and quantity lt 5&$orderby=quantity", [2, 4]),
            ("$filter=state eq 'Fulfilled' and quantity eq 3", [3]),
            ("$filter=state eq Contoso.OrderState'Placed'", []),
            ("$filter=cancelReason eq null&$orderby=quantity&$top=1", [1]),
            ("$filter=quantity in (2,4)&$orderby=quantity", [2, 4]),
            ("$filter=createdOn lt 2020-01-01T00:00:00Z", []),
            ("$top=0", []),
        ],
    )
    def test_are_filtered_and_ordered(self, query, expected, northwind, orders):
        assert quantities(northwind, query) == expected

    def test_come_in_pages_that_hold_each_once(self, northwind, orders):
        path = "Orders?$orderby=activate desc,quantity&$count=true&$select=quantity"
        seen, links = [], []
        while path:
            answer = northwind.get(path, Prefer="odata.maxpagesize=3")
            assert answer.headers["Preference-Applied"] == "odata.maxpagesize=3"
            body = answer.json()
            assert body["@odata.count"] == 7
            assert body["@odata.context"] == f"{HERE}$metadata#Orders(quantity)"
            assert all(
                set(order)
                <= {"quantity", "@odata.etag"}
                | {name for name in order if name.startswith("#")}
                for order in body["value"]
            )
            seen += [order["quantity"] for order in body["value"]]
            path = body.get("@odata.nextLink")
            links.append(path)
        assert seen == [2, 4, 6, 1, 3, 5, 7]
        assert len(links) == 3
        assert links[0].startswith(f"{HERE}Orders?")

    def test_are_counted(self, northwind, orders):
        answer = northwind.get("Orders/$count?$filter=quantity gt 5")
        assert (answer.content, answer.headers["Content-Type"]) == (b"2", "text/plain")

    @pytest.mark.parametrize("path", ["Orders({})", "orders/{}", "ORDERS(ID={})"])
    def test_one_is_named_in_any_way(self, path, northwind, orders):
        answer = northwind.get(path.format(orders[0]))
        assert answer.json()["id"] == orders[0]

    def test_values_of_one(self, northwind, orders):
        path = f"Orders({orders[0]})"
        assert northwind.get(f"{path}/quantity").json()["value"] == 1
        raw = northwind.get(f"{path}/STATE/$value")
        assert (raw.content, raw.headers["Content-Type"]) == (
            b"Fulfilled",
            "text/plain;charset=utf-8",
        )
        for path_of_text in (f"{path}/state/$value", "Orders/$count"):
            answer = northwind.get(path_of_text, Accept="application/json")
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].startswith("text/plain")
        assert northwind.get(f"{path}/cancelReason").status_code == 204
        assert northwind.get(f"{path}/nope").status_code == 404

    def test_full_metadata_and_version_401(self, northwind, orders):
        full = northwind.get(
            f"Orders({orders[0]})", Accept="application/json;odata.metadata=full"
        ).json()
        assert full["@odata.type"] == "#Contoso.Order"
        assert full["tokens@odata.navigationLink"] == f"Orders({orders[0]})/tokens"
        newer = northwind.get("Orders", OData_MaxVersion="4.01")
        assert newer.headers["OData-Version"] == "4.01"
        assert newer.json()["@context"] == f"{HERE}$metadata#Orders"

    def test_head_is_a_get_without_its_body(self, northwind, orders):
        answer = northwind.send("HEAD", f"Orders({orders[0]})")
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["ETag"]

    def test_the_number_of_queries_does_not_grow(
        self, northwind, orders, django_assert_num_queries
    ):
        with django_assert_num_queries(3):  # the caller, the page, the count
            northwind.get("Orders?$count=true")


class TestTokens:
    def test_come_in_pages_with_hashes_and_without_codes(self, operator, minted):
        first = operator.get(f"Tokens?$count=true&$filter=mintRequestId eq {minted}").json()
        assert first["@odata.count"] == 100
        assert [token["sequence"] for token in first["value"]] == list(range(50))
        assert all("code" not in token and token["hash"] for token in first["value"])
        second = operator.get(first["@odata.nextLink"]).json()
        assert [token["sequence"] for token in second["value"]] == list(range(50, 100))
        assert "@odata.nextLink" not in second

    def test_top_and_skip(self, operator, minted):
        path = f"Tokens?$filter=mintRequestId eq {minted}&$top=3&$skip=4"
        found = operator.get(path, Prefer="maxpagesize=2").json()
        assert [token["sequence"] for token in found["value"]] == [4, 5]
        rest = operator.get(found["@odata.nextLink"]).json()
        assert [token["sequence"] for token in rest["value"]] == [6]

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("state eq 'Circulated'", 90),
            ("state eq 'Activated'", 10),
            ("reservedByBillingAccountId eq 'nw'", 10),
            ("reservedByBillingAccountId eq null", 90),
            ("redeemedByAccountId ne null", 0),
            ("orderId eq {order}", 10),
            ("catalogId eq 'other'", 0),
        ],
    )
    def test_are_filtered_by_what_lots_know(self, query, count, operator, minted, ordered):
        given = f"mintRequestId eq {minted} and " + query.format(order=ordered)
        assert operator.get(f"Tokens/$count?$filter={given}").content == str(count).encode()

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("sequence ge 5 and sequence lt 8", [5, 6, 7]),
            ("sequence gt 97.5", [98, 99]),
            ("sequence le 1 and state eq 'Circulated'", []),
            ("sequence le 1 and state eq 'Activated'", [0, 1]),
            ("sequence eq 12 and sequence eq 13", []),
            ("sequence eq 12", [12]),
            ("sequence eq 1.5", []),
            ("id eq '{id}'", [11]),
            ("id eq '{id}' and sequence eq 11", [11]),
            ("id eq '{id}' and state eq 'Voided'", []),
            ("id eq 'nonsense'", []),
        ],
    )
    @pytest.mark.usefixtures("ordered")
    def test_are_filtered_by_number_and_id(self, query, expected, operator, minted):
        id_ = TokenId(UUID(minted), 11)
        given = f"mintRequestId eq {minted} and {query.format(id=id_)}"
        found = operator.get(f"Tokens?$filter={given}&$count=true").json()
        assert [token["sequence"] for token in found["value"]] == expected
        assert found["@odata.count"] == len(expected)

    def test_by_id_alone(self, operator, minted):
        id_ = TokenId(UUID(minted), 11)
        assert operator.get(f"Tokens/$count?$filter=id eq '{id_}'").content == b"1"

    @pytest.mark.parametrize(
        "query",
        ["$filter=sequence gt 5", "$filter=not (id eq 'x')", "$orderby=sequence"],
    )
    def test_what_is_not_offered_is_named(self, query, operator, minted):
        answer = operator.get(f"Tokens?{query}")
        assert answer.status_code == 501
        assert error(answer)["target"] == query[: query.index("=")]

    def test_no_order_by_what_lots_have_in_common(self, operator, minted):
        told = error(operator.get("Tokens?$orderby=state"))
        assert told["target"] == "$orderby"
        assert "state at 0 cannot be used in $orderby" in told["message"]

    def test_in_their_own_order(self, operator, minted):
        assert operator.get("Tokens?$orderby=mintRequestId,sequence").status_code == 200

    def test_actions_are_offered_in_the_states_that_allow_them(self, operator, ordered):
        listed = operator.get("Tokens?$filter=state eq 'Activated'&$top=1").json()["value"]
        assert "#Contoso.Deactivate" in listed[0]
        assert "#Contoso.Activate" not in listed[0]


class TestOthers:
    def test_lots(self, operator, minted, ordered):
        lots = operator.get(f"Lots?$filter=mintRequestId eq {minted}&$orderby=start").json()
        assert [(lot["start"], lot["stop"], lot["state"]) for lot in lots["value"]] == [
            (0, 10, "Activated"),
            (10, 100, "Circulated"),
        ]
        one = operator.get(f"Lots(mintRequestId={minted},start=10)").json()
        assert one["stop"] == 100

    def test_catalog_items_have_counts(self, operator, ordered):
        items = operator.get("CatalogItems?$filter=circulated gt 80").json()["value"]
        assert [(i["id"], i["minted"], i["circulated"], i["activated"]) for i in items] == [
            ("card", 100, 90, 10)
        ]
        tag = items[0]["@odata.etag"]
        # A tag of the item's own version says nothing of its counts.
        assert operator.get("CatalogItems('card')", If_None_Match=tag).status_code == 200

    def test_the_service_document(self, operator):
        body = operator.get("").json()
        assert body["@odata.context"] == f"{HERE}$metadata"
        assert [each["name"] for each in body["value"]] == [
            "MintRequests",
            "Orders",
            "PrintJobs",
            "Tokens",
            "CatalogItems",
            "Lots",
            "Certificates",
        ]

    @pytest.mark.parametrize("accept", ["", "*/*", "application/json, text/plain, */*"])
    def test_metadata_is_the_declared_model(self, accept, operator):
        answer = operator.get("$metadata", Accept=accept)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/xml")
        document = ET.fromstring(answer.content)  # noqa: S314  # our own
        schema = document.find(f".//{EDM}Schema")
        sets = schema.findall(f"{EDM}EntityContainer/{EDM}EntitySet")
        assert {(s.get("Name"), s.get("EntityType")) for s in sets} >= {
            ("Orders", "Contoso.Order"),
            ("Tokens", "Contoso.Token"),
        }
        shown = operator.get("CatalogItems?$top=0", Accept="application/json").json()
        assert shown["@odata.context"].endswith("$metadata#CatalogItems")
        actions = [(a.get("Name"), a[0].get("Type")) for a in schema.findall(f"{EDM}Action")]
        assert ("Redeem", "Collection(Contoso.Token)") in actions
        assert ("Void", "Contoso.Order") in actions
        assert operator.send("PATCH", "$metadata").status_code == 405

    def test_every_answer_says_what_it_depends_on(self, operator):
        for path in ("", "Orders", "Nowhere", "Orders/$count"):
            answer = operator.get(path)
            assert "OData-MaxVersion" in answer.headers["Vary"]
            assert answer.headers["OData-Version"] == "4.0"
            assert answer.headers["Client-Request-Id"]
