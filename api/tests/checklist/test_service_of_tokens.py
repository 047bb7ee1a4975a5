"""The rows that apply to the service of tokens, shown on it: the layer is the same."""

import pytest

from api.tests.checklist.test_answers import refused
from api.v1.tests.caller import ROOT, codes, recorded, settle

HERE = f"http://testserver{ROOT}"
FULL = "application/json;odata.metadata=full"
UNUSED = "3f2504e0-4f89-11d3-9a0c-0305e82c33ff"


@pytest.fixture
def token(northwind, ordered):
    """The id of an activated token."""
    found = northwind.get(f"Orders({ordered})/tokens?$top=1&$select=id").json()
    return found["value"][0]["id"]


def test_row_01_service_document(operator):
    body = operator.get("").json()
    assert set(body) == {"@odata.context", "value"}
    assert {"MintRequests", "Orders", "Tokens"} <= {each["url"] for each in body["value"]}


def test_rows_03_and_04_versions(northwind, ordered):
    for path in ("", "$metadata", "Orders", "Nope", f"Orders({ordered})/state/$value"):
        answer = northwind.get(path, Accept="*/*")
        assert [v for k, v in answer.items() if k.lower() == "odata-version"] == ["4.0"]
        newer = northwind.get(path, Accept="*/*", OData_MaxVersion="4.01")
        assert newer.headers["OData-Version"] == "4.01"


def test_rows_05_and_06_what_cannot_be_met(northwind):
    refused(northwind.get("Orders", OData_MaxVersion="3.0"), 400)
    refused(northwind.get("Orders", Accept="application/atom+xml"), 406)
    refused(northwind.get("Orders", Isolation="snapshot"), 412)


def test_rows_10_and_11_metadata(northwind, ordered, token):
    none = northwind.get("Orders", Accept="application/json;odata.metadata=none").json()
    assert set(none) == {"value"}
    order = northwind.get(f"Orders({ordered})", Accept=FULL).json()
    assert order["@odata.editLink"] == f"Orders({ordered})"
    assert order["tokens@odata.associationLink"] == f"Orders({ordered})/tokens/$ref"
    assert order["catalogItem@odata.navigationLink"] == f"Orders({ordered})/catalogItem"
    action = northwind.get(f"Tokens('{token}')", Accept=FULL).json()["#Contoso.Deactivate"]
    done = northwind.post(action["target"], If_Match="*")
    assert done.json()["state"] == "Reserved"


def test_rows_12_to_17_reading_and_refusals(northwind, ordered):
    one = northwind.get(f"Orders({ordered})")
    assert next(iter(one.json())) == "@odata.context"
    assert one.json()["@odata.etag"] == one.headers["ETag"]
    for path in (f"Orders({UNUSED})", "Nope", f"Orders({ordered})/nope"):
        refused(northwind.get(path), 404)
    for path in ("Orders(abc)", "Orders('a')", "Orders()", f"Orders({ordered}"):
        refused(northwind.get(path), 400)
    for method, path in (("DELETE", "Orders"), ("PATCH", f"Orders({ordered})")):
        answer = northwind.send(method, path)
        refused(answer, 405)
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "query", ["$foo=1", "$top=1&$top=2", "foo=1", "$top=-1", "$count=maybe"]
)
def test_row_19_options(query, northwind):
    refused(northwind.get(f"Orders?{query}"), 400)


def test_rows_24_to_28_creating(northwind, minted):
    before = recorded()
    body = {"catalogId": "card", "quantity": 2}
    for bad, status in (({**body, "x": 1}, 400), ({"quantity": 2}, 400), ("{", 400)):
        refused(northwind.post("Orders", bad), status)
    refused(northwind.post("Orders", body, Content_Type="text/plain"), 415)
    assert recorded() == before
    given = {**body, "version": 9, "@odata.type": "Contoso.Order", "state": None}
    made = northwind.post("Orders", given)
    assert made.status_code == 201
    assert northwind.get(made.headers["Location"]).json() == made.json()
    minimal = northwind.post("Orders", body, Prefer="return=minimal")
    assert minimal.headers["OData-EntityId"] == minimal.headers["Location"]
    refused(northwind.delete(made.headers["Location"].removeprefix(HERE)), 428)


def test_row_30_conditional_get(northwind, ordered):
    tag = northwind.get(f"Orders({ordered})").headers["ETag"]
    assert northwind.get(f"Orders({ordered})", If_None_Match=tag).status_code == 304


