"""Batches byte for byte as clients in use write them, read as those read the answers."""

import json

import pytest

from api.odata.tests.batches import told
from api.odata.tests.service.client import HERE
from api.odata.tests.service.models import Order
from api.odata.tests.service.seed import G1, G2
from tokens.models import CatalogItem


def crlf(text):
    return text.strip("\n").replace("\n", "\r\n").encode()


class TestPowerQuery:
    """Excel and Power BI with EnableBatch: a GET whose URL is too long for them, in a batch."""

    HEADERS = {  # noqa: RUF012  # never changed
        "Content_Type": "multipart/mixed; boundary=batch_5f0c5d1e-7a27-4d57-8b31-52e63bdf9c2b",
        "User_Agent": "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)",
        "MaxDataServiceVersion": "3.0",
        "OData_MaxVersion": "4.0",
        "OData_Version": "4.0",
        "Accept": "multipart/mixed",
        "Accept_Encoding": "gzip, deflate",
    }
    ACCEPT = (
        "application/json;odata.metadata=minimal;q=1.0,"
        "application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,"
        "application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7"
    )

    def test_reads_by_a_url_of_thousands_of_characters(self, service):
        unlike = "%20and%20".join(f"catalogId%20ne%20'x{n}'" for n in range(80))
        url = f"{HERE}Orders?$filter={unlike}&$select=id,quantity"
        assert len(url) > 2048
        body = crlf(f"""
--batch_5f0c5d1e-7a27-4d57-8b31-52e63bdf9c2b
Content-Type: application/http
Content-Transfer-Encoding: binary

GET {url} HTTP/1.1
OData-MaxVersion: 4.0
MaxDataServiceVersion: 3.0
Accept: {self.ACCEPT}


--batch_5f0c5d1e-7a27-4d57-8b31-52e63bdf9c2b--
""")
        answer = service.post("$batch", body, **self.HEADERS)
        assert [name for name in answer.headers if name.lower() == "odata-version"]
        (found,) = told(answer)
        assert found.status == 200
        assert found.headers["Content-Type"] == "application/json;odata.metadata=minimal"
        assert found.json()["@odata.context"] == f"{HERE}$metadata#Orders(id,quantity)"
        assert len(found.json()["value"]) == 3


class TestOpenUI5:
    """The v4 ODataModel with $auto groups; change sets have their epilogue, ids such as 0.0."""

    HEADERS = {  # noqa: RUF012  # never changed
        "Content_Type": "multipart/mixed; boundary=batch_id-1732500000000-12",
        "MIME_Version": "1.0",
        "Accept": "multipart/mixed",
        "OData_MaxVersion": "4.0",
        "OData_Version": "4.0",
        "X_CSRF_Token": "Fetch",
    }
    READING = (
        "Accept:application/json;odata.metadata=minimal;IEEE754Compatible=true\n"
        "Accept-Language:en-US\nX-CSRF-Token:Fetch\n"
    )
    CHANGING = READING + "Content-Type:application/json;charset=UTF-8;IEEE754Compatible=true\n"

    def test_changes_and_reads_again(self, service):
        body = crlf(f"""
--batch_id-1732500000000-12
Content-Type: multipart/mixed;boundary=changeset_id-1732500000000-13

--changeset_id-1732500000000-13
Content-Type:application/http
Content-Transfer-Encoding:binary
Content-ID:0.0

PATCH Orders({G1}) HTTP/1.1
{self.CHANGING}If-Match:W/"1"

{{"quantity":4}}
--changeset_id-1732500000000-13
Content-Type:application/http
Content-Transfer-Encoding:binary
Content-ID:1.0

PATCH $0.0 HTTP/1.1
{self.CHANGING}If-Match:*

{{"billingAccountId":"b9"}}
--changeset_id-1732500000000-13--

--batch_id-1732500000000-12
Content-Type:application/http
Content-Transfer-Encoding:binary

GET Orders?$count=true&$filter=quantity%20lt%206&$select=id,quantity&$skip=0&$top=2 HTTP/1.1
{self.READING}

--batch_id-1732500000000-12--
Group ID: $auto
""")
        answer = service.post("$batch", body, **self.HEADERS)
        assert answer.headers["OData-Version"] == "4.0"
        assert not {"ETag", "Location"} & set(answer.headers)
        changes, page = told(answer)
        assert [each.status for each in changes] == [200, 200]
        assert [each.content_id for each in changes] == ["0.0", "1.0"]
        assert changes[1].json()["billingAccountId"] == "b9"
        assert (page.json()["@odata.count"], len(page.json()["value"])) in {(2, 2), ("2", 2)}
        assert page.headers["Content-Type"].endswith("IEEE754Compatible=true")

    def test_a_failed_change_set_ends_it(self, service):
        text = f"""
--batch_id-1732500000000-12
Content-Type: multipart/mixed;boundary=changeset_id-1732500000000-13

--changeset_id-1732500000000-13
Content-Type:application/http
Content-Transfer-Encoding:binary
Content-ID:0.0

PATCH Orders({G1}) HTTP/1.1
{self.CHANGING}If-Match:W/"0"

{{"quantity":4}}
--changeset_id-1732500000000-13--

--batch_id-1732500000000-12
Content-Type:application/http
Content-Transfer-Encoding:binary

GET Orders HTTP/1.1
{self.READING}

--batch_id-1732500000000-12--
"""
        (found,) = told(service.post("$batch", crlf(text), **self.HEADERS))
        assert found.status == 412
        assert found.json()["error"]["code"]
        assert Order.objects.get(pk=G1).quantity == 10


