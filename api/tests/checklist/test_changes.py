"""Rows 24 to 35: creating, changing and deleting, and the entity tags that guard it."""

import pytest

from api.odata.tests.service.client import HERE
from api.odata.tests.service.seed import G1, G2, G3, UNUSED
from api.tests.checklist.test_answers import refused

FRESH = {"catalogId": "c1", "billingAccountId": "b1", "quantity": 2}
ANY = {"If_Match": "*"}


@pytest.fixture
def unchanged(service):
    """Tell afterwards that nothing happened to G1."""
    before = service.get(f"Orders({G1})")
    yield
    after = service.get(f"Orders({G1})")
    assert (after.headers["ETag"], after.content) == (before.headers["ETag"], before.content)


def test_row_24_create(service):
    answer = service.post("Orders", FRESH)
    assert answer.status_code == 201
    location = answer.headers["Location"]
    assert location == f"{HERE}Orders({answer.json()['id']})"
    found = service.get(location)
    assert found.json() == answer.json()
    assert found.headers["ETag"] == answer.headers["ETag"]


def test_row_25_create_with_return_minimal(service):
    answer = service.post("Orders", FRESH, Prefer="return=minimal")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["OData-EntityId"] == answer.headers["Location"]
    assert answer.headers["Preference-Applied"] == "return=minimal"
    assert "Prefer" in answer.headers["Vary"]
    assert service.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status", "target"),
    [
        ({**FRESH, "x": 1}, "application/json", 400, "x"),
        ({"quantity": 2}, "application/json", 400, "catalogId"),
        ({**FRESH, "quantity": "ten"}, "application/json", 400, "quantity"),
        ('{"catalogId": ', "application/json", 400, None),
        (FRESH, "text/plain", 415, "Content-Type"),
    ],
)
def test_row_26_bad_create(body, content_type, status, target, service):
    error = refused(service.post("Orders", body, Content_Type=content_type), status)
    assert error.get("target") == target
    assert service.get("Orders/$count").content == b"3"


def test_row_27_computed_and_annotated_input(service):
    body = {
        **FRESH,
        "id": None,
        "version": 99,
        "state": "Fulfilled",
        "@odata.type": "Contoso.Order",
        "@custom.note": 1,
        "quantity@custom.note": {"a": 1},
    }
    made = service.post("Orders", body)
    assert made.status_code == 201
    assert (made.json()["version"], made.json()["state"]) == (1, "Placed")


@pytest.mark.usefixtures("unchanged")
def test_row_28_a_tag_is_needed(service):
    refused(service.patch(f"Orders({G1})", {"quantity": 3}), 428)
    refused(service.delete(f"Orders({G1})"), 428)
    # Where the set is not annotated, none is.
    assert service.patch("Categories('games')", {"name": "Play"}).status_code == 200


def test_row_29_if_match(service):
    path, changed = f"Orders({G1})", {"quantity": 3}
    answer = service.patch(path, changed, If_Match='W/"1"')
    assert answer.status_code == 200
    assert answer.json()["@odata.etag"] == answer.headers["ETag"] == 'W/"2"'
    refused(service.patch(path, {"quantity": 4}, If_Match='W/"1"'), 412)
    assert service.get(path).json()["quantity"] == 3
    assert service.patch(path, {"quantity": 5}, **ANY).json()["quantity"] == 5
    several = {"If_Match": 'W/"9", W/"3"'}
    assert service.patch(path, {"quantity": 6}, **several).json()["quantity"] == 6


def test_row_30_conditional_get(service):
    answer = service.get(f"Orders({G1})", If_None_Match='W/"1"')
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == 'W/"1"'
    assert service.get(f"Orders({G1})", If_None_Match='"other"').status_code == 200


@pytest.mark.usefixtures("unchanged")
def test_row_31_if_none_match_on_a_write(service):
    answer = service.patch(f"Orders({G1})", {"quantity": 3}, If_None_Match="*", **ANY)
    refused(answer, 412)
    refused(service.patch(f"Orders({G1})", {"quantity": 3}, If_None_Match="*"), 412)


def test_row_32_update(service):
    before = service.get(f"Orders({G1})").json()
    after = service.patch(f"Orders({G1})", {"quantity": 4}, **ANY).json()
    assert {k for k in after if after[k] != before[k]} == {"@odata.etag", "version", "quantity"}
    ignored = service.patch(f"Orders({G1})", {"id": UNUSED, "version": 7}, **ANY).json()
    assert (ignored["id"], ignored["version"]) == (G1, 3)
    refused(service.put(f"Orders({G1})", {"quantity": 4}, **ANY), 400)
    put = service.put(f"Orders({G1})", {"quantity": 4, "catalogId": "c1"}, **ANY).json()
    assert put["billingAccountId"] is None


def test_row_33_upsert(service):
    refused(service.patch(f"Orders({UNUSED})", FRESH), 404)
    refused(service.patch(f"Orders({UNUSED})", FRESH, If_Match='W/"1"'), 412)
    assert service.get("Orders/$count").content == b"3"
    made = service.patch("Categories('new')", {"name": "New"})
    assert made.status_code == 201
    assert made.headers["Location"] == f"{HERE}Categories('new')"
    assert service.put("Categories('newer')", {"name": "Newer"}).status_code == 201
    refused(service.patch("Categories('no')", {"name": "New"}, **ANY), 412)


def test_row_34_delete(service):
    path = f"Orders({G3})"
    refused(service.delete(path, If_Match='W/"0"'), 412)
    answer = service.delete(path, If_Match='W/"1"')
    assert (answer.status_code, answer.content) == (204, b"")
    refused(service.delete(path, If_Match='W/"1"'), 404)


def test_row_35_single_property(service):
    path = f"Orders({G1})/quantity"
    refused(service.put(path, {"value": 6}), 428)
    answer = service.put(path, {"value": 6}, If_Match='W/"1"')
    assert (answer.status_code, answer.headers["ETag"]) == (204, 'W/"2"')
    assert service.get(path).json()["value"] == 6
    refused(service.delete(path, **ANY), 400)
    assert service.delete(f"Orders({G1})/billingAccountId", **ANY).status_code == 204
    assert (
        service.put(f"Orders({G1})/billingAccountId", {"value": None}, **ANY).status_code == 204
    )
    refused(service.put(f"Orders({G1})/version", {"value": 6}, **ANY), 405)


def test_row_34_a_body_of_a_delete_is_ignored(service):
    answer = service.send("DELETE", f"Orders({G2})", "null", **ANY)
    assert answer.status_code == 204
