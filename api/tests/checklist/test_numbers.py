"""Row 80: long numbers, nulls left out, isolation, tags in bodies, schema versions."""

import pytest

from api.odata.tests.service.seed import BIG, G1, M1
from api.tests.checklist.test_answers import refused


def test_row_80_long_numbers(service):
    accept = "application/json;odata.metadata=minimal;IEEE754Compatible=true"
    exact = service.get(f"MintRequests({M1})", Accept=accept)
    assert exact.json()["quantity"] == str(BIG)
    assert "IEEE754Compatible=true" in exact.headers["Content-Type"]
    counted = service.get("MintRequests?$count=true", Accept=accept).json()
    assert counted["@odata.count"] == "1"
    assert service.get(f"MintRequests({M1})").json()["quantity"] == BIG


@pytest.mark.parametrize("name", ["omit-values", "odata.omit-values"])
def test_row_80_nulls_left_out(name, service):
    answer = service.get("Tokens('T1')", Prefer=f"{name}=nulls")
    assert answer.headers["Preference-Applied"] == f"{name}=nulls"
    assert "redeemedByAccountId" not in answer.json()
    assert "code" in answer.json()
    listed = service.get("Tokens?$expand=order", Prefer=f"{name}=nulls")
    assert all(None not in each.values() for each in listed.json()["value"])
    every = service.get("Tokens('T1')", Prefer="omit-values=defaults")
    assert "redeemedByAccountId" in every.json()
    assert "Preference-Applied" not in every.headers


@pytest.mark.parametrize("header", ["Isolation", "OData_Isolation"])
def test_row_80_isolation_is_refused(header, service):
    refused(service.get("Orders", **{header: "snapshot"}), 412)


def test_row_80_a_tag_in_a_body_of_401(service):
    body = {"quantity": 3, "@etag": 'W/"0"'}
    refused(service.patch(f"Orders({G1})", body, OData_Version="4.01", If_Match="*"), 412)
    refused(service.patch(f"Orders({G1})", body, OData_Version="4.01"), 412)
    right = {"quantity": 3, "@etag": 'W/"1"'}
    assert service.patch(f"Orders({G1})", right, OData_Version="4.01").status_code == 200
    older = service.patch(f"Orders({G1})", body, OData_Version="4.0", If_Match="*")
    assert older.status_code == 200


@pytest.mark.parametrize("path", ["Orders", "$metadata", f"Orders({G1})"])
def test_row_80_schema_versions(path, service):
    answer = service.get(f"{path}?$schemaversion=nope", Accept="*/*")
    assert answer.status_code in {400, 404, 501}
    assert answer.json()["error"]["code"]
