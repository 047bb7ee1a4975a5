"""The tests' service lists and reads by its declaration alone."""

from api.odata.tests.service.client import HERE
from api.odata.tests.service.seed import G1, G2, G3, M1, P1, UNUSED


def test_lists_and_reads(service):
    assert service.ids("Orders") == [G1, G2, G3]
    one = service.get(f"Orders({G1})")
    assert one.headers["ETag"] == 'W/"1"'
    assert one.json() == {
        "@odata.context": f"{HERE}$metadata#Orders/$entity",
        "@odata.etag": 'W/"1"',
        "id": G1,
        "version": 1,
        "catalogId": "c1",
        "billingAccountId": "b1",
        "quantity": 10,
        "state": "Placed",
    }
    assert service.get(f"Orders({UNUSED})").status_code == 404
    assert service.ids("MintRequests") == [M1]
    assert service.ids("PrintJobs") == [P1]


def test_follows_navigations(service):
    assert service.ids(f"Orders({G1})/tokens") == ["T1", "T2"]
    assert service.ids(f"Orders({G3})/tokens") == []
    assert service.get(f"Orders({UNUSED})/tokens").status_code == 404
    assert service.get(f"Orders({G1})/tokens/$count").content == b"2"
    assert service.get(f"Orders({G1})/tokens('T3')").status_code == 404
    assert service.get("Tokens('T1')/order").json()["id"] == G1
    assert service.ids("Tokens('T1')/order/tokens") == ["T1", "T2"]
    assert service.ids("Categories('all')/children") == ["games", "music"]
    assert service.get("Categories('chess')/parent").json()["id"] == "games"
