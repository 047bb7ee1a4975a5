"""Rows 36 to 61: references, selection, counts, values, streams, related entities."""

import pytest

from api.odata.tests.service.client import HERE
from api.odata.tests.service.seed import G1, G2, G3, MEDIA, ODD, P1
from api.tests.checklist.test_answers import ORDER_NAMES, refused


def test_row_36_references(service):
    body = service.get(f"Orders({G1})/tokens/$ref").json()
    assert body == {
        "@odata.context": f"{HERE}$metadata#Collection($ref)",
        "value": [{"@odata.id": "Tokens('T1')"}, {"@odata.id": "Tokens('T2')"}],
    }
    one = service.get("Tokens('T1')/order/$ref").json()
    assert one == {"@odata.context": f"{HERE}$metadata#$ref", "@odata.id": f"Orders({G1})"}
    for method in ("POST", "DELETE", "PUT"):
        answer = service.send(method, f"Orders({G1})/tokens/$ref", {})
        refused(answer, 405)
        assert answer.headers["Allow"] == "GET, HEAD"
    filtered = service.get(f"Orders({G1})/tokens/$ref?$filter=state eq 'Reserved'&$count=true")
    assert filtered.json()["@odata.count"] == 1
    paged = service.get(f"Orders({G1})/tokens/$ref", Prefer="maxpagesize=1").json()
    rest = service.get(paged["@odata.nextLink"]).json()
    assert rest["value"] == [{"@odata.id": "Tokens('T2')"}]


def test_row_37_select(service):
    body = service.get("Orders?$select=id,state").json()
    assert body["@odata.context"] == f"{HERE}$metadata#Orders(id,state)"
    assert all(set(each) == {"@odata.etag", "id", "state"} for each in body["value"])
    every = service.get("Orders?$select=*").json()["value"][0]
    assert list(every) == ["@odata.etag", *ORDER_NAMES]
    refused(service.get("Orders?$select=nope"), 400)
    token = service.get("Tokens('T1')?$select=state").json()
    assert set(token) == {"@odata.context", "@odata.etag", "state"}
    offered = service.get("Tokens('T1')?$select=state,Contoso.*").json()
    assert "#Contoso.Activate" in offered


def test_row_38_top_and_skip(service):
    two = service.get("Orders?$top=2").json()
    assert len(two["value"]) == 2
    assert "@odata.nextLink" not in two
    assert service.values("Orders?$top=0") == []
    assert service.ids("Orders?$skip=1&$top=1") == [G2]
    assert service.ids("Orders?$top=1&$skip=1") == [G2]
    refused(service.get("Orders?$top=-1"), 400)
    refused(service.get("Orders?$top=x"), 400)


def test_row_47_property_and_raw_value(service):
    assert service.get(f"Orders({G1})/state").json() == {
        "@odata.context": f"{HERE}$metadata#Orders({G1})/state",
        "value": "Placed",
    }
    for path, text in (("state", b"Placed"), ("quantity", b"10")):
        raw = service.get(f"Orders({G1})/{path}/$value", Accept="*/*")
        assert raw.content == text
        assert raw.headers["Content-Type"].startswith("text/plain")
    for path in ("redeemedByAccountId", "redeemedByAccountId/$value"):
        answer = service.get(f"Tokens('T1')/{path}", Accept="*/*")
        assert (answer.status_code, answer.content) == (204, b"")


def test_row_48_media_stream(service):
    read = service.get(f"PrintJobs({P1})/$value", Accept="*/*")
    assert (read.status_code, read.content) == (200, MEDIA)
    assert read.headers["Content-Type"] == "application/pdf"
    assert read.headers["ETag"]
    refused(service.get(f"Orders({G1})/$value"), 400)
    head = service.send("HEAD", f"PrintJobs({P1})/$value", Accept="*/*")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "ETag", "Content-Length", "Accept-Ranges"):
        assert head.headers[name] == read.headers[name]


@pytest.mark.parametrize(
    ("given", "status", "told", "content"),
    [
        ("bytes=0-99", 206, "bytes 0-99/1000", MEDIA[:100]),
        ("bytes=-100", 206, "bytes 900-999/1000", MEDIA[-100:]),
        ("bytes=990-2000", 206, "bytes 990-999/1000", MEDIA[990:]),
        ("bytes=5-", 206, "bytes 5-999/1000", MEDIA[5:]),
        ("bytes=-5000", 206, "bytes 0-999/1000", MEDIA),
        ("bytes=1000-", 416, "bytes */1000", b""),
        ("bytes=-0", 416, "bytes */1000", b""),
        ("bytes=0-1,5-6", 200, None, MEDIA),
        ("bytes=9-5", 200, None, MEDIA),
        ("lines=1-2", 200, None, MEDIA),
    ],
)
def test_row_49_ranges(given, status, told, content, service):
    answer = service.get(f"PrintJobs({P1})/$value", Range=given, Accept="*/*")
    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, told)
    assert status == 416 or answer.content == content