def test_syncfusion_with_line_feeds_alone_and_blanks_after_values(service):
    body = f"""
--batch_6b8f2e0d
Content-Type: multipart/mixed; boundary=changeset_c9e11eb0

--changeset_c9e11eb0
Content-Type: application/http\x20
Content-Id: 0\x20
Content-Transfer-Encoding: binary\x20

PATCH Orders({G1}) HTTP/1.1
If-Match : *
Accept: application/json, text/javascript, */*; q=0.01
Content-Type: application/json; charset=utf-8

{json.dumps({"quantity": 8})}

--changeset_c9e11eb0
Content-Type: application/http\x20
Content-Id: 1\x20
Content-Transfer-Encoding: binary\x20

DELETE Orders({G2}) HTTP/1.1
If-Match : *
Accept: application/json, text/javascript, */*; q=0.01
Content-Type: application/json; charset=utf-8

--changeset_c9e11eb0--

--batch_6b8f2e0d--
"""
    answer = service.post(
        "$batch",
        body.lstrip("\n").encode(),
        Content_Type="multipart/mixed; boundary=batch_6b8f2e0d",
        Accept="*/*",
    )
    (found,) = told(answer)
    assert [(each.status, each.content_id) for each in found] == [(200, "0"), (204, "1")]
    assert Order.objects.get(pk=G1).quantity == 8
    assert not Order.objects.filter(pk=G2).exists()


class TestODataClient:
    """@odata/client: each change in a change set of its own without ids; JSON batches too."""

    def test_multipart(self, operator, clients):
        body = crlf("""
--4d4f7c3e-8f9a-4b57-a7ad-0c4c0a2d3c11
Content-Type: multipart/mixed; boundary=0b9f3f6e-35ee-4e4f-9a55-6f7a5a3f7d22

--0b9f3f6e-35ee-4e4f-9a55-6f7a5a3f7d22
Content-Type: application/http
Content-Transfer-Encoding: binary

POST CatalogItems HTTP/1.1
Accept: application/json
Content-Type: application/json

{"id":"new","name":"New"}

--0b9f3f6e-35ee-4e4f-9a55-6f7a5a3f7d22--
--4d4f7c3e-8f9a-4b57-a7ad-0c4c0a2d3c11
Content-Type: application/http
Content-Transfer-Encoding: binary

GET CatalogItems?$count=true HTTP/1.1
Accept: application/json


--4d4f7c3e-8f9a-4b57-a7ad-0c4c0a2d3c11--
""")
        boundary = "4d4f7c3e-8f9a-4b57-a7ad-0c4c0a2d3c11"
        answer = operator.post(
            "$batch", body, Content_Type=f"multipart/mixed; boundary={boundary}"
        )
        (made,), page = told(answer)
        assert made.status == 201
        assert page.json()["@odata.count"] == 1
        assert CatalogItem.objects.get().name == "New"

    def test_json(self, service):
        accept = {"Accept": "application/json"}
        typed = {**accept, "Content-Type": "application/json"}
        requests = [
            {"id": "0", "method": "get", "url": "Orders?$top=1", "headers": accept},
            {
                "id": "1",
                "method": "patch",
                "url": f"Orders({G1})",
                "headers": {**typed, "If-Match": "*"},
                "body": {"quantity": 3},
                "dependsOn": ["0"],
            },
        ]
        answer = service.post("$batch", {"requests": requests})
        found = answer.json()["responses"]
        assert [(each["id"], each["status"]) for each in found] == [("0", 200), ("1", 200)]
        assert found[1]["body"]["quantity"] == 3


@pytest.mark.parametrize("root", ["/odata-tests/", HERE])
def test_sap_cloud_sdk_with_absolute_paths(root, service):
    body = crlf(f"""
--batch_a1b2
Content-Type: application/http
Content-Transfer-Encoding: binary

GET {root}Orders(id={G1}) HTTP/1.1
Content-Type: application/json
Accept: application/json


--batch_a1b2
Content-Type: multipart/mixed; boundary=changeset_c3d4

--changeset_c3d4
Content-Type: application/http
Content-Transfer-Encoding: binary
Content-Id: 7f1c5a51-6a9d-4e83-a4f1-cf4f4a3ab001

PATCH {root}Orders(id={G1}) HTTP/1.1
Content-Type: application/json
Accept: application/json
If-Match: W/"1"

{{
  "quantity": 6
}}

--changeset_c3d4--
--batch_a1b2--
""")
    boundary = "multipart/mixed; boundary=batch_a1b2"
    answer = service.post("$batch", body, Content_Type=boundary, Accept="multipart/mixed")
    read, (changed,) = told(answer)
    assert (read.status, changed.status) == (200, 200)
    assert changed.content_id == "7f1c5a51-6a9d-4e83-a4f1-cf4f4a3ab001"
    assert Order.objects.get(pk=G1).quantity == 6
