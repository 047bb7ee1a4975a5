"""Rows 1 to 17: what every answer carries, formats, versions, refusals."""

import pytest

from api.odata.tests.service.client import HERE
from api.odata.tests.service.seed import G1, G3, P1, UNUSED

JSON_40 = "application/json;odata.metadata=minimal"
POWER_QUERY = (
    "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;"
    "q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,"
    "text/plain;q=0.7"
)
ORDER_NAMES = ["id", "version", "catalogId", "billingAccountId", "quantity", "state"]


def refused(answer, status):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Language"] == "en"
    body = answer.json()
    assert set(body) == {"error"}
    error = body["error"]
    assert error["code"]
    assert error["message"]
    assert set(error) <= {"code", "message", "target", "details", "innererror"}
    return error


def test_row_01_service_document(service):
    answer = service.get("")
    assert answer.headers["Content-Type"] == JSON_40
    body = answer.json()
    assert set(body) == {"@odata.context", "value"}
    assert body["@odata.context"] == f"{HERE}$metadata"
    assert {each["name"] for each in body["value"]} == {
        "MintRequests",
        "Orders",
        "PrintJobs",
        "Tokens",
    }
    assert all(
        each == {"name": each["name"], "kind": "EntitySet", "url": each["name"]}
        for each in body["value"]
    )


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "", {}, 200),
        ("GET", "$metadata", {"Accept": None}, 200),
        ("GET", "Orders", {}, 200),
        ("GET", "Nope", {}, 404),
        ("DELETE", f"Orders({G3})", {"If_Match": "*"}, 204),
        ("DELETE", f"Orders({G3})", {"If_Match": 'W/"9"'}, 412),
    ],
)
def test_row_03_one_version(method, path, headers, status, service):
    answer = service.send(method, path, **headers)
    assert answer.status_code == status
    lines = [name for name, _ in answer.items() if name.lower() == "odata-version"]
    assert lines == ["OData-Version"]
    assert answer.headers["OData-Version"] == "4.0"


@pytest.mark.parametrize(
    ("most", "version", "context", "content_type"),
    [
        ("4.0", "4.0", "@odata.context", JSON_40),
        ("4.01", "4.01", "@context", "application/json;metadata=minimal"),
        (None, "4.0", "@odata.context", JSON_40),
    ],
)
def test_row_04_max_version(most, version, context, content_type, service):
    answer = service.get("Orders", OData_MaxVersion=most)
    assert answer.headers["OData-Version"] == version
    assert answer.headers["Content-Type"] == content_type
    assert next(iter(answer.json())) == context
    assert "OData-MaxVersion" in answer.headers["Vary"]


def test_row_05_versions_that_cannot_be_met(service):
    refused(service.get("Orders", OData_MaxVersion="3.0"), 400)
    body = {"catalogId": "c1", "quantity": 2}
    refused(service.post("Orders", body, OData_Version="5.0"), 400)
    assert service.get("Orders/$count").content == b"3"


@pytest.mark.parametrize(
    "accept",
    [
        "application/json;odata.metadata=bogus",
        "application/json;foo=bar",
        "application/atom+xml",
    ],
)
def test_row_06_what_cannot_be_made(accept, service):
    refused(service.get("Orders", Accept=accept), 406)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (POWER_QUERY, JSON_40),
        ("application/json;odata=verbose,text/plain, */*; q=0.01", JSON_40),
        (
            "application/json;odata.metadata=minimal;IEEE754Compatible=true",
            f"{JSON_40};IEEE754Compatible=true",
        ),
    ],
)
def test_row_07_lists_of_real_clients(accept, content_type, service):
    answer = service.get("Orders", Accept=accept, MaxDataServiceVersion="3.0")
    assert answer.headers["Content-Type"] == content_type


def test_row_08_no_charset(service):
    content_type = service.get("Orders", Accept="application/json").headers["Content-Type"]
    assert "charset" not in content_type
    assert "odata.metadata=" in content_type


