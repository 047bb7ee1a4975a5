"""The schema that the documentation page shows."""

import pytest


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


def test_names_each_operation_once(schema):
    names = [
        operation["operationId"]
        for methods in schema["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))
