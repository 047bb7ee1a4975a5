"""Paths of OData 4.01 Part 2, section 4, in every spelling that clients send."""

import re
from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.errors import (
    BadRequestError,
    NotFoundError,
    NotImplementedFeatureError,
    ODataError,
)
from api.odata.resource_path import PathKind, ResourcePath, SystemResource, resolve
from api.odata.tests.sample import GUID, SERVICE


def found(path, **options):
    resource = resolve(path, SERVICE, **options)
    assert isinstance(resource, ResourcePath)
    return resource


class TestSystemResources:
    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("", SystemResource.SERVICE_DOCUMENT),
            ("/", SystemResource.SERVICE_DOCUMENT),
            ("$metadata", SystemResource.METADATA),
            ("/$batch/", SystemResource.BATCH),
        ],
    )
    def test_stand_at_the_root(self, path, expected):
        assert resolve(path, SERVICE) is expected

    @pytest.mark.parametrize("path", ["$all", "$crossjoin(Orders,Items)"])
    def test_others_are_not_built(self, path):
        with pytest.raises(NotImplementedFeatureError):
            resolve(path, SERVICE)


class TestKeys:
    @pytest.mark.parametrize(
        "path",
        [
            f"Orders({GUID})",
            f"/orders({GUID.upper()})/",
            f"Orders(id={GUID})",
            f"Orders(ID%3D{GUID})",
            f"Orders/{GUID}",
        ],
    )
    def test_of_a_guid(self, path):
        assert found(path).kind is PathKind.ENTITY
        assert found(path).key == {"id": UUID(GUID)}

    @pytest.mark.parametrize(
        ("path", "key"),
        [
            ("Items('a')", "a"),
            ("Items('T''4%2Fx')", "T'4/x"),
            ("Items('T%27%274%2Fx')", "T'4/x"),
            ("Items(%27a%27)", "a"),
            ("Items('a/b')", "a/b"),
            ("Items('a(b)c')", "a(b)c"),
            ("Items('%C3%A9')", "é"),
            ("Items/T'4%2Fx", "T'4/x"),
            ("Items('')", ""),
            ("Items('a,b=c')", "a,b=c"),
        ],
    )
    def test_of_a_string(self, path, key):
        assert found(path).key == {"id": key}

    def test_of_two_parts_in_any_order(self):
        expected = {"orderId": UUID(GUID), "number": 7}
        assert found(f"Lines(orderId={GUID},number=7)").key == expected
        assert found(f"Lines(number=7, orderId={GUID})").key == expected

    def test_by_alias(self):
        assert found("Items(@k)", aliases={"@k": "'T''4/x'"}).key == {"id": "T'4/x"}

    @pytest.mark.parametrize(
        "path",
        [
            "Orders(abc)",
            f"Orders('{GUID}')",
            f"Orders({GUID}",
            "Orders()",
            "Items(a)",
            "Items('a)",
            "Items('a'b')",
            "Items('a','b')",
            f"Lines(orderId={GUID})",
            f"Lines(orderId={GUID},number=1,number=2)",
            f"Lines(orderId={GUID},nr=1)",
            f"Lines(orderId={GUID},number=99999999999)",
            "Items(@k)",
            "Items('%zz')",
            "Items('%ff')",
            "Items('%00')",
            "Orders//x",
            "x" * 3000,
            "Orders" + "/a" * 8,
        ],
    )
    def test_malformed_ones_are_refused(self, path):
        with pytest.raises(BadRequestError):
            resolve(path, SERVICE)


class TestBelowEntities:
    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("Orders", PathKind.COLLECTION),
            ("Orders/$count", PathKind.COUNT),
            (f"Orders({GUID})/state", PathKind.PROPERTY),
            (f"Orders({GUID})/STATE/$value", PathKind.RAW_VALUE),
            (f"Orders({GUID})/package", PathKind.MEDIA),
            (f"Orders({GUID})/package/$value", PathKind.MEDIA),
            ("Items('a')/$value", PathKind.MEDIA),
            (f"Orders({GUID})/Contoso.Activate", PathKind.ACTION),
            (f"Orders({GUID})/activate", PathKind.ACTION),
            (f"Orders/{GUID}/Activate", PathKind.ACTION),
            ("Items/Redeem", PathKind.ACTION),
            ("Items/Contoso.Redeem/", PathKind.ACTION),
        ],
    )
    def test_are_known_by_kind(self, path, kind):
        assert found(path).kind is kind

    def test_an_action_keeps_the_key_it_is_called_on(self):
        resource = found(f"Orders({GUID})/activate")
        assert resource.action is not None
        assert (resource.action.name, resource.key) == ("Activate", {"id": UUID(GUID)})

    def test_a_navigation_leads_to_another_set(self):
        resource = found(f"Orders({GUID})/Items")
        assert (resource.kind, resource.entity_set.name) == (PathKind.COLLECTION, "Items")
        assert resource.parent is not None
        assert resource.parent.key == {"id": UUID(GUID)}
        assert resource.via is not None
        assert found(f"Orders/{GUID}/items/a/void").key == {"id": "a"}
        assert found(f"Orders({GUID})/items/$count").kind is PathKind.COUNT

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("Nope", "the service has no 'Nope'"),
            ("Order", "did you mean 'Orders'?"),
            ("$metadat", "did you mean '$metadata'?"),
            (f"Orders({GUID})/stat", "did you mean 'state'?"),
            (f"Orders({GUID})/Other.Activate", "Order has no"),
            (f"Orders({GUID})/state/x", "after the property"),
            (f"Orders({GUID})/activate/x", "after the action"),
            ("Orders/abc", "no key, action or $count"),
            ("Orders/Activate", "Orders(key)/Activate"),
            ("Orders/$cont", "did you mean '$count'?"),
            (f"Orders({GUID})/state(1)", "Order has no"),
        ],
    )
    def test_unknown_ones_are_not_found(self, path, message):
        with pytest.raises(NotFoundError, match=re.escape(message)):
            resolve(path, SERVICE)

    def test_the_value_of_what_is_no_media_is_refused(self):
        with pytest.raises(BadRequestError, match="not a media entity"):
            resolve(f"Orders({GUID})/$value", SERVICE)

    def test_references_are_of_one_or_of_many(self):
        assert resolve(f"Orders({GUID})/items/$ref", SERVICE).kind is PathKind.REFERENCES
        assert resolve(f"Orders({GUID})/$ref", SERVICE).kind is PathKind.REFERENCE

    @given(st.text("Orders()'/%27$ IteamvluR,=@", max_size=40) | st.text(max_size=30))
    def test_any_text_is_resolved_or_refused(self, path):
        with suppress(ODataError):
            resolve(path, SERVICE)
