"""The service document and $metadata: rows 1, 2 and 76, and what other rows say of them."""

import xml.etree.ElementTree as ET

import pytest

from api.odata.tests.service.client import HERE

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
EDMX = "{http://docs.oasis-open.org/odata/ns/edmx}"
CORE, CAPABILITIES = "Org.OData.Core.V1", "Org.OData.Capabilities.V1"


@pytest.fixture
def document(service):
    """$metadata in JSON: easier to look at, and the same."""
    return service.get("$metadata", Accept="application/json").json()["Contoso"]


@pytest.fixture
def said_of(document):
    """What is said of an entity set: by the short name of a term."""

    def said(entity_set: str):
        found = document["Container"][entity_set]
        return {name.rpartition(".")[2]: found[name] for name in found if name[0] == "@"}

    return said


def schema_of(answer):
    return ET.fromstring(answer.content).find(f"{EDMX}DataServices/{EDM}Schema")  # noqa: S314  # ours


class TestRow01:
    def test_row_01_service_document(self, service):
        answer = service.get("")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/json;odata.metadata=minimal"
        names = ("MintRequests", "Orders", "PrintJobs", "Tokens")
        assert answer.json() == {
            "@odata.context": f"{HERE}$metadata",
            "value": [{"name": each, "kind": "EntitySet", "url": each} for each in names],
        }


class TestRow02:
    ACCEPTS = (None, "*/*", "application/json, text/plain, */*", "application/xml")

    @pytest.mark.parametrize("accept", ACCEPTS)
    def test_row_02_metadata_is_xml_by_default(self, accept, service):
        answer = service.get("$metadata", Accept=accept)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/xml"
        root = ET.fromstring(answer.content)  # noqa: S314  # ours
        assert root.tag == f"{EDMX}Edmx"
        assert root.get("Version") == "4.0"

    def test_row_02_types_have_full_names_and_the_schema_no_alias(self, service):
        schema = schema_of(service.get("$metadata", Accept=None))
        assert schema.get("Alias") is None
        named = [
            value
            for element in schema.iter()
            for name, value in element.attrib.items()
            if name in {"Type", "EntityType"}
        ]
        bare = [each.removeprefix("Collection(").removesuffix(")") for each in named]
        assert {each.partition(".")[0] for each in bare} == {"Edm", "Contoso"}

    def test_row_02_what_is_bound_is_named_as_clients_expect(self, service):
        schema = schema_of(service.get("$metadata", Accept=None))
        redeem = next(a for a in schema.iter(f"{EDM}Action") if a.get("Name") == "Redeem")
        bound, code = redeem.findall(f"{EDM}Parameter")
        assert redeem.get("EntitySetPath") == bound.get("Name") == "bindingParameter"
        assert bound.get("Type") == "Collection(Contoso.Token)"
        assert code.get("Type") == "Edm.String"


class TestRow03:
    @pytest.mark.parametrize("path", ["", "$metadata"])
    def test_row_03_one_version(self, path, service):
        headers = service.get(path, Accept=None).headers
        assert [value for name, value in headers.items() if name == "OData-Version"] == ["4.0"]


class TestRow28:
    def test_row_28_tags_are_needed_where_the_metadata_says_so(self, said_of, service):
        assert said_of("Orders")["OptimisticConcurrency"] == ["version"]
        assert "OptimisticConcurrency" not in said_of("Categories")


class TestRow36:
    def test_row_36_related_entities_cannot_be_changed_where_they_are(self, said_of):
        (tokens,) = said_of("Orders")["NavigationRestrictions"]["RestrictedProperties"]
        assert tokens["NavigationProperty"] == "tokens"
        assert tokens["InsertRestrictions"] == {"Insertable": False}
        assert tokens["DeleteRestrictions"] == {"Deletable": False}


class TestRow50:
    def test_row_50_media_entities_have_a_stream(self, service, document):
        schema = schema_of(service.get("$metadata", Accept=None))
        streams = {e.get("Name"): e.get("HasStream") for e in schema.iter(f"{EDM}EntityType")}
        assert streams["PrintJob"] == "true"
        assert streams["Order"] is None
        assert document["PrintJob"]["$HasStream"] is True


class TestRow72:
    def test_row_72_keys_may_be_segments(self, document):
        assert document["Container"][f"@{CAPABILITIES}.KeyAsSegmentSupported"] is True


class TestRow76:
    @pytest.mark.parametrize(
        ("path", "headers"),
        [
            ("$metadata", {"Accept": "application/json"}),
            ("$metadata?$format=json", {"OData_MaxVersion": "4.01", "Accept": None}),
            ("$metadata?$format=application/json", {"Accept": "application/xml"}),
        ],
    )
    def test_row_76_json(self, path, headers, service):
        answer = service.get(path, **headers)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/json"
        shown = answer.json()
        assert shown["$Version"] == headers.get("OData_MaxVersion", "4.0")
        assert shown["$EntityContainer"] == "Contoso.Container"
        assert shown["Contoso"]["Order"]["$Key"] == ["id"]

    def test_row_76_versions_and_properties(self, document):
        assert document["Container"][f"@{CORE}.ODataVersions"] == "4.01"
        order = document["Order"]
        assert order["version"][f"@{CORE}.Computed"] is True
        assert f"@{CORE}.Computed" not in order["quantity"]
        assert order["quantity"]["@Org.OData.Validation.V1.Minimum"] == 1
        assert document["Category"]["id"][f"@{CORE}.Immutable"] is True

    def test_row_76_capabilities_are_what_requests_meet(self, said_of, service):
        for entity_set in ("Orders", "Tokens", "MintRequests", "PrintJobs", "Categories"):
            said = said_of(entity_set)
            insertable = said["InsertRestrictions"]["Insertable"]
            assert (service.post(entity_set, {}).status_code == 405) is not insertable
            deletable = said["DeleteRestrictions"]["Deletable"]
            key = service.values(entity_set)[0]["id"].replace("'", "''")
            quote = "" if entity_set in {"Orders", "MintRequests", "PrintJobs"} else "'"
            refused = service.delete(f"{entity_set}({quote}{key}{quote})", If_Match='W/"0"')
            assert (refused.status_code == 405) is not deletable

    @pytest.mark.parametrize("accept", ["application/xml", "application/json"])
    def test_row_76_not_sent_again_to_who_has_it(self, accept, service):
        answer = service.get("$metadata", Accept=accept)
        tag = answer.headers["ETag"]
        again = service.get("$metadata", Accept=accept, If_None_Match=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
        assert service.get("$metadata", Accept=accept, If_None_Match='W/"x"').status_code == 200

    def test_row_76_each_form_has_a_tag_of_its_own(self, service):
        forms = ("application/xml", "application/json")
        tags = {service.get("$metadata", Accept=each).headers["ETag"] for each in forms}
        assert len(tags) == 2