def test_row_35_single_property(operator, card):
    path = f"CatalogItems('{card}')"
    tag = operator.get(path).headers["ETag"]
    changed = operator.send("PUT", f"{path}/name", {"value": "New"}, If_Match=tag)
    assert changed.status_code == 204
    raw = {"Content_Type": "text/plain", "If_Match": "*"}
    assert operator.send("PUT", f"{path}/name/$value", "Newer", **raw).status_code == 204
    assert operator.get(path).json()["name"] == "Newer"
    refused(operator.send("PUT", f"{path}/name", {"value": "x"}, If_Match=tag), 412)
    refused(operator.delete(f"{path}/name", If_Match="*"), 400)
    refused(operator.send("PUT", f"{path}/minted", {"value": 1}, If_Match="*"), 405)


def test_row_36_references(northwind, ordered):
    body = northwind.get(f"Orders({ordered})/tokens/$ref?$top=2").json()
    assert body["@odata.context"] == f"{HERE}$metadata#Collection($ref)"
    assert all(set(each) == {"@odata.id"} for each in body["value"])
    answer = northwind.post(f"Orders({ordered})/tokens/$ref", {})
    refused(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD"


def test_rows_37_and_47_parts(northwind, ordered):
    body = northwind.get("Orders?$select=id,state").json()
    assert body["@odata.context"] == f"{HERE}$metadata#Orders(id,state)"
    assert set(body["value"][0]) == {"@odata.etag", "id", "state"}
    assert northwind.get(f"Orders({ordered})/quantity/$value", Accept="*/*").content == b"10"
    assert northwind.get(f"Orders({ordered})/cancelReason").status_code == 204


def test_rows_52_and_53_counts(northwind, ordered):
    assert northwind.get("Orders?$count=true&$top=0").json()["@odata.count"] == 1
    assert northwind.get(f"Orders({ordered})/tokens/$count").content == b"10"


def test_rows_58_to_61_related(northwind, ordered):
    found = northwind.get("Orders?$select=id&$expand=tokens($select=id;$top=1;$count=true)")
    assert found.json()["@odata.context"] == f"{HERE}$metadata#Orders(id,tokens(id))"
    (order,) = found.json()["value"]
    assert (order["tokens@odata.count"], len(order["tokens"])) == (10, 1)
    related = northwind.get(f"Orders({ordered})/tokens?$filter=state eq 'Redeemed'").json()
    assert related["@odata.context"] == f"{HERE}$metadata#Tokens"
    assert related["value"] == []


def test_rows_69_to_73_other_addresses(northwind, ordered, token):
    one = northwind.get(f"Orders({ordered})").json()
    for path in (
        f"$entity?$id={HERE}Orders({ordered})",
        f"Orders/{ordered}",
        f"Orders(@o)?@o={ordered}",
        f"Tokens/{token}/order",
        f"Tokens('{token}')/order",
    ):
        assert northwind.get(path).json() == one
    nested = northwind.get(f"Orders/{ordered}/tokens/{token}").json()
    assert nested["id"] == token
    refused(northwind.get("$all"), 501)


def test_rows_74_and_75_actions(northwind, shop, ordered, token):
    path = f"Tokens('{token}')"
    refused(northwind.post(f"{path}/Nope", If_Match="*"), 404)
    refused(northwind.post(f"{path}/Contoso.Deactivate", If_Match='W/"99"'), 412)
    minimal = northwind.post(f"{path}/Deactivate", Prefer="return=minimal", If_Match="*")
    assert minimal.status_code == 204
    assert northwind.post(f"Tokens/{token}/Activate", If_Match="*").status_code == 200
    settle()
    for body in ({}, {"code": 1}, {"code": "x", "y": 1}, {"code": "nothing"}):
        refused(shop.post("Tokens/Contoso.Redeem", body), 400)
    code = codes(northwind, ordered)[0]
    done = shop.post("Tokens/Contoso.Redeem", {"code": code, "accountId": "ada"})
    assert done.json()["@odata.context"] == f"{HERE}$metadata#Tokens/$entity"


def test_row_80_numbers_and_nulls(operator, minted):
    accept = "application/json;IEEE754Compatible=true"
    found = operator.get(f"MintRequests({minted})", Accept=accept).json()
    assert found["quantity"] == "100"
    omitted = operator.get(f"MintRequests({minted})", Prefer="omit-values=nulls")
    assert "billingAccountId" not in omitted.json()
    assert omitted.headers["Preference-Applied"] == "omit-values=nulls"