def test_row_09_format_beats_accept(service):
    assert service.get("Orders?$format=json", Accept="application/xml").json()["value"]
    full = service.get("Orders?$format=application/json;odata.metadata=full").json()
    assert full["value"][0]["@odata.type"] == "#Contoso.Order"
    refused(service.get("Orders?$format=json;odata.metadata=full"), 400)


def test_row_10_no_metadata(service):
    answer = service.get(
        "Orders?$count=true",
        Accept="application/json;odata.metadata=none",
        Prefer="odata.maxpagesize=2",
    )
    body = answer.json()
    assert set(body) == {"@odata.count", "@odata.nextLink", "value"}
    assert all(list(each) == ORDER_NAMES for each in body["value"])
    assert "odata.metadata=none" in answer.headers["Content-Type"]


def test_row_11_full_metadata(service):
    full = {"Accept": "application/json;odata.metadata=full"}
    order = service.get(f"Orders({G1})", **full).json()
    assert order["@odata.context"] == f"{HERE}$metadata#Orders/$entity"
    assert order["@odata.id"] == f"{HERE}Orders({G1})"
    assert order["@odata.editLink"] == f"Orders({G1})"
    assert order["@odata.type"] == "#Contoso.Order"
    assert order["@odata.etag"] == 'W/"1"'
    assert order["tokens@odata.navigationLink"] == f"Orders({G1})/tokens"
    assert order["tokens@odata.associationLink"] == f"Orders({G1})/tokens/$ref"
    assert order["id@odata.type"] == "#Guid"
    assert order["state@odata.type"] == "#Contoso.OrderState"
    assert "quantity@odata.type" in order
    token = service.get("Tokens('T1')", **full).json()
    action = token["#Contoso.Activate"]
    assert action["title"] == "Activate"
    assert service.post(action["target"]).json()["state"] == "Activated"


@pytest.mark.parametrize("path", [f"Orders({G1})", f"Orders(id={G1})"])
def test_row_12_one_entity(path, service):
    answer = service.get(path)
    body = answer.json()
    assert list(body) == ["@odata.context", "@odata.etag", *ORDER_NAMES]
    assert body["@odata.context"] == f"{HERE}$metadata#Orders/$entity"
    assert body["@odata.etag"] == answer.headers["ETag"] == 'W/"1"'
    assert body["state"] == "Placed"


def test_row_13_a_set(service):
    body = service.get("Orders").json()
    assert list(body) == ["@odata.context", "value"]
    assert body["@odata.context"] == f"{HERE}$metadata#Orders"
    assert all(each["@odata.etag"] for each in body["value"])


@pytest.mark.parametrize(
    "path",
    [f"Orders({UNUSED})", "Nope", f"Orders({G1})/nope", f"Orders({UNUSED})/tokens"],
)
def test_row_14_what_is_not_there(path, service):
    refused(service.get(path), 404)


@pytest.mark.parametrize("path", ["Orders(abc)", "Orders('G1')", f"Orders({G1}", "Orders()"])
def test_row_15_malformed_keys(path, service):
    refused(service.get(path), 400)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "Orders?$filter=quantity eq 'x'", 400),
        ("GET", "Nope", 404),
        ("PUT", "Orders", 405),
        ("GET", "Orders?$deltatoken=x", 501),
        ("POST", "Orders", 400),
    ],
)
def test_row_16_refusals(method, path, status, service):
    answer = service.send(method, path, {})
    message = refused(answer, status)["message"]
    assert not {"Traceback", "SELECT", "choices are"} & set(message.split())


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "Orders", {"GET", "HEAD", "POST"}),
        ("PATCH", "$metadata", {"GET", "HEAD"}),
        ("POST", "", {"GET", "HEAD"}),
        ("GET", "Tokens('T1')/Contoso.Activate", {"POST"}),
    ],
)
def test_row_17_methods(method, path, allow, service):
    answer = service.send(method, path)
    refused(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == allow


def test_row_16_a_stream_that_is_not_there(service):
    refused(service.get(f"PrintJobs({UNUSED})/$value"), 404)
    assert service.get(f"PrintJobs({P1})/$value").status_code == 200
