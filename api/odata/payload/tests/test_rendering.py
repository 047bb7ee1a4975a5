"""Payloads in both versions and all amounts of metadata."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import orjson
import pytest

from api.odata.errors import BadRequestError, ErrorDetail, MethodNotAllowedError
from api.odata.headers.entity_tags import EntityTag
from api.odata.headers.negotiation import JsonFormat, Metadata
from api.odata.headers.versions import ODataVersion
from api.odata.model import Scalar
from api.odata.payload.error_body import render_error
from api.odata.payload.item import Item
from api.odata.payload.rendering import Renderer
from api.odata.payload.urls import ServiceUrls
from api.odata.tests.sample import GUID, ITEMS, LINES, ORDERS, SERVICE, declared

ROOT = "http://x/api/v1/"
ROW: dict[str, Scalar] = {
    "id": UUID(GUID),
    "version": 3,
    "catalogId": "c1",
    "accountId": None,
    "quantity": 5,
    "bonus": None,
    "total": 2**53 + 1,
    "price": Decimal("1.10"),
    "state": "Placed",
    "gift": True,
    "placedOn": datetime(2026, 1, 31, 12, tzinfo=UTC),
    "secret": "s",
}
ITEM = Item(ROW, EntityTag("3"))


def renderer(metadata=Metadata.MINIMAL, version=ODataVersion.V4_0, *, ieee754=False):
    return Renderer(SERVICE, ServiceUrls(ROOT), version, JsonFormat(metadata, ieee754))


def entity(*args, item=ITEM, select=None, **options):
    return orjson.loads(renderer(*args, **options).entity(ORDERS, item, select))


class TestEntity:
    def test_begins_with_context_and_tag_and_has_every_property(self):
        found = entity()
        assert list(found)[:3] == ["@odata.context", "@odata.etag", "id"]
        assert found["@odata.context"] == ROOT + "$metadata#Orders/$entity"
        assert found["@odata.etag"] == 'W/"3"'
        assert found["placedOn"] == "2026-01-31T12:00:00Z"
        assert (found["accountId"], found["state"], found["total"]) == (
            None,
            "Placed",
            2**53 + 1,
        )
        assert "package" not in found

    def test_in_4_01_leaves_the_prefix_out(self):
        assert list(entity(version=ODataVersion.V4_01))[:2] == ["@context", "@etag"]

    def test_without_metadata_is_properties_only(self):
        assert not [name for name in entity(Metadata.NONE) if "@" in name]

    def test_selected_says_so_in_the_context(self):
        found = entity(select=(declared("id"), declared("state")))
        assert found["@odata.context"] == ROOT + "$metadata#Orders(id,state)/$entity"
        assert set(found) == {"@odata.context", "@odata.etag", "id", "state"}

    def test_with_full_metadata_links_to_everything(self):
        found = entity(Metadata.FULL, item=Item(ROW, None, frozenset({"Cancel"})))
        path = f"Orders({GUID})"
        assert found["@odata.type"] == "#Contoso.Order"
        assert found["@odata.id"] == ROOT + path
        assert found["@odata.editLink"] == path
        assert found["items@odata.navigationLink"] == path + "/items"
        assert found["items@odata.associationLink"] == path + "/items/$ref"
        assert found["package@odata.mediaReadLink"] == path + "/package"
        assert found["#Contoso.Activate"] == {
            "title": "Activate",
            "target": f"{ROOT}{path}/Contoso.Activate",
        }
        assert "#Contoso.Cancel" in found

    def test_offers_a_conditional_action_only_where_it_may_be_called(self):
        assert "#Contoso.Cancel" not in entity()
        assert "#Contoso.Cancel" in entity(item=Item(ROW, None, frozenset({"Cancel"})))
        assert "#Contoso.Activate" not in entity()

    def test_numbers_are_exact_and_strings_where_the_client_wants_them(self):
        body = renderer().entity(ORDERS, ITEM)
        assert b'"price":1.10' in body
        assert b'"total":9007199254740993' in body
        found = entity(ieee754=True)
        assert (found["total"], found["price"], found["quantity"]) == (
            "9007199254740993",
            "1.10",
            5,
        )


class TestCollection:
    def test_has_count_value_and_next_link(self):
        body = renderer().collection(ORDERS, [ITEM], count=7, next_link="http://next")
        found = orjson.loads(body)
        assert list(found) == ["@odata.context", "@odata.count", "value", "@odata.nextLink"]
        assert found["@odata.context"] == ROOT + "$metadata#Orders"
        assert found["@odata.count"] == 7
        assert found["value"][0]["@odata.etag"] == 'W/"3"'

    def test_without_metadata_keeps_count_and_next_link(self):
        body = renderer(Metadata.NONE).collection(ORDERS, [ITEM], count=7, next_link="n")
        assert list(orjson.loads(body)) == ["@odata.count", "value", "@odata.nextLink"]


class TestOthers:
    def test_a_property_has_its_own_context(self):
        found = orjson.loads(renderer().property_value(ORDERS, ROW, declared("state")))
        assert found == {
            "@odata.context": f"{ROOT}$metadata#Orders({GUID})/state",
            "value": "Placed",
        }

    def test_the_service_document_lists_the_sets(self):
        found = orjson.loads(renderer().service_document())
        assert found["@odata.context"] == ROOT + "$metadata"
        assert found["value"][0] == {"name": "Orders", "kind": "EntitySet", "url": "Orders"}

    @pytest.mark.parametrize(
        ("entity_set", "row", "path"),
        [
            (ITEMS, {"id": "T'4/x é"}, "Items('T''4%2Fx%20%C3%A9')"),
            (LINES, {"orderId": UUID(GUID), "number": 2}, f"Lines(orderId={GUID},number=2)"),
        ],
    )
    def test_canonical_paths_are_encoded(self, entity_set, row, path):
        assert ServiceUrls(ROOT).entity_path(entity_set, row) == path


class TestErrors:
    def test_show_code_message_and_what_else_there_is(self):
        details = [ErrorDetail("A", "a", "x")]
        error = BadRequestError("wrong \ud800", target="$top", details=details)
        assert orjson.loads(render_error(error)) == {
            "error": {
                "code": "BadRequest",
                "message": "wrong ?",
                "target": "$top",
                "details": [{"code": "A", "message": "a", "target": "x"}],
            }
        }

    def test_a_method_not_allowed_says_which_are(self):
        error = MethodNotAllowedError("PATCH", ["GET", "DELETE"])
        assert error.headers == {"Allow": "GET, DELETE"}
        assert orjson.loads(render_error(error))["error"]["code"] == "MethodNotAllowed"