def test_row_49_if_range(service):
    path, part = f"PrintJobs({P1})/$value", {"Range": "bytes=0-9", "Accept": "*/*"}
    assert service.get(path, If_Range='"stale"', **part).status_code == 200
    # A weak tag never guards a range (RFC 9110, 13.1.5).
    assert service.get(path, If_Range='W/"1"', **part).status_code == 200
    strong = service.get(path, Accept="*/*").headers["ETag"]
    assert service.get(path, If_Range=strong, **part).status_code == 206
    assert service.get(path).headers["Accept-Ranges"] == "bytes"


def test_row_50_media_metadata(service):
    full = service.get(f"PrintJobs({P1})", Accept="application/json;odata.metadata=full").json()
    assert full["@odata.mediaReadLink"] == f"PrintJobs({P1})/$value"
    assert full["@odata.mediaEditLink"] == f"PrintJobs({P1})/$value"
    assert full["@odata.mediaContentType"] == "application/pdf"
    assert full["@odata.mediaEtag"] == service.get(full["@odata.mediaReadLink"]).headers["ETag"]
    minimal = service.get(f"PrintJobs({P1})").json()
    assert "@odata.mediaReadLink" not in minimal


def test_row_51_a_post_to_a_media_set_is_the_stream(service):
    made = service.post("PrintJobs", {"createdOn": "2020-01-01T00:00:00Z"})
    assert made.status_code == 201
    assert not made.json()["createdOn"].startswith("2020")
    stream = service.get(f"{made.headers['Location']}/$value", Accept="*/*")
    assert stream.json() == {"createdOn": "2020-01-01T00:00:00Z"}


def test_row_52_count(service):
    body = service.get("Orders?$count=true&$top=1&$filter=quantity gt 5").json()
    assert body["@odata.count"] == 2
    assert "@odata.count" not in service.get("Orders?$count=false").json()
    refused(service.get("Orders?$count=maybe"), 400)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("Orders/$count", b"3"),
        ("Orders/$count?$filter=quantity gt 5", b"2"),
        (f"Orders({G1})/tokens/$count", b"2"),
    ],
)
@pytest.mark.parametrize("accept", [None, "application/json", "text/plain", "*/*"])
def test_row_53_count_by_itself(path, count, accept, service):
    answer = service.get(path, Accept=accept)
    assert answer.content == count
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["Tokens('T''4%2Fx')", "Tokens('T%27%274%2Fx')"])
def test_row_57_keys_that_need_care(path, service):
    assert service.get(path).json()["id"] == ODD


def test_row_58_expand(service):
    found = service.values("Orders?$expand=tokens")
    assert [[t["id"] for t in each["tokens"]] for each in found] == [["T1", "T2"], ["T3"], []]
    assert service.get(f"Orders({G3})?$expand=tokens").json()["tokens"] == []
    body = service.get("Orders?$select=id&$expand=tokens($select=id)").json()
    assert body["@odata.context"] == f"{HERE}$metadata#Orders(id,tokens(id))"
    assert set(body["value"][0]) == {"@odata.etag", "id", "tokens"}
    plain = service.get("Orders?$expand=tokens").json()
    assert plain["@odata.context"] == f"{HERE}$metadata#Orders"
    newer = service.get("Orders?$expand=tokens", OData_MaxVersion="4.01").json()
    assert newer["@context"] == f"{HERE}$metadata#Orders(tokens())"
    refused(service.get("Orders?$expand=nope"), 400)


def test_row_58_the_number_of_statements_stays(service, django_assert_num_queries):
    for path in ("Orders?$expand=tokens", f"Orders?$filter=id eq {G1}&$expand=tokens"):
        with django_assert_num_queries(2):
            service.get(path)


def test_row_59_options_of_expand(service):
    options = (
        "$filter=state eq 'Reserved';$orderby=code desc;$top=1;$skip=0;$count=true;$select=code"
    )
    found = service.values(f"Orders?$expand=tokens({options})")
    assert [each["tokens@odata.count"] for each in found] == [1, 0, 0]
    assert found[0]["tokens"] == [{"@odata.etag": 'W/"1"', "code": "Aaa-222"}]
    cut = service.values("Orders?$expand=tokens", Prefer="maxpagesize=1")[0]
    rest = service.get(cut["tokens@odata.nextLink"]).json()
    assert [t["id"] for t in (*cut["tokens"], *rest["value"])] == ["T1", "T2"]


def test_row_60_references_and_counts_in_expand(service):
    referred = service.values("Orders?$expand=tokens/$ref")[0]["tokens"]
    assert referred == [{"@odata.id": "Tokens('T1')"}, {"@odata.id": "Tokens('T2')"}]
    counted = service.values("Orders?$expand=tokens/$count")
    assert [each["tokens@odata.count"] for each in counted] == [2, 1, 0]
    assert all("tokens" not in each for each in counted)
    assert "tokens" in service.values("Orders?$expand=*")[0]
    assert "order" in service.values("Tokens?$expand=*")[0]


def test_row_61_related_collections(service):
    body = service.get(f"Orders({G1})/tokens?$filter=state eq 'Reserved'").json()
    assert body["@odata.context"] == f"{HERE}$metadata#Tokens"
    assert [each["id"] for each in body["value"]] == ["T2"]
    assert service.get(f"Orders({G1})/tokens('T1')").json()["id"] == "T1"
    assert service.get(f"Orders({G1})/tokens('T3')").status_code == 404
    assert service.values(f"Orders({G3})/tokens") == []
