"""Excel and Power BI: the requests of Power Query's OData.Feed, replayed.

The headers are those that one was seen to send: NLstn/go-odata#874, and Microsoft's page on
Power Query's diagnostics. The order of the requests is that of its documentation: the address
that a person gave, $metadata, then a table page by page.
"""

import base64
import http.client
import json
import xml.etree.ElementTree as ET

import pytest

HEADERS = {
    "User-Agent": "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)",
    "MaxDataServiceVersion": "3.0",
    "OData-MaxVersion": "4.0",
    "Accept": (
        "application/json;odata.metadata=minimal;q=1.0,"
        "application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,"
        "application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7"
    ),
    "Accept-Encoding": "identity",
}


class Feed:
    """Sends what Power Query sends, and looks at every header that came back."""

    def __init__(self, partner):
        self.partner = partner
        self.host = partner.address.removeprefix("http://")
        pair = "{id}:{secret}".format_map(partner.credentials)
        self.headers = HEADERS | {
            "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"
        }

    def get(self, url, **headers):
        connection = http.client.HTTPConnection(self.host)
        connection.request("GET", url, headers=self.headers | headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, body
        # Twice, or another version, and Excel refuses the feed.
        assert answer.headers.get_all("OData-Version") == ["4.0"]
        return answer.headers, body


@pytest.fixture(scope="module")
def feed(partner):
    return Feed(partner("power-query"))


def test_opens_the_address_that_a_person_gave(feed):
    headers, body = feed.get(f"{feed.partner.root}/")
    assert headers["Content-Type"] == "application/json;odata.metadata=minimal"
    shown = json.loads(body)
    assert shown["@odata.context"] == f"{feed.partner.root}/$metadata"
    assert {"name": "Orders", "kind": "EntitySet", "url": "Orders"} in shown["value"]


def test_reads_the_metadata(feed):
    headers, body = feed.get(f"{feed.partner.root}/$metadata", Accept="application/xml")
    assert headers["Content-Type"] == "application/xml"
    assert ET.fromstring(body).get("Version") == "4.0"  # noqa: S314  # ours


def test_reads_a_table_page_by_page(feed):
    for _ in range(3):
        feed.partner.fulfilled(1)
    url, ids, pages = f"{feed.partner.root}/Orders", [], 0
    while url:
        headers, body = feed.get(url, Prefer="odata.maxpagesize=2")
        assert headers["Content-Type"] == "application/json;odata.metadata=minimal"
        page = json.loads(body)
        assert page["@odata.context"] == f"{feed.partner.root}/$metadata#Orders"
        ids += [order["id"] for order in page["value"]]
        url, pages = page.get("@odata.nextLink"), pages + 1
    assert len(ids) == len(set(ids)) >= 3
    assert pages >= 2


def test_folds_a_query_into_the_address(feed):
    steps = "$filter=quantity%20gt%200&$select=id,quantity&$top=2"
    _, body = feed.get(f"{feed.partner.root}/Orders?{steps}")
    assert all(order.keys() >= {"id", "quantity"} for order in json.loads(body)["value"])


def test_looks_for_the_number_of_rows(feed):
    headers, body = feed.get(f"{feed.partner.root}/Orders/$count", Accept="text/plain, */*")
    assert headers["Content-Type"].startswith("text/plain")
    assert int(body) >= 0
