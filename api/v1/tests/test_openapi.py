"""The schema that the documentation page shows."""

import pytest

from api.scopes import Scope


@pytest.fixture
def schema(client):
    answer = client.get("/api/schema/?format=json")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/v1/Orders", {"get", "post"}),
        ("/api/v1/Orders({id})", {"get", "delete"}),
        ("/api/v1/Orders({id})/Activate", {"post"}),
        ("/api/v1/Tokens/Redeem", {"post"}),
        ("/api/v1/Tokens('{id}')", {"get", "delete"}),
        ("/api/v1/CatalogItems('{id}')", {"get", "patch"}),
        ("/api/v1/Lots(mintRequestId={mintRequestId},start={start})", {"get"}),
    ],
)
def test_describes_the_paths(path, methods, schema):
    assert set(schema["paths"][path]) == methods


def test_describes_bodies_by_the_model(schema):
    body = schema["paths"]["/api/v1/Orders"]["post"]["requestBody"]
    order = body["content"]["application/json"]["schema"]
    assert order["required"] == ["catalogId", "quantity"]
    assert order["properties"]["quantity"]["maximum"] == 2**31 - 1
    assert order["properties"]["whenShort"]["enum"] == ["Wait", "Cancel"]


def test_shows_codes_where_they_are_shown(schema):
    shown = schema["components"]["schemas"]
    assert "code" not in shown["Token"]["properties"]
    assert "code" in shown["TokenWithCode"]["properties"]
    page = schema["paths"]["/api/v1/Orders({id})/tokens"]["get"]["responses"]["200"]
    items = page["content"]["application/json"]["schema"]["properties"]["value"]["items"]
    assert items == {"$ref": "#/components/schemas/TokenWithCode"}


def test_names_every_refusal(schema):
    deletion = schema["paths"]["/api/v1/Orders({id})"]["delete"]["responses"]
    refused = {int(status) for status in deletion if status >= "400"}
    assert refused == {400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428, 429, 501, 503}
    headers = schema["components"]["responses"]["Refused428"]["headers"]
    assert headers["ETag"] == {"$ref": "#/components/headers/ETag"}


def test_lists_the_scopes_and_which_each_operation_needs(schema):
    schemes = schema["components"]["securitySchemes"]
    flow = schemes["oauth2"]["flows"]["clientCredentials"]
    assert flow == {"tokenUrl": "/oauth/token", "scopes": dict(Scope.choices)}

    def needed(path, method):
        basic, oauth2 = schema["paths"][path][method]["security"]
        assert basic == {"basic": []}
        return oauth2["oauth2"]

    assert needed("/api/v1/Orders", "post") == ["orders.write"]
    assert needed("/api/v1/PrintJobs({id})", "get") == ["printing.read"]
    assert needed("/api/v1/PrintJobs({id})/package", "get") == ["codes.read"]
    assert needed("/api/v1/$batch", "post") == []


def test_describes_what_stands_beside(schema):
    assert {"get", "post"} & set(schema["paths"]["/api/v1/$batch"])
    form = schema["paths"]["/oauth/token"]["post"]["requestBody"]["content"]
    assert "application/x-www-form-urlencoded" in form
    assert set(schema["paths"]["/health/ready"]["get"]["responses"]) == {"200", "503"}


def test_names_each_operation_once(schema):
    names = [
        operation["operationId"]
        for methods in schema["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))
